use serde_json::{Number, Value};

/// A number that equal values share, and others hardly ever. It only saves comparisons: whoever asks must
/// still compare.
pub(crate) fn hash(value: &Value) -> u64 {
    match value {
        Value::Object(members) => members
            .iter()
            .fold(mix(1, length(members.len())), |sum, (key, member)| mix(text(sum, key), hash(member))),
        Value::Array(items) => {
            items.iter().fold(mix(2, length(items.len())), |sum, item| mix(sum, hash(item)))
        }
        Value::String(value) => text(3, value),
        Value::Bool(true) => 4,
        Value::Bool(false) | Value::Null => 5,
        Value::Number(value) => number(value),
    }
}

/// Samples often differ in nothing but a number. That which is added makes one zero of both.
fn number(value: &Number) -> u64 {
    let bits = value.as_u64().or_else(|| value.as_i64().map(i64::cast_unsigned));
    mix(6, bits.unwrap_or_else(|| value.as_f64().map_or(0, |value| (value + 0.0).to_bits())))
}

fn mix(sum: u64, number: u64) -> u64 {
    (sum.rotate_left(5) ^ number).wrapping_mul(0x517C_C1B7_2722_0A95)
}

/// All bytes count: references name hundreds of things alike but for a letter.
fn text(sum: u64, text: &str) -> u64 {
    let (words, rest) = text.as_bytes().as_chunks();
    let start = mix(sum, length(text.len()));
    let sum = words.iter().fold(start, |sum, word| mix(sum, u64::from_le_bytes(*word)));
    mix(sum, rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)))
}

fn length(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn equal_values_share_it_and_unlike_ones_do_not() {
        let one = json!({"type": "object", "properties": {"a": {"type": "string"}, "size": [1, true]}});
        assert_eq!(hash(&one), hash(&one.clone()));
        assert_eq!((hash(&json!(0.0)), json!(0.0)), (hash(&json!(-0.0)), json!(-0.0)));
        assert!(hash(&json!({"a": 1})) != hash(&json!({"a": 2})) && hash(&json!(-1)) != hash(&json!(1.5)));
        for other in [
            json!({"type": "object", "properties": {"size": [1, true], "a": {"type": "string"}}}),
            json!({"type": "object", "properties": {"a": {"type": "string"}, "size": [true]}}),
            json!({"type": "object", "properties": {"b": {"type": "string"}, "size": [1, true]}}),
            json!({"type": "object", "properties": {"a": {"type": "strinh"}, "size": [1, true]}}),
            json!({"type": "object", "properties": {"a": {"type": "array"}, "size": [1, true]}}),
        ] {
            assert_ne!(hash(&one), hash(&other), "{other}");
        }
    }
}
