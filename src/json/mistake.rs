use serde_json::error::Category;

use super::repair::Repair;
use crate::text::JsonMistake;

/// Why a text is no JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonError {
    /// The byte where reading stopped.
    pub offset: usize,
    /// What is wrong there.
    pub message: String,
    /// The usual mistake behind it, as an instruction.
    pub hint: Option<String>,
    /// The edits that make JSON of the text, in order: of this mistake and of those behind it. None where one
    /// of them takes knowledge of the service.
    pub repairs: Vec<Repair>,
    /// Where the mistakes behind it stand, as far as they can be told.
    pub further: Vec<usize>,
}

/// The mistakes that authors make most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mistake {
    Empty,
    Dots,
    FullStop,
    Comment,
    CommaBeforeEnd,
    Quotes,
    PythonWord,
    Blank,
    CommaMissing,
    ColonMissing,
    /// The text ends inside a list or an object.
    Open,
    /// Whatever else serde_json says.
    Other,
}

impl Mistake {
    /// What is wrong, and what to do.
    fn words(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::Empty => ("the file is empty", "write the body, or do not show the sample"),
            Self::Dots => (
                "dots stand for content that was left out",
                "replace the dots by real content: a sample is read by programs, too",
            ),
            Self::FullStop => ("a full stop stands where a comma should", "write a comma"),
            Self::Comment => ("a comment stands here", "remove the comment: JSON has none"),
            Self::CommaBeforeEnd => {
                ("a comma stands before the closing bracket", "remove the comma before the closing bracket")
            }
            Self::Quotes => ("the quotes are no plain double quotes", "use double quotes"),
            Self::PythonWord => {
                ("a word of Python stands here", "write true, false or null: this is how Python prints them")
            }
            Self::Blank => ("a blank stands here that is no plain space", "type the blank anew"),
            Self::CommaMissing | Self::ColonMissing | Self::Open | Self::Other => return None,
        })
    }
}

impl JsonError {
    /// What serde_json says about `text`, in an author's words.
    pub(super) fn new(text: &str, error: &serde_json::Error) -> Self {
        let offset = offset(text, error.line(), error.column());
        if let Some((offset, mistake)) = usual(text, offset)
            && let Some((message, hint)) = mistake.words()
        {
            let repairs = Repair::of(text, mistake, offset).into_iter().collect();
            let (message, hint) = (message.to_owned(), Some(hint.to_owned()));
            return Self { offset, message, hint, repairs, further: Vec::new() };
        }
        let said = JsonMistake::new(error);
        let (mistake, hint) = match said {
            JsonMistake::CommaMissing(_) => (Mistake::CommaMissing, Some("add the missing comma")),
            JsonMistake::ColonMissing => {
                (Mistake::ColonMissing, Some("put a colon between the key and its value"))
            }
            JsonMistake::ControlCharacter => (Mistake::Other, Some(of_break(text, offset))),
            JsonMistake::ListOpen | JsonMistake::ObjectOpen => {
                (Mistake::Open, Some("close what is open: a bracket is missing at the end"))
            }
            _ if error.classify() == Category::Eof => {
                (Mistake::Other, Some("close what is open: a bracket or quote is missing at the end"))
            }
            _ => (Mistake::Other, None),
        };
        let repairs = Repair::of(text, mistake, offset).into_iter().collect();
        let (message, hint) = (plain(&said).to_owned(), hint.map(str::to_owned));
        Self { offset, message, hint, repairs, further: Vec::new() }
    }
}

/// What to do about a line break in a string; a string that holds an object was meant to be one.
fn of_break(text: &str, offset: usize) -> &'static str {
    let before = text.get(..offset).unwrap_or("");
    let string = before.rfind('"').and_then(|at| before.get(at + 1..)).unwrap_or("");
    if string.trim_start().starts_with(['{', '[']) {
        "remove the quotes around it, if an object or a list is meant; a line break in a string is `\\n`"
    } else {
        "close the string in its line, or write `\\n` for a line break and `\\t` for a tab"
    }
}

/// serde_json counts lines from 1 and columns in bytes; a column is the one behind what was read, so 0 is the
/// line break before the line.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column).saturating_sub(1).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The usual mistake, by what stands around the byte where reading stopped, and its place.
fn usual(text: &str, offset: usize) -> Option<(usize, Mistake)> {
    let rest = text.get(offset..).unwrap_or("");
    let before = text.get(..offset).unwrap_or("").trim_end();
    let starts = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    let closing = rest.trim_start().starts_with(['}', ']']);
    if text.trim().is_empty() {
        return Some((0, Mistake::Empty));
    }
    if let Some(dots) = elision(text, offset) {
        return Some((dots, Mistake::Dots));
    }
    let blank = rest.chars().next().is_some_and(|c| !c.is_ascii() && (c.is_whitespace() || c == '\u{feff}'));
    let mistake = match () {
        () if rest.starts_with('.') => Mistake::FullStop,
        () if starts(&["//", "/*", "#"]) => Mistake::Comment,
        () if before.ends_with(',') && closing => Mistake::CommaBeforeEnd,
        () if starts(&["'", "\u{2018}", "\u{2019}", "\u{201c}", "\u{201d}"]) => Mistake::Quotes,
        () if starts(&["True", "False", "None"]) => Mistake::PythonWord,
        () if blank => Mistake::Blank,
        () => return None,
    };
    Some((offset, mistake))
}

/// Where the dots begin that reading stopped at; the full stop of a sentence may stand before them on the
/// line.
fn elision(text: &str, offset: usize) -> Option<usize> {
    let first = text.get(..offset)?.trim_end_matches('.').len();
    let behind = text.get(offset..)?.trim_start_matches('.').trim_start_matches([' ', '\t']);
    let are_dots = |at: &usize| {
        text.get(*at..).is_some_and(|rest| rest.starts_with("..") || rest.starts_with('\u{2026}'))
    };
    [first, text.len() - behind.len()].into_iter().find(are_dots)
}

fn plain(mistake: &JsonMistake) -> &str {
    match mistake {
        JsonMistake::CommaMissing('}') => "expected `,` or `}`",
        JsonMistake::CommaMissing(_) => "expected `,` or `]`",
        JsonMistake::ColonMissing => "expected `:`",
        JsonMistake::ListOpen => "the text ends inside a list",
        JsonMistake::ObjectOpen => "the text ends inside an object",
        JsonMistake::StringOpen => "the text ends inside a string",
        JsonMistake::ValueMissing => "the text ends where a value should stand",
        JsonMistake::NoValue => "no value stands where one should",
        JsonMistake::NoWord => "a word stands here that is not true, false or null",
        JsonMistake::NoKey => "no key in double quotes stands where one should",
        JsonMistake::TrailingComma => "a comma stands before the closing bracket",
        JsonMistake::TrailingText => "something follows the end of the value",
        JsonMistake::ControlCharacter => "a line break or tab stands in a string",
        JsonMistake::BadEscape => "a backslash in a string begins no escape",
        JsonMistake::TooDeep => "lists and objects nest too deep",
        JsonMistake::Other(said) => said,
    }
}

#[cfg(test)]
mod tests {
    use crate::json::read_json;

    /// The hint, and the text from the offset on.
    fn hinted(text: &str) -> (String, &str) {
        let error = read_json(text).error.unwrap();
        (error.hint.unwrap_or_default(), text.get(error.offset..).unwrap())
    }

    #[test]
    fn usual_mistakes_have_a_hint_and_a_place() {
        for (text, hint, rest) in [
            ("  ", "write the body", "  "),
            ("{\"a\": 1,}", "comma before", "}"),
            ("[1,\n]", "comma before", "]"),
            ("{\"a\": 1\n \"b\": 2}", "missing comma", "\"b\": 2}"),
            ("{\"a\" 2}", "colon", "2}"),
            ("{'a': 1}", "double quotes", "'a': 1}"),
            ("{\"a\": True}", "Python", "True}"),
            ("[1, ...]", "dots", "...]"),
            ("{\"a\": 1, ...}", "dots", "...}"),
            ("{\"a\": \"b\". ....\n}", "dots", "....\n}"),
            ("{\"a\": \"b\".\n ....\n}", "comma", ".\n ....\n}"),
            ("{\"a\": 1\n ....\n}", "dots", "....\n}"),
            ("{\"a\": \u{2026}}", "dots", "\u{2026}}"),
            ("{\"a\":\u{3000}1}", "blank", "\u{3000}1}"),
            ("{ // b\n}", "comment", "// b\n}"),
            ("[1 # b\n]", "comment", "# b\n]"),
            ("{\"a\": [1", "close", "1"),
            ("{\"é\": 1 é}", "missing comma", "é}"),
            ("{\"a\": \"b\nc\"}", "close the string", "\nc\"}"),
            ("{\"a\": \"{\n'b': 1}\"}", "remove the quotes", "\n'b': 1}\"}"),
        ] {
            let (given, found) = hinted(text);
            assert!(given.contains(hint) && found == rest, "{text:?}: {given:?} at {found:?}");
        }
    }

    #[test]
    fn the_rest_says_what_is_wrong() {
        for (text, message, rest) in [
            ("{\"a\": \"b\nc\"}", "a line break or tab stands in a string", "\nc\"}"),
            ("{\"a\": \"\\d\"}", "a backslash in a string begins no escape", "d\"}"),
            ("{\"a\": <b>}", "no value stands where one should", "<b>}"),
            ("{a: 1}", "no key in double quotes stands where one should", "a: 1}"),
            ("{} {}", "something follows the end of the value", "{}"),
            ("{\"a\": nul}", "a word stands here that is not true, false or null", "}"),
        ] {
            let error = read_json(text).error.unwrap();
            let found = text.get(error.offset..).unwrap();
            assert!(error.message == message && found == rest, "{text:?}: {} at {found:?}", error.message);
        }
    }
}
