use serde_json::{Map, Value};

/// So deep operations are looked for.
const DEEPEST: usize = 8;

/// Does the value hold an operation of a JSON patch (RFC 6902)? Then rows name what is patched, not its keys.
pub(crate) fn holds_patch(value: &Value) -> bool {
    fn holds(value: &Value, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        match value {
            Value::Object(members) => {
                is_operation(members) || members.values().any(|member| holds(member, depth))
            }
            Value::Array(items) => items.iter().any(|item| holds(item, depth)),
            _ => false,
        }
    }
    holds(value, DEEPEST)
}

/// Is the object one operation of a JSON patch?
pub(crate) fn is_operation(members: &Map<String, Value>) -> bool {
    let text = |key: &str| members.get(key).and_then(Value::as_str);
    text("op").is_some() && text("path").is_some_and(|path| path.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::holds_patch;

    #[test]
    fn operations_of_patches_are_found() {
        assert!(holds_patch(&json!({"7": [{"op": "add", "path": "/size", "value": 1}]})));
        assert!(!holds_patch(&json!({"op": "add", "path": "size"})) && !holds_patch(&json!([1])));
    }
}
