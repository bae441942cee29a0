//! Templates as regular expressions that PCRE, RE2 and the regex crate of Rust read alike: nginx uses the first,
//! Envoy and those that are written in Go the second, Kong the first and the last.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Pattern, Segment};
use crate::text::hidden;

/// What a variable stands for.
const VARIABLE: &str = "[^/]+";
/// The longest name of a group that every release of PCRE takes.
const LONGEST_NAME: usize = 32;

/// What travels in a path without a percent sign (RFC 3986, section 3.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// What means something in a URL (RFC 3986, section 2.2), and the percent sign.
const RESERVED: &[u8] = b":/?#[]@!$&'()*+,;=%";

/// In which form a router compares paths, and whether it wants to know the values of variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As they travel; variables are groups with their names.
    Named,
    /// As they travel, no groups.
    Travelling,
    /// With percent signs decoded, no groups.
    Decoded,
    /// The same for expressions that know no bytes, only characters.
    CodePoints,
    /// As code points, with percent signs decoded but for the characters that mean something in a URL.
    Reserved,
}

/// The expression of a pattern, without anchors.
pub(super) fn expression(pattern: &Pattern, spelling: Spelling) -> String {
    let mut text = String::new();
    let mut named = BTreeSet::new();
    for segment in pattern.segments() {
        text.push('/');
        push_segment(segment, spelling, &mut named, &mut text);
    }
    if pattern.trailing_slash() {
        text.push('/');
    }
    text
}

/// The path of a pattern without variables, as it travels; nothing if it has some.
pub(super) fn fixed_path(pattern: &Pattern) -> Option<String> {
    let mut text = String::new();
    for segment in pattern.segments() {
        let [part] = segment.parts() else { return None };
        text.push('/');
        text.push_str(&travelling(part));
    }
    if pattern.trailing_slash() {
        text.push('/');
    }
    Some(text)
}

fn push_segment<'a>(
    segment: &'a Segment,
    spelling: Spelling,
    named: &mut BTreeSet<&'a str>,
    text: &mut String,
) {
    let mut names = segment.names().iter();
    for part in segment.parts() {
        text.push_str(&literal(part, spelling));
        let Some(name) = names.next() else { continue };
        if spelling == Spelling::Named && is_group_name(name) && named.insert(name) {
            text.push_str(&format!("(?<{name}>{VARIABLE})"));
        } else {
            text.push_str(VARIABLE);
        }
    }
}

fn literal(text: &str, spelling: Spelling) -> String {
    match spelling {
        Spelling::Named | Spelling::Travelling => travelling(text).chars().map(escaped).collect(),
        Spelling::CodePoints => {
            percent_decode_str(text).decode_utf8_lossy().chars().map(code_point).collect()
        }
        Spelling::Reserved => {
            let kept = keep_reserved(&travelling(text));
            percent_decode_str(&kept).decode_utf8_lossy().chars().map(code_point).collect()
        }
        Spelling::Decoded => {
            let bytes: Vec<u8> = percent_decode_str(text).collect();
            let hexadecimal =
                |bytes: &[u8]| bytes.iter().map(|byte| format!("\\x{byte:02X}")).collect::<String>();
            let character = |c: char| {
                if hidden(c) { hexadecimal(c.encode_utf8(&mut [0; 4]).as_bytes()) } else { escaped(c) }
            };
            let chunk = |chunk: std::str::Utf8Chunk<'_>| {
                chunk.valid().chars().map(character).collect::<String>() + &hexadecimal(chunk.invalid())
            };
            bytes.utf8_chunks().map(chunk).collect()
        }
    }
}

/// A character; what is no visible text by its number.
fn code_point(c: char) -> String {
    if hidden(c) { format!("\\x{{{:X}}}", u32::from(c)) } else { escaped(c) }
}

/// A text that travels, so that what means something in a URL still has its percent sign when it is decoded.
fn keep_reserved(text: &str) -> String {
    let mut parts = text.split('%');
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        match (code.filter(|byte| RESERVED.contains(byte)), part.get(2..)) {
            (Some(byte), Some(rest)) => kept.push_str(&format!("%25{byte:02X}{rest}")),
            _ => kept.extend(["%", part]),
        }
    }
    kept
}

/// A text as it travels in a request: what may not stand in a path has percent signs.
pub(super) fn travelling(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.extend(utf8_percent_encode(before, ENCODED));
        let is_code = after.get(..2).is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        out.push_str(if is_code { "%" } else { "%25" });
        rest = after;
    }
    out.extend(utf8_percent_encode(rest, ENCODED));
    out
}

fn is_group_name(name: &str) -> bool {
    name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c == '_' || c.is_ascii_alphabetic())
        && name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())
}

/// A character that stands for itself.
fn escaped(character: char) -> String {
    let is_special = matches!(
        character,
        '.' | '+' | '*' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^' | '$' | '\\'
    );
    if is_special { format!("\\{character}") } else { character.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_become_groups_and_text_stands_for_itself() {
        let named = |path: &str| expression(&Pattern::parse(&format!("/p.q{path}")), Spelling::Named);
        assert_eq!(named("/a.b/{x}:{y}/"), r"/p\.q/a\.b/(?<x>[^/]+):(?<y>[^/]+)/");
        assert_eq!(named("/{x}/{x}/{a-b}"), r"/p\.q/(?<x>[^/]+)/[^/]+/[^/]+");
        assert_eq!(named(&format!("/{{{}}}", "n".repeat(33))), r"/p\.q/[^/]+");
        assert_eq!(expression(&Pattern::parse("/a/{x}"), Spelling::Decoded), "/a/[^/]+");
        assert_eq!(expression(&Pattern::parse("/"), Spelling::Decoded), "/");
        assert_eq!(expression(&Pattern::parse("/caf%C3%A9"), Spelling::Decoded), "/café");
        assert_eq!(expression(&Pattern::parse("/caf%C3%A9"), Spelling::Named), "/caf%C3%A9");
    }

    #[test]
    fn what_may_not_stand_in_a_path_travels_with_percent_signs() {
        let of = |path: &str| expression(&Pattern::parse(path), Spelling::Travelling);
        assert_eq!(of("/é.%C3%a9%/{x}{o;~"), r"/%C3%A9\.%C3%a9%25/[^/]+%7Bo;~");
        assert_eq!(fixed_path(&Pattern::parse("/a b/c/")), Some("/a%20b/c/".to_owned()));
        assert_eq!(fixed_path(&Pattern::parse("/a/{b}")), None);
    }

    #[test]
    fn what_is_no_visible_text_is_written_as_bytes() {
        let of = |path: &str, spelling| expression(&Pattern::parse(path), spelling);
        assert_eq!(of("/a%0A;%00\u{202e}%FF.", Spelling::Decoded), r"/a\x0A;\x00\xE2\x80\xAE\xFF\.");
        assert_eq!(of("/a%0A\n\u{202e}", Spelling::Named), "/a%0A%0A%E2%80%AE");
        assert_eq!(of("/a%0A\u{202e}%FFé.", Spelling::CodePoints), "/a\\x{A}\\x{202E}\u{fffd}é\\.");
        assert_eq!(of("/a%3a%2F:é b%", Spelling::Reserved), "/a%3A%2F:é b%25");
    }
}
