//! What the blocks of an operation are.

use super::super::{codes, misspelt_version};
use crate::dictionary::Field;
use crate::place::Span;
use crate::rst::{Block, Directive, Kind, Text};
use crate::version::{Version, Window};

pub(super) fn rest_method(block: &Block) -> Option<&Directive> {
    match &block.kind {
        Kind::Directive(directive) if directive.name == "rest_method" => Some(directive),
        _ => None,
    }
}

pub(super) fn paragraph(block: &Block) -> Option<&Text> {
    match &block.kind {
        Kind::Paragraph(text) => Some(text),
        _ => None,
    }
}

/// `versionadded` and its like with nothing but a version: a bound of the operation, no text. A release by its
/// year (`2024.1`) is no version of an API.
pub(super) fn is_bare_version(directive: &Directive) -> bool {
    matches!(directive.name.as_str(), "versionadded" | "versionremoved")
        && directive.content.is_empty()
        && directive.arguments.value.split_whitespace().count() == 1
        && !Version::parse(&directive.arguments.value).is_some_and(Version::is_year)
}

pub(super) fn bare_window(directive: &Directive) -> Window {
    let word = directive.arguments.value.trim();
    let read = Version::parse(word).or_else(|| misspelt_version(word));
    let Some(version) = read else { return Window::ALL };
    match directive.name.as_str() {
        "versionadded" => Window { min: Some(version), max: None },
        // Removed in X.Y: the last version that has it is the one before.
        _ => {
            Window { min: None, max: version.minor.checked_sub(1).map(|minor| Version { minor, ..version }) }
        }
    }
}

/// The codes of each entry of a definition list or a field list; nothing for other blocks.
pub(super) fn codes_of(block: &Kind) -> Vec<Vec<(codes::Mention, &Text)>> {
    match block {
        Kind::Definitions(items) => {
            items.iter().map(|item| codes::in_definition(&item.term, &item.body)).collect()
        }
        Kind::Fields(items) => items.iter().map(|item| codes::in_field(&item.name, &item.body)).collect(),
        _ => Vec::new(),
    }
}

/// `min_version: 2.1` below a `rest_method`.
pub(super) fn version_line(line: &str, span: Span) -> Option<(&str, Field)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim().trim_start_matches("- ").trim_start_matches(':').trim();
    let trimmed = value.trim();
    let start = span.end as usize - value.trim_start().len().min((span.end - span.start) as usize);
    let field =
        Field { value: trimmed.to_owned(), span: Span::new(span.source, start, start + trimmed.len()) };
    matches!(name, "min_version" | "max_version").then_some((name, field))
}

/// The words of a line with their places.
pub(super) fn words(line: &str, span: Span) -> impl Iterator<Item = (&str, Span)> {
    let mut at = 0;
    line.split_inclusive(char::is_whitespace).filter_map(move |part| {
        let start = at;
        at += part.len();
        let word = part.trim_end();
        let from = span.start as usize + start;
        (!word.is_empty()).then(|| (word, Span::new(span.source, from, from + word.len())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::SourceId;

    #[test]
    fn version_lines_are_found_with_their_place() {
        let span = Span::new(SourceId(0), 10, 27);
        let (name, field) = version_line("max_version: 2.87", span).expect("a version line");
        assert_eq!((name, field.value.as_str()), ("max_version", "2.87"));
        assert_eq!((field.span.start, field.span.end), (23, 27));
        assert!(version_line("GET /x:y", span).is_none());
    }
}
