use serde_json::{Map, Value};
use utoipa::ToSchema;

/// How deep a schema of ours may be.
const DEEPEST: usize = 40;

/// The JSON Schema of what values of a type are written as: of draft 7, which editors know for TOML, too.
pub(crate) fn schema_of<T: ToSchema>(title: &str) -> Value {
    let mut parts = Vec::new();
    T::schemas(&mut parts);
    parts.sort_by(|one, other| one.0.cmp(&other.0));
    let definitions: Map<String, Value> = parts
        .into_iter()
        .map(|(name, part)| (name, serde_json::to_value(part).unwrap_or_default()))
        .collect();
    let body = serde_json::to_value(T::schema()).unwrap_or_default();
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
    schema.insert("title".to_owned(), title.into());
    if let Value::Object(body) = body {
        schema.extend(body);
    }
    if !definitions.is_empty() {
        schema.insert("definitions".to_owned(), definitions.into());
    }
    let mut schema = Value::Object(schema);
    lead_to_definitions(&mut schema, DEEPEST);
    schema
}

/// References lead to `definitions`, where draft 7 has its parts.
fn lead_to_definitions(value: &mut Value, depth: usize) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                match member {
                    Value::String(text) if key == "$ref" => {
                        *text = text.replace("#/components/schemas/", "#/definitions/");
                    }
                    other => lead_to_definitions(other, depth - 1),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| lead_to_definitions(item, depth - 1)),
        _ => {}
    }
}

/// The same without null as a value: what is optional there can only be left out.
pub(crate) fn without_null(value: &mut Value) {
    strip_null(value, DEEPEST);
}

fn strip_null(value: &mut Value, depth: usize) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Object(members) => {
            let only = members.get_mut("type").and_then(Value::as_array_mut).and_then(|types| {
                types.retain(|name| name != "null");
                match types.as_slice() {
                    [only] => Some(only.clone()),
                    _ => None,
                }
            });
            if let Some(only) = only {
                members.insert("type".to_owned(), only);
            }
            if let Some(Value::Array(mut forms)) = members.remove("oneOf") {
                forms.retain(|form| form.get("type").is_none_or(|name| name != "null"));
                match (forms.pop(), forms.is_empty()) {
                    (Some(Value::Object(only)), true) => members.extend(only),
                    (last, _) => {
                        forms.extend(last);
                        members.insert("oneOf".to_owned(), forms.into());
                    }
                }
            }
            members.iter_mut().for_each(|(_, member)| strip_null(member, depth - 1));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| strip_null(item, depth - 1)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_optional_is_not_null() {
        let mut schema = json!({"properties": {
            "a": {"type": ["string", "null"]},
            "b": {"oneOf": [{"type": "null"}, {"$ref": "#/definitions/B"}]},
            "c": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        }});
        without_null(&mut schema);
        assert_eq!(
            schema,
            json!({"properties": {
                "a": {"type": "string"},
                "b": {"$ref": "#/definitions/B"},
                "c": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            }})
        );
    }
}
