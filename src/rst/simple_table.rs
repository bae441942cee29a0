//! Simple tables, whose columns are given by the runs of `=` of their borders.

use super::columns::Columns;
use super::line::Line;
use super::marker;
use super::table::{Cell, DrawnTable};

/// How many of the lines are the table. It ends with the border that a blank line follows, or with the
/// third; `None` if there is no such border.
pub(super) fn height(lines: &[Line<'_>]) -> Option<usize> {
    let width = lines.first()?.text.len();
    let mut header = false;
    for (at, line) in lines.iter().enumerate().skip(1) {
        if !is_border(line.text) {
            continue;
        }
        if line.text.len() != width {
            return None;
        }
        if header || lines.get(at + 1).is_none_or(|next| next.is_blank()) {
            return Some(at + 1);
        }
        header = true;
    }
    None
}

fn is_border(text: &str) -> bool {
    marker::is_simple_border(text) || marker::rule(text) == Some('=')
}

/// Reads the table; `None` if it is malformed.
pub(super) fn draw<'a>(lines: &[Columns<'a>]) -> Option<DrawnTable<'a>> {
    let columns = runs(lines.first()?);
    let mut table = Simple { lines, columns, rows: 0, cells: Vec::new() };
    let mut header = 0;
    let mut start = 1;
    let mut started = false;
    for (at, line) in lines.iter().enumerate().skip(1) {
        let first = table.columns.first()?;
        if is_underline(line) {
            table.row(start, at, &runs(line))?;
            if line.byte(0) == b'=' && at + 1 < lines.len() {
                header = table.rows;
            }
            (start, started) = (at + 1, false);
        } else if !line.cut(first.start, first.end).is_blank() {
            if started {
                table.row(start, at, &table.columns.clone())?;
            }
            (start, started) = (at, true);
        } else if !started {
            start = at + 1;
        }
    }
    (table.rows > 0).then_some(DrawnTable {
        header,
        rows: table.rows,
        columns: table.columns.len(),
        cells: table.cells,
    })
}

/// The columns of one run of `=` or `-`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    start: usize,
    end: usize,
}

struct Simple<'l, 'a> {
    lines: &'l [Columns<'a>],
    columns: Vec<Run>,
    rows: usize,
    cells: Vec<Cell<'a>>,
}

impl Simple<'_, '_> {
    /// Reads some lines as one row with the columns `spans`; `None` if text stands where no column is. The
    /// last column may be wider than its border.
    fn row(&mut self, from: usize, to: usize, spans: &[Run]) -> Option<()> {
        let lines = self.lines.get(from..to)?;
        if lines.iter().all(|line| line.cut(0, usize::MAX).is_blank()) {
            return Some(());
        }
        for (number, span) in spans.iter().enumerate() {
            let next = spans.get(number + 1).map_or(usize::MAX, |next| next.start);
            let end = if next == usize::MAX { next } else { span.end };
            if lines.iter().any(|line| !line.cut(end, next).is_blank()) {
                return None;
            }
            let column = self.columns.binary_search_by_key(&span.start, |column| column.start).ok()?;
            let lines = lines.iter().map(|line| line.cut(span.start, end)).collect();
            self.cells.push(Cell { row: self.rows, column, lines });
        }
        self.rows += 1;
        Some(())
    }
}

/// A border, or the line of `-` below a row whose cells span columns.
fn is_underline(line: &Columns<'_>) -> bool {
    let text = line.cut(0, usize::MAX).text;
    let only = |mark: u8| text.bytes().all(|byte| byte == mark || byte == b' ');
    line.byte(0) == b'=' && only(b'=') || line.byte(0) == b'-' && only(b'-')
}

fn runs(line: &Columns<'_>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for column in (0..line.width()).filter(|column| line.byte(*column) != b' ') {
        match runs.last_mut() {
            Some(last) if last.end == column => last.end = column + 1,
            _ => runs.push(Run { start: column, end: column + 1 }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use crate::rst::outline::outline;

    fn cells(source: &str) -> String {
        let shown = outline(source);
        let (head, cells) = shown.split_once('\n').expect("a table");
        format!("{}\n{cells}", head.split(':').next().unwrap_or_default())
    }

    #[test]
    fn rows_start_in_the_first_column() {
        assert_eq!(
            cells("====  ===\nA     B\n====  ===\na     bee and more\n      c\n\nd\n====  ===\n"),
            "table 1\n  [0,0]\n    paragraph: A\n  [0,1]\n    paragraph: B\n\
             \u{20} [1,0]\n    paragraph: a\n  [1,1]\n    paragraph: bee and more⏎      c\n\
             \u{20} [2,0]\n    paragraph: d\n  [2,1]\n"
        );
    }

    #[test]
    fn underlined_cells_span_columns() {
        assert_eq!(
            cells("===  ===\n both\n--------\na    b\n===  ===\n"),
            "table 0\n  [0,0]\n    paragraph: both\n  [0,1]\n  [1,0]\n    paragraph: a\n  [1,1]\n    paragraph: b\n"
        );
    }

    #[test]
    fn a_malformed_table_is_kept_as_drawn() {
        let source = "===  ===\naaaaaaaaa\n===  ===\n";
        assert_eq!(outline(source), "literal <===  ===⏎aaaaaaaaa⏎===  ===>: ===  ===⏎aaaaaaaaa⏎===  ===\n");
        assert_eq!(outline("===  ===\na\n"), "literal <===  ===⏎a>: ===  ===⏎a\n");
    }
}
