use std::sync::OnceLock;

use serde_json::Value;

use super::listed::closed_list;
use super::null::nullable;
use super::presence::{Limit, limit};
use super::topics::{OF_ITEMS, Topic, Topics};
use crate::collections::Arena;
use crate::reference::{DefinitionId, Location, Reference, Types};
use crate::rst::folded;
use crate::version::Version;

/// The prose of every definition, read when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct Proses {
    cells: Arena<DefinitionId, OnceLock<Prose>>,
    /// Few are asked for, and each is a look at every word.
    limits: Arena<DefinitionId, OnceLock<Option<Limit>>>,
}

impl Proses {
    /// Room for the definitions of `reference`.
    pub(crate) fn new(reference: &Reference) -> Self {
        let cells: Vec<_> = reference.definitions.iter().map(|_| OnceLock::new()).collect();
        let limits: Vec<_> = reference.definitions.iter().map(|_| OnceLock::new()).collect();
        Self { cells: cells.into(), limits: limits.into() }
    }

    /// How the description of a definition says that the parameter is not always there, if it does.
    pub(crate) fn limit(&self, reference: &Reference, id: DefinitionId) -> Option<Limit> {
        *self.limits[id].get_or_init(|| {
            limit(
                reference.definitions[id].entry.description.as_ref().map_or("", |field| field.value.as_str()),
            )
        })
    }

    /// What the description of a definition says.
    pub(crate) fn of(&self, reference: &Reference, id: DefinitionId) -> &Prose {
        self.cells[id].get_or_init(|| {
            let description = reference.definitions[id].entry.description.as_ref();
            Prose::read(description.map_or("", |field| field.value.as_str()))
        })
    }

    /// The types that a definition documents: the one its `type` declares and, in a body, those that its
    /// description names beside it. Elsewhere every value is text.
    pub(crate) fn types(&self, reference: &Reference, id: DefinitionId) -> Types {
        let definition = &reference.definitions[id];
        let declared = definition.kind.types;
        let in_body = definition.location.is_none_or(|location| location == Location::Body);
        if declared.is_none() || !in_body {
            return declared;
        }
        let prose = self.of(reference, id);
        let spelt = declared == Types::BOOLEAN && prose.boolean_words;
        declared.or(prose.types).or(if spelt { Types::STRING } else { Types::NONE })
    }
}

/// What the description of an entry says beyond its fields. Prose is a hint: it makes annotations and
/// warnings, never errors.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prose {
    /// The text says that the value may be null.
    pub nullable: bool,
    /// It says that the object's keys are data.
    pub map: Option<MapText>,
    /// It says that the value, or what is in it, has any form.
    pub any_form: bool,
    /// It says that the row's name stands for names that are data.
    pub stands_for_name: bool,
    /// It shows an object under a placeholder: `<action>: {`.
    pub under_placeholder: bool,
    /// It says that the row's name is no key, but stands for further ones.
    pub further_keys: bool,
    /// The version from which on it says that the parameter is required.
    pub required_since: Option<Version>,
    /// It says that the object has certain fields.
    pub fields: bool,
    /// The types that it names in a sentence on what the value may be.
    pub types: Types,
    /// It refers to a section on the spellings of booleans.
    pub boolean_words: bool,
    /// The values of a closed list, in the tight pattern only.
    pub values: Vec<String>,
    /// The names that it lists as members of the object it describes.
    pub members: Vec<String>,
    /// It says UUID.
    pub uuid: bool,
    /// It speaks of ISO 8601 or a date and time.
    pub date_time: bool,
    /// What a list holds.
    pub items: Option<Types>,
    /// It says that the parameter is deprecated.
    pub deprecated: bool,
    /// A value that stands in a literal block.
    pub example: Option<Value>,
}

/// How sure the text is that an object is a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MapText {
    /// "key and value pairs".
    Strong,
    /// "dictionary".
    Weak,
}

impl Prose {
    /// Does it speak of key and value pairs?
    pub(crate) fn speaks_of_pairs(&self) -> bool {
        self.map == Some(MapText::Strong)
    }

    /// Reads a description.
    pub(crate) fn read(description: &str) -> Self {
        let text = folded(description);
        let topics = Topics::read(&text);
        Self {
            nullable: topics.has(Topic::Null) && nullable(description),
            map: map_text(topics),
            any_form: topics.has(Topic::AnyForm),
            stands_for_name: topics.has(Topic::StandsFor),
            under_placeholder: shows_placeholder(description),
            further_keys: topics.has(Topic::FurtherKeys),
            required_since: super::since::required_since(&text),
            fields: topics.has(Topic::Fields),
            types: if topics.has(Topic::Type) { super::union::types(&text) } else { Types::NONE }
                .or(if says_empty_string(&text) { Types::STRING } else { Types::NONE }),
            boolean_words: super::union::refers_to_booleans(&text),
            values: if topics.has(Topic::Values) { closed_list(description) } else { Vec::new() },
            members: if topics.has(Topic::Members) {
                super::mention::members(description)
            } else {
                Vec::new()
            },
            example: if topics.has(Topic::Block) { example(description) } else { None },
            uuid: topics.has(Topic::Uuid) && says_uuid(&text),
            date_time: topics.has(Topic::DateTime) && !says_other_times(&text),
            items: if topics.has(Topic::List) { items(&text) } else { None },
            deprecated: topics.has(Topic::Deprecated) || text.starts_with("deprecated"),
        }
    }
}

/// Does the text say that the value is a UUID, and nothing else? Names may stand for it, identifiers of
/// projects and users have no hyphens, and a key to sort by is only called so.
fn says_uuid(text: &str) -> bool {
    const OTHERS: [&str; 14] = [
        "name",
        "names",
        "tenant",
        "tenants",
        "project",
        "projects",
        "user",
        "users",
        "domain",
        "sort",
        "sorted",
        "sorts",
        "attribute",
        "attributes",
    ];
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    let is_value = |word: &str| matches!(word, "uuid" | "uuids");
    words.clone().any(is_value) && !words.any(|word| OTHERS.contains(&word))
}

/// The first literal block, if it is an object or array, in JSON or as Python prints it.
fn example(description: &str) -> Option<Value> {
    let (_, after) = description.split_once("::\n")?;
    let block: Vec<&str> = after
        .lines()
        .skip_while(|line| line.trim().is_empty())
        .take_while(|line| line.trim().is_empty() || line.starts_with(' '))
        .collect();
    let text = block.join("\n");
    let text = text.trim();
    if !text.starts_with(['[', '{']) {
        return None;
    }
    let as_json =
        || text.replace('\'', "\"").replace("None", "null").replace("True", "true").replace("False", "false");
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&as_json()).ok())
}

/// Does the text show an object under a key that is a placeholder: `<action>: {`?
fn shows_placeholder(description: &str) -> bool {
    description.match_indices('<').any(|(at, _)| {
        let Some((name, rest)) = description.get(at + 1..).and_then(|rest| rest.split_once('>')) else {
            return false;
        };
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' '));
        let rest = rest.trim_start_matches(['"', '\'']).trim_start();
        let value = rest.strip_prefix(':').map(str::trim_start);
        !name.is_empty() && is_name && value.is_some_and(|value| value.starts_with('{'))
    })
}

/// "An empty string when there is none".
fn says_empty_string(text: &str) -> bool {
    ["empty string when", "empty string if", "or an empty string", "or empty string"]
        .iter()
        .any(|words| text.contains(words))
}

/// Does it take something else in place of a date: "or ``now``", "a Unix timestamp"?
fn says_other_times(text: &str) -> bool {
    const OTHERS: [&str; 4] = ["unix time", "epoch", "or a delta", "or a relative"];
    let words = text.split(" or ").skip(1).filter_map(|rest| {
        let word = rest.trim_start_matches("the string ").strip_prefix("``")?;
        word.split_once("``").map(|(word, _)| word.trim_matches('"'))
    });
    let is_word = |word: &str| !["null", "none", ""].contains(&word) && word.chars().all(char::is_alphabetic);
    OTHERS.iter().any(|other| text.contains(other)) || words.into_iter().any(is_word)
}

fn map_text(topics: Topics) -> Option<MapText> {
    if topics.has(Topic::Map) {
        Some(MapText::Strong)
    } else if topics.has(Topic::MapPerhaps) {
        Some(MapText::Weak)
    } else {
        None
    }
}

/// "list of strings", "array of objects".
fn items(text: &str) -> Option<Types> {
    const HELD: [(&str, Types); 22] = [
        ("dictionar", Types::OBJECT),
        ("object", Types::OBJECT),
        ("dict", Types::OBJECT),
        ("json object", Types::OBJECT),
        ("string", Types::STRING),
        ("integer", Types::INTEGER),
        ("number", Types::NUMBER),
        ("uuid", Types::STRING),
        ("id", Types::STRING),
        ("name", Types::STRING),
        ("url", Types::STRING),
        ("tag", Types::STRING),
        ("address", Types::STRING),
        ("ip address", Types::STRING),
        ("cidr", Types::STRING),
        ("fqdn", Types::STRING),
        ("hostname", Types::STRING),
        ("host name", Types::STRING),
        ("zone name", Types::STRING),
        ("key", Types::STRING),
        ("volume id", Types::STRING),
        ("value", Types::STRING),
    ];
    OF_ITEMS.iter().find_map(|lead| {
        let (_, rest) = text.split_once(lead)?;
        let rest: String = rest.trim_start_matches(['`', '*']).chars().take(40).collect();
        let phrase: String = rest.split(['.', ',', ';', '(']).next().unwrap_or("").to_owned();
        let mut words = phrase.split(' ').take(4);
        // The first word that is a known noun says it: "list of metadata objects".
        words.find_map(|word| {
            let word = word.trim_matches(['`', '*', '"']);
            HELD.iter()
                .find(|(known, _)| {
                    word == *known
                        || word.strip_suffix('s') == Some(known)
                        || (*known == "dictionar" && word.starts_with(known))
                        || (*known == "address" && word == "addresses")
                })
                .map(|(_, types)| *types)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::listed::one_of;
    use super::*;

    #[test]
    fn closed_lists_are_read_in_the_tight_pattern_only() {
        let values = |text: &str| Prose::read(text).values;
        assert_eq!(values("The state. A valid value is ``a``, ``b``, or ``c``."), ["a", "b", "c"]);
        assert_eq!(values("Must be one of:\n\n- ``x``\n- ``y``\n"), ["x", "y"]);
        assert!(values("One of ``subnet_id`` or ``port_id`` is required").is_empty());
        assert!(values("The value is ``a``. See ``b``.").is_empty());
        assert!(values("Valid values are ``a`` and others").is_empty());
    }

    #[test]
    fn a_sentence_may_only_list_values() {
        assert_eq!(one_of("The state.\nOne of ``a`` or ``b``."), ["a", "b"]);
        assert!(one_of("The id of one of ``a`` or ``b``.").is_empty());
    }

    #[test]
    fn a_literal_block_may_be_an_example() {
        let prose = Prose::read(
            "The list. For example::\n\n  [\n    {'id': 'a', 'host': null, 'on': True}\n  ]\n\nMore.",
        );
        assert_eq!(prose.example, Some(serde_json::json!([{ "id": "a", "host": null, "on": true }])));
        assert_eq!(Prose::read("Run this::\n\n  echo {x}\n").example, None);
    }

    #[test]
    fn a_uuid_is_one_only_where_nothing_else_is_said() {
        for text in ["The UUID of the shelf.", "A list of shelf UUIDs."] {
            assert!(Prose::read(text).uuid, "{text}");
        }
        for text in [
            "The UUID or name of the shelf.",
            "The UUID of the tenant.",
            "Sort by ``size`` or ``uuid``.",
            "The id.",
        ] {
            assert!(!Prose::read(text).uuid, "{text}");
        }
        assert!(
            Prose::read("The object will be an empty string when there is none.").types.has(Types::STRING)
        );
    }

    #[test]
    fn maps_nulls_and_items_are_hinted() {
        assert_eq!(Prose::read("One or more metadata key and value pairs.").map, Some(MapText::Strong));
        for (text, is_time) in [
            ("The end as ISO 8601 or ``infinite``.", false),
            ("An ISO 8601 date, a Unix timestamp or a delta.", false),
            ("A date and time, or ``null``.", true),
            ("The date and time when it was made or changed. A time such as ``2015-08-27``.", true),
        ] {
            assert_eq!(Prose::read(text).date_time, is_time, "{text}");
        }
        assert_eq!(Prose::read("A dictionary with the following fields").map, Some(MapText::Weak));
        assert!(Prose::read("A dictionary with the following fields").fields);
        assert!(Prose::read("The description or null.").nullable);
        assert!(!Prose::read("Fails for nonexistent shelves.").nullable);
        assert!(Prose::read("It may or may not be null.").nullable);
        assert!(Prose::read("If not ``null``, the shelf that holds it.").nullable);
        assert!(!Prose::read("It cannot be null.").nullable);
        assert!(!Prose::read("``now``, ``later`` or no address (``none``).").nullable);
        assert!(Prose::read("It is ``none`` before.").nullable);
        assert!(!Prose::read("The racks, such as::\n\n  [{'host': null}]\n\nAll of them.").nullable);
        assert!(Prose::read("The value can be None.").nullable);
        assert!(Prose::read("Such as::\n\n  [1]\n\nIt is null for new ones.").nullable);
        for text in [
            "The default is\n`null`.",
            "Empty: **None**.",
            "The *null* size means any.",
            "Null means any size.",
        ] {
            assert!(Prose::read(text).nullable, "{text}");
        }
        for text in ["It must not be ``null``.", "The special *none* is a text.", "None of the shelves."] {
            assert!(!Prose::read(text).nullable, "{text}");
        }
        assert_eq!(Prose::read("A list of volume objects.").items, Some(Types::OBJECT));
        assert_eq!(Prose::read("A list of server UUIDs.").items, Some(Types::STRING));
    }
}
