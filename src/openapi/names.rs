use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;

use super::component_names::words;
use crate::collections::HashSet;
use crate::reference::{Document, Method, Operation, Piece, Template};
use crate::shape::{is_shown_link, singular};

/// The longest operation id: the limit of the strictest importer (Azure API Management).
const LONGEST: usize = 76;

/// The operation id of a method and path: `post_v3_project_id_volumes`. Depends on nothing else, so it stays
/// when other operations come and go; a long one ends with a hash of the rest.
pub(crate) fn operation_id(method: &Method, template: &Template) -> String {
    let path = template.path();
    let mut id = String::with_capacity(path.len() + 16);
    id.push_str(method.as_str());
    for word in path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        id.push('_');
        id.push_str(word);
    }
    id.make_ascii_lowercase();
    if template.trailing_slash {
        id.push_str("_slash");
    }
    shortened(id)
}

/// The operation id of a title: `list_load_balancers`. Nothing if the title does not begin with a letter.
pub(crate) fn title_id(title: &str) -> Option<String> {
    let (mut id, mut dropped) = (String::new(), title.replace(['\'', '\u{2019}', '`'], ""));
    dropped.make_ascii_lowercase();
    let words = dropped.split(|c: char| !c.is_ascii_alphanumeric());
    for word in words.filter(|word| !matches!(*word, "" | "a" | "an" | "the" | "deprecated")) {
        if !id.is_empty() {
            id.push('_');
        }
        id.push_str(word);
    }
    Some(id).filter(|id| id.starts_with(|first: char| first.is_ascii_lowercase())).map(shortened)
}

/// An id that is too long ends with a hash of all of it.
fn shortened(id: String) -> String {
    if id.len() <= LONGEST {
        return id;
    }
    let kept: String = id.chars().take(LONGEST - 9).collect();
    format!("{}_{:08x}", kept.trim_end_matches('_'), hash(&id))
}

/// Gives the id, or one with a hash of the key when another operation of the document has it already.
pub(super) fn unique_id(id: String, key: &str, taken: &mut HashSet<String>) -> String {
    if taken.insert(id.clone()) {
        return id;
    }
    let kept: String = id.chars().take(LONGEST - 9).collect();
    let other = format!("{kept}_{:08x}", hash(key));
    taken.insert(other.clone());
    other
}

/// FNV-1a: small, and the same on every machine.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// What the components of an operation are named after: resource and verb, `Snapshot` and `Create`,
/// `SnapshotMetadata` and `Show`. `answers_one` says that its answer shows no list.
pub(super) fn resource_and_verb(
    operation: &Operation,
    acronyms: &Acronyms,
    answers_one: bool,
) -> (String, String) {
    let singular = |word| acronyms.singular(word);
    let segments = segments(&operation.template);
    let on_item = segments.last().is_some_and(Option::is_none);
    let mut name = String::new();
    let is_get = operation.method == Method::Get;
    let answers_one = is_get && answers_one && !says_list(&operation.title);
    let shown = is_get && (answers_one || is_single(segments.last()));
    let mut verb = verb(&operation.method, on_item || shown).to_owned();
    let last = segments.iter().rposition(Option::is_some);
    for (at, segment) in segments.iter().enumerate() {
        let Some(text) = segment else { continue };
        match *text {
            "detail" if Some(at) == last => verb.push_str("Detail"),
            "action" if Some(at) == last => "Action".clone_into(&mut verb),
            text => {
                // A collection is plural in the URL; what one works on is one of it.
                let is_of_one = answers_one || on_item || matches!(verb.as_str(), "List" | "Create");
                let is_many = Some(at) == last && !is_of_one;
                name.push_str(&words(&if is_many { text.into() } else { singular(text) }));
            }
        }
    }
    // What lies below one thing is no other one of it: `metadata/{key}`.
    if on_item && is_single(last.and_then(|at| segments.get(at))) {
        name.push_str("Item");
    }
    if verb.starts_with("List") && name.is_empty() {
        name.push_str("Root");
    }
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "Root");
    }
    (name, verb)
}

/// The segments of a path without that of the version; what is not all fixed text has none.
fn segments(template: &Template) -> Vec<Option<&str>> {
    let segments = template.segments.iter().map(|segment| match segment.as_slice() {
        [Piece::Literal(text)] => Some(text.as_str()),
        _ => None,
    });
    segments.filter(|segment| !segment.is_some_and(is_version)).collect()
}

/// Does the title begin with "List"?
fn says_list(title: &str) -> bool {
    let first = title.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    first
        .is_some_and(|first| ["list", "lists", "listing"].iter().any(|word| first.eq_ignore_ascii_case(word)))
}

/// Does the schema of an answer show one thing: neither an array or map, nor one right in it?
pub(super) fn shows_one(schema: &Value) -> bool {
    let is = |schema: &Value, name: &str| match schema.get("type") {
        Some(Value::Array(names)) => names.iter().any(|one| one == name),
        other => other.is_some_and(|one| one == name),
    };
    let choices = ["anyOf", "oneOf"].iter().find_map(|choice| schema.get(*choice)?.as_array());
    if let Some(choices) = choices {
        return choices.iter().all(shows_one);
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    let is_map =
        |schema: &Value| schema.get("properties").is_none() && schema.get("additionalProperties").is_some();
    let is_list =
        |(name, inner): (&String, &Value)| (is(inner, "array") || is_map(inner)) && !is_shown_link(name);
    is(schema, "object") && properties.is_some_and(|all| !all.is_empty() && !all.iter().any(is_list))
}

/// Names that the titles of a document write with capitals inside (`LBaaS`, `BIOS`): their `s` is no plural.
pub(super) struct Acronyms(BTreeSet<String>);

impl Acronyms {
    pub(super) fn of(document: &Document, operations: &[Operation]) -> Self {
        let titles = document.chapters.iter().map(|chapter| chapter.title.as_str());
        let titles = titles.chain(operations.iter().map(|operation| operation.title.as_str()));
        let spoken = titles.flat_map(|title| title.split(|c: char| !c.is_ascii_alphanumeric()));
        Self(spoken.filter(|word| is_acronym(word)).map(str::to_ascii_lowercase).collect())
    }

    /// The singular of a word or of several with signs between them.
    fn singular<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let last = word.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or(word);
        if self.0.contains(&last.to_ascii_lowercase()) { word.into() } else { singular(word) }
    }
}

/// Has the word a capital after its first letter, and not only before the `s` of a plural (`VIPs`)?
fn is_acronym(word: &str) -> bool {
    let plural =
        word.strip_suffix('s').is_some_and(|one| one.ends_with(|last: char| last.is_ascii_uppercase()));
    !plural && word.chars().skip(1).any(|c| c.is_ascii_uppercase())
}

/// Is the end of a path one thing, not a collection: `metadata`, `owner`? `detail` belongs to what stands
/// before it.
fn is_single(segment: Option<&Option<&str>>) -> bool {
    segment.copied().flatten().is_some_and(|text| text != "detail" && singular(text) == text)
}

fn is_version(segment: &str) -> bool {
    segment
        .strip_prefix('v')
        .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

fn verb(method: &Method, on_item: bool) -> &'static str {
    match (method, on_item) {
        (Method::Get, true) => "Show",
        (Method::Get, false) => "List",
        (Method::Post, false) => "Create",
        (Method::Post, true) => "Post",
        (Method::Put | Method::Patch, true) => "Update",
        (Method::Put, false) => "Replace",
        (Method::Patch, false) => "Update",
        (Method::Delete, _) => "Delete",
        (Method::Head, _) => "Check",
        _ => "Call",
    }
}

/// `os-volume_transfer` becomes `OsVolumeTransfer`.
pub(super) fn pascal(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// A text as part of a name: lower case letters and digits with `-` between.
pub(crate) fn slug(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.join("-")
}

/// The longest name of a document: a file name has at most 255 bytes, and version, form and suffix follow.
const LONGEST_DOCUMENT: usize = 100;

/// The name of a document from its title, without words such as "API" and what stands in parentheses:
/// `block-storage-v2`. A long one ends with a hash of the rest.
pub(crate) fn document_name(title: &str) -> String {
    let outside: String =
        title.split('(').map(|part| part.split_once(')').map_or(part, |(_, after)| after)).collect();
    let words: Vec<String> = slug(&outside)
        .split('-')
        .filter(|word| !matches!(*word, "api" | "reference" | "the" | "apis" | ""))
        .map(str::to_owned)
        .collect();
    let name = words.join("-");
    if name.len() <= LONGEST_DOCUMENT {
        return name;
    }
    let kept: String = name.chars().take(LONGEST_DOCUMENT - 9).collect();
    format!("{}-{:08x}", kept.trim_end_matches('-'), hash(&name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn documents_are_named_by_their_titles() {
        assert_eq!(document_name("Block Storage API V3 (CURRENT)"), "block-storage-v3");
        assert_eq!(document_name("Compute API"), "compute");
        assert_eq!(document_name("The API (old) Reference"), "");
        let long = document_name(&"Long title ".repeat(30));
        assert_eq!((long.len(), long.starts_with("long-title-long")), (LONGEST_DOCUMENT, true));
        assert_ne!(long, document_name(&"Long title ".repeat(31)));
    }

    #[test]
    fn the_s_of_an_acronym_is_no_plural() {
        assert!(["LBaaS", "BIOS", "QoS"].iter().all(|word| is_acronym(word)));
        assert!(["Volumes", "VIPs", "FloatingIPs", "A", "s"].iter().all(|word| !is_acronym(word)));
        let acronyms = Acronyms(BTreeSet::from(["bios".to_owned()]));
        assert_eq!([acronyms.singular("x-bios"), acronyms.singular("nodes")], ["x-bios", "node"]);
    }

    #[test]
    fn an_answer_shows_one_thing_or_several() {
        let object = |properties: Value| json!({ "type": "object", "properties": properties });
        let list = json!({ "type": "array", "items": {} });
        assert!(shows_one(&object(json!({ "limits": object(json!({ "rate": list })), "links": list }))));
        for several in [list.clone(), object(json!({ "things": list })), json!({ "type": "object" })] {
            assert!(!shows_one(&several), "{several}");
        }
        assert!(says_list("List things") && !says_list("Show limits") && !says_list("Listeners"));
    }

    #[test]
    fn titles_are_ids() {
        assert_eq!(title_id("List load balancers").as_deref(), Some("list_load_balancers"));
        assert_eq!(title_id("Show a volume's details (DEPRECATED)").as_deref(), Some("show_volumes_details"));
        assert_eq!((title_id("2nd try"), title_id("The")), (None, None));
        assert_eq!(title_id(&"word ".repeat(40)).map(|id| id.len()), Some(LONGEST));
    }

    #[test]
    fn names_are_made_of_words() {
        assert_eq!(pascal("os-volume_transfer"), "OsVolumeTransfer");
        assert_eq!(slug("Response Example (v3.65)"), "response-example-v3-65");
    }
}
