use std::cell::Cell;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

/// How deep values nest before nobody reads on.
const DEEPEST: usize = 200;

/// So many values of a text are read: one of two megabytes has a hundred thousand. A short text of aliases may
/// stand for millions.
const MOST_VALUES: usize = 3_000_000;

/// A YAML text as JSON: keys that are numbers, as codes often are, become texts.
pub(crate) fn yaml_value(text: &str) -> Result<Value, String> {
    if nests_too_deep(text) {
        return Err("it nests too deep".to_owned());
    }
    let left = Cell::new(MOST_VALUES);
    let read = Bounded { left: &left, depth: DEEPEST }.deserialize(serde_yaml::Deserializer::from_str(text));
    read.map_err(|error| error.to_string())
}

/// Are there far more opening brackets than closing ones before them? The reader of YAML looks at each open one
/// again and again, and at all of the text before anybody asks how deep it is. Texts in quotes may have some, too.
fn nests_too_deep(text: &str) -> bool {
    const MOST_OPEN: usize = 500;
    let mut open = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MOST_OPEN
    })
}

/// A JSON text, within the same bounds.
pub(crate) fn json_value(text: &str) -> Result<Value, String> {
    let left = Cell::new(MOST_VALUES);
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = Bounded { left: &left, depth: DEEPEST }.deserialize(&mut reader);
    read.and_then(|value| reader.end().map(|()| value)).map_err(|error| error.to_string())
}

/// A value, if there are not too many in it, and not too deep.
#[derive(Clone, Copy)]
struct Bounded<'l> {
    left: &'l Cell<usize>,
    depth: usize,
}

impl Bounded<'_> {
    /// One more value.
    fn count<E: Error>(self) -> Result<(), E> {
        let left = self.left.get().checked_sub(1);
        left.map(|left| self.left.set(left)).ok_or_else(|| E::custom("it holds too many values"))
    }

    /// What is inside.
    fn inner<E: Error>(self) -> Result<Self, E> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| E::custom("it nests too deep"))?;
        Ok(Bounded { depth, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        // No number of an API is that large.
        Ok(Value::String(value.to_string()))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        Ok(Value::String(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("it holds a number that is none"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut object = Map::new();
        while let Some(key) = members.next_key_seed(inner)? {
            let key = match key {
                Value::String(text) => text,
                Value::Number(number) => number.to_string(),
                Value::Bool(value) => value.to_string(),
                _ => return Err(A::Error::custom("a key is no text")),
            };
            object.insert(key, members.next_value_seed(inner)?);
        }
        Ok(Value::Object(object))
    }

    /// A value with a tag.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, value) = tagged.variant_seed(self.inner()?)?;
        value.newtype_variant_seed(self.inner()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_without_quotes_are_keys() {
        assert_eq!(
            yaml_value("a: {200: x, 1.5: [1, ~]}").unwrap().to_string(),
            r#"{"a":{"200":"x","1.5":[1,null]}}"#
        );
        assert!(yaml_value("{[1]: 2}").is_err());
        assert_eq!(yaml_value("a: !b [-1, 2.5, true]").unwrap().to_string(), r#"{"a":[-1,2.5,true]}"#);
        assert_eq!(yaml_value("a: &x {b: 1}\nc: *x").unwrap().to_string(), r#"{"a":{"b":1},"c":{"b":1}}"#);
    }

    #[test]
    fn a_short_text_of_aliases_ends() {
        let wide = format!("a: &a [{}]\nb: [{}]", "1, ".repeat(5_000), "*a, ".repeat(5_000));
        assert!(yaml_value(&wide).unwrap_err().contains("too many values"));
        let mut deep = "a0: &a0 [1]\n".to_owned();
        for at in 1..60 {
            deep.push_str(&format!("a{at}: &a{at} [*a{before}, *a{before}]\n", before = at - 1));
        }
        assert!(yaml_value(&deep).is_err());
        assert!(yaml_value(&format!("a: {}", "[".repeat(100_000))).is_err());
        assert!(json_value(&"[".repeat(100_000)).is_err());
        assert!(json_value("[1] 2").is_err());
        assert_eq!(json_value("[1, {\"a\": null}]").unwrap().to_string(), r#"[1,{"a":null}]"#);
    }
}
