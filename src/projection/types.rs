use serde_json::{Map, Value, json};

/// The keywords that say something about strings only.
const OF_STRINGS: &[&str] = &["minLength", "maxLength", "pattern"];
/// The same of numbers.
const OF_NUMBERS: &[&str] = &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
/// The same of arrays.
const OF_ARRAYS: &[&str] = &["items", "minItems", "maxItems", "uniqueItems"];
/// The same of objects.
const OF_OBJECTS: &[&str] = &[
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "x-patternProperties",
];

/// The schema that only null fits: 3.0 has no type for it.
pub(super) fn null() -> Value {
    json!({"type": "string", "nullable": true, "enum": [null]})
}

/// Is it the schema that only null fits?
pub(super) fn is_null(schema: &Value) -> bool {
    let only_null = |values: &Vec<Value>| matches!(values.as_slice(), [Value::Null]);
    schema.get("nullable") == Some(&json!(true))
        && schema.get("enum").and_then(Value::as_array).is_some_and(only_null)
}

/// 3.0 has one type in a schema, and a mark for null beside it.
pub(super) fn lower(members: &mut Map<String, Value>) {
    let listed: Vec<String> = match members.get("type") {
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(one)) => vec![one.clone()],
        _ => return only_listed_null(members),
    };
    let nullable = listed.iter().any(|one| one == "null");
    let types: Vec<String> = listed.into_iter().filter(|one| one != "null").collect();
    match types.as_slice() {
        [] => become_null(members),
        [only] => {
            members.insert("type".to_owned(), json!(only));
            if nullable {
                mark_nullable(members);
            }
        }
        several => split(members, several, nullable),
    }
}

/// Puts the mark for null behind the type.
pub(super) fn mark_nullable(members: &mut Map<String, Value>) {
    let behind = members.keys().position(|key| key == "type").map_or(members.len(), |at| at + 1);
    members.shift_insert(behind, "nullable".to_owned(), json!(true));
}

/// A list that holds null alone says as much as the type.
fn only_listed_null(members: &mut Map<String, Value>) {
    if members.get("enum") == Some(&json!([null])) {
        become_null(members);
    }
}

fn become_null(members: &mut Map<String, Value>) {
    members.shift_remove("type");
    members.shift_remove("enum");
    let Value::Object(null) = null() else { return };
    for (at, (key, value)) in null.into_iter().enumerate() {
        members.shift_insert(at, key, value);
    }
}

/// One alternative for each type, with the keywords that say something about that type.
fn split(members: &mut Map<String, Value>, types: &[String], nullable: bool) {
    members.shift_remove("type");
    let number = types.iter().any(|one| one == "integer" || one == "number");
    let format = members.shift_remove("format");
    let of_numbers = format.as_ref().and_then(Value::as_str).is_some_and(is_numeric_format);
    let moved: Map<String, Value> = [OF_STRINGS, OF_NUMBERS, OF_ARRAYS, OF_OBJECTS]
        .concat()
        .into_iter()
        .filter_map(|key| Some((key.to_owned(), members.shift_remove(key)?)))
        .collect();
    let alternatives = types.iter().map(|one| {
        let (own, formatted) = match one.as_str() {
            "string" => (OF_STRINGS, !(of_numbers && number)),
            "integer" | "number" => (OF_NUMBERS, of_numbers),
            "array" => (OF_ARRAYS, false),
            "object" => (OF_OBJECTS, false),
            _ => (&[] as &[&str], false),
        };
        alternative(one, nullable, own, &moved, format.as_ref().filter(|_| formatted))
    });
    let alternatives = Value::Array(alternatives.collect());
    if let Some(known) = members.shift_remove("anyOf") {
        super::composition::also(members, json!({ "anyOf": known }));
    }
    members.insert("anyOf".to_owned(), alternatives);
}

fn alternative(
    one: &str,
    nullable: bool,
    own: &[&str],
    moved: &Map<String, Value>,
    format: Option<&Value>,
) -> Value {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!(one));
    if nullable {
        schema.insert("nullable".to_owned(), json!(true));
    }
    if let Some(format) = format {
        schema.insert("format".to_owned(), format.clone());
    }
    for key in own {
        if let Some(value) = moved.get(*key) {
            schema.insert((*key).to_owned(), value.clone());
        }
    }
    if one == "array" {
        schema.entry("items").or_insert_with(|| json!({}));
    }
    Value::Object(schema)
}

fn is_numeric_format(format: &str) -> bool {
    matches!(format, "int32" | "int64" | "float" | "double")
}
