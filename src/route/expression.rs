//! Templates as regular expressions that PCRE and the regex crate of Rust read alike: nginx uses the one,
//! Kong both.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use super::{Pattern, Segment};
use crate::text::hidden;

/// What a variable stands for.
const VARIABLE: &str = "[^/]+";
/// The longest name of a group that every release of PCRE takes.
const LONGEST_NAME: usize = 32;

/// Should the variables of an expression keep their names?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Groups {
    Named,
    None,
}

/// The expression of a pattern below a prefix, without anchors. Without groups it is for paths whose percent
/// signs are decoded.
pub(super) fn expression(prefix: &str, pattern: &Pattern, groups: Groups) -> String {
    let mut text = literal(prefix, groups);
    let mut named = BTreeSet::new();
    for segment in pattern.segments() {
        text.push('/');
        push_segment(segment, groups, &mut named, &mut text);
    }
    if pattern.trailing_slash() {
        text.push('/');
    }
    text
}

fn push_segment<'a>(segment: &'a Segment, groups: Groups, named: &mut BTreeSet<&'a str>, text: &mut String) {
    let mut names = segment.names().iter();
    for part in segment.parts() {
        text.push_str(&literal(part, groups));
        let Some(name) = names.next() else { continue };
        if groups == Groups::Named && is_group_name(name) && named.insert(name) {
            text.push_str(&format!("(?<{name}>{VARIABLE})"));
        } else {
            text.push_str(VARIABLE);
        }
    }
}

fn literal(text: &str, groups: Groups) -> String {
    match groups {
        Groups::Named => text.chars().map(travelling).collect::<String>().chars().map(escaped).collect(),
        Groups::None => {
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

/// A character as it travels in a request: one that is hidden has percent signs.
fn travelling(character: char) -> String {
    let bytes = |c: char| c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")).collect();
    if hidden(character) { bytes(character) } else { character.to_string() }
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
        let named = |path: &str| expression("/p.q", &Pattern::parse(path), Groups::Named);
        assert_eq!(named("/a.b/{x}:{y}/"), r"/p\.q/a\.b/(?<x>[^/]+):(?<y>[^/]+)/");
        assert_eq!(named("/{x}/{x}/{a-b}"), r"/p\.q/(?<x>[^/]+)/[^/]+/[^/]+");
        assert_eq!(named(&format!("/{{{}}}", "n".repeat(33))), r"/p\.q/[^/]+");
        assert_eq!(expression("", &Pattern::parse("/a/{x}"), Groups::None), "/a/[^/]+");
        assert_eq!(expression("", &Pattern::parse("/"), Groups::None), "/");
        assert_eq!(expression("", &Pattern::parse("/caf%C3%A9"), Groups::None), "/café");
        assert_eq!(expression("", &Pattern::parse("/caf%C3%A9"), Groups::Named), "/caf%C3%A9");
    }

    #[test]
    fn what_is_no_visible_text_is_written_as_bytes() {
        let of = |path: &str, groups| expression("", &Pattern::parse(path), groups);
        assert_eq!(of("/a%0A;%00\u{202e}%FF.", Groups::None), r"/a\x0A;\x00\xE2\x80\xAE\xFF\.");
        assert_eq!(of("/a%0A\n\u{202e}", Groups::Named), "/a%0A%0A%E2%80%AE");
    }
}
