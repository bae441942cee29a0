//! The flow of body elements: which construct a line starts, and the plain ones among them.

use crate::place::{SourceId, Span};

use super::line::{self, Line};
use super::marker::{self, Enumerator};
use super::{Block, Kind};

/// How deep constructs may be nested; what lies deeper is kept as literal text.
pub(super) const MAX_DEPTH: usize = 64;

/// Says whether the content of the directive of a name is data, not text. The directives of docutils and
/// Sphinx are known here; all others are known to the caller only.
pub(crate) type HoldsData = fn(&str) -> bool;

/// Reads the text of one file. Never fails: what is malformed becomes a paragraph or a literal block.
pub(crate) fn parse(source: SourceId, text: &str, holds_data: HoldsData) -> Vec<Block> {
    let lines = Line::all(text).collect();
    Body { source, holds_data, lines, base: 0, depth: 0, titles: true, at: 0, blocks: Vec::new() }.read()
}

/// Some lines that are read as body elements, and those found so far.
pub(super) struct Body<'a> {
    pub(super) source: SourceId,
    pub(super) holds_data: HoldsData,
    pub(super) lines: Vec<Line<'a>>,
    /// The column that the elements stand at; a deeper line is a quote.
    pub(super) base: usize,
    pub(super) depth: usize,
    /// May there be section titles?
    pub(super) titles: bool,
    /// The line to read next.
    pub(super) at: usize,
    pub(super) blocks: Vec<Block>,
}

/// What a line that is not indented starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    Bullet(char),
    Enumerator(Enumerator),
    Field,
    Doctest,
    LineBlock,
    GridTable,
    SimpleTable,
    Explicit,
    Anonymous,
    /// A line of one punctuation character.
    Rule(char),
    Text,
}

impl<'a> Body<'a> {
    pub(super) fn read(mut self) -> Vec<Block> {
        while let Some(line) = self.get(self.at) {
            let before = self.at;
            if line.is_blank() {
                self.at += 1;
                continue;
            }
            if line.indent > self.base {
                self.quote();
            } else {
                self.element(line);
            }
            debug_assert!(self.at > before, "each construct takes a line");
        }
        self.blocks
    }

    fn element(&mut self, line: Line<'a>) {
        match self.start(self.at, line) {
            Start::Bullet(bullet) => self.bullets(bullet),
            Start::Enumerator(first) => self.enumeration(first),
            Start::Field => self.fields(),
            Start::Doctest => self.literal(self.paragraph_end(self.at)),
            Start::LineBlock => self.line_block(),
            Start::GridTable => self.grid_table(),
            Start::SimpleTable => self.simple_table(),
            Start::Explicit => self.explicit(line),
            Start::Anonymous => self.anonymous_target(line),
            Start::Rule(character) => self.rule(character),
            Start::Text => self.text(line),
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<Line<'a>> {
        self.lines.get(at).copied()
    }

    /// What line `at` starts.
    pub(super) fn start(&self, at: usize, line: Line<'a>) -> Start {
        let text = line.text;
        let Some(first) = text.bytes().next() else { return Start::Text };
        match first {
            b':' if marker::field_name(text).is_some() => return Start::Field,
            b'>' if marker::is_marked(text, ">>>") => return Start::Doctest,
            b'|' if marker::is_marked(text, "|") => return Start::LineBlock,
            b'.' if marker::is_marked(text, "..") => return Start::Explicit,
            b'_' if marker::is_marked(text, "__") => return Start::Anonymous,
            b'+' if marker::is_grid_top(text) => return Start::GridTable,
            b'=' if marker::is_simple_border(text) => return Start::SimpleTable,
            _ => {}
        }
        if let Some(bullet) = marker::bullet(text) {
            return Start::Bullet(bullet);
        }
        if let Some(enumerator) = Enumerator::read(text).filter(|found| self.is_item(at, *found)) {
            return Start::Enumerator(enumerator);
        }
        marker::rule(text).map_or(Start::Text, Start::Rule)
    }

    /// An enumerator starts an item only if the next line is blank, indented, or the next item: a paragraph
    /// may well start with "A. Somebody".
    pub(super) fn is_item(&self, at: usize, found: Enumerator) -> bool {
        self.get(at + 1)
            .is_none_or(|next| next.is_blank() || next.indent > self.base || found.next(next.text).is_some())
    }

    /// One past the last line that is not blank, of those from `from` on that are indented by `least` or
    /// more.
    pub(super) fn indented_end(&self, from: usize, least: usize) -> usize {
        let mut end = from;
        for (at, line) in self.lines.iter().enumerate().skip(from) {
            if line.is_blank() {
                continue;
            }
            if line.indent < least {
                break;
            }
            end = at + 1;
        }
        end
    }

    /// One past the last line of the paragraph that starts at `from`.
    pub(super) fn paragraph_end(&self, from: usize) -> usize {
        let more = |line: &&Line<'_>| !line.is_blank() && line.indent <= self.base;
        from + 1 + self.lines.iter().skip(from + 1).take_while(more).count()
    }

    /// The first line from `from` on that is not blank.
    pub(super) fn after_blanks(&self, from: usize) -> usize {
        from + self.lines.iter().skip(from).take_while(|line| line.is_blank()).count()
    }

    pub(super) fn slice(&self, from: usize, to: usize) -> &[Line<'a>] {
        self.lines.get(from..to).unwrap_or_default()
    }

    pub(super) fn common_indent(&self, from: usize, to: usize) -> Option<usize> {
        line::common_indent(self.slice(from, to))
    }

    /// The lines `at` to `to`, with what follows the marker of the first in place of it.
    pub(super) fn after_marker(&self, at: usize, first: Line<'a>, to: usize) -> Vec<Line<'a>> {
        std::iter::once(first).chain(self.slice(at + 1, to).iter().copied()).collect()
    }

    /// Reads some lines as the body of a construct.
    pub(super) fn nested(&self, lines: Vec<Line<'a>>, base: usize) -> Vec<Block> {
        self.nested_with_titles(lines, base, false)
    }

    /// The same where titles may stand, as in what is shown for one builder only.
    pub(super) fn nested_with_titles(&self, lines: Vec<Line<'a>>, base: usize, titles: bool) -> Vec<Block> {
        let (source, holds_data, depth) = (self.source, self.holds_data, self.depth + 1);
        let mut body = Body { source, holds_data, lines, base, depth, titles, at: 0, blocks: Vec::new() };
        if depth < MAX_DEPTH {
            return body.read();
        }
        body.at = body.after_blanks(0);
        if body.at < body.lines.len() {
            body.literal(body.lines.len());
        }
        body.blocks
    }

    /// From the start of line `from` to the end of line `to - 1`.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let lines = line::trim(self.slice(from, to));
        let start = lines.first().map_or(0, |line| line.start);
        Span::new(self.source, start, lines.last().map_or(start, |line| line.end()))
    }

    pub(super) fn push(&mut self, kind: Kind, span: Span) {
        self.blocks.push(Block { kind, span });
    }

    /// The lines up to `end` as they are.
    pub(super) fn literal(&mut self, end: usize) {
        let text = line::block_text(self.source, self.slice(self.at, end));
        let span = self.span(self.at, end);
        self.push(Kind::Literal(text), span);
        self.at = end;
    }

    fn quote(&mut self) {
        let end = self.indented_end(self.at, self.base + 1).max(self.at + 1);
        let span = self.span(self.at, end);
        let base = self.common_indent(self.at, end).unwrap_or(self.base);
        let blocks = self.nested(self.slice(self.at, end).to_vec(), base);
        self.push(Kind::Quote(blocks), span);
        self.at = end;
    }

    /// Text: a definition if the next line is indented, a title if it is underlined, else a paragraph.
    fn text(&mut self, line: Line<'a>) {
        match self.get(self.at + 1).filter(|next| !next.is_blank()) {
            Some(next) if next.indent > self.base => self.definitions(),
            Some(next) if self.titles && self.is_underlined(line, next) => self.title(line, next),
            _ => self.paragraph(),
        }
    }

    pub(super) fn paragraph(&mut self) {
        let end = self.paragraph_end(self.at);
        let text = line::flush_text(self.source, self.slice(self.at, end));
        let span = self.span(self.at, end);
        let announces = announces_literal(&text.value);
        self.push(Kind::Paragraph(text), span);
        self.at = end;
        if announces {
            self.announced_literal();
        }
    }

    /// The literal block after `::`: indented lines, or lines that all start with the same punctuation.
    fn announced_literal(&mut self) {
        let from = self.after_blanks(self.at);
        let Some(first) = self.get(from) else { return };
        if first.indent > self.base {
            self.at = from;
            return self.literal(self.indented_end(from, self.base + 1));
        }
        let quote = first.text.chars().next().filter(char::is_ascii_punctuation);
        // Strictly, `..` would quote as well; but then it nearly always is a directive that was meant.
        if let Some(quote) = quote.filter(|_| from > self.at && !marker::is_marked(first.text, "..")) {
            let quoted = |line: &&Line<'_>| line.text.starts_with(quote) && line.indent <= self.base;
            let end = from + self.lines.iter().skip(from).take_while(quoted).count();
            self.at = from;
            self.literal(end);
        }
    }
}

/// Does the text end with `::` that is not escaped?
pub(super) fn announces_literal(text: &str) -> bool {
    text.strip_suffix("::").is_some_and(|rest| {
        let escapes = rest.bytes().rev().take_while(|byte| *byte == b'\\').count();
        escapes.is_multiple_of(2)
    })
}

#[cfg(test)]
mod tests {
    use super::super::outline::outline;
    use super::*;

    #[test]
    fn paragraphs_quotes_and_literals() {
        let source = "One\ntwo::\r\n\r\n  code\n    more\n\nAfter.\n\n  quoted\n";
        assert_eq!(
            outline(source),
            "paragraph: One⏎two::\n\
             literal <code⏎  more>: code⏎    more\n\
             paragraph: After.\n\
             quote: quoted\n  paragraph: quoted\n"
        );
    }

    #[test]
    fn quoted_literals_and_doctests() {
        assert_eq!(
            outline("::\n\n> a\n> b\nc\n\n>>> 1\n1\n"),
            "paragraph: ::\n\
             literal <> a⏎> b>: > a⏎> b\n\
             paragraph: c\n\
             literal <>>> 1⏎1>: >>> 1⏎1\n"
        );
    }

    #[test]
    fn a_directive_after_a_double_colon_stays_one() {
        assert_eq!(
            outline("Like this::\n\n.. code:: json\n\n   {}\n"),
            "paragraph: Like this::\n\
             directive code <json> content=<{}>: .. code:: json⏎⏎   {}\n"
        );
    }

    #[test]
    fn nesting_is_bounded() {
        let deep: String = (0..300).map(|level| format!("{}- x\n\n", " ".repeat(2 * level))).collect();
        let blocks = parse(SourceId(0), &deep, |_| false);
        let walked: Vec<&Block> = blocks.iter().flat_map(Block::walk).collect();
        assert_eq!(walked.iter().filter(|block| matches!(block.kind, Kind::Bullets(_))).count(), MAX_DEPTH);
        assert!(matches!(walked.last().map(|block| &block.kind), Some(Kind::Literal(_))));
        let flat = "- ".repeat(10_000);
        assert_eq!(parse(SourceId(0), &flat, |_| false).len(), 1);
    }
}
