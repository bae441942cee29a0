use smallvec::SmallVec;

use crate::place::{SourceId, Span};
use crate::text::lines;

use super::Text;

/// Columns from one tab stop to the next.
const TAB: usize = 8;

/// One line of a source, apart from its indentation and its trailing blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// What is left of it; empty for a blank line.
    pub(super) text: &'a str,
    /// Byte offset of `text` in the source.
    pub(super) start: usize,
    /// Column of `text`, from 0, tabs expanded.
    pub(super) indent: usize,
    /// How many bytes of blanks stand before `text`; fewer than columns if there are tabs.
    pub(super) blanks: usize,
}

impl<'a> Line<'a> {
    /// All lines of `text`.
    pub(super) fn all(text: &'a str) -> impl Iterator<Item = Self> {
        lines(text).map(|(start, raw)| {
            let is_trimmed = raw.bytes().next_back().is_some_and(|last| last.is_ascii_graphic());
            let text = if is_trimmed { raw } else { raw.trim_end() };
            Self { text, start, indent: 0, blanks: 0 }.without_blanks()
        })
    }

    pub(super) fn is_blank(self) -> bool {
        self.text.is_empty()
    }

    /// Byte offset of the end.
    pub(super) fn end(self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn span(self, source: SourceId) -> Span {
        Span::new(source, self.start, self.end())
    }

    /// The line without its first `bytes` bytes and the blanks that follow them.
    pub(super) fn cut(self, bytes: usize) -> Self {
        let (head, text) = self.text.split_at_checked(bytes).unwrap_or((self.text, ""));
        let indent = self.indent + head.chars().count();
        Self { text, start: self.start + head.len(), indent, blanks: 0 }.without_blanks()
    }

    /// The same with the blanks at its start counted into the indentation.
    pub(super) fn without_blanks(self) -> Self {
        let mut indent = self.indent;
        let mut bytes = 0;
        for byte in self.text.bytes() {
            match byte {
                b'\t' => indent = (indent / TAB + 1) * TAB,
                b' ' | 0x0b | 0x0c => indent += 1,
                _ => break,
            }
            bytes += 1;
        }
        Self {
            text: self.text.get(bytes..).unwrap_or_default(),
            start: self.start + bytes,
            indent,
            blanks: bytes,
        }
    }
}

/// The smallest indentation of the lines that are not blank.
pub(super) fn common_indent(lines: &[Line<'_>]) -> Option<usize> {
    lines.iter().filter(|line| !line.is_blank()).map(|line| line.indent).min()
}

/// The lines without those at both ends that are blank.
pub(super) fn trim<'l, 'a>(lines: &'l [Line<'a>]) -> &'l [Line<'a>] {
    let first = lines.iter().take_while(|line| line.is_blank()).count();
    let last = lines.iter().rposition(|line| !line.is_blank()).map_or(first, |last| last + 1);
    lines.get(first..last).unwrap_or_default()
}

/// The text of lines, all of their indentation taken off.
pub(super) fn flush_text(source: SourceId, lines: &[Line<'_>]) -> Text {
    let mut value = String::with_capacity(lines.iter().map(|line| line.text.len() + 1).sum());
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            value.push('\n');
        }
        value.push_str(line.text);
    }
    Text { value, lines: lines.iter().map(|line| line.span(source)).collect() }
}

/// The text of lines, their common indentation taken off. What is kept of it belongs to the spans.
pub(super) fn block_text(source: SourceId, lines: &[Line<'_>]) -> Text {
    let lines = trim(lines);
    let base = common_indent(lines).unwrap_or(0);
    let value = String::with_capacity(lines.iter().map(|line| line.indent + line.text.len() + 1).sum());
    let mut text = Text { value, lines: SmallVec::with_capacity(lines.len()) };
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            text.value.push('\n');
        }
        let kept = if line.is_blank() { 0 } else { line.indent.saturating_sub(base) };
        text.value.extend(std::iter::repeat_n(' ', kept));
        text.value.push_str(line.text);
        text.lines.push(Span::new(source, line.start - kept.min(line.blanks), line.end()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: SourceId = SourceId(0);

    #[test]
    fn tabs_advance_to_the_next_stop() {
        let lines: Vec<_> = Line::all("  \tx\n\ty\r\n   \n").collect();
        assert_eq!(lines[0], Line { text: "x", start: 3, indent: 8, blanks: 3 });
        assert_eq!(lines[1], Line { text: "y", start: 6, indent: 8, blanks: 1 });
        assert!(lines[2].is_blank() && lines[3].is_blank());
        assert_eq!(Line { text: "-\tx", start: 0, indent: 0, blanks: 0 }.cut(1).indent, 8);
    }

    #[test]
    fn block_text_keeps_inner_indentation() {
        let source = "\n  a\n    b\n\n  c\n\n";
        let text = block_text(SOURCE, &Line::all(source).collect::<Vec<_>>());
        assert_eq!(text.value, "a\n  b\n\nc");
        let shown: Vec<&str> = text.lines.iter().map(|span| span.slice(source)).collect();
        assert_eq!(shown, ["a", "  b", "", "c"]);
    }
}
