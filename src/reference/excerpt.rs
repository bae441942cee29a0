//! Parts of files: the options of `include` (as docutils reads them) and `literalinclude` (as Sphinx does)
//! that choose lines.

use std::ops::Range;

use crate::finding::{Rule, Severity};
use crate::rst::{Directive, Text};
use crate::text::lines;

pub(super) static EXCERPT_MISSING: Rule = Rule {
    id: "excerpt-missing",
    severity: Severity::Error,
    unread: true,
    summary: "an option names a text that is not in the file",
    explanation: "`start-after`, `end-before` and their like choose the part of a file that begins or ends \
                  at a text. Where the file does not hold that text, Sphinx shows nothing.",
    bad: ".. literalinclude:: samples/things.txt\n   :start-after: [bdoy]",
    good: ".. literalinclude:: samples/things.txt\n   :start-after: [body]",
    ..Rule::USUAL
};

/// The options that choose a part of a file.
const OPTIONS: [&str; 7] =
    ["lines", "start-line", "end-line", "start-at", "start-after", "end-at", "end-before"];

/// The part of a file that a directive shows: its options, by name. Without any it is all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Excerpt(Vec<(&'static str, String)>);

impl Excerpt {
    /// The part that `directive` shows.
    pub(super) fn of(directive: &Directive) -> Self {
        let given = |name: &&'static str| Some((*name, directive.option(name)?.value.trim().to_owned()));
        Self(OPTIONS.iter().filter_map(given).collect())
    }

    pub(super) fn is_all(&self) -> bool {
        self.0.is_empty()
    }

    /// The option whose text `text` does not hold.
    pub(super) fn missing_in<'d>(&self, directive: &'d Directive, text: &str) -> Option<&'d Text> {
        let is_text = |name: &str| !matches!(name, "lines" | "start-line" | "end-line");
        let missing = self.0.iter().find(|(name, value)| is_text(name) && !text.contains(value.as_str()))?;
        directive.option(missing.0)
    }

    fn option(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| *given == name).map(|(_, value)| value.as_str())
    }

    /// The bytes of `text` that an `include` shows: first by lines, then from behind one text to before
    /// another.
    pub(super) fn range(&self, text: &str) -> Range<usize> {
        // What is behind the last line break is no line.
        let starts = lines(text).map(|(start, _)| start).filter(|start| *start < text.len());
        let starts: Vec<usize> = starts.chain([text.len()]).collect();
        let line = |name: &str| {
            let number: i64 = self.option(name)?.parse().ok()?;
            let count = starts.len() - 1;
            let at = if number < 0 {
                count.checked_sub(usize::try_from(-number).ok()?)?
            } else {
                usize::try_from(number).ok()?
            };
            starts.get(at.min(count)).copied()
        };
        let mut range = line("start-line").unwrap_or(0)..line("end-line").unwrap_or(text.len());
        let inside = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
        if let Some(after) = self.option("start-after") {
            range.start = inside(&range).find(after).map_or(range.end, |at| range.start + at + after.len());
        }
        if let Some(before) = self.option("end-before") {
            range.end = inside(&range).find(before).map_or(range.start, |at| range.start + at);
        }
        range
    }

    /// What a `literalinclude` shows of a text, from the first byte to the last, and where that begins. Lines
    /// in between that are not shown are blank, so that every byte stays in its place.
    pub(super) fn shown(&self, text: &str) -> (usize, String) {
        let all: Vec<(usize, &str)> = lines(text).collect();
        let holding = |wanted: &str, from: usize| {
            all.iter().enumerate().skip(from).find(|(_, (_, line))| line.contains(wanted)).map(|(at, _)| at)
        };
        let start = match (self.option("start-at"), self.option("start-after")) {
            (Some(at), _) => holding(at, 0).unwrap_or(all.len()),
            (None, Some(after)) => holding(after, 0).map_or(all.len(), |at| at + 1),
            (None, None) => 0,
        };
        let end = match (self.option("end-at"), self.option("end-before")) {
            (Some(at), _) => holding(at, start).map_or(all.len(), |at| at + 1),
            (None, Some(before)) => holding(before, start).unwrap_or(all.len()),
            (None, None) => all.len(),
        };
        let numbers = self.option("lines");
        let is_shown = |at: usize| {
            (start..end).contains(&at) && numbers.is_none_or(|numbers| is_listed(numbers, at - start + 1))
        };
        let mut bytes = text.as_bytes().to_vec();
        for (_, (from, line)) in all.iter().enumerate().filter(|(at, _)| !is_shown(*at)) {
            if let Some(hidden) = bytes.get_mut(*from..from + line.len()) {
                hidden.fill(b' ');
            }
        }
        let shown = String::from_utf8(bytes).unwrap_or_default();
        let start = shown.len() - shown.trim_start().len();
        (start, shown.trim().to_owned())
    }
}

/// Is line `number` (from 1) in a list such as `1-3,7,10-`?
fn is_listed(list: &str, number: usize) -> bool {
    list.split(',').any(|part| match part.trim().split_once('-') {
        Some((from, to)) => {
            let from = from.trim().parse().unwrap_or(1);
            let to = to.trim().parse().unwrap_or(usize::MAX);
            (from..=to).contains(&number)
        }
        None => part.trim().parse() == Ok(number),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(options: &[(&'static str, &str)]) -> Excerpt {
        Excerpt(options.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
    }

    #[test]
    fn lines_are_chosen_as_sphinx_does() {
        let text = "head\n[body]\na\nb\nc\n[end]\n";
        let shown = |options: &[(&'static str, &str)]| {
            let (start, shown) = excerpt(options).shown(text);
            let place = text.get(start..start + shown.len()).unwrap();
            assert!(shown.chars().zip(place.chars()).all(|(shown, there)| shown == ' ' || shown == there));
            shown.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(&[("start-after", "[body]"), ("end-before", "[end]")]), "a b c");
        assert_eq!(shown(&[("start-at", "[body]"), ("end-at", "b")]), "[body]");
        assert_eq!(shown(&[("lines", "1, 3-4, 6-")]), "head a b [end]");
        assert_eq!(shown(&[("start-after", "[body]"), ("lines", "2-")]), "b c [end]");
        assert_eq!(shown(&[("start-after", "[gone]")]), "");
    }

    #[test]
    fn parts_are_chosen_as_docutils_does() {
        let text = "one\n.. start\ntwo\n.. end\nthree\n";
        let part = |options: &[(&'static str, &str)]| text.get(excerpt(options).range(text)).unwrap();
        assert_eq!(part(&[("start-after", ".. start\n"), ("end-before", ".. end")]), "two\n");
        assert_eq!(part(&[("start-line", "2"), ("end-line", "-1")]), "two\n.. end\n");
        assert_eq!(part(&[]), text);
    }
}
