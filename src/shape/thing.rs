//! Whether a description speaks of the thing it is to describe.

use std::collections::BTreeSet;

use super::word::singular;
use crate::reference::{Direction, Location, Operation, Reference, stem};
use crate::rst::folded;

/// Fixed segments of URLs that name no thing of their own.
const NO_THINGS: [&str; 16] = [
    "action", "actions", "all", "api", "auth", "default", "defaults", "detail", "details", "id", "key",
    "name", "os", "status", "summary", "type",
];

/// What texts about one direction only begin with or hold.
const OF_REQUESTS: [&str; 12] = [
    "filter ",
    "filters ",
    "in the request",
    "the new ",
    "a new ",
    "to create",
    "to filter",
    "to set",
    "you can ",
    "you must ",
    "you want",
    "indicate",
];
const OF_RESPONSES: [&str; 4] = ["in the response", "was created", "were created", "returned"];

/// The things that the URLs of a reference name, in the singular.
#[derive(Debug, Default)]
pub(crate) struct Things(BTreeSet<String>);

impl Things {
    /// The things of all operations.
    pub(crate) fn of(reference: &Reference) -> Self {
        let literals = reference.operations.iter().flat_map(|operation| operation.template.literals());
        Self(literals.flat_map(words).filter(|word| !NO_THINGS.contains(&word.as_str())).collect())
    }

    /// Does the text say that it is about another thing than `context` names: does its first sentence name
    /// one first that the context does not? What "this" or "its" stands for is not known.
    pub(crate) fn is_other(&self, description: &str, context: &BTreeSet<String>) -> bool {
        let text = folded(description);
        let first = text.split(". ").next().unwrap_or_default();
        let named = words(first).find(|word| self.0.contains(word));
        named.is_some_and(|word| !context.contains(&word))
    }
}

/// The words that may name what stands in a body at `names`, outermost first: those of the names, the URL and
/// the title.
pub(crate) fn words_around<'n>(
    operation: &Operation,
    names: impl Iterator<Item = &'n str>,
) -> BTreeSet<String> {
    let literals = operation.template.literals().flat_map(words);
    names.flat_map(words).chain(literals).chain(words(&operation.title)).collect()
}

/// The words that may name a variable of the URL: its own, and those of the segment before it.
pub(crate) fn words_of_variable(operation: &Operation, variable: &str) -> BTreeSet<String> {
    let written = operation.template.written();
    let before = written.split(&format!("{{{variable}}}")).next().unwrap_or_default();
    let before = before.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    words(variable).chain(words(before)).collect()
}

/// Does the text speak of the other direction only?
pub(crate) fn is_of_other_direction(description: &str, direction: Direction, location: Location) -> bool {
    let text = folded(description);
    let first = text.split(". ").next().unwrap_or_default();
    match (location, direction) {
        (Location::Body | Location::Header, Direction::Response) => {
            OF_REQUESTS.iter().any(|words| first.contains(words))
        }
        _ => OF_RESPONSES.iter().any(|words| first.contains(words)),
    }
}

/// Has the name of an entry a word that says nothing of what stands here, nor only tells it from namesakes?
pub(crate) fn names_another(entry: &str, context: &BTreeSet<String>) -> bool {
    const SAY_NOTHING: [&str; 20] = [
        "array", "boolean", "bool", "common", "dict", "get", "in", "int", "integer", "list", "new", "obj",
        "object", "of", "show", "str", "string", "the", "value", "with",
    ];
    let joined: String = context.iter().map(String::as_str).collect();
    words(stem(entry)).any(|word| {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        !(is_number
            || SAY_NOTHING.contains(&word.as_str())
            || context.contains(&word)
            || joined.contains(&word))
    })
}

/// The words of a name or text, in the singular and lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(|word| singular(&word.to_lowercase()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_be_about_another_thing() {
        let things = Things(["shelf", "rack"].map(str::to_owned).into());
        let context = |names: &[&str]| names.iter().flat_map(|name| words(name)).collect();
        for (text, names) in [
            ("The UUID of the rack.", &["shelves", "id"][..]),
            ("The rack of the shelf.", &["shelves", "id"]),
        ] {
            assert!(things.is_other(text, &context(names)), "{text}");
        }
        for (text, names) in [
            ("The UUID of the rack.", &["shelves", "rack_id"][..]),
            ("The shelf of the rack.", &["shelves", "id"]),
            ("The name. See the racks.", &["shelves", "name"]),
            ("", &["shelves"]),
        ] {
            assert!(!things.is_other(text, &context(names)), "{text}");
        }
    }

    #[test]
    fn the_name_of_an_entry_may_be_about_another_thing() {
        let context: BTreeSet<String> = ["shelf", "id"].map(str::to_owned).into();
        assert!(names_another("rack_id", &context));
        assert!(!names_another("shelf_id_1", &context) && !names_another("id_response", &context));
    }

    #[test]
    fn a_text_may_be_about_the_other_direction() {
        use Direction::{Request, Response};
        let is_other = |text, direction| is_of_other_direction(text, direction, Location::Body);
        assert!(is_other("The new name of the shelf.", Response));
        assert!(is_other("The date on which the shelf was created.", Request));
        assert!(!is_other("The name of the shelf.", Request) && !is_other("The name.", Response));
    }
}
