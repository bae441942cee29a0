use std::cmp::Ordering;

use serde_json::Value;

use super::{Direction, Location, Operation, Row, SampleFile, SampleFileId};
use crate::collections::Arena;

/// The direction that a title says: its first word, else the only one of the two words in it.
fn of_title(title: &str) -> Option<Direction> {
    match words(title).next() {
        Some(word) if is(word, "request") => Some(Direction::Request),
        Some(word) if is(word, "response") => Some(Direction::Response),
        _ => of_text(title),
    }
}

/// The direction that a line of text says, if it names only one, or only one before its colon: `Example
/// response: create an access request`.
pub(super) fn of_text(text: &str) -> Option<Direction> {
    let says = |text: &str, stem: &str| words(text).any(|word| is(word, stem));
    match (says(text, "request"), says(text, "response")) {
        (true, false) => Some(Direction::Request),
        (false, true) => Some(Direction::Response),
        (true, true) => {
            let (before, rest) = text.split_once(':')?;
            (!rest.trim_matches(['*', ' ']).is_empty()).then(|| of_text(before)).flatten()
        }
        (false, false) => None,
    }
}

/// The direction that a file name says, if it names only one: `snapshot-show-response.json`,
/// `server-req.json`.
pub(super) fn of_file(path: &str) -> Option<Direction> {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let parts: Vec<&str> = name.split(['-', '_', '.']).collect();
    // The first part is the subject, so a leading `req` is no direction.
    let said =
        |long: &str, short: &str| name.contains(long) || parts.iter().skip(1).any(|part| *part == short);
    match (said("request", "req"), said("response", "resp")) {
        (true, false) => Some(Direction::Request),
        (false, true) => Some(Direction::Response),
        _ => None,
    }
}

/// The direction that the innermost section title which says one says.
pub(super) fn of_sections(titles: &[String]) -> Option<Direction> {
    titles.iter().find_map(|title| of_title(title))
}

/// Gives the blocks of code that nothing says the direction of to the one whose rows name more of their keys.
pub(super) fn settle(operation: &mut Operation, samples: &Arena<SampleFileId, SampleFile>) {
    let rows = &operation.rows;
    let names = |direction: Direction, key: &str| {
        let is_named =
            |row: &Row| row.direction == Some(direction) && row.location == Location::Body && row.name == key;
        rows.iter().any(is_named)
    };
    for sample in operation.samples.iter_mut().filter(|sample| sample.is_block()) {
        let Some(value) = sample.file.and_then(|file| samples[file].value.as_ref()) else { continue };
        if sample.direction.is_none() {
            let named = |direction| outer_keys(value).filter(|key| names(direction, key)).count();
            sample.direction = match named(Direction::Request).cmp(&named(Direction::Response)) {
                Ordering::Greater => Some(Direction::Request),
                Ordering::Less => Some(Direction::Response),
                Ordering::Equal => None,
            };
        }
    }
}

/// The keys of a body and of the objects and lists right in it.
fn outer_keys(value: &Value) -> impl Iterator<Item = &str> {
    members(value).chain(members(value).flat_map(|(_, inner)| members(inner))).map(|(key, _)| key)
}

/// The members of an object, or of the first item of an array.
fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let object = value.as_array().and_then(|items| items.first()).unwrap_or(value);
    object.as_object().into_iter().flatten().map(|(key, member)| (key.as_str(), member))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Is it the word, or its plural, in whatever case?
fn is(word: &str, stem: &str) -> bool {
    word.strip_suffix(['s', 'S']).unwrap_or(word).eq_ignore_ascii_case(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_bold_lines_and_files_say_the_direction() {
        let section = |titles: &[&str]| {
            of_sections(&titles.iter().map(|title| (*title).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(section(&["Parameters", "Request"]), Some(Direction::Request));
        assert_eq!(section(&["Response Example (v3.65)"]), Some(Direction::Response));
        assert_eq!(section(&["Request and response"]), Some(Direction::Request));
        assert_eq!(section(&["Example of request and response", "Response"]), Some(Direction::Response));
        assert_eq!(section(&["Curl Example"]), None);
        assert_eq!(of_text("Example Start: JSON request"), Some(Direction::Request));
        assert_eq!(of_text("Example response: make an access request"), Some(Direction::Response));
        assert_eq!(of_text("Example: request and response"), None);
        assert_eq!(of_file("samples/server-create-resp.json"), Some(Direction::Response));
        assert_eq!(of_file("a/create-transfer-request-response.json"), None);
        assert_eq!(of_file("request-id.json"), Some(Direction::Request));
    }
}
