//! What a text says, in the words that are looked for.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// One thing that a text may say, in whichever of its wordings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// The row's name stands for names that are data.
    StandsFor,
    /// The row's name is no key, but stands for further ones.
    FurtherKeys,
    /// The object has certain fields.
    Fields,
    /// The value is a date or a time.
    DateTime,
    /// The parameter is deprecated.
    Deprecated,
    /// The object's keys are data.
    Map,
    /// The object is one that may well have keys that are data.
    MapPerhaps,
    /// The value has any form, or what is in it has.
    AnyForm,
    /// Something of null.
    Null,
    /// Something of a UUID.
    Uuid,
    /// Something of what a list holds.
    List,
    /// Something of a closed list of values.
    Values,
    /// Something of the members of an object.
    Members,
    /// The name of some type.
    Type,
    /// There is a block of its own.
    Block,
}

/// What introduces a closed list of values.
pub(super) const OF_VALUES: [&str; 16] = [
    "valid value is",
    "valid values are",
    "valid value are",
    "value is one of",
    "must be one of",
    "should be one of",
    "can be one of",
    "is one of",
    "possible values are",
    "possible value is",
    "allowed values are",
    "values are",
    "valid values:",
    "possible values:",
    "allowed values:",
    "either",
];

/// What introduces the members of an object.
pub(super) const OF_MEMBERS: [&str; 9] = [
    "containing the fields",
    "containing the field",
    "contains the fields",
    "including the",
    "including",
    "includes the",
    "includes",
    "options are",
    "property, such as",
];

/// What introduces the kind of thing that a list holds.
pub(super) const OF_ITEMS: [&str; 3] = ["list of ", "array of ", "lists of "];

/// The wordings of every topic, in lower case and with single blanks.
const WORDINGS: [(Topic, &[&str]); 15] = [
    (Topic::StandsFor, &["stands for the name of", "stands for the key", "stands for a key"]),
    (
        Topic::FurtherKeys,
        &[
            "not the key name",
            "not the name of the key",
            "not the name of a key",
            "any attributes",
            "any other attributes",
            "any additional attributes",
        ],
    ),
    (
        Topic::Fields,
        &[
            "containing the field",
            "containing the following",
            "representation of",
            "contains the following",
            "with the following",
            "following fields",
            "following keys",
            "following attributes",
        ],
    ),
    (Topic::DateTime, &["iso 8601", "iso8601", "rfc 3339", "rfc3339", "date and time"]),
    (
        Topic::Deprecated,
        &[
            "(deprecated)",
            "**deprecated**",
            "is deprecated",
            "deprecated since",
            "deprecated in",
            ".. deprecated::",
        ],
    ),
    (
        Topic::Map,
        &[
            "key and value pair",
            "key/value pair",
            "key-value pair",
            "key value pair",
            "key:value pair",
            "key, value pair",
            "keys and values",
            "name-value pair",
            "name and value pair",
            "name/value pair",
            "``key:value``",
            "keyed by",
            "key=value",
            "metadata key and value",
            "key and value of",
            "key: value",
            "key->value",
            "each key is",
            "the key is the",
            "keys are the names",
            "whose keys are",
        ],
    ),
    (Topic::MapPerhaps, &["dictionary", "mapping", "a map of", "arbitrary", "associative"]),
    (
        Topic::AnyForm,
        &[
            "any json",
            "arbitrary json",
            "of any form",
            "in any form",
            "of any structure",
            "free-form",
            "free form",
            "freeform",
            "any valid json",
            "arbitrary keys",
            "arbitrary values",
            "any keys and values",
            "dictionary of any values",
            "values may be of any type",
            "values can be of any type",
            "value may be of any type",
            "value can be of any type",
        ],
    ),
    (Topic::Null, &["null", "none"]),
    (Topic::Uuid, &["uuid"]),
    (Topic::List, &OF_ITEMS),
    (Topic::Values, &OF_VALUES),
    (Topic::Members, &OF_MEMBERS),
    (
        Topic::Type,
        &["string", "int", "number", "float", "bool", "list", "array", "object", "dict", "null", "none"],
    ),
    (Topic::Block, &["::"]),
];

/// All wordings, to be found in one pass, and the topic of each.
static FINDER: LazyLock<(AhoCorasick, Vec<Topic>)> = LazyLock::new(|| {
    let wordings = || WORDINGS.iter().flat_map(|(topic, words)| words.iter().map(|word| (*topic, *word)));
    (finder(wordings().map(|(_, word)| word)), wordings().map(|(topic, _)| topic).collect())
});

#[expect(clippy::expect_used, reason = "a text in which nothing can be found must not look silent")]
fn finder<'w>(wordings: impl Iterator<Item = &'w str>) -> AhoCorasick {
    let builder = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(wordings);
    builder.expect("internal error: the wordings that texts are searched for do not compile")
}

/// What one text says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Topics(u32);

impl Topics {
    /// Looks through a text in lower case whose words single blanks divide.
    pub(super) fn read(text: &str) -> Self {
        let (finder, sayings) = &*FINDER;
        let found = finder.find_overlapping_iter(text);
        let sayings = found.filter_map(|hit| sayings.get(hit.pattern().as_usize()));
        Self(sayings.fold(0, |bits, topic| bits | topic.bit()))
    }

    /// Does the text say it?
    pub(super) fn has(self, topic: Topic) -> bool {
        self.0 & topic.bit() != 0
    }
}

impl Topic {
    fn bit(self) -> u32 {
        1 << self as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wording_says_what_it_stands_for() {
        for (topic, words) in WORDINGS {
            assert!(
                words.iter().all(|word| Topics::read(&format!("so {word} it is")).has(topic)),
                "{topic:?}"
            );
            assert!(!Topics::read("the name of a book").has(topic), "{topic:?}");
        }
    }

    #[test]
    fn wordings_inside_each_other_are_all_found() {
        let topics = Topics::read("including the fields, either of them a list of key value pairs");
        assert!([Topic::Members, Topic::Values, Topic::List, Topic::Map].iter().all(|one| topics.has(*one)));
    }
}
