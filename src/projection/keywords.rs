use serde_json::{Map, Value, json};

use super::loss::Losses;
use crate::place::Pointer;

/// The members of a schema object in 3.0.
const KNOWN: &[&str] = &[
    "$ref",
    "title",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "required",
    "enum",
    "type",
    "not",
    "allOf",
    "oneOf",
    "anyOf",
    "items",
    "properties",
    "additionalProperties",
    "description",
    "format",
    "default",
    "nullable",
    "discriminator",
    "readOnly",
    "writeOnly",
    "example",
    "externalDocs",
    "deprecated",
    "xml",
];

/// Keywords that say nothing about values.
const SILENT: &[&str] = &["$comment", "$schema", "$anchor", "$dynamicAnchor", "$vocabulary"];

pub(super) fn constant(members: &mut Map<String, Value>) {
    if let Some(value) = members.shift_remove("const") {
        members.insert("enum".to_owned(), json!([value]));
    }
}

/// Exclusive bounds are numbers of their own in 3.1 and marks beside the bound in 3.0. Of two bounds the
/// stricter one stays.
pub(super) fn bounds(members: &mut Map<String, Value>) {
    let words = [("minimum", "exclusiveMinimum", 1.0), ("maximum", "exclusiveMaximum", -1.0)];
    for (bound, exclusive, sign) in words {
        let Some(limit) = members.get(exclusive).and_then(Value::as_f64) else { continue };
        let other = members.get(bound).and_then(Value::as_f64);
        let Some(value) = members.shift_remove(exclusive) else { continue };
        if other.is_none_or(|other| sign * other <= sign * limit) {
            members.insert(bound.to_owned(), value);
            members.insert(exclusive.to_owned(), json!(true));
        }
    }
}

/// The encoding of bytes in a string is a format in 3.0.
pub(super) fn contents(members: &mut Map<String, Value>, at: &Pointer, losses: &mut Losses) {
    let encoding = members.shift_remove("contentEncoding");
    let media = members.shift_remove("contentMediaType");
    let format = match (encoding.as_ref().and_then(Value::as_str), media.as_ref().and_then(Value::as_str)) {
        (Some("base64"), _) => "byte",
        (None, Some("application/octet-stream")) => "binary",
        (None, None) => return,
        _ => return losses.push(at, "`contentEncoding` or `contentMediaType` of a schema"),
    };
    members.entry("format").or_insert_with(|| json!(format));
}

/// 3.0 has one example in a schema.
pub(super) fn examples(members: &mut Map<String, Value>, at: &Pointer, losses: &mut Losses) {
    let Some(Value::Array(examples)) = members.shift_remove("examples") else { return };
    if examples.len() > 1 {
        losses.push(&at.key("examples"), "all examples of a schema but the first");
    }
    if let Some(first) = examples.into_iter().next() {
        members.insert("example".to_owned(), first);
    }
}

/// Items are the same at every position.
pub(super) fn positions(members: &mut Map<String, Value>, at: &Pointer, losses: &mut Losses) {
    if let Some(Value::Array(mut choices)) = members.shift_remove("prefixItems") {
        losses.push(&at.key("prefixItems"), "which item stands at which position (`prefixItems`)");
        match members.shift_remove("items") {
            Some(rest) if rest == json!({"not": {}}) => {
                members.insert("maxItems".to_owned(), json!(choices.len()));
            }
            Some(rest) => choices.push(rest),
            None => choices.push(json!({})),
        }
        members.insert("items".to_owned(), json!({ "anyOf": choices }));
    }
}

/// An array has items.
pub(super) fn items(members: &mut Map<String, Value>) {
    if members.get("type").and_then(Value::as_str) == Some("array") {
        members.entry("items").or_insert_with(|| json!({}));
    }
}

/// Patterns of keys are lost; what they say of values stays where the object is closed otherwise.
pub(super) fn objects(members: &mut Map<String, Value>, at: &Pointer, losses: &mut Losses) {
    if members.get("required") == Some(&json!([])) {
        members.shift_remove("required");
    }
    let Some(Value::Object(patterns)) = members.shift_remove("patternProperties") else { return };
    losses.push(&at.key("patternProperties"), "which keys have which values (`patternProperties`)");
    let mut values: Vec<Value> = patterns.into_iter().map(|(_, schema)| schema).collect();
    let known = members.get("additionalProperties").cloned();
    if let Some(Value::Object(rest)) = &known {
        values.push(Value::Object(rest.clone()));
    }
    let open = !matches!(known, Some(Value::Bool(false) | Value::Object(_)));
    let other = match (open, values.len(), values.pop()) {
        (true, _, _) | (_, _, None) => json!(true),
        (false, 1, Some(only)) => only,
        (false, _, Some(last)) => {
            values.push(last);
            json!({ "anyOf": values })
        }
    };
    members.insert("additionalProperties".to_owned(), other);
}

/// Schemas of 3.0 are closed: what is left has no place there.
pub(super) fn unknown(members: &mut Map<String, Value>, at: &Pointer, losses: &mut Losses) {
    let foreign: Vec<String> = members
        .keys()
        .filter(|key| !key.starts_with("x-") && !KNOWN.contains(&key.as_str()))
        .cloned()
        .collect();
    for key in foreign {
        members.shift_remove(&key);
        if !SILENT.contains(&key.as_str()) {
            losses.push(&at.key(&key), format!("`{key}` of a schema"));
        }
    }
}
