use serde_json::{Map, Value};

/// Sorts the `x-` keys of each object behind the others: utoipa keeps extensions in a hash map, whose order differs from run to run. What
/// users wrote (examples, defaults, enumerations) is left as it is.
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::sort_extensions;

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
