//! Versions that directives such as `versionadded` name, with or without text: they tell how far the versions
//! of a service go.

use super::document::{Parsed, UnfoldedDocument};
use super::misspelt_version;
use crate::dictionary::Field;
use crate::place::Span;
use crate::rst::{Block, Kind};
use crate::text::lines;
use crate::version::Version;

/// The directives.
const DIRECTIVES: [&str; 3] = ["versionadded", "versionchanged", "versionremoved"];

/// The versions that the directives of a document name.
pub(super) fn in_document(document: &UnfoldedDocument, parsed: &Parsed) -> Vec<(Version, Span)> {
    let blocks = document.items.iter().filter_map(|item| item.block(parsed)).flat_map(Block::walk);
    let found = blocks.filter_map(|block| {
        let Kind::Directive(directive) = &block.kind else { return None };
        let named = DIRECTIVES.contains(&directive.name.as_str());
        let (line, span) = directive.arguments.iter().next().filter(|_| named)?;
        let word = line.split_whitespace().next()?;
        let start = span.start as usize + line.find(word)?;
        Some((read(word)?, Span::new(span.source, start, start + word.len())))
    });
    found.collect()
}

/// The version that a word is, or nearly is.
fn read(word: &str) -> Option<Version> {
    let word = word.trim_end_matches([':', ',', '.']);
    Version::parse(word).or_else(|| misspelt_version(word))
}

/// The versions that the directives in a description name. `text` is that of the dictionary.
pub(super) fn in_description(field: &Field, text: &str) -> Vec<(Version, Span)> {
    if !field.value.contains("::") {
        return Vec::new();
    }
    let start = field.span.range().start;
    let mut found = Vec::new();
    let mut last = start;
    for (_, line) in lines(&field.value) {
        let Some((name, rest)) = line.trim_start().strip_prefix("..").and_then(|rest| rest.split_once("::"))
        else {
            continue;
        };
        let Some(word) = rest.split_whitespace().next().filter(|_| DIRECTIVES.contains(&name.trim())) else {
            continue;
        };
        let Some(version) = Version::parse(word.trim_end_matches([':', ',', '.'])) else { continue };
        // The text of a description is folded, so its lines are looked for again.
        let at = text.get(last..).and_then(|rest| rest.find(line.trim())).map(|at| last + at);
        let place = at.and_then(|at| Some(at + line.trim().rfind(word)?));
        let range = place.map_or(field.span.range(), |place| place..place + word.len());
        last = range.start;
        found.push((version, Span::new(field.span.source, range.start, range.end)));
    }
    found
}
