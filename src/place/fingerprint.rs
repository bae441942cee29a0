use serde_json::Value;

/// A number that equal values share, and others hardly ever; it is made of the lengths of keys, texts and containers alone, in their order.
pub fn fingerprint(value: &Value) -> u64 {
    let mix = |hash: u64, number: u64| (hash.rotate_left(5) ^ number).wrapping_mul(0x517C_C1B7_2722_0A95);
    let length = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    match value {
        Value::Object(members) => {
            members.iter().fold(mix(1, length(members.len())), |hash, (key, member)| {
                mix(mix(hash, length(key.len())), fingerprint(member))
            })
        }
        Value::Array(items) => {
            items.iter().fold(mix(2, length(items.len())), |hash, item| mix(hash, fingerprint(item)))
        }
        Value::String(text) => mix(3, length(text.len())),
        Value::Bool(true) => 4,
        Value::Bool(false) | Value::Null | Value::Number(_) => 5,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn equal_values_share_it_and_unlike_ones_do_not() {
        let one = json!({"type": "object", "properties": {"a": {"type": "string"}, "size": [1, true]}});
        assert_eq!(fingerprint(&one), fingerprint(&one.clone()));
        for other in [
            json!({"type": "object", "properties": {"size": [1, true], "a": {"type": "string"}}}),
            json!({"type": "object", "properties": {"a": {"type": "string"}, "size": [true]}}),
            json!({"type": "object", "properties": {"ab": {"type": "string"}, "size": [1, true]}}),
            json!({"type": "object", "properties": {"a": {"type": "array"}, "size": [1, true]}}),
        ] {
            assert_ne!(fingerprint(&one), fingerprint(&other), "{other}");
        }
    }
}
