use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::operations;

/// Removes the components and tags that nothing refers to.
pub(super) fn remove(document: &mut Value) {
    let used = references(document);
    if let Some(Value::Object(components)) = document.get_mut("components") {
        for (kind, entries) in components.iter_mut().filter(|(kind, _)| *kind != "securitySchemes") {
            let Value::Object(entries) = entries else { continue };
            entries.retain(|name, _| used.contains(&format!("#/components/{kind}/{name}")));
        }
        components.retain(|_, entries| entries.as_object().is_none_or(|entries| !entries.is_empty()));
    }
    let mut tags = BTreeSet::new();
    operations::each(document, |_, _, operation| tags.extend(tag_names(operation)));
    if let Some(Value::Array(listed)) = document.get_mut("tags") {
        listed.retain(|tag| tag.get("name").and_then(Value::as_str).is_some_and(|name| tags.contains(name)));
    }
}

fn tag_names(operation: &Map<String, Value>) -> Vec<String> {
    let names = operation.get("tags").and_then(Value::as_array).into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What is referred to from the paths, directly or through components.
fn references(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Value> = document.get("paths").into_iter().collect();
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
