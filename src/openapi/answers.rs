use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::accept::{Yield, accept};

/// Lets the schemas of answers, and the objects that they share, require no key that a documented answer lacks:
/// that the text requires it is told by the check of the samples.
pub(super) fn accept_shown(document: &Value, schemas: BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    let schemas: Map<String, Value> = schemas.into_iter().collect();
    // The references in schemas count from the document.
    let mut own = json!({ "components": { "schemas": schemas } });
    for content in contents(document) {
        let schema = content.get("schema").and_then(|schema| schema.get("$ref")).and_then(Value::as_str);
        let Some(place) = schema.and_then(|schema| schema.strip_prefix('#')) else { continue };
        for value in members(content.get("examples")).filter_map(|example| example.get("value")) {
            accept(&mut own, place, value, Yield::Required);
        }
    }
    match own.pointer_mut("/components/schemas").map(Value::take) {
        Some(Value::Object(schemas)) => schemas.into_iter().collect(),
        _ => BTreeMap::new(),
    }
}

/// What each answer of each operation holds, by media type.
fn contents(document: &Value) -> impl Iterator<Item = &Value> {
    let operations = members(document.get("paths")).flat_map(|item| members(Some(item)));
    let answers = operations.flat_map(|operation| members(operation.get("responses")));
    answers.flat_map(|answer| members(answer.get("content")))
}

fn members(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_object).into_iter().flat_map(Map::values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_documented_answer_lacks_is_not_required() {
        let answer = |name: &str, value: Value| {
            json!({ "get": { "responses": { "200": { "content": { "application/json": {
                "schema": { "$ref": format!("#/components/schemas/{name}") },
                "examples": { "one": { "value": value } },
            } } } } } })
        };
        let document = json!({ "paths": {
            "/books": answer("Books", json!([{ "title": "a" }])),
            "/books/{id}": answer("Book", json!({ "title": "a", "pages": 1 })),
        } });
        let schemas = BTreeMap::from([
            ("Book".to_owned(), json!({ "type": "object", "required": ["title", "pages"] })),
            (
                "Books".to_owned(),
                json!({ "type": "array", "items": { "$ref": "#/components/schemas/Book" } }),
            ),
        ]);
        let accepted = accept_shown(&document, schemas);
        assert_eq!(accepted["Book"]["required"], json!(["title"]));
        assert_eq!(accepted["Books"]["type"], json!("array"));
    }
}
