use serde::Serialize;
use serde_json::{Map, Value};

/// A part of a document as a value. That utoipa's types are JSON is our affair: where they are not, an empty
/// document would be written.
#[expect(clippy::expect_used, reason = "a part that is no JSON must not look empty")]
pub(super) fn value_of(part: &impl Serialize) -> Value {
    serde_json::to_value(part).expect("internal error: a part of a document is no JSON")
}

/// Sorts the `x-` keys of each object behind the others: utoipa keeps extensions in a hash map, whose order
/// differs from run to run. What users wrote (examples, defaults, enumerations) is left as it is.
pub(super) fn sort_extensions(value: &mut Value) {
    match value {
        Value::Object(members) => sort_members(members),
        Value::Array(items) => items.iter_mut().for_each(sort_extensions),
        _ => {}
    }
}

fn sort_members(members: &mut Map<String, Value>) {
    if members.keys().filter(|key| key.starts_with("x-")).count() > 1 {
        let (mut extensions, rest): (Vec<_>, Vec<_>) =
            std::mem::take(members).into_iter().partition(|(key, _)| key.starts_with("x-"));
        extensions.sort_by(|(a, _), (b, _)| a.cmp(b));
        members.extend(rest.into_iter().chain(extensions));
    }
    for (key, member) in members.iter_mut() {
        match (key.as_str(), member) {
            ("example" | "examples" | "default" | "enum", _) => {}
            // The keys are names here, whatever they say.
            ("properties" | "schemas", Value::Object(named)) => named.values_mut().for_each(sort_extensions),
            (_, member) => sort_extensions(member),
        }
    }
}

/// Do both read the same? Objects that differ in the order of their members do not.
pub(super) fn reads_alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let mut pairs = one.iter().zip(other);
            one.len() == other.len()
                && pairs.all(|(one, other)| one.0 == other.0 && reads_alike(one.1, other.1))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| reads_alike(one, other))
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{reads_alike, sort_extensions, value_of};

    #[test]
    fn the_order_of_members_counts() {
        let (one, other) = (json!([{"a": 1, "b": [2]}]), json!([{"b": [2], "a": 1}]));
        assert!(one == other && reads_alike(&one, &one.clone()) && !reads_alike(&one, &other));
        assert!(
            !reads_alike(&json!([1]), &json!([1, 2])) && !reads_alike(&json!({"a": 1}), &json!({"a": 2}))
        );
    }

    #[test]
    #[should_panic(expected = "internal error")]
    fn a_part_that_is_no_json_is_loud() {
        value_of(&std::collections::BTreeMap::from([(vec![1], "a key that is a list")]));
    }

    #[test]
    fn properties_may_be_called_like_keywords() {
        let mut value = json!({"properties": {"default": {"x-b": 1, "x-a": 2, "type": "string"}}, "default": {"x-d": 1, "x-c": 2}});
        sort_extensions(&mut value);
        let sorted =
            r#"{"properties":{"default":{"type":"string","x-a":2,"x-b":1}},"default":{"x-d":1,"x-c":2}}"#;
        assert_eq!(value.to_string(), sorted);
        let mut text = Value::from("x-a");
        sort_extensions(&mut text);
        assert_eq!(text, "x-a");
    }
}
