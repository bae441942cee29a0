use std::ops::Range;

use super::escape::{hidden, visible};
use crate::place::Span;
use crate::source::Sources;

/// Lines above this many bytes are not handed to the drawing of snippets: it reads a line as a whole, and a
/// sample can be one line of a megabyte.
const LONGEST: usize = 1000;

/// How many bytes of such a line are shown, and how many of them before the token.
const SHOWN: usize = 100;
const BEFORE: usize = 40;

/// The line of a token as it can be shown.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SourceLine {
    /// The line with one character for each of the source, and the bytes that are the token.
    Line(String, Range<usize>),
    /// The part of a very long line around the token, the token between `>>>` and `<<<`.
    Part(String),
}

impl SourceLine {
    /// The line where `span` starts. `None` for a source as a whole, and for a span that is of no source.
    pub(crate) fn new(sources: &Sources, span: Span) -> Option<Self> {
        if span.end == 0 {
            return None;
        }
        let text = sources.text(span.source);
        let line = sources.lines(span.source)?.line_range(text, sources.position(span).line);
        let from = (span.start as usize).checked_sub(line.start)?;
        let to = (span.end as usize).min(line.end).saturating_sub(line.start);
        let line = text.get(line)?.trim_end_matches('\r');
        let start = boundary(line, from);
        let token = start..boundary(line, to.max(start));
        Some(if line.len() <= LONGEST { Self::line(line, &token) } else { Self::part(line, &token) })
    }

    fn line(line: &str, token: &Range<usize>) -> Self {
        if line.chars().all(|character| substitute(character) == character) {
            return Self::Line(line.to_owned(), token.clone());
        }
        let [before, marked, after] =
            split(line, token).map(|part| part.chars().map(substitute).collect::<String>());
        let mark = before.len()..before.len() + marked.len();
        Self::Line(before + &marked + &after, mark)
    }

    fn part(line: &str, token: &Range<usize>) -> Self {
        let start = boundary(line, token.start.saturating_sub(BEFORE));
        let end = boundary(line, start + SHOWN);
        let part = line.get(start..end).unwrap_or("");
        let [before, marked, after] =
            split(part, &(token.start - start..token.end.min(end) - start)).map(visible);
        let cut = |is_cut: bool| if is_cut { "..." } else { "" };
        let (left, right) = (cut(start > 0), cut(end < line.len()));
        Self::Part(format!("{left}{before}>>>{marked}<<<{after}{right}"))
    }
}

/// What comes before `token`, the token, and what comes after it.
fn split<'a>(line: &'a str, token: &Range<usize>) -> [&'a str; 3] {
    [0..token.start, token.start..token.end, token.end..line.len()].map(|range| line.get(range).unwrap_or(""))
}

/// A visible character in place of a hidden one, so that columns stay what they are in the source.
fn substitute(character: char) -> char {
    match character {
        '\t' => '\t',
        '\0'..='\u{1F}' => {
            char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\u{7F}' => '\u{2421}',
        other if hidden(other) => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

/// The last start of a character at or before `at`.
fn boundary(line: &str, at: usize) -> usize {
    (0..=at.min(line.len())).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::place::SourceId;

    fn window(text: &str, token: Range<usize>) -> Option<SourceLine> {
        let sources = Sources::from_texts([("a.json", text)]);
        SourceLine::new(&sources, Span::new(SourceId(0), token.start, token.end))
    }

    fn marked(text: &str, token: Range<usize>) -> (String, String) {
        match window(text, token) {
            Some(SourceLine::Line(line, mark)) => (line.get(mark).unwrap().to_owned(), line),
            other => panic!("no line: {other:?}"),
        }
    }

    #[test]
    fn the_line_of_the_token_is_shown() {
        assert_eq!(
            marked("one\n  two three\r\nfour", 10..15),
            ("three".to_owned(), "  two three".to_owned())
        );
    }

    #[test]
    fn a_token_of_several_lines_is_marked_on_its_first() {
        assert_eq!(marked("one {\n two\n}", 4..12).0, "{");
    }

    #[test]
    fn a_hidden_character_has_a_substitute() {
        assert_eq!(marked("say\t\"\u{1b}[2J\u{202e}\" now", 4..13).0, "\"␛[2J\u{fffd}\"");
    }

    #[test]
    fn a_very_long_line_is_cut_around_the_token() {
        let text = format!("{}{}{}", "ä".repeat(4000), "TOKEN", "z".repeat(4000));
        let part = format!("...{}>>>TOKEN<<<{}...", "ä".repeat(20), "z".repeat(55));
        assert_eq!(window(&text, 8000..8005), Some(SourceLine::Part(part)));
    }

    #[test]
    fn a_whole_source_has_no_line() {
        assert_eq!(window("one", 0..0), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn any_span_of_any_text_can_be_shown(
            text in "[a-zä\u{202e}\r\n\t\u{1b}]{0,99}",
            times in 1usize..30,
            start in 0usize..3000,
            length in 0usize..2000,
        ) {
            let shown = match window(&text.repeat(times), start..start + length) {
                Some(SourceLine::Line(line, mark)) => {
                    prop_assert!(line.get(mark).is_some());
                    line.replace('\t', "")
                }
                Some(SourceLine::Part(part)) => part,
                None => String::new(),
            };
            prop_assert!(!shown.contains(hidden));
        }
    }
}
