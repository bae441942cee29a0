//! Tables: what grid tables and simple tables have in common.

use super::body::Body;
use super::columns::Columns;
use super::line::{self, Line};
use super::{Block, Kind, Table, grid_table, simple_table};

/// A table as drawn: its cells with their lines, placed by row and column.
pub(super) struct DrawnTable<'a> {
    pub(super) header: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) cells: Vec<Cell<'a>>,
}

/// One cell; one that spans several rows or columns stands in its first.
pub(super) struct Cell<'a> {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) lines: Vec<Line<'a>>,
}

impl<'a> Body<'a> {
    /// A grid table; a malformed one is kept as it is drawn.
    pub(super) fn grid_table(&mut self) {
        let until = self.paragraph_end(self.at);
        let lines = self.rows(until);
        let height = grid_table::height(&lines);
        let drawing = lines.get(..height).and_then(grid_table::draw);
        self.table(drawing, self.at + height, until);
    }

    /// A simple table; a malformed one is kept as it is drawn.
    pub(super) fn simple_table(&mut self) {
        let until = self.paragraph_end(self.at);
        let height = simple_table::height(self.slice(self.at, self.lines.len())).unwrap_or(0);
        let drawing = simple_table::draw(&self.rows(self.at + height));
        self.table(drawing, self.at + height, until);
    }

    fn rows(&self, to: usize) -> Vec<Columns<'a>> {
        self.slice(self.at, to).iter().map(|line| Columns::new(*line, self.base)).collect()
    }

    fn table(&mut self, drawing: Option<DrawnTable<'a>>, end: usize, otherwise: usize) {
        let Some(drawing) = drawing else { return self.literal(otherwise) };
        let mut rows = vec![vec![Vec::new(); drawing.columns]; drawing.rows];
        for cell in drawing.cells {
            if let Some(place) = rows.get_mut(cell.row).and_then(|row| row.get_mut(cell.column)) {
                *place = self.cell(cell.lines);
            }
        }
        let kind = Kind::Table(Table { header: drawing.header, rows });
        self.push(kind, self.span(self.at, end));
        self.at = end;
    }

    fn cell(&self, lines: Vec<Line<'a>>) -> Vec<Block> {
        let base = line::common_indent(&lines).unwrap_or(0);
        self.nested(lines, base)
    }
}
