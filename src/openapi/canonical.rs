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
        if !matches!(key.as_str(), "example" | "examples" | "default" | "enum") {
            sort_extensions(member);
        }
    }
}
