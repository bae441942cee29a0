use serde_json::{Map, Value};

use crate::collections::HashMap;
use crate::json::hash;

/// What references to schemas begin with.
pub(super) const SCHEMAS: &str = "#/components/schemas/";

/// Joins the schemas of a document that say the same, under the shortest of their names: schemas that gave way
/// to what is shown may have become equal. Those that refer to them may be equal then, too.
pub(super) fn join_equal(document: &mut Value) {
    loop {
        let Some(Value::Object(schemas)) = document.pointer("/components/schemas") else { return };
        let joined = equal_to_others(schemas);
        if joined.is_empty() {
            return;
        }
        if let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") {
            schemas.retain(|name, _| !joined.contains_key(name));
        }
        refer_to(document, &joined);
    }
}

/// The names of schemas that equal one with a better name, with that name.
fn equal_to_others(schemas: &Map<String, Value>) -> HashMap<String, String> {
    let mut names: Vec<(&String, &Value)> = schemas.iter().collect();
    names.sort_by_key(|(name, _)| (name.len(), *name));
    let mut known: HashMap<u64, Vec<(&String, &Value)>> = HashMap::default();
    let mut joined = HashMap::default();
    for (name, schema) in names {
        let alike = known.entry(hash(schema)).or_default();
        match alike.iter().find(|(_, other)| *other == schema) {
            Some((better, _)) => {
                joined.insert(name.clone(), (*better).clone());
            }
            None => alike.push((name, schema)),
        }
    }
    joined
}

/// Lets what refers to the one name refer to the other. Documents nest no deeper than their bodies, which are
/// bounded, and a stack of our own follows them.
pub(super) fn refer_to(document: &mut Value, joined: &HashMap<String, String>) {
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(target)) = members.get_mut("$ref")
                    && let Some(better) = target.strip_prefix(SCHEMAS).and_then(|name| joined.get(name))
                {
                    *target = format!("{SCHEMAS}{better}");
                }
                open.extend(members.values_mut());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn equal_schemas_are_one_and_so_are_those_that_refer_to_them() {
        let to = |name: &str| json!({ "$ref": format!("{SCHEMAS}{name}") });
        let mut document = json!({
            "paths": { "/a": to("ListUpdate"), "/b": to("List") },
            "components": { "schemas": {
                "BookUpdate": { "type": "string" },
                "Book": { "type": "string" },
                "List": { "items": to("Book") },
                "ListUpdate": { "items": to("BookUpdate") },
                "Page": { "type": "integer" },
            } },
        });
        join_equal(&mut document);
        let schemas = json!({
            "Book": { "type": "string" },
            "List": { "items": to("Book") },
            "Page": { "type": "integer" },
        });
        let expected = json!({
            "paths": { "/a": to("List"), "/b": to("List") },
            "components": { "schemas": schemas },
        });
        assert_eq!(document, expected);
    }
}
