use std::ops::Range;

use super::mistake::{JsonError, Mistake};

/// An edit after which a mistake of a JSON text is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Repair {
    /// What it does, as an instruction.
    pub title: &'static str,
    /// The bytes that it replaces.
    pub bytes: Range<usize>,
    /// What is to stand there.
    pub text: String,
    /// Does everything else stay as it was meant? A comment that goes away says something.
    pub is_safe: bool,
}

impl Repair {
    fn new(title: &'static str, bytes: Range<usize>, text: impl Into<String>) -> Self {
        Self { title, bytes, text: text.into(), is_safe: true }
    }

    fn suggested(self) -> Self {
        Self { is_safe: false, ..self }
    }

    /// How to mend the mistake that reading stopped at; nothing where that takes knowledge of the service.
    pub(super) fn of(text: &str, mistake: Mistake, offset: usize) -> Option<Self> {
        let rest = text.get(offset..)?;
        let before = text.get(..offset)?.trim_end();
        Some(match mistake {
            Mistake::FullStop => Self::new("write a comma", offset..offset + 1, ","),
            Mistake::CommaMissing => Self::new("add the missing comma", before.len()..before.len(), ","),
            Mistake::CommaBeforeEnd => {
                let at = before.strip_suffix(',')?.len();
                Self::new("remove the comma before the closing bracket", at..before.len(), "")
            }
            Mistake::ColonMissing => {
                Self::new("put a colon between the key and its value", before.len()..before.len(), ":")
            }
            Mistake::Comment => Self::new("remove the comment", comment(text, offset)?, "").suggested(),
            Mistake::Quotes => {
                let (bytes, content) = quoted(rest, offset)?;
                Self::new("use double quotes", bytes, format!("\"{content}\""))
            }
            Mistake::PythonWord => {
                let words = [("True", "true"), ("False", "false"), ("None", "null")];
                let (python, json) = words.into_iter().find(|(python, _)| rest.starts_with(python))?;
                Self::new("write true, false or null", offset..offset + python.len(), json)
            }
            Mistake::Blank => {
                let blank = rest.chars().next()?;
                Self::new("type the blank anew", offset..offset + blank.len_utf8(), " ")
            }
            Mistake::Dots => Self::new("remove the dots", dots(text, offset)?, "").suggested(),
            Mistake::Open => closing(text)?,
            Mistake::Empty | Mistake::Other => return None,
        })
    }
}

/// So many brackets are closed at the end of a text. Where more are open, the text was cut.
const MOST_OPEN: usize = 3;

/// The brackets that are missing at the end, each where its line begins. Of one that is missing further up the
/// lines say so: they begin no deeper than the bracket that is open.
fn closing(text: &str) -> Option<Repair> {
    let end = text.trim_end().len();
    if text.get(..end)?.ends_with([',', ':']) {
        return None;
    }
    let open = open_brackets(text);
    if open.len() > MOST_OPEN {
        return None;
    }
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut closers = String::new();
    for (at, bracket) in open.iter().rev() {
        let start = text.get(..*at)?.rfind('\n').map_or(0, |before| before + 1);
        let line = text.get(start..)?;
        let indentation = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len())?;
        let mut below = text.get(*at..end)?.lines().skip(1).filter(|line| !line.trim().is_empty()).peekable();
        if below.peek().is_some() {
            closers.push_str(line_end);
            closers.push_str(indentation);
        }
        let is_deeper =
            |line: &str| line.strip_prefix(indentation).is_some_and(|rest| rest.starts_with([' ', '\t']));
        if !below.all(is_deeper) {
            return None;
        }
        closers.push(*bracket);
    }
    // The empty line that the bracket left behind takes it back.
    let rest = text.get(end..)?;
    let is_line_left = closers.starts_with(line_end) && rest.matches('\n').count() > 1;
    let bytes = end..end + if is_line_left { line_end.len() } else { 0 };
    let repair = Repair::new("close the bracket that is open at the end", bytes, closers);
    Some(if open.len() == 1 { repair } else { repair.suggested() })
}

/// The brackets that nothing closes, with what would close them.
fn open_brackets(text: &str) -> Vec<(usize, char)> {
    let mut open = Vec::new();
    let mut letters = text.char_indices();
    let mut is_quoted = false;
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' if is_quoted => drop(letters.next()),
            '"' => is_quoted = !is_quoted,
            '{' if !is_quoted => open.push((at, '}')),
            '[' if !is_quoted => open.push((at, ']')),
            '}' | ']' if !is_quoted => drop(open.pop()),
            _ => {}
        }
    }
    open
}

/// So many mistakes of one text are mended. A text with more was never JSON.
const MOST_REPAIRS: usize = 16;

/// The first repair and those of the mistakes behind it, as edits of the text: all that JSON takes, or none.
/// `further` gets where those mistakes stand, as far as they can be told.
pub(super) fn all(text: &str, first: Vec<Repair>, further: &mut Vec<usize>) -> Vec<Repair> {
    let mut mended = text.to_owned();
    let mut repairs: Vec<Repair> = Vec::new();
    let mut next = first.into_iter().next();
    // How much longer or shorter the mended text is up to where it is read.
    let (mut longer, mut shorter) = (0, 0);
    for _ in 0..MOST_REPAIRS {
        let Some(repair) = next else { return Vec::new() };
        let Some(start) = (repair.bytes.start + shorter).checked_sub(longer) else { return Vec::new() };
        let bytes = start..start + repair.bytes.len();
        // What stands before a mended mistake was read already.
        if repairs.last().is_some_and(|last| last.bytes.end > start) {
            return Vec::new();
        }
        mended.replace_range(repair.bytes.clone(), &repair.text);
        (longer, shorter) = (longer + repair.text.len(), shorter + repair.bytes.len());
        repairs.push(Repair { bytes, ..repair });
        match serde_json::from_str::<serde::de::IgnoredAny>(&mended) {
            Ok(_) => return repairs,
            Err(error) => {
                let error = JsonError::new(&mended, &error);
                further.extend((error.offset + shorter).checked_sub(longer));
                next = error.repairs.into_iter().next();
            }
        }
    }
    Vec::new()
}

/// A comment to the end of its line, or to its end, with the blanks before it.
fn comment(text: &str, offset: usize) -> Option<Range<usize>> {
    let rest = text.get(offset..)?;
    let length =
        if rest.starts_with("/*") { rest.find("*/")? + 2 } else { rest.find('\n').unwrap_or(rest.len()) };
    let start = text.get(..offset)?.trim_end_matches([' ', '\t']).len();
    Some(start..offset + length)
}

/// A string in other quotes on one line, with what is in it.
fn quoted(rest: &str, offset: usize) -> Option<(Range<usize>, &str)> {
    let open = rest.chars().next()?;
    let close: &[char] = match open {
        '\'' => &['\''],
        '\u{2018}' | '\u{2019}' => &['\u{2019}', '\u{2018}'],
        _ => &['\u{201d}', '\u{201c}'],
    };
    let inside = rest.get(open.len_utf8()..)?;
    let content = inside.get(..inside.find(close)?)?;
    let closing = inside.get(content.len()..)?.chars().next()?;
    let length = open.len_utf8() + content.len() + closing.len_utf8();
    (!content.contains(['"', '\\', '\n'])).then_some((offset..offset + length, content))
}

/// Dots, with the comma that sets them apart from what is before or behind them, and their line if nothing else
/// stands on it.
fn dots(text: &str, offset: usize) -> Option<Range<usize>> {
    let is_dot = |letter: char| matches!(letter, '.' | '\u{2026}');
    let behind = text.get(offset..)?;
    let end = offset + (behind.len() - behind.trim_start_matches(is_dot).len());
    let rest = text.get(end..)?;
    let start = text.get(..offset)?.trim_end_matches(is_dot).len();
    let before = text.get(..start)?.trim_end();
    match rest.trim_start().strip_prefix(',') {
        Some(after) => Some(start..text.len() - after.len()),
        None => {
            let inner = rest.trim_start_matches([' ', '\t']);
            let is_all = before.ends_with(['{', '[']) && inner.starts_with(['}', ']']);
            let end = if is_all { text.len() - inner.len() } else { end };
            Some(before.strip_suffix(',').unwrap_or(before).len()..end)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::read_json;

    /// The text with all its repairs.
    fn repaired(text: &str) -> String {
        let mut mended = text.to_owned();
        let repairs = read_json(text).error.map(|error| error.repairs).unwrap_or_default();
        for repair in repairs.into_iter().rev() {
            mended.replace_range(repair.bytes, &repair.text);
        }
        mended
    }

    #[test]
    fn what_authors_get_wrong_most_is_repaired() {
        for (broken, whole) in [
            ("{\"a\": 1,}", "{\"a\": 1}"),
            ("{\"a\": 1\n \"b\": 2}", "{\"a\": 1,\n \"b\": 2}"),
            ("{\"a\": [1 2]}", "{\"a\": [1, 2]}"),
            ("{\"a\": \"c\". \"b\": 2}", "{\"a\": \"c\", \"b\": 2}"),
            ("{\"a\" 1}", "{\"a\": 1}"),
            ("{'a': 'b',\n 'c': [1 2,],}", "{\"a\": \"b\",\n \"c\": [1, 2]}"),
            ("{'a': True}", "{\"a\": true}"),
            ("{\"a\": \u{201c}b\u{201d}}", "{\"a\": \"b\"}"),
            ("{\"a\": 1 // one\n}", "{\"a\": 1\n}"),
            ("{\"a\":\u{a0}1}", "{\"a\": 1}"),
            ("{\"a\": [1, ...]}", "{\"a\": [1]}"),
            ("{\"a\": [ ... ]}", "{\"a\": []}"),
            ("{\"a\": [\n  1\n  ...\n]}", "{\"a\": [\n  1\n]}"),
            ("{\n  \"a\": [\n    1\n", "{\n  \"a\": [\n    1\n  ]\n}\n"),
            ("{\n  \"a\": {\"b\": 1}\n\n", "{\n  \"a\": {\"b\": 1}\n}\n"),
            ("{\"a\": 1", "{\"a\": 1}"),
        ] {
            assert_eq!(repaired(broken), whole, "{broken}");
        }
    }

    #[test]
    fn what_takes_knowledge_is_left_alone() {
        for text in ["", "{\"a\": }", "{\"a\": \"b}", "{\"a\": 1,", "{\"a\":\n{\n\"b\": 1\n}\n"] {
            assert_eq!(repaired(text), text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn what_is_repaired_is_json(text in "[\\[\\]{},:'\u{201c}\u{a0}\u{2026}. \n\"\\\\aT/#.01]{0,30}") {
            let read = read_json(&text);
            if read.error.is_some_and(|error| !error.repairs.is_empty()) {
                prop_assert!(read_json(&repaired(&text)).value.is_some());
            }
        }
    }
}
