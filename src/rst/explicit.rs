//! Explicit markup: everything that starts with `..`, but for directives themselves.

use super::body::Body;
use super::line::{self, Line};
use super::marker;
use super::{Kind, directive};

impl<'a> Body<'a> {
    /// `..` and what belongs to it. What is nothing else is a comment.
    pub(super) fn explicit(&mut self, line: Line<'a>) {
        let rest = line.cut(2);
        let end = self.indented_end(self.at + 1, self.base + 1);
        if let Some(head) = directive::Head::read(rest) {
            let span = self.span(self.at, end);
            let found = self.directive(head, end);
            self.push(Kind::Directive(Box::new(found)), span);
        } else if !(self.target(rest) || self.footnote(rest, end) || self.substitution(rest, end)) {
            self.comment(rest, end);
        }
    }

    /// An empty comment ends at once, so that it can end a construct before an indented one.
    fn comment(&mut self, rest: Line<'a>, end: usize) {
        let alone = rest.is_blank() && self.get(self.at + 1).is_none_or(Line::is_blank);
        let end = if alone { self.at + 1 } else { end };
        let span = self.span(self.at, end);
        let base = self.common_indent(self.at + 1, end).unwrap_or(rest.indent);
        let lines = self.after_marker(self.at, Line { indent: base, ..rest }, end);
        let text = line::block_text(self.source, &lines);
        self.push(Kind::Comment(text), span);
        self.at = end;
    }

    /// `.. _name: uri`, `.. __: uri`; the URI may go on in indented lines.
    fn target(&mut self, rest: Line<'a>) -> bool {
        let Some(named) =
            rest.text.strip_prefix('_').filter(|named| !named.is_empty() && !named.starts_with(' '))
        else {
            return false;
        };
        let Some((name, uri)) = target_name(named) else { return false };
        let name = name.to_owned();
        let offset = rest.text.len() - uri.len();
        self.push_target(name, rest.cut(offset));
        true
    }

    /// `__ uri`.
    pub(super) fn anonymous_target(&mut self, line: Line<'a>) {
        self.push_target(String::new(), line.cut(2));
    }

    fn push_target(&mut self, name: String, uri: Line<'a>) {
        let more = |line: &&Line<'_>| !line.is_blank() && line.indent > self.base;
        let end = self.at + 1 + self.lines.iter().skip(self.at + 1).take_while(more).count();
        let lines =
            std::iter::once(uri.text).chain(self.slice(self.at + 1, end).iter().map(|line| line.text));
        let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
        // Blanks count in a reference to another target, and not in an address that is wrapped.
        let value = words.join(if uri.text.starts_with('`') { " " } else { "" });
        let span = self.span(self.at, end);
        self.push(Kind::Target(name, Some(value).filter(|value| !value.is_empty())), span);
        self.at = end;
    }

    /// `.. [label] body`.
    fn footnote(&mut self, rest: Line<'a>, end: usize) -> bool {
        let found = rest.text.strip_prefix('[').and_then(|inner| inner.split_once(']'));
        let Some((label, _)) = found.filter(|(label, body)| is_label(label) && marker::opens(body)) else {
            return false;
        };
        let span = self.span(self.at, end);
        let body = rest.cut(label.len() + 2);
        let base = self.common_indent(self.at + 1, end).unwrap_or(body.indent);
        let blocks = self.nested(self.after_marker(self.at, Line { indent: base, ..body }, end), base);
        self.push(Kind::Footnote(label.to_owned(), blocks), span);
        self.at = end;
        true
    }

    /// `.. |name| directive:: arguments`.
    fn substitution(&mut self, rest: Line<'a>, end: usize) -> bool {
        let found = rest.text.strip_prefix('|').and_then(|inner| inner.split_once('|'));
        let Some((name, _)) = found.filter(|(name, _)| !name.is_empty() && !name.starts_with(' ')) else {
            return false;
        };
        let Some(head) = directive::Head::read(rest.cut(name.len() + 2)) else { return false };
        let span = self.span(self.at, end);
        let found = self.directive(head, end);
        self.push(Kind::Substitution(name.to_owned(), Box::new(found)), span);
        true
    }
}

/// Splits `name: uri`, with the name in backquotes or with its colons escaped. The name comes without its
/// quotes; that of an anonymous target is empty.
fn target_name(text: &str) -> Option<(&str, &str)> {
    if let Some(quoted) = text.strip_prefix('`') {
        let (name, rest) = quoted.split_once('`')?;
        return Some((name, rest.strip_prefix(':').filter(|rest| marker::opens(rest))?));
    }
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        let rest = text.get(at + 1..).unwrap_or_default();
        if byte == b':' && !escaped && marker::opens(rest) {
            let name = text.get(..at)?;
            return Some((if name == "_" { "" } else { name }, rest));
        }
        escaped = byte == b'\\' && !escaped;
    }
    None
}

/// A number, `#`, `*`, or a name such as that of a citation.
fn is_label(label: &str) -> bool {
    let name = label.strip_prefix('#').unwrap_or(label);
    label == "*" || label == "#" || directive::is_simple_name(name)
}

#[cfg(test)]
mod tests {
    use crate::rst::outline::outline;

    #[test]
    fn comments_keep_their_text_to_themselves() {
        assert_eq!(
            outline(".. -*- rst -*-\n\n.. note: no\n   - x\n\n..\n\n  quote\n"),
            "comment <-*- rst -*->: .. -*- rst -*-\n\
             comment <note: no⏎- x>: .. note: no⏎   - x\n\
             comment <>: ..\n\
             quote: quote\n  paragraph: quote\n"
        );
    }

    #[test]
    fn targets_in_all_their_forms() {
        assert_eq!(
            outline(
                ".. _a b: http://x/\n   y\n.. _`c: d`: e_\n.. _here:\n\n__ http://z\n.. __: w\n.. _bad\n"
            ),
            "target <a b> Some(\"http://x/y\"): .. _a b: http://x/⏎   y\n\
             target <c: d> Some(\"e_\"): .. _`c: d`: e_\n\
             target <here> None: .. _here:\n\
             target <> Some(\"http://z\"): __ http://z\n\
             target <> Some(\"w\"): .. __: w\n\
             comment <_bad>: .. _bad\n"
        );
    }

    #[test]
    fn footnotes_and_substitutions() {
        assert_eq!(
            outline(".. [1] Foot\n   note.\n\n.. |x y| replace:: z\n"),
            "footnote 1: .. [1] Foot⏎   note.\n  paragraph: Foot⏎   note.\n\
             substitution |x y| replace <z> content=<>: .. |x y| replace:: z\n"
        );
    }
}
