//! Samples of lists that stand at the operation for one thing of them, and samples that no operation shows.

use serde_json::Value;

use super::{Direction, Method, Operation, Piece, Reference, SampleFileId, SampleId};
use crate::collections::HashMap;
use crate::place::SourceId;
use crate::source::{Sources, folder_of};
use crate::text::{same_but_number, singular};

/// Marks the samples of lists that an operation for one thing shows as well: they were named by mistake, and say
/// nothing of its body.
pub(super) fn mark(reference: &mut Reference) {
    let mut lists: HashMap<(String, SampleFileId), usize> = HashMap::default();
    for operation in reference.operations.iter().filter(|operation| operation.method == Method::Get) {
        let path = operation.template.path();
        let path = path.strip_suffix("/detail").unwrap_or(&path);
        for file in responses(operation).filter_map(|(_, file)| file) {
            lists.insert((path.to_owned(), file), operation.document);
        }
    }
    let mut found = Vec::new();
    for (at, operation) in reference.operations.entries() {
        let Some((things, last)) = things_of(operation) else { continue };
        for (sample, file) in responses(operation) {
            let Some(file) = file else { continue };
            let value = reference.samples[file].value.as_ref();
            let is_listed = lists.get(&(things.clone(), file)) == Some(&operation.document);
            if is_listed && value.is_some_and(|value| is_list_of(value, last)) {
                found.push((at, sample));
            }
        }
    }
    for (operation, sample) in found {
        reference.operations[operation].samples[sample].is_misplaced = true;
    }
}

/// The samples of responses, with their files.
fn responses(operation: &Operation) -> impl Iterator<Item = (SampleId, Option<SampleFileId>)> {
    let samples = operation.samples.entries();
    let samples = samples.filter(|(_, sample)| sample.direction == Some(Direction::Response));
    samples.map(|(at, sample)| (at, sample.file))
}

/// Of an operation that shows one thing, the path and the name of the things.
fn things_of(operation: &Operation) -> Option<(String, &str)> {
    let (last, above) = operation.template.segments.split_last()?;
    let [Piece::Literal(name)] = above.last().map(Vec::as_slice).unwrap_or_default() else { return None };
    let lists = operation.title.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("list"));
    let is_one = matches!(last.as_slice(), [Piece::Variable(_)]) && operation.method == Method::Get && !lists;
    let path = operation.template.path();
    let (things, _) = path.rsplit_once('/').filter(|_| is_one)?;
    Some((things.to_owned(), name))
}

/// The name of the only sample beside another that nothing shows, that is called by one of `words` and not after a
/// request.
pub(crate) fn lying_beside<'a>(
    reference: &'a Reference,
    sources: &Sources,
    sample: SourceId,
    words: &[&str],
) -> Option<&'a str> {
    let folder = folder_of(sources.path(sample));
    let has = |name: &str, words: &[&str]| {
        name.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
    };
    let beside = reference.unreferenced.iter().filter(|path| folder_of(path) == folder);
    let mut named = beside
        .filter_map(|path| path.rsplit('/').next())
        .filter(|name| has(name, words) && !has(name, &["request", "req"]));
    named.next().filter(|_| named.next().is_none())
}

/// Words in the names of samples that show one thing, and of those that show many.
pub(crate) const OF_ONE: [&str; 4] = ["show", "get", "detail", "details"];
pub(crate) const OF_MANY: [&str; 2] = ["list", "index"];

/// Is the body a list of the things: an array, or an object with one that is called like them?
fn is_list_of(value: &Value, things: &str) -> bool {
    let things = things.replace('-', "_");
    let is_called_so = |key: &str| same_but_number(&key.replace('-', "_"), &things) && singular(key) != key;
    match value {
        Value::Array(items) => items.iter().any(Value::is_object),
        Value::Object(members) => members.iter().any(|(key, member)| member.is_array() && is_called_so(key)),
        _ => false,
    }
}
