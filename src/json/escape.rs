use std::borrow::Cow;
use std::fmt::Write as _;

use crate::text::hidden;

/// JSON with the hidden characters that serde_json leaves as they are escaped: they can only be inside
/// strings, so it says the same.
pub(crate) fn escape_hidden(json: &str) -> Cow<'_, str> {
    let special = |character| character > '~' && hidden(character);
    if json.is_ascii() && !json.contains('\u{7f}') || !json.contains(special) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if special(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to memory cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn json_says_the_same_without_hidden_characters(text in any::<String>(), tail in "[\u{E0000}-\u{E007F}\u{7f}-\u{9f}\u{202e}]{0,4}") {
            let text = text + &tail;
            let plain = serde_json::to_string(&text).unwrap();
            let written = escape_hidden(&plain);
            prop_assert!(!written.contains(hidden));
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
