/// A position as people and editors count it: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: u32,
}

/// How many bytes lines are longer than, mostly.
const USUAL_LINE: usize = 24;

/// The byte offset at which each line of a text starts.
#[derive(Debug, Clone)]
pub struct LineTable {
    starts: Vec<u32>,
}

impl LineTable {
    /// Reads the line starts of `text`; `\n` ends a line.
    pub fn new(text: &str) -> Self {
        let after_breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let starts = std::iter::once(0).chain(after_breaks).map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        let mut lines = Self { starts: Vec::with_capacity(text.len() / USUAL_LINE + 1) };
        lines.starts.extend(starts);
        lines
    }

    /// Line and column of byte `offset`; past the end it is the end.
    pub fn position(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0) as usize;
        let end = (offset as usize).min(text.len());
        let before = text.as_bytes().get(start..end).unwrap_or(&[]);
        // Continuation bytes of UTF-8 do not start a character.
        let column = before.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        LineColumn { line: number(line) + 1, column: number(column) + 1 }
    }

    /// The bytes of line `line` (from 1), without its line break.
    pub fn line_range(&self, text: &str, line: u32) -> std::ops::Range<usize> {
        let index = line.saturating_sub(1) as usize;
        let start = self.starts.get(index).map_or(text.len(), |start| *start as usize);
        let end = self.starts.get(index + 1).map_or(text.len(), |next| (*next as usize).saturating_sub(1));
        start..end.max(start)
    }

    /// How many lines there are; a text that ends with a line break has an empty last one.
    pub fn count(&self) -> u32 {
        number(self.starts.len())
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let text = "ab\nçd\n";
        let table = LineTable::new(text);
        assert_eq!(table.position(text, 0), LineColumn { line: 1, column: 1 });
        assert_eq!(table.position(text, 5), LineColumn { line: 2, column: 2 });
        assert_eq!(table.position(text, 99), LineColumn { line: 3, column: 1 });
        assert_eq!(text.get(table.line_range(text, 2)), Some("çd"));
        assert_eq!(table.count(), 3);
    }
}
