//! Quick looks at all of a text, words in singular and plural, and what the parsers of other crates say of one.

mod number;
mod parser_error;
mod visible;

pub(crate) use number::{same_but_number, singular};
pub(crate) use parser_error::{JsonMistake, TomlMistake, YamlKind, YamlMistake};
pub(crate) use visible::{hidden, push_visible, visible};

/// The lines of a text, each with the byte it begins at and without its line break; `\n` ends a line, and an
/// empty text is one.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    ends.map(move |end| {
        let line = (start, text.get(start..end).unwrap_or_default());
        start = end + 1;
        line
    })
}

/// Is some byte of the text one of those that are wanted? All are looked at, which is faster than to stop at
/// the first.
pub(crate) fn holds(text: &str, wanted: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, byte| found | wanted(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_a_line() {
        let all = |text: &'static str| lines(text).collect::<Vec<_>>();
        assert_eq!(all(""), [(0, "")]);
        assert_eq!(all("a\n\u{e9}b\n"), [(0, "a"), (2, "\u{e9}b"), (6, "")]);
    }

    #[test]
    fn a_byte_is_found_wherever_it_stands() {
        assert!(holds("a.b", |byte| byte == b'.') && holds("ab.", |byte| byte == b'.'));
        assert!(!holds("", |_| true) && !holds("ab", |byte| byte == b'.'));
    }
}
