use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::group::Group;
use super::media_types::{JSON, is_json};
use crate::collections::{HashMap, HashSet};
use crate::json::hash;
use crate::reference::{Direction, Media, Operation, OperationId, Reference, Sample, SampleId};

/// The samples of a group and direction as examples, by media type.
#[derive(Default)]
pub(super) struct Examples<'a> {
    /// Media type, then name.
    pub(super) bodies: BTreeMap<&'static str, BTreeMap<String, Example<'a>>>,
    /// Whole messages and scripts: what no media type can hold.
    pub(super) snippets: Vec<Value>,
    /// By media type.
    taken: BTreeMap<&'static str, Taken>,
}

/// What the examples of a media type have taken: an operation may have thousands.
#[derive(Default)]
struct Taken {
    /// The names of examples by the hashes of their values.
    by_value: HashMap<u64, Vec<String>>,
    summaries: HashSet<String>,
    /// How many examples wanted a name.
    wanted: HashMap<String, usize>,
}

/// A sample under its title (OpenAPI, Example Object).
pub(super) struct Example<'a> {
    pub(super) summary: String,
    pub(super) value: Cow<'a, Value>,
}

/// The samples of a group by what they are examples of.
#[derive(Default)]
pub(super) struct Gathered<'a> {
    pub(super) request: Examples<'a>,
    pub(super) response: Examples<'a>,
    /// Neither of both, as far as the documentation says.
    pub(super) loose: Examples<'a>,
}

impl<'a> Gathered<'a> {
    /// Gathers them; `wanted` says which samples are part of the document.
    pub(super) fn new(
        reference: &'a Reference,
        group: &Group,
        wanted: impl Fn(OperationId, SampleId, &Sample) -> bool,
    ) -> Self {
        let mut gathered = Self::default();
        for (id, operation) in group.entries(reference) {
            let samples = operation.samples.entries().filter(|(_, sample)| !sample.is_misplaced);
            for (_, sample) in samples.filter(|(at, sample)| wanted(id, *at, sample)) {
                let examples = match sample.direction {
                    Some(Direction::Request) => &mut gathered.request,
                    Some(Direction::Response) => &mut gathered.response,
                    None => &mut gathered.loose,
                };
                examples.add(reference, operation, sample);
            }
        }
        gathered
    }
}

impl<'a> Examples<'a> {
    fn add(&mut self, reference: &'a Reference, operation: &Operation, sample: &Sample) {
        let Some(file) = reference.sample_file(sample) else { return };
        let summary = title(sample).unwrap_or_else(|| operation.title.clone());
        let value = match (file.media, &file.value) {
            _ if !file.is_sound() => return,
            (Media::Json, Some(value)) => Cow::Borrowed(value),
            (Media::Json, None) => return,
            (Media::Shell | Media::Http, _) => {
                let lang = if file.media == Media::Shell { "shell" } else { "http" };
                self.snippets.push(json!({ "lang": lang, "label": summary, "source": file.text }));
                return;
            }
            _ => Cow::Owned(Value::String(file.text.to_owned())),
        };
        let media = match file.media {
            Media::Json => "application/json",
            Media::Xml => "application/xml",
            Media::Form => "application/x-www-form-urlencoded",
            _ => "text/plain",
        };
        let named = self.bodies.entry(media).or_default();
        let taken = self.taken.entry(media).or_default();
        let alike = taken.by_value.entry(hash(&value)).or_default();
        let is_it = |name: &String| named.get(name).is_some_and(|known| known.value == value);
        if has_reference_key(&value) || alike.iter().any(is_it) {
            return;
        }
        let name = unique(&name(sample), named, &mut taken.wanted);
        alike.push(name.clone());
        // Readers choose an example by its summary.
        let is_free = taken.summaries.insert(summary.clone());
        let summary = if is_free { summary } else { format!("{summary} ({name})") };
        named.insert(name, Example { summary, value });
    }

    /// Puts the examples into the contents of a request body or response, which is a value already: samples
    /// are large, and so each is copied once.
    pub(super) fn show_in(self, body: Option<&mut Value>) {
        let contents = body.and_then(|body| body.get_mut("content")).and_then(Value::as_object_mut);
        let Some(contents) = contents else { return };
        for (media, named) in self.bodies.into_iter().filter(|(_, named)| !named.is_empty()) {
            // What is written in JSON may go by another name.
            let name = match contents.contains_key(media) {
                true => Some(media.to_owned()),
                false => contents.keys().find(|name| media == JSON && is_json(name)).cloned(),
            };
            let content = name.and_then(|name| contents.get_mut(&name));
            if let Some(content) = content.and_then(Value::as_object_mut) {
                let named = named.into_iter().map(|(name, example)| (name, example.into_value()));
                content.insert("examples".to_owned(), named.collect());
            }
        }
    }
}

impl Example<'_> {
    fn into_value(self) -> Value {
        let mut members = Map::new();
        if !self.summary.is_empty() {
            members.insert("summary".to_owned(), self.summary.into());
        }
        members.insert("value".to_owned(), self.value.into_owned());
        Value::Object(members)
    }
}

/// Does a key `$ref` stand anywhere in a value? Importers follow it, wherever it stands, and fail.
pub(crate) fn has_reference_key(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.contains_key(REFERENCE_KEY) || members.values().any(has_reference_key)
        }
        Value::Array(items) => items.iter().any(has_reference_key),
        _ => false,
    }
}

/// The key that importers take for a reference.
pub(super) const REFERENCE_KEY: &str = "$ref";

/// What readers see of a sample: the bold line before it, else what its section's title has in parentheses.
pub(super) fn title(sample: &Sample) -> Option<String> {
    let section = || {
        let title = sample.section.first()?;
        let (_, rest) = title.split_once('(')?;
        Some(rest.trim_end_matches(')').trim().to_owned())
    };
    sample.bold.as_deref().map(crate::rst::plain).or_else(section).filter(|title| !title.is_empty())
}

/// The stem of the file, with the version of its folder: `v2.90-server-create-req`.
fn name(sample: &Sample) -> String {
    let mut parts = sample.path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let version = parts.next().filter(|folder| {
        folder.strip_prefix('v').is_some_and(|rest| crate::version::Version::parse(rest).is_some())
    });
    let clean: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' })
        .collect();
    match version {
        Some(version) => format!("{version}-{clean}"),
        None if clean.is_empty() => "example".to_owned(),
        None => clean,
    }
}

fn unique(name: &str, taken: &BTreeMap<String, Example<'_>>, wanted: &mut HashMap<String, usize>) -> String {
    let count = wanted.entry(name.to_owned()).or_insert(1);
    let mut candidate = name.to_owned();
    while taken.contains_key(&candidate) {
        *count += 1;
        candidate = format!("{name}-{count}");
    }
    candidate
}
