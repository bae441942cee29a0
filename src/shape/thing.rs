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

/// Segments behind that of a resource that show all of it.
const OF_VIEWS: [&str; 8] =
    ["action", "actions", "all", "default", "defaults", "detail", "details", "summary"];

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
pub(crate) struct Things {
    /// All of them.
    named: BTreeSet<String>,
    /// The words of variables: what they name exists one by one.
    single: BTreeSet<String>,
}

impl Things {
    /// The things of all operations.
    pub(crate) fn of(reference: &Reference) -> Self {
        let templates = || reference.operations.iter().map(|operation| &operation.template);
        let literals = templates().flat_map(|template| template.literals());
        let variables = templates().flat_map(|template| template.variables());
        Self {
            named: literals.flat_map(words).filter(|word| !NO_THINGS.contains(&word.as_str())).collect(),
            single: variables.flat_map(|variable| words(&variable.name)).collect(),
        }
    }

    /// Does the text say that it is about another thing than what stands here: does its first sentence name
    /// one first that nothing here does, or one that neither is the resource nor gives the key its name?
    /// "The day on which the book was made" is not that of a loan of the book. What "this" or "its" stands
    /// for is not known.
    pub(crate) fn is_other(&self, description: &str, here: &WordsHere) -> bool {
        let text = folded(description);
        let sentence = text.split(". ").next().unwrap_or_default();
        let Some(first) = &words(sentence).find(|word| self.named.contains(word)) else { return false };
        let resource = here.resource.as_ref().filter(|resource| self.single.contains(*resource));
        let is_of =
            |resource: &String| words(sentence).any(|word| word.len() > 2 && resource.ends_with(&word));
        let is_beside_resource = resource.is_some_and(|resource| !is_of(resource));
        !here.all.contains(first) || is_beside_resource && !here.key.contains(first)
    }
}

/// The words that may name what stands at a place.
#[derive(Debug, Default)]
pub(crate) struct WordsHere {
    /// Those of its own name.
    key: BTreeSet<String>,
    /// All of them.
    all: BTreeSet<String>,
    /// The last word of the resource.
    resource: Option<String>,
}

/// The words that may name what stands in a body at `names`, outermost first: those of the names, the URL and
/// the title.
pub(crate) fn words_around<'n>(operation: &Operation, names: impl Iterator<Item = &'n str>) -> WordsHere {
    let names: Vec<&str> = names.collect();
    let literals = || operation.template.literals();
    let own = names.iter().flat_map(|name| words(name));
    let is_view = |segment: &&str| OF_VIEWS.contains(segment);
    let resource = literals().rfind(|segment| !is_view(segment));
    WordsHere {
        key: names.last().into_iter().flat_map(|name| words(name)).collect(),
        all: own.chain(literals().flat_map(words)).chain(words(&operation.title)).collect(),
        resource: resource.and_then(|segment| words(segment).last()),
    }
}

/// The words that may name a variable of the URL: its own, and those of the segment before it.
pub(crate) fn words_of_variable(operation: &Operation, variable: &str) -> WordsHere {
    let written = operation.template.written();
    let before = written.split(&format!("{{{variable}}}")).next().unwrap_or_default();
    let before = before.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let all = words(variable).chain(words(before)).collect();
    WordsHere { key: words(variable).collect(), all, resource: None }
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

/// Says the name of the entry that it is for the other direction (`size_response`)?
pub(crate) fn is_named_for_other_direction(entry: &str, direction: Direction) -> bool {
    let others: &[&str] = match direction {
        Direction::Request => &["resp", "response"],
        Direction::Response => &["req", "request"],
    };
    words(entry).any(|word| others.contains(&word.as_str()))
}

/// Has the name of an entry a word that says nothing of what stands here, nor only tells it from namesakes?
pub(crate) fn names_another(entry: &str, here: &WordsHere) -> bool {
    const SAY_NOTHING: [&str; 20] = [
        "array", "boolean", "bool", "common", "dict", "get", "in", "int", "integer", "list", "new", "obj",
        "object", "of", "show", "str", "string", "the", "value", "with",
    ];
    let joined: String = here.all.iter().map(String::as_str).collect();
    words(stem(entry)).any(|word| {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        !(is_number
            || SAY_NOTHING.contains(&word.as_str())
            || here.all.contains(&word)
            || joined.contains(&word))
    })
}

/// Has the first sentence of a text a word of a name that is that of a thing?
pub(crate) fn names_thing(description: &str, name: &str) -> bool {
    let text = folded(description);
    let said: BTreeSet<String> = words(text.split(". ").next().unwrap_or_default()).collect();
    words(name).any(|word| word.len() > 2 && !NO_THINGS.contains(&word.as_str()) && said.contains(&word))
}

/// The words of a name or text, in the singular and lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(|word| singular(&word.to_lowercase()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(key: &str, others: &[&str], resource: &str) -> WordsHere {
        let all =
            others.iter().flat_map(|name| words(name)).chain(words(key)).chain(words(resource)).collect();
        WordsHere { key: words(key).collect(), all, resource: Some(resource.to_owned()) }
    }

    #[test]
    fn a_text_may_be_about_another_thing() {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let things = Things { named: set(&["shelf", "rack", "loan"]), single: set(&["shelf", "loan"]) };
        for (text, key, resource) in [
            ("The UUID of the rack.", "id", "shelf"),
            ("The rack of the shelf.", "id", "shelf"),
            ("The day on which the shelf was made.", "made_at", "loan"),
        ] {
            assert!(things.is_other(text, &here(key, &["shelf_loan"], resource)), "{text}");
        }
        for (text, key, resource) in [
            ("The UUID of the rack.", "rack_id", "shelf"),
            ("The shelf of the rack.", "id", "shelf"),
            ("The name. See the racks.", "name", "shelf"),
            ("The name of the shelf loan.", "name", "loan"),
            ("The shelf that is shown.", "name", "rack"),
            ("", "name", "shelf"),
        ] {
            assert!(!things.is_other(text, &here(key, &["shelf_loan"], resource)), "{text}");
        }
    }

    #[test]
    fn the_name_of_an_entry_may_be_about_another_thing() {
        let here = here("id", &[], "shelf");
        assert!(names_another("rack_id", &here));
        assert!(!names_another("shelf_id_1", &here) && !names_another("id_response", &here));
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
