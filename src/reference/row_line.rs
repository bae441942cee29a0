//! The line of a row, as its neighbours in the table are written.

use super::Row;
use crate::place::Span;
use crate::source::Sources;

/// A line for a row above another one: where it goes, and its text.
pub(crate) fn row_above(sources: &Sources, below: &Row, name: &str, entry: &str) -> (Span, String) {
    let line = sources.lines_of(below.name_span);
    (Span { end: line.start, ..line }, text(sources, line, name, entry))
}

/// A line for a row below another one: where it goes, and its text.
pub(crate) fn row_below(sources: &Sources, above: &Row, name: &str, entry: &str) -> (Span, String) {
    let line = sources.lines_of(above.name_span.to(above.reference_span));
    let text = text(sources, line, name, entry);
    let is_last = !sources.slice(line).ends_with('\n');
    (Span { start: line.end, ..line }, if is_last { format!("\n{}", text.trim_end()) } else { text })
}

/// What stands before the name on a neighbouring line stands before the new one, and its end ends it.
fn text(sources: &Sources, neighbour: Span, name: &str, entry: &str) -> String {
    let line = sources.slice(neighbour);
    let start = line.find('-').unwrap_or_default();
    let blanks = line.get(start + 1..).map_or(1, |rest| (rest.len() - rest.trim_start().len()).max(1));
    let before = line.get(..start).unwrap_or_default();
    let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
    format!("{before}-{}{name}: {entry}{end}", " ".repeat(blanks))
}
