//! Schemas made of schemas.

use serde_json::{Map, Value, json};

use super::types::{is_null, mark_nullable};

/// Adds a schema that has to fit as well.
pub(super) fn also(members: &mut Map<String, Value>, schema: Value) {
    match members.entry("allOf").or_insert_with(|| json!([])) {
        Value::Array(schemas) => schemas.push(schema),
        other => *other = json!([schema]),
    }
}

/// What stands beside a `$ref` is ignored in 3.0, so the reference becomes one part of the whole.
pub(super) fn reference(members: &mut Map<String, Value>) {
    if members.len() > 1
        && let Some(target) = members.shift_remove("$ref")
    {
        also(members, json!({ "$ref": target }));
    }
}

/// `if A then B else C` is (not A or B) and (A or C).
pub(super) fn conditions(members: &mut Map<String, Value>) {
    let when = members.shift_remove("if");
    let (then, otherwise) = (members.shift_remove("then"), members.shift_remove("else"));
    let Some(when) = when else { return };
    if let Some(then) = then {
        also(members, json!({"anyOf": [{ "not": when.clone() }, then]}));
    }
    if let Some(otherwise) = otherwise {
        also(members, json!({ "anyOf": [when, otherwise] }));
    }
}

/// A key that asks for others: without the key, or with the others.
pub(super) fn dependencies(members: &mut Map<String, Value>) {
    if let Some(Value::Object(wanted)) = members.shift_remove("dependentRequired") {
        for (key, others) in wanted {
            also(members, json!({"anyOf": [{"not": {"required": [key]}}, { "required": others }]}));
        }
    }
    if let Some(Value::Object(wanted)) = members.shift_remove("dependentSchemas") {
        for (key, schema) in wanted {
            also(members, json!({"anyOf": [{"not": {"required": [key]}}, schema]}));
        }
    }
}

/// A choice between null and one schema with a type is that schema, nullable. Other choices keep null as one
/// of them: `nullable` opens nothing but the type beside it (the clarification of 3.0.3).
pub(super) fn null_union(members: &mut Map<String, Value>) {
    for word in ["anyOf", "oneOf"] {
        let Some(Value::Array(choices)) = members.get(word) else { continue };
        let mut others = choices.iter().filter(|choice| !is_null(choice));
        let (Some(Value::Object(only)), None) = (others.next(), others.next()) else { continue };
        // Of `oneOf` only one choice may take null.
        let exclusive = word == "oneOf" && (choices.len() > 2 || only.contains_key("nullable"));
        if choices.len() < 2 || exclusive || !can_join(only, members) {
            continue;
        }
        let only = only.clone();
        members.shift_remove(word);
        members.extend(only);
        if let Some(Value::Array(values)) = members.get_mut("enum")
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
        mark_nullable(members);
        return;
    }
}

/// Has the choice a type of its own, and no keyword that the schema around it has too?
fn can_join(choice: &Map<String, Value>, around: &Map<String, Value>) -> bool {
    choice.contains_key("type") && !choice.keys().any(|key| around.contains_key(key))
}
