use std::sync::OnceLock;

/// A position as people and editors count it: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: u32,
}

/// What columns count: people count characters, editors often units of UTF-16 (Language Server Protocol 3.17,
/// `positionEncoding`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Columns {
    /// Unicode scalar values.
    #[default]
    Characters,
    /// Units of UTF-16: a character beyond U+FFFF counts twice.
    Utf16,
}

impl Columns {
    /// How wide a character is.
    fn width(self, character: char) -> usize {
        match self {
            Self::Characters => 1,
            Self::Utf16 => character.len_utf16(),
        }
    }
}

/// How many bytes lines are longer than, mostly.
const USUAL_LINE: usize = 24;

/// Within lines that are longer, characters are counted from the last multiple of so many bytes: a line of a megabyte may
/// have thousands of places.
const STEP: usize = 4096;

/// The byte offset at which each line of a text starts.
#[derive(Debug, Clone)]
pub struct LineTable {
    starts: Vec<u32>,
    /// How many characters start before each multiple of [`STEP`]; counted when a long line asks.
    counts: OnceLock<Vec<usize>>,
}

impl LineTable {
    /// Reads the line starts of `text`; `\n` ends a line.
    pub fn new(text: &str) -> Self {
        let after_breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let starts = std::iter::once(0).chain(after_breaks).map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        let mut lines =
            Self { starts: Vec::with_capacity(text.len() / USUAL_LINE + 1), counts: OnceLock::new() };
        lines.starts.extend(starts);
        lines
    }

    /// Line and column of byte `offset`; past the end it is the end.
    pub fn position(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0) as usize;
        let end = (offset as usize).min(text.len());
        let column = match end.saturating_sub(start) {
            ..=STEP => characters(text.as_bytes().get(start..end)),
            _ => self.characters_before(text, end).saturating_sub(self.characters_before(text, start)),
        };
        LineColumn { line: number(line) + 1, column: number(column) + 1 }
    }

    /// How many characters start before a byte of the text.
    fn characters_before(&self, text: &str, end: usize) -> usize {
        let bytes = text.as_bytes();
        let counts = self.counts.get_or_init(|| {
            let steps = bytes.chunks(STEP).scan(0, |sum, step| {
                let before = *sum;
                *sum += characters(Some(step));
                Some(before)
            });
            steps.collect()
        });
        let step = (end / STEP).min(counts.len().saturating_sub(1));
        counts.get(step).copied().unwrap_or(0) + characters(bytes.get(step * STEP..end))
    }

    /// The same with columns of another kind. An offset within a character is the start of it.
    pub fn position_in(&self, text: &str, offset: u32, columns: Columns) -> LineColumn {
        let LineColumn { line, .. } = self.position(text, offset);
        let range = self.line_range(text, line);
        let before = |(at, _): &(usize, char)| range.start + at < offset as usize;
        let whole = |(at, character): &(usize, char)| {
            range.start + at + character.len_utf8() <= (offset as usize).min(text.len())
        };
        let characters = text.get(range.clone()).unwrap_or_default().char_indices();
        let width: usize =
            characters.take_while(before).filter(whole).map(|(_, character)| columns.width(character)).sum();
        LineColumn { line, column: number(width) + 1 }
    }

    /// The byte at a position; past the end of its line it is that end, and past the last line the end of the
    /// text.
    pub fn offset(&self, text: &str, position: LineColumn, columns: Columns) -> usize {
        let range = self.line_range(text, position.line);
        let line = text.get(range.clone()).unwrap_or_default();
        let mut left = position.column.saturating_sub(1) as usize;
        for (at, character) in line.char_indices() {
            let width = columns.width(character);
            if left < width {
                return range.start + at;
            }
            left -= width;
        }
        range.end
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

/// How many characters start in some bytes: continuation bytes of UTF-8 start none.
fn characters(bytes: Option<&[u8]>) -> usize {
    bytes.unwrap_or_default().iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_long_lines_are_those_of_short_ones() {
        let text = format!("é\n{}\nß", "aé𝄞".repeat(3000));
        let table = LineTable::new(&text);
        let line = text.lines().nth(1).unwrap();
        for (column, (at, _)) in line.char_indices().enumerate() {
            let offset = number("é\n".len() + at);
            assert_eq!(table.position(&text, offset), LineColumn { line: 2, column: number(column) + 1 });
        }
        assert_eq!(table.position(&text, u32::MAX), LineColumn { line: 3, column: 2 });
    }

    #[test]
    fn columns_are_characters_or_units_of_utf_16_both_ways() {
        let text = "a\u{1f600}b\r\nç\u{1f600}";
        let table = LineTable::new(text);
        let column = |offset: usize, columns| table.position_in(text, number(offset), columns).column;
        let b = text.find('b').unwrap();
        assert_eq!((column(b, Columns::Characters), column(b, Columns::Utf16)), (3, 4));
        assert_eq!(table.position_in(text, 99, Columns::Utf16), LineColumn { line: 2, column: 4 });
        for columns in [Columns::Characters, Columns::Utf16] {
            for (offset, _) in text.char_indices().filter(|(_, character)| *character != '\n') {
                let position = table.position_in(text, number(offset), columns);
                assert_eq!(table.offset(text, position, columns), offset, "{columns:?} {offset}");
            }
        }
        // The middle of a pair is the character, and what is behind the end is the end.
        assert_eq!(table.offset(text, LineColumn { line: 1, column: 3 }, Columns::Utf16), 1);
        assert_eq!(table.offset(text, LineColumn { line: 9, column: 1 }, Columns::Utf16), text.len());
    }

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
