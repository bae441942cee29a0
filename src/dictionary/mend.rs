//! What to leave out of a text that is no valid YAML, so that the rest can be read.
//!
//! A dictionary is a flat file: names at one indentation, fields at the next. A piece from one name to the
//! next that does not parse by itself holds a mistake; a second look at its fields finds which one.

use std::borrow::Cow;
use std::ops::Range;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::effort::Effort;
use super::reader::ENDLESS;
use super::scan;
use crate::text::{YamlKind, YamlMistake};

/// How deep brackets may nest. The reader looks at all open ones for each token.
pub(super) const BRACKETS: usize = 1000;

/// How many aliases of one piece are looked past.
const ALIASES: usize = 16;

/// A mistake in the YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    /// Where the reader stopped.
    pub(super) at: usize,
    /// The kind of mistake.
    pub(super) kind: YamlKind,
    /// What it said, without the place.
    pub(super) message: String,
    /// The name of the entry it is in.
    pub(super) entry: Option<String>,
}

impl Mistake {
    /// What `error` says about `text`.
    pub(super) fn new(error: &serde_yaml::Error, text: &str) -> Self {
        let found = |at, kind, message: &str| Self { at, kind, message: message.to_owned(), entry: None };
        if error.to_string().contains(ENDLESS) {
            return found(0, YamlKind::LimitExceeded, ENDLESS);
        }
        let said = YamlMistake::new(error);
        match said.kind {
            YamlKind::NotOneValue => {
                found(0, said.kind, &format!("`{}` is not a single value", said.message))
            }
            YamlKind::SecondDocument => {
                let second = text.match_indices("\n---").last().map_or(0, |(at, _)| at + 1);
                found(second, said.kind, "it has more than one document")
            }
            kind => {
                let at = error.location().map_or(0, |location| location.index());
                found(place(text, kind, at), kind, &said.message)
            }
        }
    }

    /// The same, but not before `start`: what was read for an alias stands elsewhere.
    #[must_use]
    pub(super) fn not_before(self, start: usize) -> Self {
        Self { at: self.at.max(start), ..self }
    }

    /// The same, in the entry of this name.
    #[must_use]
    pub(super) fn within(self, entry: Option<&str>) -> Self {
        let entry = entry.filter(|name| !name.is_empty()).map(str::to_owned);
        Self { entry, ..self }
    }

    /// What to do about it.
    pub(super) fn help(&self) -> &'static str {
        match self.kind {
            YamlKind::ColonInText => "put a text with a colon in quotes, or in a block after `|`",
            YamlKind::BadStart => "put the value in quotes, and indent with spaces instead of tabs",
            YamlKind::Unclosed => "close the quote or the bracket",
            YamlKind::InBrackets => "close the bracket, or put the value in quotes",
            YamlKind::UnknownAnchor => "define the anchor with `&` above this line, or write the fields out",
            YamlKind::Indentation => "indent all fields of an entry alike",
            YamlKind::NotOneValue => "write a single value, in quotes if it looks like YAML",
            YamlKind::LimitExceeded => "use aliases of small parts only",
            YamlKind::SecondDocument => "remove the line `---`",
            YamlKind::ColonMissing => "put a colon and a space after the name",
            YamlKind::ControlCharacter | YamlKind::Other => {
                "write plain YAML: names, and below them indented fields"
            }
        }
    }
}

/// Do brackets nest deeper than the reader can take in good time?
pub(super) fn nests_too_deep(text: &str) -> bool {
    deepest(text) > BRACKETS
}

/// How deep brackets nest in a text, whatever they mean there.
pub(super) fn deepest(text: &str) -> usize {
    if memchr::memchr2(b'[', b'{', text.as_bytes()).is_none() {
        return 0;
    }
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Where the mistake is that made the reader stop at `at`.
fn place(text: &str, kind: YamlKind, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if kind == YamlKind::ControlCharacter {
        // They stop the reader before it counts positions.
        let refused = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
        return text.find(refused).unwrap_or(at);
    }
    if text.get(at..).is_some_and(|rest| rest.trim().is_empty()) {
        // Something was opened and never closed.
        return text.find(['"', '\'', '[', '{']).unwrap_or(0);
    }
    at
}

/// Blanks what does not parse by itself, and tells the mistakes; nothing if every piece parses, or if looking
/// for them is too much work.
pub(super) fn mend(text: &str, effort: &mut Effort) -> (String, Vec<Mistake>) {
    let mut mended = text.as_bytes().to_vec();
    let mut mistakes = Vec::new();
    for entry in pieces(text, 0..text.len()) {
        if let Some(mistake) = check(text, &entry, effort).or_else(|| without_colon(text, &entry)) {
            mend_entry(&mut mended, text, &entry, mistake, &mut mistakes, effort);
        }
    }
    (text_of(mended), mistakes)
}

/// Blanks the fields of the entry whose name is at `at`.
pub(super) fn without_fields(text: &str, at: usize) -> Option<String> {
    let body = body(text, &pieces(text, 0..text.len()).find(|piece| piece.contains(&at))?);
    let mut mended = text.as_bytes().to_vec();
    blank(&mut mended, &body).then(|| text_of(mended))
}

/// Puts a null for the alias at `at` wherever it is a whole value.
pub(super) fn without_alias(text: &str, at: usize) -> Option<String> {
    let alias =
        text.get(scan::scalar_range(text, at)).filter(|alias| alias.len() > 1 && alias.starts_with('*'))?;
    let mut mended = text.as_bytes().to_vec();
    make_null(&mut mended, &(at..at + alias.len()));
    for (found, _) in text.match_indices(alias) {
        let end = found + alias.len();
        let before = text.get(..found).unwrap_or_default();
        let rest = text.get(end..scan::line_end(text, end)).unwrap_or_default();
        if before.ends_with(": ") && rest.trim().is_empty() {
            make_null(&mut mended, &(found..end));
        }
    }
    Some(text_of(mended))
}

fn mend_entry(
    mended: &mut [u8],
    text: &str,
    entry: &Range<usize>,
    whole: Mistake,
    mistakes: &mut Vec<Mistake>,
    effort: &mut Effort,
) {
    if let Some(mistake) = without_colon(text, entry) {
        mistakes.push(mistake);
        blank(mended, entry);
        return;
    }
    let body = body(text, entry);
    let before = mistakes.len();
    let line = text.get(entry.start..scan::line_end(text, entry.start)).unwrap_or_default();
    let name = line.split(": ").next().map(|name| name.trim().trim_end_matches(':'));
    for field in pieces(text, body.clone()) {
        if let Some(mistake) = check(text, &field, effort).or_else(|| without_colon(text, &field)) {
            blank(mended, &field);
            mistakes.push(mistake.within(name));
        }
    }
    let still = mended.get(entry.clone()).and_then(|left| std::str::from_utf8(left).ok());
    if mistakes.len() == before || still.is_some_and(|left| check(left, &(0..left.len()), effort).is_some()) {
        mistakes.truncate(before);
        mistakes.push(whole.within(name));
        blank(mended, &body);
        let name = mended.get(entry.clone()).and_then(|left| std::str::from_utf8(left).ok());
        if name.is_some_and(|name| check(name, &(0..name.len()), effort).is_some()) {
            blank(mended, entry);
        }
    }
}

/// The pieces of `range` that begin with a line at the indentation of its first line that is no comment.
fn pieces(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let base = lines(text, range.clone()).find_map(|line| indentation(text, &line)).unwrap_or(0);
    let mut starts = lines(text, range.clone())
        .filter(move |line| indentation(text, line).is_some_and(|indentation| indentation <= base))
        .map(|line| line.start);
    let mut next = starts.next();
    std::iter::from_fn(move || {
        let start = next?;
        next = starts.next();
        Some(start..next.unwrap_or(range.end))
    })
}

/// An entry without the line of its name.
fn body(text: &str, entry: &Range<usize>) -> Range<usize> {
    (scan::line_end(text, entry.start) + 1).min(entry.end)..entry.end
}

fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let line = at..(scan::line_end(text, at) + 1).min(range.end);
        at = line.end;
        (!line.is_empty()).then_some(line)
    })
}

/// How far a line is indented; `None` if it is blank or a comment.
fn indentation(text: &str, line: &Range<usize>) -> Option<usize> {
    let line = text.get(line.clone())?;
    let start = line.trim_start();
    (!start.is_empty() && !start.starts_with('#')).then_some(line.len() - start.len())
}

/// The mistake in a piece, if it does not parse by itself. Its anchors may be in other pieces, so aliases
/// are no mistakes.
fn check(text: &str, piece: &Range<usize>, effort: &mut Effort) -> Option<Mistake> {
    let mut part = Cow::Borrowed(text.get(piece.clone())?);
    for _ in 0..ALIASES {
        if !effort.allows(&part) {
            return None;
        }
        let error = serde_yaml::Deserializer::from_str(&part)
            .find_map(|document| IgnoredAny::deserialize(document).err())?;
        let mistake = Mistake::new(&error, &part);
        if mistake.kind != YamlKind::UnknownAnchor {
            return Some(Mistake { at: piece.start + mistake.at, ..mistake });
        }
        let mut bytes = part.as_bytes().to_vec();
        make_null(&mut bytes, &scan::scalar_range(&part, mistake.at));
        part = Cow::Owned(text_of(bytes));
    }
    None
}

/// The mistake in a piece whose first line is a name without a colon. By itself it may be a text, so the
/// reader stops somewhere below it.
fn without_colon(text: &str, piece: &Range<usize>) -> Option<Mistake> {
    let line = lines(text, piece.clone()).find(|line| indentation(text, line).is_some())?;
    let content = text.get(line.clone())?;
    let start = line.start + content.len() - content.trim_start().len();
    let content = content.split(" #").next().unwrap_or(content).trim();
    let is_name = content.starts_with(|first: char| first.is_alphanumeric() || first == '_');
    let has_colon = content.contains(": ") || content.ends_with(':');
    (is_name && !has_colon).then(|| Mistake {
        at: start,
        kind: YamlKind::ColonMissing,
        message: "this line has no colon".to_owned(),
        entry: None,
    })
}

fn blank(bytes: &mut [u8], range: &Range<usize>) -> bool {
    let mut changed = false;
    for byte in bytes.get_mut(range.clone()).unwrap_or_default() {
        if !matches!(byte, b'\n' | b'\r' | b' ') {
            *byte = b' ';
            changed = true;
        }
    }
    changed
}

/// Writes `~` in place of `range`.
fn make_null(bytes: &mut [u8], range: &Range<usize>) {
    blank(bytes, range);
    if let Some(first) = bytes.get_mut(range.start) {
        *first = b'~';
    }
}

fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> (String, Vec<usize>) {
        let (mended, mistakes) = mend(text, &mut Effort::on(text));
        let kept = mended.lines().map(str::trim_end).filter(|line| !line.is_empty());
        (kept.collect::<Vec<_>>().join("\n"), mistakes.iter().map(|mistake| mistake.at).collect())
    }

    #[test]
    fn only_the_wrong_field_is_left_out() {
        let text = "a:\n  in: body\n  type: @x\nb:\n  in: path\n";
        assert_eq!(
            mended(text),
            ("a:\n  in: body\nb:\n  in: path".to_owned(), vec![text.find('@').unwrap()])
        );
    }

    #[test]
    fn an_open_quote_does_not_swallow_what_follows() {
        let text = "  a:\n    type: \"x\n  b:\n    type: \"y\"\n";
        assert_eq!(mended(text), ("  a:\n  b:\n    type: \"y\"".to_owned(), vec![text.find('"').unwrap()]));
    }

    #[test]
    fn an_entry_that_stays_wrong_keeps_its_name() {
        let text = "a:\n    in: body\n  type: x\n   required: true\nb: {}\n";
        assert_eq!(mended(text).0, "a:\nb: {}");
        assert_eq!(mended("{x\nb: {}\n").0, "b: {}");
    }

    #[test]
    fn a_line_without_a_colon_is_the_mistake() {
        let text = "a:\n  description |\n    Text.\n  in: body\nb\n  in: path\nc: {}\n";
        assert_eq!(
            mended(text),
            (
                "a:\n  in: body\nc: {}".to_owned(),
                vec![text.find("desc").unwrap(), text.find("b\n  in").unwrap()]
            )
        );
    }

    #[test]
    fn a_code_without_a_colon_is_one_mistake() {
        let text = "200:\n  default: Fine.\n404\n  default: Gone.\n409:\n  default: Taken.\n";
        assert_eq!(mended(text).1, [text.find("404").unwrap()]);
    }

    #[test]
    fn anchors_of_other_entries_are_no_mistakes() {
        let text = "a: &a\n  in: body\nb:\n  <<: [*a, *c]\n  type: }\n";
        assert_eq!(mended(text).1, [text.find('}').unwrap()]);
    }

    #[test]
    fn what_no_yaml_may_hold_is_found() {
        let text = "a:\n  in: body\nb:\n  in: \u{7}\n";
        assert_eq!(mended(text).1, [text.find('\u{7}').unwrap()]);
    }
}
