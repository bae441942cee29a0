//! The line of a row, as its neighbours in the table are written.

use std::collections::BTreeMap;

use super::{Direction, Operation, Row};
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

/// A line for a row of a table where tables of others have it: below the row that mostly stands above it
/// there, or above the one below; else on top.
pub(crate) fn row_among<'r>(
    sources: &Sources,
    rows: &[&'r Row],
    others: impl Iterator<Item = &'r Operation>,
    (name, entry): (&str, &str),
) -> Option<(Span, String)> {
    let mut votes: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for other in others.take(MOST_TABLES) {
        let names: Vec<&str> = other.rows_of(Direction::Request).map(|row| row.name.as_str()).collect();
        let Some(at) = names.iter().position(|known| *known == name) else { continue };
        let above = at.checked_sub(1).and_then(|above| names.get(above)).map(|above| (true, *above));
        let below = names.get(at + 1).map(|below| (false, *below));
        for vote in [above, below].into_iter().flatten() {
            *votes.entry(vote).or_default() += 1;
        }
    }
    let row_of = |wanted: &str| rows.iter().find(|row| row.name == wanted);
    let known = votes.iter().filter(|((_, neighbour), _)| row_of(neighbour).is_some());
    // Of equal ones the row above counts: a new row stands behind what was there.
    let best = known.max_by_key(|((is_above, _), count)| (**count, *is_above));
    Some(match best.and_then(|((is_above, neighbour), _)| Some((*is_above, row_of(neighbour)?))) {
        Some((true, above)) => row_below(sources, above, name, entry),
        Some((false, below)) => row_above(sources, below, name, entry),
        None => row_above(sources, rows.first()?, name, entry),
    })
}

/// So many other tables are looked at.
const MOST_TABLES: usize = 200;

/// What stands before the name on a neighbouring line stands before the new one, and its end ends it.
fn text(sources: &Sources, neighbour: Span, name: &str, entry: &str) -> String {
    let line = sources.slice(neighbour);
    let start = line.find('-').unwrap_or_default();
    let blanks = line.get(start + 1..).map_or(1, |rest| (rest.len() - rest.trim_start().len()).max(1));
    let before = line.get(..start).unwrap_or_default();
    let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
    format!("{before}-{}{name}: {entry}{end}", " ".repeat(blanks))
}
