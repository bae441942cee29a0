use std::ops::Range;

use super::mistake::Mistake;

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
            Mistake::Empty | Mistake::Other => return None,
        })
    }
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

/// Dots, with the comma that sets them apart from what is before or behind them.
fn dots(text: &str, offset: usize) -> Option<Range<usize>> {
    let is_dot = |letter: char| matches!(letter, '.' | '\u{2026}');
    let behind = text.get(offset..)?;
    let end = offset + (behind.len() - behind.trim_start_matches(is_dot).len());
    let rest = text.get(end..)?;
    let start = text.get(..offset)?.trim_end_matches(is_dot).len();
    let before = text.get(..start)?.trim_end();
    match rest.trim_start().strip_prefix(',') {
        Some(after) => Some(start..text.len() - after.len()),
        None => Some(before.strip_suffix(',').map_or(start, str::len)..end),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::read_json;

    /// The text with the repair of each mistake after the other.
    fn repaired(text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..8 {
            let Some(repair) = read_json(&text).error.and_then(|error| error.repair) else { break };
            text.replace_range(repair.bytes, &repair.text);
        }
        text
    }

    #[test]
    fn what_authors_get_wrong_most_is_repaired() {
        for (broken, whole) in [
            ("{\"a\": 1,}", "{\"a\": 1}"),
            ("{\"a\": 1\n \"b\": 2}", "{\"a\": 1,\n \"b\": 2}"),
            ("{\"a\": [1 2]}", "{\"a\": [1, 2]}"),
            ("{\"a\": \"c\". \"b\": 2}", "{\"a\": \"c\", \"b\": 2}"),
            ("{\"a\" 1}", "{\"a\": 1}"),
            ("{'a': True}", "{\"a\": true}"),
            ("{\"a\": \u{201c}b\u{201d}}", "{\"a\": \"b\"}"),
            ("{\"a\": 1 // one\n}", "{\"a\": 1\n}"),
            ("{\"a\":\u{a0}1}", "{\"a\": 1}"),
            ("{\"a\": [1, ...]}", "{\"a\": [1]}"),
        ] {
            assert_eq!(repaired(broken), whole, "{broken}");
        }
    }

    #[test]
    fn what_takes_knowledge_is_left_alone() {
        for text in ["", "{\"a\": }", "{\"a\": \"b}", "{\"a\": 1"] {
            assert_eq!(repaired(text), text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn a_repair_covers_whole_letters(text in "[\\[\\]{},:'\u{201c}\u{a0}\u{2026}. \n\"\\\\aT/#.01]{0,30}") {
            if let Some(repair) = read_json(&text).error.and_then(|error| error.repair) {
                prop_assert!(text.get(repair.bytes).is_some());
            }
        }
    }
}
