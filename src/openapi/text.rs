use serde_json::Value;

/// A document as JSON: two blanks of indentation, a final newline.
pub fn json(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// A document as YAML that readers of YAML 1.1 and 1.2 understand alike.
pub fn yaml(value: &Value) -> String {
    // serde-saphyr quotes what YAML 1.1 would resolve, folds long lines and keeps line breaks in literal blocks. Writing to memory cannot fail.
    serde_saphyr::to_string(value).unwrap_or_default()
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
    fn long_texts_are_folded_and_paragraphs_kept() {
        let text = format!("{}\n\n- a\n- b", "word ".repeat(40).trim());
        let back: Value = serde_yaml::from_str(&yaml(&serde_json::json!({ "d": text }))).expect("YAML");
        assert_eq!(back.get("d").and_then(Value::as_str), Some(text.as_str()));
    }

    proptest::proptest! {
        #[test]
        fn any_string_comes_back(key in ".*", text in "(?s).{0,200}") {
            let value = serde_json::json!({ key: [text.clone(), { "x": text }] });
            let back: Value = serde_yaml::from_str(&yaml(&value)).expect("YAML");
            proptest::prop_assert_eq!(back, value);
        }
    }
}
