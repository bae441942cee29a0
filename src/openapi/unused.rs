use std::collections::BTreeSet;

use serde_json::Value;

/// Removes the components that nothing refers to, but for the security schemes, which are named and not
/// referred to.
pub(crate) fn remove_components(document: &mut Value) {
    let used = references(document);
    if let Some(Value::Object(components)) = document.get_mut("components") {
        for (kind, entries) in components.iter_mut().filter(|(kind, _)| *kind != "securitySchemes") {
            let Value::Object(entries) = entries else { continue };
            entries.retain(|name, _| used.contains(&format!("#/components/{kind}/{name}")));
        }
        components.retain(|_, entries| entries.as_object().is_none_or(|entries| !entries.is_empty()));
    }
}

/// What is referred to from the paths and callbacks, directly or through components.
fn references(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Value> = ["paths", "webhooks"].iter().filter_map(|key| document.get(key)).collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if let Some(reference) = members.get("$ref").and_then(Value::as_str)
                    && found.insert(reference.to_owned())
                {
                    open.extend(reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer)));
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}
