//! Looks at the bytes around a scalar, for what a serde reader does not tell: where a value begins.

use std::ops::Range;

/// Where the value of a key begins whose text ends at `after`: past the closing quote, the colon, blanks,
/// comments, anchors and tags.
pub(super) fn value_start(text: &str, after: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = after;
    if matches!(bytes.get(at), Some(b'"' | b'\'')) {
        at += 1;
    }
    at = skip(bytes, at, |byte| byte.is_ascii_whitespace());
    if bytes.get(at) == Some(&b':') {
        at += 1;
    }
    token_start(text, at)
}

/// The next byte from `at` on that is no blank, comment, anchor or tag.
pub(super) fn token_start(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = at;
    loop {
        at = skip(bytes, at, |byte| byte.is_ascii_whitespace());
        at = match bytes.get(at) {
            Some(b'#') => skip(bytes, at, |byte| byte != b'\n'),
            Some(b'&' | b'!') => skip(bytes, at, |byte| !byte.is_ascii_whitespace()),
            _ => return at,
        };
    }
}

/// May the value at `start` of the key that ends at `after` be a list or a mapping? Not if it is a scalar on
/// the line of its key.
pub(super) fn may_be_collection(text: &str, after: usize, start: usize) -> bool {
    let bytes = text.as_bytes();
    let Some(first) = bytes.get(start) else { return true };
    if matches!(first, b'{' | b'[') {
        return true;
    }
    if !bytes.get(after..start).unwrap_or_default().contains(&b'\n') {
        return false;
    }
    let line = text.get(start..line_end(text, start)).unwrap_or_default().trim_end();
    line == "-" || line.starts_with("- ") || line.contains(": ") || line.ends_with(':')
}

/// The bytes of the scalar that begins at `start`: of a quoted one without the quotes, of a block scalar its
/// first line of text, of a plain one what is left of the line.
pub(super) fn scalar_range(text: &str, start: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    match bytes.get(start) {
        None => text.len()..text.len(),
        Some(b'|' | b'>') => block_text(text, start),
        Some(b'"') => start + 1..quote_end(bytes, start + 1, b'"', true),
        Some(b'\'') => start + 1..quote_end(bytes, start + 1, b'\'', false),
        Some(b'*') => {
            start..skip(bytes, start, |byte| !byte.is_ascii_whitespace() && !b",]}".contains(&byte))
        }
        Some(_) => plain_line(text, start),
    }
}

/// The `[..]` or `{..}` that begins at `start`, if it ends on the same line.
pub(super) fn flow_range(text: &str, start: usize) -> Option<Range<usize>> {
    let line = text.as_bytes().get(start..line_end(text, start))?;
    let mut depth = 0_usize;
    for (at, byte) in line.iter().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return (at > 0).then_some(start..start + at + 1);
        }
    }
    None
}

/// Where the next key with a quote begins after `from`; `from` if there is none near.
pub(super) fn quoted_key(text: &str, from: usize) -> usize {
    const NEAR: usize = 4096;
    let bytes = text.as_bytes();
    let mut before = b' ';
    for (at, byte) in bytes.iter().enumerate().skip(from).take(NEAR) {
        if matches!(byte, b'"' | b'\'') && matches!(before, b'\n' | b'{' | b',' | b'?') {
            return at;
        }
        if !matches!(byte, b' ' | b'\t') {
            before = *byte;
        }
    }
    from
}

/// Is the text that starts at `start` inside quotes?
pub(super) fn is_quoted(text: &str, start: usize) -> bool {
    let before = start.checked_sub(1).and_then(|at| text.as_bytes().get(at));
    matches!(before, Some(b'"' | b'\''))
}

/// The end of the line that `at` is on, without its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    skip(text.as_bytes(), at, |byte| byte != b'\n')
}

/// The start of the line that `at` is on.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1)
}

fn block_text(text: &str, start: usize) -> Range<usize> {
    let first = skip(text.as_bytes(), line_end(text, start), |byte| byte.is_ascii_whitespace());
    let line = text.get(first..line_end(text, first)).unwrap_or_default();
    first..first + line.trim_end().len()
}

fn plain_line(text: &str, start: usize) -> Range<usize> {
    let line = text.get(start..line_end(text, start)).unwrap_or_default();
    let line = line.find(" #").and_then(|comment| line.get(..comment)).unwrap_or(line);
    start..start + line.trim_end().len()
}

fn quote_end(bytes: &[u8], from: usize, quote: u8, escapes: bool) -> usize {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        let doubled = *byte == quote && !escapes && bytes.get(at + 1) == Some(&quote);
        if doubled || (*byte == b'\\' && escapes) {
            at += 2;
        } else if *byte == quote {
            return at;
        } else {
            at += 1;
        }
    }
    bytes.len()
}

fn skip(bytes: &[u8], from: usize, while_true: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|byte| !while_true(*byte)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalar(text: &str) -> &str {
        let after = text.find(':').unwrap();
        text.get(scalar_range(text, value_start(text, after))).unwrap_or("")
    }

    #[test]
    fn finds_the_text_of_every_style() {
        assert_eq!(scalar("k: plain text # comment\n"), "plain text");
        assert_eq!(scalar("k: 'it''s' # x"), "it''s");
        assert_eq!(scalar(r#"k: "a \" b""#), r#"a \" b"#);
        assert_eq!(scalar("k: &anchor !!str |-\n\n  first\n  second\n"), "first");
        assert_eq!(scalar("k:  # comment\n  next\n"), "next");
        assert_eq!(scalar("k: *name\n"), "*name");
    }

    #[test]
    fn a_collection_is_suspected_only_where_one_may_stand() {
        let suspect = |text: &str| may_be_collection(text, 1, value_start(text, 1));
        assert!(!suspect("k: a: b"));
        assert!(!suspect("k: |\n  a: b"));
        assert!(!suspect("k:\n  2.10\n"));
        assert!(suspect("k: [a]"));
        assert!(suspect("k:\n- a"));
        assert!(suspect("k:\n  a: b"));
        assert!(suspect("k:"));
    }
}
