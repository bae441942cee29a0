use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use serde::Serialize;

/// Would this character act on a terminal or hide there, instead of being seen? Control characters, marks that
/// turn the direction of text, line separators, and characters without width or shape.
pub(super) fn hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}')
}

/// Appends a character as it can be seen: a hidden one as `\n`, `\t`, `\u{1b}`.
pub(super) fn push_visible(out: &mut String, character: char) {
    match character {
        '\n' | '\r' | '\t' => out.extend(character.escape_default()),
        hidden_one if hidden(hidden_one) => out.extend(hidden_one.escape_unicode()),
        plain => out.push(plain),
    }
}

/// The text on one line, without a character that is hidden.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    replace(text, hidden, push_visible)
}

/// Writes indented JSON with a last line break. serde_json escapes the control characters below U+0020; the other
/// hidden ones are escaped here. They can only be inside strings.
pub(super) fn write_json(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    let special = |character| character > '~' && hidden(character);
    let escaped = replace(&text, special, |out, character| {
        for unit in character.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    });
    writeln!(out, "{escaped}")
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
    fn what_would_act_on_a_terminal_is_spelled_out() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}\u{9b}\r\n"), "a\\u{1b}[31mb\\u{202e}\\u{9b}\\r\\n");
        assert!(matches!(visible("größe 名前"), Cow::Borrowed(_)));
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
    }
}
