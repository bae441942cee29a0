//! What the parsers of other crates say, as data.
//!
//! They tell most of their mistakes in sentences only. This is the one place that reads those sentences, and
//! its tests pin them: an update of a parser that words them anew fails here, and nowhere else.

/// What serde_json met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum JsonMistake {
    /// A comma or the end of the list or object was expected; this is the bracket that ends it.
    CommaMissing(char),
    /// A colon was expected behind a key.
    ColonMissing,
    /// The text ends inside a list.
    ListOpen,
    /// The text ends inside an object.
    ObjectOpen,
    /// The text ends inside a string.
    StringOpen,
    /// The text ends where a value was expected.
    ValueMissing,
    /// Something stands where a value was expected.
    NoValue,
    /// A word that is not true, false or null.
    NoWord,
    /// Something stands where a key in double quotes was expected.
    NoKey,
    /// A comma before a closing bracket.
    TrailingComma,
    /// Something follows the value.
    TrailingText,
    /// A line break or another control character in a string.
    ControlCharacter,
    /// A backslash that begins no escape.
    BadEscape,
    /// Lists and objects nest too deep.
    TooDeep,
    /// Anything else, in the words of the parser.
    Other(String),
}

impl JsonMistake {
    /// What `error` says.
    pub(crate) fn new(error: &serde_json::Error) -> Self {
        let said = error.to_string();
        match said.split(" at line ").next().unwrap_or(&said) {
            "expected `,` or `}`" => Self::CommaMissing('}'),
            "expected `,` or `]`" => Self::CommaMissing(']'),
            "expected `:`" => Self::ColonMissing,
            "EOF while parsing a list" => Self::ListOpen,
            "EOF while parsing an object" => Self::ObjectOpen,
            "EOF while parsing a string" => Self::StringOpen,
            "EOF while parsing a value" => Self::ValueMissing,
            "expected value" => Self::NoValue,
            "expected ident" => Self::NoWord,
            "key must be a string" => Self::NoKey,
            "trailing comma" => Self::TrailingComma,
            "trailing characters" => Self::TrailingText,
            "control character (\\u0000-\\u001F) found while parsing a string" => Self::ControlCharacter,
            "invalid escape" => Self::BadEscape,
            "recursion limit exceeded" => Self::TooDeep,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// What serde_yaml met, and what it says of it without the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YamlMistake {
    /// The kind of it.
    pub kind: YamlKind,
    /// The sentence of the parser, as far as it tells no place; of [`YamlKind::NotOneValue`] the path of the
    /// value.
    pub message: String,
}

/// The kinds of mistakes that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum YamlKind {
    /// A text with a colon in it stands where a value should.
    ColonInText,
    /// A character that no value begins with, a tab for example.
    BadStart,
    /// A quote or a bracket is open at the end.
    Unclosed,
    /// Something else than a comma or the end stands in brackets.
    InBrackets,
    /// An alias whose anchor was not seen.
    UnknownAnchor,
    /// Lines of one mapping are not indented alike.
    Indentation,
    /// A name has no colon.
    ColonMissing,
    /// A list or mapping stands where a single value should.
    NotOneValue,
    /// Aliases repeat too much.
    LimitExceeded,
    /// The text has a second document.
    SecondDocument,
    /// A character that YAML does not allow anywhere.
    ControlCharacter,
    /// Anything else.
    Other,
}

impl YamlMistake {
    /// What `error` says.
    pub(crate) fn new(error: &serde_yaml::Error) -> Self {
        let said = error.to_string();
        if let Some((path, _)) = said.split_once(": invalid type: ") {
            return Self { kind: YamlKind::NotOneValue, message: path.to_owned() };
        }
        let end = [" at line ", " at position ", ", while "].iter().filter_map(|mark| said.find(mark)).min();
        let message = end.and_then(|end| said.get(..end)).unwrap_or(&said).to_owned();
        Self { kind: YamlKind::of(&message), message }
    }
}

impl YamlKind {
    fn of(message: &str) -> Self {
        let has = |words: &str| message.contains(words);
        if message.starts_with("deserializing from YAML containing more than one") {
            Self::SecondDocument
        } else if message.starts_with("control characters") {
            Self::ControlCharacter
        } else if message == "unknown anchor" {
            Self::UnknownAnchor
        } else if has("mapping values are not allowed") {
            Self::ColonInText
        } else if has("cannot start any token") {
            Self::BadStart
        } else if has("quoted scalar") || has("end of stream") || has("document indicator") {
            Self::Unclosed
        } else if has("',' or") {
            Self::InBrackets
        } else if has("expected key") || has("block end") || has("block entry") || has("indentation") {
            Self::Indentation
        } else if has("limit exceeded") {
            Self::LimitExceeded
        } else if has("expected ':'") {
            Self::ColonMissing
        } else {
            Self::Other
        }
    }
}

/// What toml met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TomlMistake<'a> {
    /// A key that is not known: the key, the words that name the known ones, and what the parser calls it.
    UnknownKey {
        /// The sentence, with the key.
        what: String,
        /// The key.
        given: &'a str,
        /// The known keys as the parser lists them.
        listed: &'a str,
    },
    /// A value that is not one of the known ones.
    UnknownValue {
        /// The sentence, with the value.
        what: String,
        /// The value.
        given: &'a str,
        /// The known values as the parser lists them.
        listed: &'a str,
    },
    /// A number with a fraction where none fits.
    Fraction,
    /// Anything else.
    Other,
}

impl<'a> TomlMistake<'a> {
    /// What `message` says, the message of an error of toml.
    pub(crate) fn new(message: &'a str) -> Self {
        // serde has no other way to tell which names it knows.
        let given = message.split('`').nth(1).unwrap_or_default();
        match message.split_once(", expected ") {
            Some((what, listed)) if message.starts_with("unknown field ") => {
                Self::UnknownKey { what: what.replace("field", "key"), given, listed }
            }
            Some((what, listed)) if message.starts_with("unknown variant ") => {
                Self::UnknownValue { what: what.replace("variant", "value"), given, listed }
            }
            _ if message.starts_with("invalid type: floating point") => Self::Fraction,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[test]
    fn serde_json_says_what_it_said_when_this_was_written() {
        for (text, mistake) in [
            ("{\"a\": 1 \"b\": 2}", JsonMistake::CommaMissing('}')),
            ("[1 2]", JsonMistake::CommaMissing(']')),
            ("{\"a\" 2}", JsonMistake::ColonMissing),
            ("[1", JsonMistake::ListOpen),
            ("{\"a\": 1", JsonMistake::ObjectOpen),
            ("\"a", JsonMistake::StringOpen),
            ("", JsonMistake::ValueMissing),
            ("<b>", JsonMistake::NoValue),
            ("nul ", JsonMistake::NoWord),
            ("{a: 1}", JsonMistake::NoKey),
            ("[1,]", JsonMistake::TrailingComma),
            ("{} {}", JsonMistake::TrailingText),
            ("\"a\nb\"", JsonMistake::ControlCharacter),
            ("\"\\d\"", JsonMistake::BadEscape),
            (&"[".repeat(200), JsonMistake::TooDeep),
            ("1e999", JsonMistake::Other("number out of range".to_owned())),
        ] {
            let error = serde_json::from_str::<serde_json::Value>(text).unwrap_err();
            assert_eq!(JsonMistake::new(&error), mistake, "{text}");
        }
    }

    #[test]
    fn serde_yaml_says_what_it_said_when_this_was_written() {
        for (text, kind) in [
            ("a: b: c", YamlKind::ColonInText),
            ("a: @x", YamlKind::BadStart),
            ("a: \"x", YamlKind::Unclosed),
            ("a: [x\nb: y", YamlKind::InBrackets),
            ("a: *gone", YamlKind::UnknownAnchor),
            ("a: b\n c: d\n- e", YamlKind::ColonInText),
            ("a:\n  b: c\n d: e", YamlKind::Indentation),
            ("a: b\nc\nd: e", YamlKind::ColonMissing),
            ("a: b\n---\na: c", YamlKind::SecondDocument),
            ("a: \u{7}", YamlKind::ControlCharacter),
            ("a: !<", YamlKind::Other),
        ] {
            let error = serde_yaml::from_str::<serde_yaml::Value>(text).unwrap_err();
            assert_eq!(YamlMistake::new(&error).kind, kind, "{text:?}: {error}");
        }
        let error = serde_yaml::from_str::<BTreeMap<String, String>>("a: b\nc: [d]").unwrap_err();
        let (kind, message) = (YamlKind::NotOneValue, "c".to_owned());
        assert_eq!(YamlMistake::new(&error), YamlMistake { kind, message });
    }

    #[test]
    fn toml_says_what_it_said_when_this_was_written() {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "lowercase")]
        enum Word {
            One,
            Two,
        }
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "only errors are wanted")]
        struct Table {
            word: Option<Word>,
            text: Option<String>,
        }
        let said = |text: &str| toml::from_str::<Table>(text).unwrap_err().message().to_owned();
        let (what, listed) = ("unknown key `wrod`".to_owned(), "`word` or `text`");
        assert_eq!(
            TomlMistake::new(&said("wrod = 'one'")),
            TomlMistake::UnknownKey { what, given: "wrod", listed }
        );
        let (what, listed) = ("unknown value `three`".to_owned(), "`one` or `two`");
        assert_eq!(
            TomlMistake::new(&said("word = 'three'")),
            TomlMistake::UnknownValue { what, given: "three", listed }
        );
        assert_eq!(TomlMistake::new(&said("text = 2.10")), TomlMistake::Fraction);
        assert_eq!(TomlMistake::new(&said("text = ")), TomlMistake::Other);
    }
}
