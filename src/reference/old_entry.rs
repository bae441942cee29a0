//! The lines of an entry that goes from its place.

use super::Definition;
use crate::place::Span;
use crate::source::Sources;

/// So many words with the `#`, and it is no heading such as `# variables in path`.
const MOST_OF_HEADING: usize = 5;

/// The lines of an entry, with the empty lines that would be left beside others. A comment above it may be about it
/// alone, and would speak of the next one then: nothing; that over a group has few words.
pub(crate) fn lines_of_entry(sources: &Sources, definition: &Definition) -> Option<Span> {
    let mut lines = sources.lines_of(definition.entry.span);
    let text = sources.text(lines.source);
    let (before, after) = (text.get(..lines.start as usize)?, text.get(lines.end as usize..)?);
    let above = before.lines().rev().map(str::trim).take_while(|line| line.starts_with('#'));
    let words: usize = above.map(|line| line.split_whitespace().count()).sum();
    if words > MOST_OF_HEADING {
        return None;
    }
    let left = before.trim_end_matches([' ', '\t', '\r', '\n']);
    let has_gap = before.get(left.len()..).is_some_and(|gap| gap.matches('\n').count() > 1);
    let rest = after.trim_start_matches(['\r', '\n']);
    if has_gap && rest.is_empty() {
        let kept = before.get(left.len()..).and_then(|gap| gap.find('\n')).map_or(0, |at| at + 1);
        lines.start = u32::try_from(left.len() + kept).ok()?;
    } else if has_gap || left.is_empty() {
        lines.end = u32::try_from(text.len() - rest.len()).ok()?;
    }
    Some(lines)
}
