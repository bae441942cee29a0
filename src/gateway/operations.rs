use serde_json::{Map, Value};

/// The members of an operation.
type Members = Map<String, Value>;

/// Calls `see` with path, verb (`get`, `x-copy`) and members of every operation, in the order of the
/// document.
pub(super) fn each(document: &mut Value, mut see: impl FnMut(&str, &str, &mut Members)) {
    let Some(Value::Object(items)) = document.get_mut("paths") else { return };
    for (path, item) in items.iter_mut() {
        let Value::Object(item) = item else { continue };
        for (verb, operation) in item.iter_mut() {
            let is_operation = is_operation(operation);
            if let Value::Object(members) = operation
                && is_operation
            {
                see(path, verb, members);
            }
        }
    }
}

/// Is a member of a path item an operation?
pub(super) fn is_operation(member: &Value) -> bool {
    member.get("responses").is_some()
}

/// What a `$ref` leads to; the value itself if it is none.
pub(super) fn resolved<'v>(document: &'v Value, value: &'v Value) -> &'v Value {
    value
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| document.pointer(reference.strip_prefix('#')?))
        .unwrap_or(value)
}
