use std::fmt::Write;
use std::ops::Range;

use serde_json::{Map, Number, Value};

use super::plain::{is_name, is_plain, is_plain_key, is_printable, is_word};
use crate::text::{holds, lines};

/// A document as YAML that readers of YAML 1.1 and 1.2 understand alike: what either takes for more than a
/// string is quoted, a text of several lines is a literal block, and a long line is folded.
pub(crate) fn yaml(value: &Value) -> String {
    // serde_yaml, which reads our sources, writes `on` and `2012-02-29` plain. serde-saphyr quotes them, but
    // took a fifth of the time of a whole run.
    let mut writer = Writer { text: String::with_capacity(entries(value, 3) * USUAL_ENTRY) };
    match value {
        Value::Object(members) if !members.is_empty() => writer.members(members, 0, true),
        Value::Array(items) if !items.is_empty() => writer.items(items, 0, true),
        scalar => writer.scalar(scalar, 0),
    }
    writer.text
}

/// How long the operations and components of documents are at most, on average.
const USUAL_ENTRY: usize = 1400;

/// How many entries a value has down to so many levels. A text that grows is copied, and documents are large.
fn entries(value: &Value, levels: usize) -> usize {
    let members = value.as_object().filter(|_| levels > 0).map(Map::values);
    1 + members.into_iter().flatten().map(|member| entries(member, levels - 1)).sum::<usize>()
}

/// Columns by which a level is deeper than the one around it.
const STEP: usize = 2;

/// The column up to which a line of text is left in one piece.
const WIDTH: usize = 80;

/// The length from which on a key needs a question mark (YAML 1.2, 8.2.2).
const LONG_KEY: usize = 1024;

/// The text so far. Collections are in block style; a list stands in the column of its key.
struct Writer {
    text: String,
}

impl Writer {
    /// A line for each member; the first goes on where the text stands unless it is `fresh`.
    fn members(&mut self, members: &Map<String, Value>, column: usize, fresh: bool) {
        for (number, (key, member)) in members.iter().enumerate() {
            if fresh || number > 0 {
                self.indent(column);
            }
            self.key(key, column);
            self.text.push(':');
            match member {
                Value::Object(members) if !members.is_empty() => {
                    self.text.push('\n');
                    self.members(members, column + STEP, true);
                }
                Value::Array(items) if !items.is_empty() => {
                    self.text.push('\n');
                    self.items(items, column, true);
                }
                scalar => {
                    self.text.push(' ');
                    self.scalar(scalar, column);
                }
            }
        }
    }

    fn key(&mut self, key: &str, column: usize) {
        let start = self.text.len();
        if is_plain_key(key) {
            self.text.push_str(key);
        } else {
            self.quoted(key);
        }
        if self.text.len() - start > LONG_KEY {
            self.text.insert_str(start, "? ");
            self.text.push('\n');
            self.indent(column);
        }
    }

    /// A dash for each item; the first goes on where the text stands unless it is `fresh`.
    fn items(&mut self, items: &[Value], column: usize, fresh: bool) {
        for (number, item) in items.iter().enumerate() {
            if fresh || number > 0 {
                self.indent(column);
            }
            self.text.push_str("- ");
            match item {
                Value::Object(members) if !members.is_empty() => {
                    self.members(members, column + STEP, false);
                }
                Value::Array(items) if !items.is_empty() => self.items(items, column + STEP, false),
                scalar => self.scalar(scalar, column),
            }
        }
    }

    /// What is no collection of anything, to the end of its line or lines; `column` is that of what holds it.
    fn scalar(&mut self, scalar: &Value, column: usize) {
        match scalar {
            Value::Null => self.text.push_str("null"),
            Value::Bool(true) => self.text.push_str("true"),
            Value::Bool(false) => self.text.push_str("false"),
            Value::Number(number) => self.number(number),
            Value::String(text) => return self.string(text, column),
            Value::Array(_) => self.text.push_str("[]"),
            Value::Object(_) => self.text.push_str("{}"),
        }
        self.text.push('\n');
    }

    /// As JSON has it, but a float shows a dot and the sign of its exponent: YAML 1.1 asks for both.
    fn number(&mut self, number: &Number) {
        let text = number.to_string();
        let Some((mantissa, exponent)) = text.split_once('e') else { return self.text.push_str(&text) };
        self.text.push_str(mantissa);
        if !mantissa.contains('.') {
            self.text.push_str(".0");
        }
        self.text.push('e');
        if !exponent.starts_with(['+', '-']) {
            self.text.push('+');
        }
        self.text.push_str(exponent);
    }

    fn string(&mut self, text: &str, column: usize) {
        if is_name(text) && !is_word(text) && text.len() <= WIDTH {
            self.text.push_str(text);
        } else if memchr::memchr(b'\n', text.as_bytes()).is_some() {
            if is_block(text) {
                return self.literal(text, column + STEP);
            }
            self.quoted(text);
        } else if !is_plain(text.trim_end_matches(' ')) {
            self.quoted(text);
        } else if text.len() > WIDTH && text.chars().count() > WIDTH {
            return self.folded(text, column + STEP);
        } else if text.ends_with(' ') {
            self.quoted(text);
        } else {
            self.text.push_str(text);
        }
        self.text.push('\n');
    }

    /// A literal block (YAML 1.2, 8.1.2).
    fn literal(&mut self, text: &str, column: usize) {
        let content = text.trim_end_matches('\n');
        self.text.push('|');
        if content.trim_start_matches('\n').starts_with(' ') {
            // Else a reader would take these blanks for the indentation, which is a `STEP`.
            self.text.push('2');
        }
        let ends = text.len() - content.len();
        match ends {
            0 => self.text.push('-'),
            1 if !content.is_empty() => {}
            _ => self.text.push('+'),
        }
        self.text.push('\n');
        if !content.is_empty() {
            for (_, line) in lines(content) {
                if line.is_empty() {
                    self.text.push('\n');
                } else {
                    self.line(line, column);
                }
            }
        }
        let shown = usize::from(!content.is_empty());
        self.text.extend(std::iter::repeat_n('\n', ends.saturating_sub(shown)));
    }

    /// A folded block (YAML 1.2, 8.1.3). A text is broken before the word that passes the width; what of that
    /// word stands before the width is not counted again, so a line may be longer by it.
    fn folded(&mut self, text: &str, column: usize) {
        self.text.push_str(">-\n");
        let (mut start, mut counted) = (0, 0);
        while let Some(passed) = passed(text, counted) {
            let Some(end) = last_break(text, counted.saturating_sub(1), passed.start) else { break };
            self.line(text.get(start..end).unwrap_or_default(), column);
            start = end + 1;
            counted = passed.end;
        }
        self.line(text.get(start..).unwrap_or_default(), column);
    }

    fn line(&mut self, text: &str, column: usize) {
        self.indent(column);
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn indent(&mut self, column: usize) {
        const BLANKS: &str = "                                ";
        let mut left = column;
        while let Some(rest) = left.checked_sub(BLANKS.len()) {
            self.text.push_str(BLANKS);
            left = rest;
        }
        self.text.push_str(BLANKS.get(..left).unwrap_or_default());
    }

    /// In double quotes (YAML 1.2, 7.3.1), the only style that can say everything.
    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        if !holds(text, |byte| !matches!(byte, b' '..b'\x7f') || matches!(byte, b'"' | b'\\')) {
            self.text.push_str(text);
        } else {
            text.chars().for_each(|character| self.escaped(character));
        }
        self.text.push('"');
    }

    fn escaped(&mut self, character: char) {
        match character {
            '"' => self.text.push_str("\\\""),
            '\\' => self.text.push_str("\\\\"),
            '\n' => self.text.push_str("\\n"),
            '\r' => self.text.push_str("\\r"),
            '\t' => self.text.push_str("\\t"),
            character if is_printable(character) => self.text.push(character),
            // Writing to memory cannot fail.
            character if character > '\u{ffff}' => {
                let _ = write!(self.text, "\\U{:08X}", u32::from(character));
            }
            character => drop(write!(self.text, "\\u{:04X}", u32::from(character))),
        }
    }
}

/// The first character that passes the width, counted from `start` on.
fn passed(text: &str, start: usize) -> Option<Range<usize>> {
    let (at, character) = text.get(start..)?.char_indices().nth(WIDTH)?;
    Some(start + at..start + at + character.len_utf8())
}

/// The last blank at or after `start` and before `end` with no other blank behind it: a line that begins with
/// one would keep its break.
fn last_break(text: &str, start: usize, end: usize) -> Option<usize> {
    let pairs = text.as_bytes().get(start..=end)?.windows(2);
    let at = pairs.rev().position(|pair| matches!(pair, [b' ', next] if !matches!(next, b' ' | b'\t')))?;
    Some(end - at - 1)
}

/// Whether a literal block can hold a text for all readers: those built on libyaml refuse one that begins
/// with a tab, and one of blanks alone is lost on the way to JavaScript.
fn is_block(text: &str) -> bool {
    let visible = text.trim_start_matches(['\n', ' ']);
    !visible.is_empty()
        && !visible.starts_with('\t')
        && !holds(text, |byte| byte.is_ascii_control() && !matches!(byte, b'\n' | b'\t'))
        && (text.is_ascii() || text.chars().all(|char| char.is_ascii() || is_printable(char)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_that_look_like_something_else_come_back_as_strings() {
        let texts = [
            "on",
            "No",
            "y",
            "yes",
            "true",
            "null",
            "~",
            "",
            " ",
            "2012-02-29",
            "2012-02-29T03:50:07Z",
            "12:30:45",
            "1_000",
            "=",
            "<<",
            "0x1F",
            "0o17",
            "012",
            "1e3",
            ".5",
            "+1",
            ".inf",
            "- a",
            "key: value",
            "#x",
            "a #b",
            "!tag",
            "&a",
            "*a",
            "%x",
            "@x",
            "`x`",
            "a\tb",
            "a\nb\n",
            "\n",
            "a\n\n  b",
            " lead",
            "trail ",
            "'q'",
            "\"d\"",
            "\u{a0}",
            "\u{feff}x",
            "\u{7}",
            "\u{1f600}",
            "[a]",
            "{a}",
            "?",
            "? a",
            "|",
            ">",
            "---",
            "...",
            "- ",
            ":",
            "a:",
            "\r\n",
            "\u{2028}",
            "\u{85}",
        ];
        for text in texts {
            let value = serde_json::json!({ "value": text, text: [text, { text: text }] });
            let back: Value = serde_yaml::from_str(&yaml(&value))
                .unwrap_or_else(|error| panic!("{text:?}: {error}\n{}", yaml(&value)));
            assert_eq!(back, value, "{text:?}");
        }
    }

    #[test]
    fn what_hides_or_turns_text_is_escaped() {
        let text = "a\u{202e}b\u{200b}\u{e0041}\u{2066}\nc";
        let value = serde_json::json!({ text: [text, "\u{61c} x"] });
        let written = yaml(&value);
        assert!(written.contains("\"a\\u202Eb\\u200B\\U000E0041\\u2066\\nc\""), "{written}");
        assert!(!written.replace('\n', "").contains(crate::text::hidden), "{written}");
        let back: Value = serde_yaml::from_str(&written).expect("YAML");
        assert_eq!(back, value);
    }

    #[test]
    fn blanks_alone_are_no_block() {
        assert_eq!(yaml(&serde_json::json!([" \n "])), "- \" \\n \"\n");
    }

    #[test]
    fn collections_stand_in_blocks() {
        let value = serde_json::json!({ "a": [[1, [2]], { "b": [], "c": {} }, {}], "d": { "e": [null] } });
        assert_eq!(yaml(&value), "a:\n- - 1\n  - - 2\n- b: []\n  c: {}\n- {}\nd:\n  e:\n  - null\n");
    }

    #[test]
    fn a_long_line_is_folded_between_words() {
        let word = "wörter".repeat(3);
        let text = [word.as_str(); 9].join(" ");
        let written = yaml(&serde_json::json!({ "a": text }));
        assert_eq!(written.lines().next(), Some("a: >-"));
        assert!(written.lines().skip(1).all(|line| line.starts_with("  w") && line.chars().count() < 100));
        let back: Value = serde_yaml::from_str(&written).expect("YAML");
        assert_eq!(back, serde_json::json!({ "a": text }));
    }

    #[test]
    fn a_key_too_long_for_readers_has_a_question_mark() {
        let value = serde_json::json!([{ "k".repeat(2000): { "a": [1] }, "b": 2 }]);
        let written = yaml(&value);
        assert!(
            written.starts_with("- ? kkk") && written.contains("kkk\n  :\n    a:\n    - 1\n  b: 2\n"),
            "{written}"
        );
        let back: Value = serde_yaml::from_str(&written).expect("YAML");
        assert_eq!(back, value);
    }

    #[test]
    fn paragraphs_stand_in_a_literal_block() {
        let text = format!("{}\n\n- a: b\n  c\n- \"d\" # e", "word ".repeat(40).trim());
        let written = yaml(&serde_json::json!({ "d": { "e": text } }));
        let lines: Vec<String> = text
            .lines()
            .map(|line| if line.is_empty() { String::new() } else { format!("    {line}") })
            .collect();
        assert_eq!(written, format!("d:\n  e: |-\n{}\n", lines.join("\n")));
    }

    #[test]
    fn numbers_stay_exact_and_look_like_floats_to_yaml_1_1() {
        let numbers = serde_json::json!([
            0,
            -1,
            u64::MAX,
            i64::MIN,
            0.1,
            1.0,
            1e300,
            5e-324,
            f64::MAX,
            1e16,
            1e-7,
            123_456_789.123_456_79,
            2.5e-10
        ]);
        let written = yaml(&numbers);
        let back: Value = serde_yaml::from_str(&written).expect("YAML");
        assert_eq!(back, numbers);
        // YAML 1.1 wants a dot in the mantissa and a sign in the exponent.
        for number in written.lines().filter(|line| line.contains('e')) {
            assert!(number.contains('.') && (number.contains("e+") || number.contains("e-")), "{number}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_string_comes_back(key in ".*", text in "(?s).{0,200}") {
            let value = serde_json::json!({ key: [text.clone(), { "x": text }] });
            let back: Value = serde_yaml::from_str(&yaml(&value)).expect("YAML");
            proptest::prop_assert_eq!(back, value);
        }

        #[test]
        fn any_lines_come_back(text in "([ \t]{0,2}[a#:\\-|>\"'?&*!%@`{},]{0,3}\r?\n?){0,8}") {
            let value = serde_json::json!({ "a": { "b": text.clone(), text.clone(): [text] } });
            let back: Value = serde_yaml::from_str(&yaml(&value)).expect("YAML");
            proptest::prop_assert_eq!(back, value);
        }
    }
}
