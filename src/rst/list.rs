//! Lists of all kinds: bullets, numbers, definitions, fields, and the lines of a line block.

use crate::place::Span;

use super::body::{Body, Start};
use super::line::{self, Line};
use super::marker::{self, Enumerator};
use super::{Block, Definition, Enumeration, FieldItem, Kind, Text};

impl<'a> Body<'a> {
    pub(super) fn bullets(&mut self, bullet: char) {
        let first = self.at;
        let mut span = self.span(first, first + 1);
        let mut items = Vec::new();
        let mut next = Some(first);
        while let Some(at) = next {
            items.push(self.item(at, bullet.len_utf8(), &mut span));
            next = self.sibling(|body, at, line| body.start(at, line) == Start::Bullet(bullet));
        }
        self.push(Kind::Bullets(items), span);
    }

    pub(super) fn enumeration(&mut self, first: Enumerator) {
        let begin = self.at;
        let mut span = self.span(begin, begin + 1);
        let mut items = Vec::new();
        let mut last = first;
        let mut next = Some(begin);
        while let Some(at) = next {
            items.push(self.item(at, last.width, &mut span));
            next = None;
            let candidate = self.sibling(|_, _, _| true);
            if let Some((at, found)) = candidate.and_then(|at| self.following(at, last)) {
                last = found;
                next = Some(at);
            }
        }
        self.push(Kind::Enumeration(Enumeration { start: first.ordinal.unwrap_or(1), items }), span);
    }

    fn following(&self, at: usize, last: Enumerator) -> Option<(usize, Enumerator)> {
        let found = last.next(self.get(at)?.text).filter(|found| self.is_item(at, *found))?;
        Some((at, found))
    }

    /// The body of the list item at `at`, after a marker of `marker` bytes; `span` grows by the item.
    fn item(&mut self, at: usize, marker: usize, span: &mut Span) -> Vec<Block> {
        let Some(content) = self.get(at).map(|line| line.cut(marker)) else { return Vec::new() };
        let least = if content.is_blank() { self.base + 1 } else { content.indent };
        let end = self.indented_end(at + 1, least);
        *span = span.to(self.span(at, end));
        let base = if content.is_blank() { self.common_indent(at + 1, end) } else { None };
        self.at = end;
        let lines = self.after_marker(at, content, end);
        self.nested(lines, base.unwrap_or(content.indent))
    }

    /// The next line that is not blank, if it stands at the base and `belongs` to the list being read.
    fn sibling(&self, belongs: impl Fn(&Self, usize, Line<'a>) -> bool) -> Option<usize> {
        let at = self.after_blanks(self.at);
        let line = self.get(at).filter(|line| line.indent <= self.base)?;
        belongs(self, at, line).then_some(at)
    }

    pub(super) fn definitions(&mut self) {
        let first = self.at;
        let mut definitions = Vec::new();
        let mut next = Some(first);
        let mut span = self.span(first, first + 1);
        while let Some(at) = next {
            let term = line::flush_text(self.source, self.slice(at, at + 1));
            self.at = self.indented_end(at + 1, self.base + 1);
            span = span.to(self.span(at, self.at));
            let base = self.common_indent(at + 1, self.at).unwrap_or(self.base);
            let body = self.nested(self.slice(at + 1, self.at).to_vec(), base);
            definitions.push(Definition { term, body });
            next = self.sibling(|body, at, line| body.start(at, line) == Start::Text && body.is_term(at));
        }
        self.push(Kind::Definitions(definitions), span);
    }

    fn is_term(&self, at: usize) -> bool {
        self.get(at + 1).is_some_and(|next| !next.is_blank() && next.indent > self.base)
    }

    pub(super) fn fields(&mut self) {
        let first = self.at;
        let mut span = self.span(first, first + 1);
        let mut items = Vec::new();
        let mut next = Some(first);
        while let Some((at, (name, value))) = next.and_then(|at| Some((at, self.field(at)?))) {
            let end = self.indented_end(at + 1, self.base + 1);
            span = span.to(self.span(at, end));
            let base = self.common_indent(at + 1, end).unwrap_or(value.indent);
            let lines = self.after_marker(at, Line { indent: base, ..value }, end);
            self.at = end;
            items.push(FieldItem { name, body: self.nested(lines, base) });
            next = self.sibling(|body, at, line| body.start(at, line) == Start::Field);
        }
        self.push(Kind::Fields(items), span);
    }

    /// The name of the field at `at`, and what follows it on the line.
    pub(super) fn field(&self, at: usize) -> Option<(Text, Line<'a>)> {
        let line = self.get(at)?;
        let name = marker::field_name(line.text)?;
        let place = Line { text: name, start: line.start + 1, ..line };
        Some((line::flush_text(self.source, &[place]), line.cut(name.len() + 2)))
    }

    /// Lines marked with `|`; an indented line carries on the one above.
    pub(super) fn line_block(&mut self) {
        let first = self.at;
        let mut end = first;
        let mut texts: Vec<Text> = Vec::new();
        for line in self.lines.iter().skip(first).take_while(|line| !line.is_blank()) {
            let text = if line.indent > self.base {
                line::flush_text(self.source, &[*line])
            } else if marker::is_marked(line.text, "|") {
                texts.push(line::flush_text(self.source, &[line.cut(1)]));
                end += 1;
                continue;
            } else {
                break;
            };
            if let Some(last) = texts.last_mut() {
                last.value.push('\n');
                last.value.push_str(&text.value);
                last.lines.extend(text.lines);
            }
            end += 1;
        }
        let span = self.span(first, end);
        self.push(Kind::Lines(texts), span);
        self.at = end;
    }
}

#[cfg(test)]
mod tests {
    use crate::rst::outline::outline;

    #[test]
    fn bullets_nest_and_hold_paragraphs() {
        assert_eq!(
            outline("- a\n  b\n\n  c\n\n  * d\n- e\n+ f\n"),
            "bullets: - a⏎  b⏎⏎  c⏎⏎  * d⏎- e\n\
             \u{20} [item]\n    paragraph: a⏎  b\n    paragraph: c\n\
             \u{20}   bullets: * d\n      [item]\n        paragraph: d\n\
             \u{20} [item]\n    paragraph: e\n\
             bullets: + f\n  [item]\n    paragraph: f\n"
        );
    }

    #[test]
    fn an_item_may_start_below_its_bullet() {
        assert_eq!(
            outline("-\n    a\n\n-\n- b\n"),
            "bullets: -⏎    a⏎⏎-⏎- b\n  [item]\n    paragraph: a\n  [item]\n  [item]\n    paragraph: b\n"
        );
    }

    #[test]
    fn numbers_follow_each_other() {
        assert_eq!(
            outline("3. a\n#. b\n\n1. c\n\nA. Nobody\nat all\n"),
            "enumeration 3: 3. a⏎#. b\n  [item]\n    paragraph: a\n  [item]\n    paragraph: b\n\
             enumeration 1: 1. c\n  [item]\n    paragraph: c\n\
             paragraph: A. Nobody⏎at all\n"
        );
    }

    #[test]
    fn definitions_need_an_indented_line() {
        assert_eq!(
            outline("term : kind\n  body\n\nother\n  more\n\nend\n"),
            "definitions: term : kind⏎  body⏎⏎other⏎  more\n\
             \u{20} [term : kind]\n    paragraph: body\n  [other]\n    paragraph: more\nparagraph: end\n"
        );
    }

    #[test]
    fn fields_and_line_blocks() {
        assert_eq!(
            outline(":tocdepth: 3\n:b c: x\n   y\n\n| one\n| two\n  more\n|\n"),
            "fields: :tocdepth: 3⏎:b c: x⏎   y\n  [tocdepth]\n    paragraph: 3\n\
             \u{20} [b c]\n    paragraph: x⏎   y\n\
             lines <one|two⏎more|>: | one⏎| two⏎  more⏎|\n"
        );
    }
}
