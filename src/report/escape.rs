use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use serde::Serialize;

pub(super) use crate::finding::{hidden, push_visible, visible};

/// The text for XML, in an attribute or between tags.
pub(super) fn xml(text: &str) -> Cow<'_, str> {
    let special = |character| hidden(character) || matches!(character, '&' | '<' | '>' | '"' | '\'');
    replace(text, special, |out, character| match character {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&apos;"),
        '\n' => out.push('\n'),
        other => push_visible(out, other),
    })
}

/// The text of a GitHub workflow command; its line breaks stay line breaks.
pub(super) fn command_data(text: &str) -> Cow<'_, str> {
    let special = |character| hidden(character) || character == '%';
    replace(text, special, |out, character| match character {
        '%' => out.push_str("%25"),
        '\r' => out.push_str("%0D"),
        '\n' => out.push_str("%0A"),
        other => push_visible(out, other),
    })
}

/// A property of a GitHub workflow command.
pub(super) fn command_property(text: &str) -> String {
    command_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A path as a relative URI reference (RFC 3986).
pub(super) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

/// Writes indented JSON with a last line break. serde_json escapes the control characters below U+0020; the other
/// hidden ones are escaped here. They can only be inside strings.
pub(crate) fn write_json(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", escape_json(&serde_json::to_string_pretty(value)?))
}

/// JSON with the hidden characters that serde_json leaves as they are escaped.
pub(crate) fn escape_json(text: &str) -> Cow<'_, str> {
    let special = |character| character > '~' && hidden(character);
    replace(text, special, |out, character| {
        for unit in character.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    })
}

/// Replaces the characters that are `special`; a text without any is not copied.
fn replace(text: &str, special: impl Fn(char) -> bool, push: impl Fn(&mut String, char)) -> Cow<'_, str> {
    if !text.contains(&special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if special(character) {
            push(&mut out, character);
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_form_has_its_own_escapes() {
        assert_eq!(xml("<a b=\"c\">&'\u{0}"), "&lt;a b=&quot;c&quot;&gt;&amp;&apos;\\u{0}");
        assert_eq!(command_data("100%\nnext"), "100%25%0Anext");
        assert_eq!(command_property("a:b,c%"), "a%3Ab%2Cc%25");
        assert_eq!(uri("api ref/ä#1.json"), "api%20ref/%C3%A4%231.json");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn json_says_the_same_without_hidden_characters(text in any::<String>(), tail in "[\u{E0000}-\u{E007F}\u{7f}-\u{9f}\u{202e}]{0,4}") {
            let text = text + &tail;
            let mut out = Vec::new();
            write_json(&[&text], &mut out).unwrap();
            let written = String::from_utf8(out).unwrap();
            prop_assert!(!written.replace('\n', "").contains(hidden));
            prop_assert_eq!(serde_json::from_str::<Vec<String>>(&written).unwrap(), [text]);
        }

        #[test]
        fn a_command_stays_on_its_line(text in any::<String>()) {
            prop_assert!(!command_data(&text).contains(hidden));
            prop_assert!(!command_property(&text).contains([':', ',', '\n']));
        }
    }
}
