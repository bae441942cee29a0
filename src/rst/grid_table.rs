//! Grid tables, drawn with `+`, `-`, `|` and `=`. Cells are found as rectangles, from the corner at the upper
//! left on, so they may span rows and columns.

use std::collections::BTreeSet;

use super::columns::Columns;
use super::marker;
use super::table::{Cell, DrawnTable};

/// How many characters may be looked at for each one of the table, so that no drawing takes long.
const PATIENCE: usize = 16;

/// How many of the lines are the table: those drawn with a left edge, up to the last border.
pub(super) fn height(lines: &[Columns<'_>]) -> usize {
    let edged = lines.iter().take_while(|line| matches!(line.byte(0), b'+' | b'|')).count();
    let drawn = lines.get(..edged).unwrap_or_default();
    drawn.iter().rposition(is_border).map_or(0, |last| last + 1)
}

fn is_border(line: &Columns<'_>) -> bool {
    marker::is_grid_top(line.cut(0, usize::MAX).text)
}

fn is_header_border(line: &Columns<'_>) -> bool {
    let text = line.cut(0, usize::MAX).text;
    text.starts_with("+=") && text.ends_with("=+") && text.bytes().all(|byte| matches!(byte, b'+' | b'='))
}

/// Reads the table; `None` if it is malformed.
pub(super) fn draw<'a>(lines: &[Columns<'a>]) -> Option<DrawnTable<'a>> {
    let width = lines.first()?.width();
    let edged = |line: &Columns<'_>| line.width() == width && matches!(line.byte(width - 1), b'+' | b'|');
    if lines.len() < 3 || !lines.iter().all(edged) {
        return None;
    }
    let border = lines.iter().position(is_header_border);
    let grid = Grid { lines, border, right: width - 1, bottom: lines.len() - 1 };
    let boxes = grid.boxes()?;
    let tops: Vec<usize> = boxes.iter().map(|found| found.top).collect::<BTreeSet<_>>().into_iter().collect();
    let lefts: Vec<usize> =
        boxes.iter().map(|found| found.left).collect::<BTreeSet<_>>().into_iter().collect();
    let cell = |found: &Rectangle| Cell {
        row: tops.partition_point(|top| *top < found.top),
        column: lefts.partition_point(|left| *left < found.left),
        lines: lines
            .iter()
            .take(found.bottom)
            .skip(found.top + 1)
            .map(|line| line.cut(found.left + 1, found.right))
            .collect(),
    };
    Some(DrawnTable {
        header: border.map_or(0, |border| tops.partition_point(|top| *top < border)),
        rows: tops.len(),
        columns: lefts.len(),
        cells: boxes.iter().map(cell).collect(),
    })
}

/// The border of one cell, by line and column.
struct Rectangle {
    top: usize,
    left: usize,
    bottom: usize,
    right: usize,
}

struct Grid<'l, 'a> {
    lines: &'l [Columns<'a>],
    /// The line between header and body, drawn with `=`.
    border: Option<usize>,
    right: usize,
    bottom: usize,
}

impl Grid<'_, '_> {
    fn byte(&self, line: usize, column: usize) -> u8 {
        match self.lines.get(line).map_or(b' ', |line| line.byte(column)) {
            b'=' if self.border == Some(line) => b'-',
            byte => byte,
        }
    }

    /// All cells; `None` if they do not fill the table.
    fn boxes(&self) -> Option<Vec<Rectangle>> {
        let mut patience = (self.right + 1) * (self.bottom + 1) * PATIENCE;
        let mut filled = vec![0; self.right];
        let mut corners = BTreeSet::from([(0, 0)]);
        let mut boxes = Vec::new();
        while let Some((top, left)) = corners.pop_first() {
            if top == self.bottom || filled.get(left).is_none_or(|filled| top < *filled) {
                continue;
            }
            let Some(found) = self.rectangle(top, left, &mut patience) else { continue };
            filled.get_mut(left..found.right)?.fill(found.bottom);
            corners.extend([(top, found.right), (found.bottom, left)]);
            boxes.push(found);
        }
        filled.iter().all(|filled| *filled == self.bottom).then_some(boxes)
    }

    /// The smallest cell whose upper left corner is here.
    fn rectangle(&self, top: usize, left: usize, patience: &mut usize) -> Option<Rectangle> {
        for right in left + 1..=self.right {
            *patience = patience.checked_sub(1)?;
            match self.byte(top, right) {
                b'-' => {}
                b'+' => {
                    if let Some(bottom) = self.down(top, left, right, patience) {
                        return Some(Rectangle { top, left, bottom, right });
                    }
                }
                _ => return None,
            }
        }
        None
    }

    /// Goes down the right border of a cell, to the line where the cell closes.
    fn down(&self, top: usize, left: usize, right: usize, patience: &mut usize) -> Option<usize> {
        for bottom in top + 1..=self.bottom {
            *patience = patience.checked_sub(1)?;
            match self.byte(bottom, right) {
                b'|' => {}
                b'+' => {
                    if self.closes(&Rectangle { top, left, bottom, right }, patience)? {
                        return Some(bottom);
                    }
                }
                _ => return None,
            }
        }
        None
    }

    /// Are the lower and the left border drawn?
    fn closes(&self, cell: &Rectangle, patience: &mut usize) -> Option<bool> {
        *patience = patience.checked_sub(cell.right - cell.left + cell.bottom - cell.top)?;
        let lower =
            (cell.left + 1..cell.right).all(|column| matches!(self.byte(cell.bottom, column), b'-' | b'+'));
        let left =
            || (cell.top + 1..cell.bottom).all(|line| matches!(self.byte(line, cell.left), b'|' | b'+'));
        Some(lower && self.byte(cell.bottom, cell.left) == b'+' && left())
    }
}

#[cfg(test)]
mod tests {
    use crate::rst::outline::outline;

    #[test]
    fn cells_hold_blocks() {
        let source = "\
+------+--------+
| a    | b      |
+======+========+
| é日  | - x    |
|      | - y    |
+------+--------+
";
        let expected = format!(
            "table 1: {}\n  [0,0]\n    paragraph: a\n  [0,1]\n    paragraph: b\n  [1,0]\n    paragraph: \
             é日\n  [1,1]\n\u{20}   bullets: - x    |⏎|      | - y\n      [item]\n        paragraph: \
             x\n\u{20}     [item]\n        paragraph: y\n",
            source.trim_end().replace('\n', "⏎")
        );
        assert_eq!(outline(source), expected);
    }

    #[test]
    fn cells_may_span() {
        let source = "\
+---+---+---+
| a     | b |
+---+---+   |
| c | d |   |
+---+---+---+
";
        let shown = outline(source);
        let cells = shown.split_once('\n').map(|(_, cells)| cells);
        assert_eq!(
            cells,
            Some(
                "  [0,0]\n    paragraph: a\n  [0,1]\n  [0,2]\n    paragraph: b\n\
                 \u{20} [1,0]\n    paragraph: c\n  [1,1]\n    paragraph: d\n  [1,2]\n"
            )
        );
    }

    #[test]
    fn a_malformed_table_is_kept_as_drawn() {
        let source = "+---+---+\n| a | b|\n+---+---+\n\nend\n";
        assert_eq!(
            outline(source),
            "literal <+---+---+⏎| a | b|⏎+---+---+>: +---+---+⏎| a | b|⏎+---+---+\nparagraph: end\n"
        );
    }

    #[test]
    fn a_drawing_without_cells_ends_soon() {
        let line = format!("{}\n", "+-".repeat(400) + "+");
        let shown = outline(&line.repeat(200));
        assert!(shown.starts_with("table") || shown.starts_with("literal"));
    }
}
