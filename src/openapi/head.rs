//! What a document says before its paths: title, servers, tags.

use std::collections::BTreeMap;

use utoipa::openapi::Info;
use utoipa::openapi::server::{Server, ServerVariable};
use utoipa::openapi::tag::Tag;

use super::{Options, View};
use crate::reference::{Document, Operation, Reference};

pub(super) fn info(reference: &Reference, document: &Document, options: &Options) -> Info {
    let version = match options.view {
        View::At(version) => version.to_string(),
        View::All => {
            reference.policy(document).map_or_else(|| "1".to_owned(), |policy| policy.ceiling.to_string())
        }
    };
    let title =
        Some(document.title.clone()).filter(|title| !title.is_empty()).unwrap_or_else(|| "API".to_owned());
    let mut info = Info::new(title, version);
    info.description =
        Some(reference.markdown(&document.prose, &document.scope)).filter(|text| !text.is_empty());
    info
}

pub(super) fn server() -> Server {
    let mut server = Server::new("https://{endpoint}");
    let mut variable = ServerVariable::default();
    variable.default_value = "localhost".to_owned();
    // Not at the variable: swagger-parser refuses documents of 3.1 that describe one.
    server.description =
        Some("Host, port and prefix of the service, as its endpoint in the service catalog says.".to_owned());
    server.variables = Some(BTreeMap::from([("endpoint".to_owned(), variable)]));
    server
}

pub(super) fn tags(reference: &Reference, document: &Document) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for chapter in &document.chapters {
        let text = reference.markdown(&chapter.prose, &document.scope);
        let text = (!text.is_empty()).then_some(text);
        let at = *known.entry(&chapter.title).or_insert(tags.len());
        match tags.get_mut(at) {
            Some(tag) => {
                tag.description = match (tag.description.take(), text) {
                    (Some(a), Some(b)) if a != b => Some(format!("{a}\n\n{b}")),
                    (a, b) => a.or(b),
                }
            }
            None => {
                let mut tag = Tag::new(&chapter.title);
                tag.description = text;
                tags.push(tag);
            }
        }
    }
    for tag in &mut tags {
        if tag.description.is_none() {
            tag.description = Some(format!("Operations of the chapter \"{}\".", tag.name));
        }
    }
    tags
}

/// The chapter of the first operation. Of several chapters only one is named: generators of clients make a
/// class for each tag, and an operation in two of them is two functions of one name.
pub(super) fn tag_names(document: &Document, first: &Operation) -> Vec<String> {
    document.chapters.get(first.chapter).map(|chapter| chapter.title.clone()).into_iter().collect()
}

/// The title; of several operations all titles, as far as a line holds them.
pub(super) fn summary(operations: &[&Operation]) -> String {
    const LONGEST: usize = 120;
    let mut titles: Vec<&str> = Vec::new();
    for operation in operations {
        if !titles.contains(&operation.title.as_str()) {
            titles.push(&operation.title);
        }
    }
    let mut line = String::new();
    for (at, title) in titles.iter().enumerate() {
        if at > 0 && line.len() + title.len() > LONGEST {
            return format!("{line}, and {} more", titles.len() - at);
        }
        if at > 0 {
            line.push_str(", ");
        }
        line.push_str(title);
    }
    line
}
