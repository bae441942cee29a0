//! Characters that act on a terminal or hide there, and how they are shown.

use std::borrow::Cow;

/// Would this character act on a terminal or hide there, instead of being seen? Control characters, marks
/// that turn the direction of text, line separators, and characters without width or shape.
pub(crate) fn hidden(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    character.is_control()
        || matches!(character,
            '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}')
}

/// Appends a character as it can be seen: a hidden one as `\n`, `\t`, `\u{1b}`.
pub(crate) fn push_visible(out: &mut String, character: char) {
    match character {
        '\n' | '\r' | '\t' => out.extend(character.escape_default()),
        hidden_one if hidden(hidden_one) => out.extend(hidden_one.escape_unicode()),
        plain => out.push(plain),
    }
}

/// The text on one line, without a character that is hidden.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    text.chars().for_each(|character| push_visible(&mut out, character));
    Cow::Owned(out)
}
