use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::operations;
use crate::openapi::remove_components;

/// Removes the components and tags that nothing refers to.
pub(super) fn remove(document: &mut Value) {
    remove_components(document);
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
