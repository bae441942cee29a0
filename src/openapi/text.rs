use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_saphyr::DoubleQuoted;

/// A document as JSON: two blanks of indentation, a final newline.
pub fn json(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// A document as YAML that readers of YAML 1.1 and 1.2 understand alike: what either takes for more than a string is
/// quoted, a text of several lines is a literal block, and a long line is folded.
pub fn yaml(value: &Value) -> String {
    // serde_yaml, which reads our sources, writes `on` and `2012-02-29` plain; serde-saphyr does not. Writing to memory
    // cannot fail.
    let mut text = String::with_capacity(lines(value) * USUAL_LINE);
    match serde_saphyr::to_fmt_writer(&mut text, &Readable(value)) {
        Ok(()) => text,
        Err(_) => String::new(),
    }
}

/// How long the lines of documents are on average.
const USUAL_LINE: usize = 32;

/// How many lines a value has at least: a text that grows is copied, and documents are large.
fn lines(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(lines).sum(),
        Value::Object(members) => members.values().map(|member| 1 + lines(member)).sum(),
        Value::String(text) => text.len() / USUAL_LINE,
        _ => 1,
    }
}

/// A value whose texts every reader can read back. A literal block that begins with a tab is YAML, but readers built on
/// libyaml refuse it; such a text is quoted instead.
struct Readable<'a>(&'a Value);

impl Serialize for Readable<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::String(text) if begins_with_tab(text) && text.contains('\n') => {
                DoubleQuoted(text).serialize(serializer)
            }
            Value::Array(items) => serializer.collect_seq(items.iter().map(Readable)),
            Value::Object(members) => {
                serializer.collect_map(members.iter().map(|(key, member)| (key, Readable(member))))
            }
            value => value.serialize(serializer),
        }
    }
}

fn begins_with_tab(text: &str) -> bool {
    text.trim_start_matches(['\n', ' ']).starts_with('\t')
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
    fn what_only_yaml_1_1_resolves_is_quoted() {
        let words = [
            "y",
            "N",
            "yes",
            "No",
            "on",
            "OFF",
            "2012-02-29",
            "2012-02-29T03:50:07Z",
            "12:30:45",
            "1:20",
            "1_000",
            "0b11",
            "010",
            "0x1F",
            "=",
            "<<",
            "~",
            "null",
            "",
            "1.5e+3",
            ".5",
            ".inf",
            ".NaN",
            "200",
        ];
        for word in words {
            assert_eq!(yaml(&serde_json::json!({ word: [word] })), format!("\"{word}\":\n- \"{word}\"\n"));
        }
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
