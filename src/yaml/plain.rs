//! Which texts can stand in YAML without quotes, for all readers alike.

use crate::text::{hidden, holds};

/// Whether a text without line ends can stand as it is, where a value stands: no reader takes it for anything
/// else.
pub(super) fn is_plain(text: &str) -> bool {
    if is_name(text) { !is_word(text) } else { is_plain_phrase(text) }
}

/// The same where a key stands; a colon ends it, and some readers stumble over brackets.
pub(super) fn is_plain_key(text: &str) -> bool {
    let has_brackets = || holds(text, |byte| matches!(byte, b':' | b',' | b'[' | b']' | b'{' | b'}'));
    if is_name(text) { !is_word(text) } else { is_plain_phrase(text) && !has_brackets() }
}

/// Whether a text is letters, digits and signs that mean nothing, as most keys are; it begins with a letter.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/'))
}

/// Whether a text that is no name can stand as it is.
fn is_plain_phrase(text: &str) -> bool {
    has_plain_start(text) && has_plain_characters(text) && !is_resolved(text)
}

/// Whether the first characters are no indicator (YAML 1.2, 7.3.3) and no mark of a document.
fn has_plain_start(text: &str) -> bool {
    const INDICATORS: &[u8] = b" ,:[]{}#&*!|>'\"%@`";
    let bytes = text.as_bytes();
    let is_alone = |length: usize| matches!(bytes.get(length), None | Some(b' '));
    match bytes {
        [b'-' | b'?', ..] if is_alone(1) => false,
        [b'-', b'-', b'-', ..] | [b'.', b'.', b'.', ..] => !is_alone(3),
        [first, ..] => !INDICATORS.contains(first),
        [] => false,
    }
}

/// Whether nothing in the text ends it: a colon or a blank before a comment, a blank at the end, a control
/// character.
fn has_plain_characters(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends = |at: usize| match bytes.get(at..) {
        Some([b':'] | [b':', b' ', ..]) => true,
        Some([b'#', ..]) => at.checked_sub(1).is_none_or(|before| bytes.get(before) == Some(&b' ')),
        _ => false,
    };
    let is_common = !holds(text, |byte| !matches!(byte, b' '..b'\x7f'));
    !text.ends_with(' ')
        && !memchr::memchr2_iter(b':', b'#', bytes).any(ends)
        && (is_common || text.chars().all(is_printable))
}

/// Whether some reader takes the plain text for more than a string: the schemas of YAML 1.1 and 1.2 and what
/// libraries make of them.
fn is_resolved(text: &str) -> bool {
    is_word(text)
        || (text.starts_with(|first: char| first.is_ascii_digit() || "+-._".contains(first))
            && (looks_like_a_number(text) || looks_like_a_time(text)))
}

/// Null, the booleans, floats that are no numbers, merge keys and default values, in whatever case; `e1`,
/// too, is a number to some.
pub(super) fn is_word(text: &str) -> bool {
    if let [b'e' | b'E', power @ ..] = text.as_bytes() {
        return !power.is_empty() && power.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-'));
    }
    let mut room = [0; 5];
    let Some(word) = room.get_mut(..text.len()) else { return false };
    word.copy_from_slice(text.as_bytes());
    word.make_ascii_lowercase();
    let null = matches!(&*word, b"~" | b"null");
    let boolean = matches!(&*word, b"true" | b"false" | b"yes" | b"no" | b"on" | b"off" | b"y" | b"n");
    null || boolean || matches!(&*word, b"nan" | b"inf" | b"<<" | b"=")
}

/// Integers, floats, numbers to the base of 60, dates; some of what passes is none of them.
fn looks_like_a_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = |radix| {
        unsigned.bytes().skip(2).all(|byte| b"_+-".contains(&byte) || char::from(byte).is_digit(radix))
    };
    match unsigned.as_bytes() {
        [b'0', b'b' | b'B', ..] if digits(2) => true,
        [b'0', b'o' | b'O', ..] if digits(8) => true,
        [b'0', b'x' | b'X', ..] if digits(16) => true,
        [.., b'0'..=b'9' | b'_' | b'.'] => {
            unsigned.bytes().all(|byte| byte.is_ascii_digit() || b"_.:+-eE".contains(&byte))
        }
        _ => [".inf", ".nan", "inf"].iter().any(|word| unsigned.eq_ignore_ascii_case(word)),
    }
}

/// Times of YAML 1.1, with the date before them.
fn looks_like_a_time(text: &str) -> bool {
    text.split_once(['T', 't', ' ']).is_some_and(|(date, time)| {
        date.as_bytes().get(4) == Some(&b'-')
            && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
            && time.bytes().all(|byte| byte.is_ascii_digit() || b":Zz +-.,".contains(&byte))
    })
}

/// Whether a character stands for itself in every style. Line ends of any reader and the byte order mark do
/// not, nor what hides or turns the direction of the text around it: a reviewer sees what a reader gets.
pub(super) fn is_printable(character: char) -> bool {
    !hidden(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_yaml_1_1_resolves_is_not_plain() {
        let words = [
            "y",
            "N",
            "yes",
            "No",
            "on",
            "OFF",
            "2012-02-29",
            "2012-02-29T03:50:07Z",
            "12:30:45",
            "1:20",
            "1_000",
            "0b11",
            "010",
            "0x1F",
            "=",
            "<<",
            "~",
            "null",
            "",
            "1.5e+3",
            "e1",
            "E+20",
            ".5",
            ".inf",
            ".NaN",
            "200",
        ];
        for word in words {
            assert!(!is_plain(word) && !is_plain_key(word), "{word}");
        }
    }

    #[test]
    fn what_only_looks_odd_is_plain() {
        for word in ["e", "size", "e1f", "/v3/things", "a:b", "a#b", "1.x", "0xyz", "10 of 20", "-a"] {
            assert!(is_plain(word), "{word}");
        }
        for key in ["a:b", "/{id}", "a,b", "[a]"] {
            assert!(!is_plain_key(key), "{key}");
        }
    }
}
