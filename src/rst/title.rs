//! Section titles and transitions.

use crate::rst::{Kind, Title, TitleStyle};

use super::body::Body;
use super::line::{self, Line};
use super::marker;

/// An underline of this length counts even below a longer title; a shorter one may be text.
const SURE: usize = 4;

impl<'a> Body<'a> {
    /// Is `next` an underline of the title `line`?
    pub(super) fn is_underlined(&self, line: Line<'a>, next: Line<'a>) -> bool {
        marker::rule(next.text).is_some() && (next.text.len() >= SURE || next.text.len() >= width(line))
    }

    /// An underlined title.
    pub(super) fn title(&mut self, line: Line<'a>, underline: Line<'a>) {
        self.push_title(line, underline, false, self.at + 2);
    }

    /// A line of punctuation: the overline of a title, a transition, or text after all.
    pub(super) fn rule(&mut self, character: char) {
        if let Some((title, underline)) = self.overlined(character) {
            return self.push_title(title, underline, true, self.at + 3);
        }
        let long = self.get(self.at).is_some_and(|line| line.text.len() >= SURE);
        if long && self.get(self.at + 1).is_none_or(Line::is_blank) {
            self.push(Kind::Transition, self.span(self.at, self.at + 1));
            self.at += 1;
            return;
        }
        self.paragraph();
    }

    /// The title between the overline at the current line and its underline. They need not be of one
    /// length, as the intention is plain.
    fn overlined(&self, character: char) -> Option<(Line<'a>, Line<'a>)> {
        let overline = self.get(self.at).filter(|_| self.titles)?;
        let title =
            self.get(self.at + 1).filter(|title| !title.is_blank() && marker::rule(title.text).is_none())?;
        let underline = self.get(self.at + 2)?;
        let matches = marker::rule(underline.text) == Some(character) && underline.indent == overline.indent;
        let shorter = overline.text.len().min(underline.text.len());
        (matches && (shorter >= SURE || shorter >= width(title))).then_some((title, underline))
    }

    fn push_title(&mut self, title: Line<'a>, underline: Line<'a>, overline: bool, end: usize) {
        let Some(character) = marker::rule(underline.text) else { return };
        let text = line::flush_text(self.source, &[title]);
        let style = TitleStyle { character, overline };
        let kind = Kind::Title(Title { text, style, underline: underline.span(self.source) });
        self.push(kind, self.span(self.at, end));
        self.at = end;
    }
}

fn width(line: Line<'_>) -> usize {
    line.text.chars().count()
}

#[cfg(test)]
mod tests {
    use crate::rst::outline::outline;

    #[test]
    fn titles_with_and_without_overline() {
        assert_eq!(
            outline("====\n A\n====\n\nSection\n~~~~~~~~~~\ntext\n\nÄÖ\n--\n"),
            "title ^= <A>: ====⏎ A⏎====\n\
             title ~ <Section>: Section⏎~~~~~~~~~~\n\
             paragraph: text\n\
             title - <ÄÖ>: ÄÖ⏎--\n"
        );
    }

    #[test]
    fn an_underline_may_be_short_but_not_too_short() {
        assert_eq!(outline("A longer title\n----\n"), "title - <A longer title>: A longer title⏎----\n");
        assert_eq!(outline("A longer title\n---\n"), "paragraph: A longer title⏎---\n");
    }

    #[test]
    fn transitions_stand_alone() {
        assert_eq!(
            outline("a\n\n----\n\nb\n\n---\n\n- c\n\n  d\n  =\n"),
            "paragraph: a\ntransition: ----\nparagraph: b\nparagraph: ---\n\
             bullets: - c⏎⏎  d⏎  =\n  [item]\n    paragraph: c\n    paragraph: d⏎  =\n"
        );
    }

    #[test]
    fn a_broken_overline_loses_no_text() {
        assert_eq!(outline("=====\ntext\n"), "paragraph: =====⏎text\n");
        assert_eq!(outline("====\nShort\n========\n"), "title ^= <Short>: ====⏎Short⏎========\n");
    }

    #[test]
    fn numbered_titles_are_no_lists() {
        assert_eq!(outline("1. First\n========\n"), "title = <1. First>: 1. First⏎========\n");
    }
}
