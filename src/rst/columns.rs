use super::line::Line;

/// A line of a table that can be cut at columns, counted from the left edge of the table. Wide characters
/// (of East Asian scripts) take two.
#[derive(Debug)]
pub(super) struct Columns<'a> {
    line: Line<'a>,
    /// Columns between the edge of the table and the text.
    margin: usize,
    /// Where the character of each column starts in the text; empty for ASCII, where it is the same number.
    offsets: Vec<usize>,
}

impl<'a> Columns<'a> {
    pub(super) fn new(line: Line<'a>, edge: usize) -> Self {
        let mut offsets = Vec::new();
        if !line.text.is_ascii() {
            for (at, char) in line.text.char_indices() {
                offsets.extend(std::iter::repeat_n(at, if is_wide(char) { 2 } else { 1 }));
            }
        }
        let margin = if line.is_blank() { 0 } else { line.indent.saturating_sub(edge) };
        Self { line, margin, offsets }
    }

    /// Columns up to the end of the text.
    pub(super) fn width(&self) -> usize {
        self.margin + if self.offsets.is_empty() { self.line.text.len() } else { self.offsets.len() }
    }

    /// The byte at `column`, a blank left of the text and right of it.
    pub(super) fn byte(&self, column: usize) -> u8 {
        let at = column.checked_sub(self.margin).map(|inner| self.offset(inner));
        at.and_then(|at| self.line.text.as_bytes().get(at)).copied().unwrap_or(b' ')
    }

    /// What stands in the columns from `from` to before `to`, as a line of its own.
    pub(super) fn cut(&self, from: usize, to: usize) -> Line<'a> {
        let start = self.offset(from.saturating_sub(self.margin));
        let end = self.offset(to.saturating_sub(self.margin)).max(start);
        let text = self.line.text.get(start..end).unwrap_or_default().trim_end();
        let indent = from.max(self.margin);
        Line { text, start: self.line.start + start, indent, blanks: 0 }.without_blanks()
    }

    fn offset(&self, column: usize) -> usize {
        let length = self.line.text.len();
        if self.offsets.is_empty() {
            column.min(length)
        } else {
            self.offsets.get(column).copied().unwrap_or(length)
        }
    }
}

fn is_wide(char: char) -> bool {
    matches!(u32::from(char),
        0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1F64F | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let line = Line::all("  aé日b |").next().unwrap();
        let columns = Columns::new(line, 1);
        assert_eq!(columns.width(), 8);
        assert_eq!(columns.cut(0, 3).text, "aé");
        assert_eq!(columns.cut(3, 6).text, "日b");
        assert_eq!(columns.byte(7), b'|');
        assert_eq!((columns.byte(0), columns.byte(99)), (b' ', b' '));
    }
}
