use serde_json::Value;

use super::duplicate::{self, Duplicate};
use super::lenient::{self, Mended};
use super::mistake::JsonError;
use super::repair;

/// A JSON text as far as it could be read.
#[derive(Debug)]
pub(crate) struct JsonRead {
    /// The value; `None` if the text is no JSON. Of equal keys the last one counts.
    pub value: Option<Value>,
    /// Why it is none.
    pub error: Option<JsonError>,
    /// If it is none: what was probably meant, as far as that can be told.
    pub mended: Option<Mended>,
    /// Keys that stand more than once in one object, in the order of their objects' ends; at most a hundred.
    pub duplicates: Vec<Duplicate>,
}

/// Reads a JSON text. Values nest at most 127 deep, as serde_json allows.
pub(crate) fn read_json(text: &str) -> JsonRead {
    match serde_json::from_str(text) {
        Ok(value) => {
            // A key that stands twice is in the text twice and in the value once.
            let may_repeat = duplicate::most_keys(text) > members(&value);
            let duplicates = if may_repeat { duplicate::find(text) } else { Vec::new() };
            JsonRead { value: Some(value), error: None, mended: None, duplicates }
        }
        Err(error) => {
            let mended = lenient::read(text);
            let mut error = JsonError::new(text, &error);
            error.repairs = repair::all(text, error.repairs, &mut error.further);
            JsonRead { value: None, error: Some(error), mended, duplicates: Vec::new() }
        }
    }
}

/// How many members the objects in `value` have.
fn members(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(members).sum(),
        Value::Object(map) => map.len() + map.values().map(members).sum::<usize>(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_keys_are_noted_with_both_places() {
        let text =
            r#"{"a": {"x": 1, "y": {"x": "x"}, "\u0078": 2, "x": 3}, "b": [{"c": 1}, {"c": 1, "c": 2}]}"#;
        let read = read_json(text);
        let noted: Vec<_> = read
            .duplicates
            .iter()
            .map(|duplicate| (duplicate.pointer.as_str(), duplicate.first.start, duplicate.second.start))
            .collect();
        let at = |part: &str| text.rfind(part).unwrap();
        assert_eq!(noted, [("/a/x", 7, at("\"x\": 3")), ("/b/1/c", at("\"c\": 1"), at("\"c\": 2"))]);
        assert_eq!(read.value.unwrap().pointer("/a/x"), Some(&Value::from(3)));
    }

    #[test]
    fn many_equal_keys_take_no_time() {
        let members: Vec<String> = (0..40_000).map(|n| format!("\"k{n}\": 0, \"k{n}\": 1")).collect();
        let text = format!("{{{}}}", members.join(","));
        assert_eq!(read_json(&text).duplicates.len(), 100);
    }

    #[test]
    fn deep_nesting_is_an_error() {
        let read = read_json(&"[".repeat(100_000));
        assert!(read.value.is_none() && read.error.is_some());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn any_text_is_read(text in "[\\[\\]{},: \\n\"\\\\ae\u{e9}\u{3000}.01]{0,30}") {
            let read = read_json(&text);
            prop_assert_eq!(read.value, serde_json::from_str(&text).ok());
            if let Some(error) = read.error {
                prop_assert!(text.get(error.offset..).is_some());
            }
        }

        #[test]
        fn equal_keys_are_found_wherever_they_stand(keys in prop::collection::vec("[ab]", 0..5), nested in any::<bool>()) {
            let members: Vec<String> = keys.iter().map(|key| format!("\"{key}\":[\"a\",{{\"a\":\":\"}}]")).collect();
            let object = format!("{{{}}}", members.join(" , "));
            let text = if nested { format!("[0,{object}]") } else { object };
            let repeated = ["a", "b"].iter().filter(|key| keys.iter().filter(|other| other == *key).count() > 1);
            let read = read_json(&text);
            prop_assert_eq!(read.duplicates.len(), repeated.count());
            for duplicate in read.duplicates {
                prop_assert_eq!(text.get(duplicate.first), text.get(duplicate.second.clone()));
                prop_assert_eq!(super::super::Places::read(&text).locate(&duplicate.pointer).key, Some(duplicate.second));
            }
        }
    }
}
