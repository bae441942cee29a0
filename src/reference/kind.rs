use std::fmt;

use serde_json::Value;

/// A set of JSON types. Empty means that nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Types(u8);

const NAMES: [(Types, &str); 7] = [
    (Types::STRING, "string"),
    (Types::INTEGER, "integer"),
    (Types::NUMBER, "number"),
    (Types::BOOLEAN, "boolean"),
    (Types::OBJECT, "object"),
    (Types::ARRAY, "array"),
    (Types::NULL, "null"),
];

impl Types {
    /// Nothing known.
    pub(crate) const NONE: Self = Self(0);
    /// `null`.
    pub(crate) const NULL: Self = Self(1);
    /// A boolean.
    pub(crate) const BOOLEAN: Self = Self(2);
    /// A number without a fraction.
    pub(crate) const INTEGER: Self = Self(4);
    /// Any number; holds the integers.
    pub(crate) const NUMBER: Self = Self(8 | 4);
    /// A string.
    pub(crate) const STRING: Self = Self(16);
    /// An array.
    pub(crate) const ARRAY: Self = Self(32);
    /// An object.
    pub(crate) const OBJECT: Self = Self(64);
    /// Arrays and objects.
    pub(crate) const CONTAINERS: Self = Self(32 | 64);

    /// The type of a value.
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) if number.is_f64() => Self::NUMBER,
            Value::Number(_) => Self::INTEGER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// Nothing known?
    pub(crate) fn is_none(self) -> bool {
        self.0 == 0
    }

    /// The types in either.
    #[must_use]
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The types in both.
    #[must_use]
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The types that are not in `other`.
    #[must_use]
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Are all types of `other` in this?
    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Is some type in both?
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The names of JSON Schema, `null` last. `number` stands for the integers too.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        let number = self.has(Self::NUMBER);
        NAMES
            .into_iter()
            .filter(move |(types, _)| self.has(*types) && !(number && *types == Self::INTEGER))
            .map(|(_, name)| name)
    }
}

impl fmt::Display for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.names().collect();
        f.write_str(if names.is_empty() { "any".to_owned() } else { names.join(" or ") }.as_str())
    }
}

/// What the text of a `type` field means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Kind {
    /// The JSON types; empty if the text was not understood or says nothing.
    pub types: Types,
    /// The format that the type implies (`uuid`, `hostname`).
    pub format: Option<&'static str>,
    /// What an array holds, where the type says so.
    pub items: Option<Types>,
    /// A query parameter that is only a key.
    pub flag: bool,
    /// The text was understood.
    pub understood: bool,
}

impl Kind {
    /// Reads a type as authors write it: `dict`, `bool`, `uuid`, `string or object`, `list of lists`,
    /// `key-only, no value expected`.
    pub(crate) fn parse(text: &str) -> Self {
        let lower = text.trim().trim_end_matches('.').to_lowercase();
        // Nearly all are one word.
        if let Some(kind) = word(&lower) {
            return kind;
        }
        if lower.starts_with("key-only") || lower.starts_with("key only") {
            return Self { flag: true, understood: true, ..Self::default() };
        }
        let bare = ["a ", "an "].iter().find_map(|article| lower.strip_prefix(article)).unwrap_or(&lower);
        if let Some((container, held)) = bare.split_once(" of ")
            && word(container.trim()).is_some_and(|kind| kind.types == Types::ARRAY)
        {
            let held = held.trim();
            let items = word(held).or_else(|| word(held.trim_end_matches('s'))).map(|kind| kind.types);
            return Self { types: Types::ARRAY, items, understood: true, ..Self::default() };
        }
        // A list of types, as JSON Schema has it.
        lower
            .trim_start_matches('[')
            .trim_end_matches(']')
            .split([',', '|', '/'])
            .flat_map(|part| part.split(" or "))
            .map(|part| word(part.trim().trim_matches(['"', '\''])).unwrap_or_default())
            .reduce(Self::either)
            .unwrap_or_default()
    }

    fn either(self, other: Self) -> Self {
        let both = self.understood && other.understood;
        // Any value or a string is any value.
        let known = both && !self.types.is_none() && !other.types.is_none();
        Self {
            types: if known { self.types.or(other.types) } else { Types::NONE },
            understood: both,
            ..Self::default()
        }
    }
}

fn word(text: &str) -> Option<Kind> {
    let known = |types: Types, format: Option<&'static str>| Kind {
        types,
        format,
        understood: true,
        ..Kind::default()
    };
    Some(match text {
        "string" | "str" | "text" | "enum" | "datestamp" | "timestamp" | "date" | "datetime"
        | "domainname" | "unicode" | "ip" | "ip address" | "cidr" | "url" | "uri" | "regexp" | "regex"
        | "xml" | "identifier" | "iso8601 timestamp" | "iso 8601 timestamp" | "iso8601 date" => {
            known(Types::STRING, None)
        }
        "uuid" => known(Types::STRING, Some("uuid")),
        "hostname" => known(Types::STRING, Some("hostname")),
        "integer" | "int" | "long" => known(Types::INTEGER, None),
        "number" | "float" | "double" | "decimal" => known(Types::NUMBER, None),
        "boolean" | "bool" => known(Types::BOOLEAN, None),
        "object" | "dict" | "dictionary" | "dictionaries" | "map" | "mapping" | "hash"
        | "key value pairs" | "key-value pairs" | "keyvaluepairs" | "key/value pairs" => {
            known(Types::OBJECT, None)
        }
        "array" | "list" | "tuple" | "set" => known(Types::ARRAY, None),
        "none" | "null" => known(Types::NULL, None),
        "any" | "mixed" | "json" | "structure" | "structure (inlined)" => known(Types::NONE, None),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_texts_are_understood() {
        let shown = |text: &str| Kind::parse(text).types.to_string();
        assert_eq!(shown("UUID"), "string");
        assert_eq!(shown("string."), "string");
        assert!(Kind::parse("JSON").understood && Kind::parse("JSON").types.is_none());
        assert_eq!(shown("string or JSON"), "any");
        assert_eq!(shown("string or object"), "string or object");
        assert_eq!(shown("float"), "number");
        assert_eq!(shown("none"), "null");
        let lists = Kind::parse("list of lists");
        assert_eq!((lists.types, lists.items), (Types::ARRAY, Some(Types::ARRAY)));
        let listed = Kind::parse("a list of dictionaries");
        assert_eq!((listed.types, listed.items), (Types::ARRAY, Some(Types::OBJECT)));
        for text in ["key value pairs", "KeyValuePairs"] {
            assert_eq!(shown(text), "object", "{text}");
        }
        assert_eq!(shown("iso8601 timestamp"), "string");
        assert!(Kind::parse("key-only, no value expected").flag);
        assert!(!Kind::parse("strnig").understood);
        assert!(!Kind::parse("string or objekt").understood);
        assert_eq!(shown("[string, \"null\"]"), "string or null");
    }

    #[test]
    fn a_number_may_be_an_integer() {
        assert!(Types::NUMBER.has(Types::INTEGER));
        assert!(!Types::INTEGER.has(Types::NUMBER));
        assert_eq!(Types::NUMBER.or(Types::NULL).names().collect::<Vec<_>>(), ["number", "null"]);
    }
}
