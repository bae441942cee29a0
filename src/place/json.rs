use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{Pointer, locate};

/// A JSON text as far as it could be read.
#[derive(Debug)]
pub struct JsonRead {
    /// The value; `None` if the text is no JSON. Of equal keys the last one counts.
    pub value: Option<Value>,
    /// Why it is none.
    pub error: Option<JsonError>,
    /// Keys that stand twice in one object.
    pub duplicates: Vec<Duplicate>,
}

/// Why a text is no JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    /// The byte where reading stopped.
    pub offset: usize,
    /// What was expected there.
    pub message: String,
    /// The usual mistake behind it, as an instruction.
    pub hint: Option<String>,
}

/// A key that stands twice in one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The member.
    pub pointer: Pointer,
    /// The bytes of the first key, with its quotes.
    pub first: Range<usize>,
    /// The bytes of the last one.
    pub second: Range<usize>,
}

/// Reads a JSON text.
pub fn read_json(text: &str) -> JsonRead {
    let mut repeated = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let seed = Seed { at: &Pointer::root(), repeated: &mut repeated };
    let read = seed.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    match read {
        Ok(value) => {
            let duplicates = repeated.into_iter().filter_map(|pointer| duplicate(text, pointer)).collect();
            JsonRead { value: Some(value), error: None, duplicates }
        }
        Err(error) => JsonRead { value: None, error: Some(explain(text, &error)), duplicates: Vec::new() },
    }
}

fn duplicate(text: &str, pointer: Pointer) -> Option<Duplicate> {
    let second = locate(text, &pointer).key?;
    let quoted = text.get(second.clone())?;
    // The same spelling before it in the same object, if there is one; else the key itself.
    let parent = pointer.as_str().rsplit_once('/').map_or("", |(parent, _)| parent);
    let object = locate(text, &Pointer::from_text(parent)).value;
    let before = text.get(object.start..second.start)?;
    let first =
        before.find(quoted).map_or(second.clone(), |at| object.start + at..object.start + at + quoted.len());
    Some(Duplicate { pointer, first, second })
}

fn explain(text: &str, error: &serde_json::Error) -> JsonError {
    let offset = offset(text, error.line(), error.column());
    let full = error.to_string();
    let message = full.split(" at line ").next().unwrap_or(&full).to_owned();
    JsonError { offset, hint: hint(text, offset, &message).map(str::to_owned), message }
}

/// serde_json counts lines from 1 and columns in bytes from 1, pointing behind what it read.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What authors usually did when reading stops like this.
fn hint(text: &str, offset: usize, message: &str) -> Option<&'static str> {
    let rest = text.get(offset..).unwrap_or("").trim_start();
    let before = text.get(..offset).unwrap_or("").trim_end();
    if text.trim().is_empty() {
        Some("the file is empty: write the body, or do not show the sample")
    } else if rest.starts_with("...") || before.ends_with("...") {
        Some("replace the dots by real content: a sample is read by programs, too")
    } else if rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#') {
        Some("remove the comment: JSON has none")
    } else if message.starts_with("trailing comma") || (before.ends_with(',') && rest.starts_with(['}', ']']))
    {
        Some("remove the comma before the closing bracket")
    } else if message.starts_with("expected `,`") {
        Some("add the missing comma")
    } else if rest.starts_with('\'') {
        Some("use double quotes")
    } else if rest.starts_with("True") || rest.starts_with("False") || rest.starts_with("None") {
        Some("write true, false or null: this is how Python prints them")
    } else if rest.chars().next().is_some_and(|c| c.is_whitespace() && !c.is_ascii()) {
        Some("replace the blank that is no plain space")
    } else if message.starts_with("EOF") {
        Some("close what is open: a bracket or quote is missing at the end")
    } else {
        None
    }
}

/// Reads a value and notes keys that stand twice, which serde_json itself keeps silent about.
struct Seed<'a> {
    at: &'a Pointer,
    repeated: &'a mut Vec<Pointer>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            let at = self.at.index(values.len());
            match items.next_element_seed(Seed { at: &at, repeated: &mut *self.repeated })? {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let at = self.at.key(&key);
            let value = members.next_value_seed(Seed { at: &at, repeated: &mut *self.repeated })?;
            if map.insert(key, value).is_some() {
                self.repeated.push(at);
            }
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicate_keys_are_noted_with_both_places() {
        let text = r#"{"a": {"x": 1, "y": 2, "x": 3}}"#;
        let read = read_json(text);
        let [duplicate] = read.duplicates.as_slice() else { panic!("{read:?}") };
        assert_eq!(duplicate.pointer.as_str(), "/a/x");
        assert_eq!((duplicate.first.start, duplicate.second.start), (7, 23));
        assert_eq!(read.value.and_then(|value| value.pointer("/a/x").cloned()), Some(Value::from(3)));
    }

    #[test]
    fn common_mistakes_have_a_hint() {
        let hint = |text: &str| read_json(text).error.and_then(|error| error.hint).unwrap_or_default();
        assert!(hint("").contains("empty"));
        assert!(hint("{\"a\": 1,}").contains("comma before"));
        assert!(hint("{\"a\": 1 \"b\": 2}").contains("missing comma"));
        assert!(hint("{'a': 1}").contains("double quotes"));
        assert!(hint("{\"a\": True}").contains("Python"));
        assert!(hint("[1, ...]").contains("dots"));
        assert!(hint("{\"a\": [1").contains("close"));
    }

    #[test]
    fn errors_point_at_the_byte() {
        let text = "{\n  \"é\": 1\n  \"b\": 2\n}";
        let error = read_json(text).error.expect("an error");
        assert_eq!(text.get(error.offset..error.offset + 3), Some("\"b\""));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]

        /// Whatever a sample holds, errors, duplicates and pointers stay inside its text.
        #[test]
        fn any_text_is_read(text in "(?s)[\\[\\]{}\":,a-b0-1 \\\\\n.é]{0,80}", pointer in "(/[a0-1~]{0,2}){0,4}") {
            let read = read_json(&text);
            if let Some(error) = read.error {
                proptest::prop_assert!(text.is_char_boundary(error.offset));
            }
            for duplicate in read.duplicates {
                proptest::prop_assert!(text.get(duplicate.first).is_some() && text.get(duplicate.second).is_some());
            }
            let found = locate(&text, &Pointer::from_text(&pointer));
            proptest::prop_assert!(text.get(found.value).is_some());
        }

        /// What serde_json reads, this reads alike.
        #[test]
        fn sound_values_come_back(keys in proptest::collection::vec("[a-c\"é/~]{0,3}", 0..6)) {
            let members: serde_json::Map<String, Value> = keys.iter().map(|key| (key.clone(), Value::from(key.len()))).collect();
            let value = Value::from(vec![Value::Object(members)]);
            let text = value.to_string();
            let read = read_json(&text);
            proptest::prop_assert_eq!(read.value, Some(value));
            for key in &keys {
                let found = locate(&text, &Pointer::root().index(0).key(key));
                let length = key.len().to_string();
                proptest::prop_assert_eq!(text.get(found.value), Some(length.as_str()));
            }
        }
    }

    #[test]
    fn deep_nesting_is_an_error() {
        assert!(read_json(&"[".repeat(100_000)).error.is_some());
    }
}
