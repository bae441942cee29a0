//! Tables as GFM tables. A cell there is one line, so its blocks are joined with `<br>`.

use super::commonmark::Writer;
use super::{Block, Directive, Kind, Table, escape};

impl Writer<'_> {
    pub(super) fn table(&self, table: &Table) -> String {
        let rows = table.rows.iter().map(|row| row.iter().map(Vec::as_slice).collect()).collect();
        self.rows(rows, table.header)
    }

    /// The bullet list in a bullet list that a `list-table` is made of; `None` if it is something else.
    pub(super) fn list_table(&self, directive: &Directive) -> Option<String> {
        let [Block { kind: Kind::Bullets(items), .. }] = directive.blocks.as_slice() else { return None };
        let rows = items.iter().map(|item| list_row(item)).collect::<Option<Vec<_>>>()?;
        let header = directive.option("header-rows").and_then(|rows| rows.value.trim().parse().ok());
        Some(self.rows(rows, header.unwrap_or(0)))
    }

    /// GFM has exactly one header row: several are joined, and a missing one is empty.
    fn rows(&self, rows: Vec<Vec<&[Block]>>, header: usize) -> String {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return String::new();
        }
        let mut head = vec![Vec::new(); width];
        for row in rows.iter().take(header) {
            for (cell, blocks) in head.iter_mut().zip(row) {
                self.cell(blocks, cell);
            }
        }
        let mut out = String::new();
        push_row(&head, &mut out);
        out.push('\n');
        out.push_str(&format!("|{}", " --- |".repeat(width)));
        for row in rows.iter().skip(header) {
            let mut cells = vec![Vec::new(); width];
            for (cell, blocks) in cells.iter_mut().zip(row) {
                self.cell(blocks, cell);
            }
            out.push('\n');
            push_row(&cells, &mut out);
        }
        out
    }

    /// Appends the lines of a cell.
    fn cell(&self, blocks: &[Block], lines: &mut Vec<String>) {
        for block in blocks {
            self.cell_block(block, lines);
        }
    }

    fn cell_block(&self, block: &Block, lines: &mut Vec<String>) {
        match &block.kind {
            Kind::Paragraph(text) => lines.push(self.paragraph(text, String::new())),
            Kind::Title(title) => lines.push(self.bold(&title.text)),
            Kind::Lines(texts) => lines.extend(texts.iter().map(|text| self.phrases.line(text))),
            Kind::Literal(text) => lines.extend(text.iter().map(|(line, _)| code(line))),
            Kind::Bullets(items) => items.iter().for_each(|item| self.cell_item("- ", item, lines)),
            Kind::Enumeration(list) => {
                for (number, item) in (list.start..).zip(&list.items) {
                    self.cell_item(&format!("{number}. "), item, lines);
                }
            }
            Kind::Definitions(list) => {
                for item in list {
                    self.cell_item(&format!("{}: ", self.bold(&item.term)), &item.body, lines);
                }
            }
            Kind::Fields(list) => {
                for item in list {
                    self.cell_item(&format!("{}: ", self.bold(&item.name)), &item.body, lines);
                }
            }
            Kind::Directive(directive) if directive.blocks.is_empty() => {
                lines.extend(self.literal_content(directive).lines().map(code));
            }
            _ => block.each_child(|child| self.cell_block(child, lines)),
        }
    }

    fn cell_item(&self, marker: &str, blocks: &[Block], lines: &mut Vec<String>) {
        let from = lines.len();
        self.cell(blocks, lines);
        match lines.get_mut(from) {
            Some(first) => first.insert_str(0, marker),
            None => lines.push(marker.trim_end().to_owned()),
        }
    }
}

/// The cells of one row of a `list-table`.
fn list_row(item: &[Block]) -> Option<Vec<&[Block]>> {
    match item {
        [Block { kind: Kind::Bullets(cells), .. }] => Some(cells.iter().map(Vec::as_slice).collect()),
        _ => None,
    }
}

fn code(line: &str) -> String {
    let mut out = String::new();
    escape::push_code(line, &mut out);
    out
}

fn push_row(cells: &[Vec<String>], out: &mut String) {
    out.push('|');
    for cell in cells {
        let lines: Vec<&str> = cell.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        // A bar ends a cell even inside of code.
        let text = lines.join("<br>").replace('|', "\\|");
        if !text.is_empty() {
            out.push(' ');
            out.push_str(&text);
        }
        out.push_str(" |");
    }
}

#[cfg(test)]
mod tests {
    use crate::rst::outline::rendered;

    #[test]
    fn a_table_without_header_gets_an_empty_one() {
        let source = "+---+---+\n| a | b |\n+---+---+\n| c |   |\n+---+---+\n";
        assert_eq!(rendered(source), "| | |\n| --- | --- |\n| a | b |\n| c | |");
    }

    #[test]
    fn cells_are_one_line() {
        let source = "\
+---+-------+
| a | b     |
+===+=======+
| c | One.  |
|   |       |
|   | - x|y |
|   | - z   |
+---+-------+
";
        assert_eq!(rendered(source), "| a | b |\n| --- | --- |\n| c | One.<br>- x\\|y<br>- z |");
    }

    #[test]
    fn a_list_of_lists_is_a_table() {
        let source = ".. list-table:: T\n   :header-rows: 1\n\n   * - a\n     - b\n   * - ``c``\n";
        assert_eq!(rendered(source), "**T**\n\n| a | b |\n| --- | --- |\n| `c` | |");
        assert_eq!(rendered(".. list-table::\n\n   text\n"), "text");
    }
}
