use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::equal::refer_to;
use crate::collections::HashMap;

/// Names are not looked for below this depth: generators cut them, too.
const DEEPEST: usize = 16;

/// Renames the components whose names are those that generators of code give to an object inside of another:
/// what `Box` has under `lid` they call `BoxLid`, and give up, or number the names, where a component has that
/// name.
pub(super) fn part(document: &mut Value) {
    let Some(Value::Object(schemas)) = document.pointer("/components/schemas") else { return };
    let mut given = BTreeSet::new();
    for (name, schema) in schemas {
        let class = schema.get("title").and_then(Value::as_str).unwrap_or(name);
        inside(schema, &plain(class), DEEPEST, &mut given);
    }
    let mut taken: BTreeSet<String> = schemas.keys().map(|name| plain(name)).collect();
    let clashes = schemas.keys().filter(|name| given.contains(&plain(name)));
    let mut renamed: HashMap<String, String> = HashMap::default();
    for name in clashes {
        let mut others = ["Body", "Object", "Schema"].iter().map(|word| format!("{name}{word}"));
        let other = others.find(|other| !given.contains(&plain(other)) && taken.insert(plain(other)));
        renamed.extend(other.map(|other| (name.clone(), other)));
    }
    if renamed.is_empty() {
        return;
    }
    if let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") {
        let all = std::mem::take(schemas).into_iter();
        *schemas = all
            .map(|(name, schema)| (renamed.get(&name).cloned().unwrap_or(name), schema))
            .collect::<Map<String, Value>>();
        schemas.sort_keys();
    }
    refer_to(document, &renamed);
}

/// The names of what stands inside of a schema that is called `class`.
fn inside(schema: &Value, class: &str, depth: usize, given: &mut BTreeSet<String>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let mut below = |schema: &Value, word: &str| {
        let class = format!("{class}{}", plain(word));
        if is_type(schema) {
            given.insert(class.clone());
        }
        inside(schema, &class, depth, given);
    };
    for (key, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        below(property, key);
    }
    if let Some(items) = schema.get("items") {
        below(items, "item");
    }
}

/// Does it become a type of its own where code is generated?
fn is_type(schema: &Value) -> bool {
    let holds = |key: &str| schema.get(key).is_some_and(Value::is_object);
    schema.get("$ref").is_none()
        && (holds("properties") || holds("additionalProperties") || schema.get("enum").is_some())
}

/// A name by its letters and digits.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_called_like_an_object_inside_of_another_gets_another_name() {
        let lid = || json!({ "type": "object", "properties": { "a": {} } });
        let mut document = json!({
            "paths": { "/lid": { "$ref": "#/components/schemas/BoxLid" } },
            "components": { "schemas": {
                "Box": { "type": "object", "properties": { "lid": lid() } },
                "BoxLid": { "type": "object" },
                "BoxLidA": { "type": "object" },
            } },
        });
        part(&mut document);
        assert_eq!(
            document,
            json!({
                "paths": { "/lid": { "$ref": "#/components/schemas/BoxLidBody" } },
                "components": { "schemas": {
                    "Box": { "type": "object", "properties": { "lid": lid() } },
                    "BoxLidA": { "type": "object" },
                    "BoxLidBody": { "type": "object" },
                } },
            })
        );
    }
}
