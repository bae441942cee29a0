//! Schemas that take what they are shown with: where a sample contradicts a schema, the schema gives way.

use serde_json::{Value, json};

/// What gives way to a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Yield {
    /// Only that keys are required.
    Required,
    /// Types, lists of values and closed objects too.
    Everything,
    /// The same for readers that do not know `nullable`: what may be null has no type.
    EverythingWithoutNullable,
}

/// Values and references are not followed below this depth: samples nest less.
const DEEPEST: usize = 256;

/// Makes the schema at the pointer `at` of a document accept `value`, as far as `what` may give way.
/// References are those of the document. The keywords are the ones that this crate writes.
pub(crate) fn accept(document: &mut Value, at: &str, value: &Value, what: Yield) {
    // Nearly every schema takes its samples, and to see that costs less than to walk the places of both.
    let is_taken = |document: &Value| {
        document.pointer(at).is_none_or(|schema| misfit(document, schema, value, DEEPEST) == 0)
    };
    if what == Yield::Required && is_taken(document) {
        return;
    }
    go(document, at.to_owned(), value, what, DEEPEST);
}

fn go(document: &mut Value, at: String, value: &Value, what: Yield, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let at = resolved(document, at);
    for part in parts(document, &at, "allOf") {
        go(document, part, value, what, depth);
    }
    for choice in ["anyOf", "oneOf"] {
        let alternatives = parts(document, &at, choice);
        let fit =
            |part: &String| document.pointer(part).map_or(0, |schema| misfit(document, schema, value, depth));
        let misfits: Vec<usize> = alternatives.iter().map(fit).collect();
        let accepting = misfits.iter().filter(|misfit| **misfit == 0).count();
        let nearest = alternatives.iter().zip(&misfits).min_by_key(|(_, misfit)| **misfit);
        if choice == "oneOf" && accepting > 1 && what != Yield::Required {
            rename(document, &at, "oneOf", "anyOf");
        }
        if let (0, Some((nearest, _))) = (accepting, nearest) {
            go(document, nearest.clone(), value, what, depth);
        }
    }
    let Some(Value::Object(schema)) = document.pointer_mut(&at) else { return };
    if what != Yield::Required {
        if !has_type(schema, value) {
            if what == Yield::Everything
                && value.is_null()
                && schema.get("type").is_some_and(Value::is_string)
            {
                schema.insert("nullable".to_owned(), json!(true));
            } else {
                schema.shift_remove("type");
                schema.shift_remove("nullable");
            }
        }
        if schema.get("enum").and_then(Value::as_array).is_some_and(|listed| !listed.contains(value)) {
            schema.shift_remove("enum");
        }
    }
    match value {
        Value::Object(members) => {
            if let Some(Value::Array(required)) = schema.get_mut("required") {
                required.retain(|key| key.as_str().is_some_and(|key| members.contains_key(key)));
                if required.is_empty() {
                    schema.shift_remove("required");
                }
            }
            let known = |key: &str| schema.get("properties").is_some_and(|known| known.get(key).is_some());
            let places: Vec<(Option<String>, &Value)> = members
                .iter()
                .map(|(key, member)| {
                    (known(key).then(|| format!("{at}/properties/{}", escaped(key))), member)
                })
                .collect();
            if what != Yield::Required
                && places.iter().any(|(place, _)| place.is_none())
                && schema.get("additionalProperties") == Some(&json!(false))
            {
                schema.shift_remove("additionalProperties");
            }
            for (place, member) in places {
                let place = place.unwrap_or_else(|| format!("{at}/additionalProperties"));
                go(document, place, member, what, depth);
            }
        }
        Value::Array(items) => {
            let place = format!("{at}/items");
            for item in items {
                go(document, place.clone(), item, what, depth);
            }
        }
        _ => {}
    }
}

/// Where the schema at a pointer really stands.
fn resolved(document: &Value, mut at: String) -> String {
    for _ in 0..DEEPEST {
        let target = document.pointer(&at).and_then(|schema| schema.get("$ref")).and_then(Value::as_str);
        match target.and_then(|target| target.strip_prefix('#')) {
            Some(target) => at = target.to_owned(),
            None => break,
        }
    }
    at
}

/// The places of the schemas that a keyword lists.
fn parts(document: &Value, at: &str, keyword: &str) -> Vec<String> {
    let listed = document.pointer(at).and_then(|schema| schema.get(keyword)).and_then(Value::as_array);
    (0..listed.map_or(0, Vec::len)).map(|index| format!("{at}/{keyword}/{index}")).collect()
}

fn rename(document: &mut Value, at: &str, from: &str, to: &str) {
    if let Some(Value::Object(schema)) = document.pointer_mut(at)
        && let Some(listed) = schema.shift_remove(from)
    {
        schema.insert(to.to_owned(), listed);
    }
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn has_type(schema: &serde_json::Map<String, Value>, value: &Value) -> bool {
    let is = |name: &str| match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => {
            name == "number"
                || name == "integer"
                    && (!number.is_f64() || number.as_f64().is_some_and(|it| it.fract() == 0.0))
        }
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    };
    let nullable = schema.get("nullable") == Some(&json!(true)) && value.is_null();
    match schema.get("type") {
        None => true,
        Some(Value::Array(names)) => nullable || names.iter().filter_map(Value::as_str).any(is),
        Some(name) => nullable || name.as_str().is_some_and(is),
    }
}

/// How much in a value the schema does not take, counted; a wrong type counts for more than a key too few or
/// too many, but for null.
fn misfit(document: &Value, schema: &Value, value: &Value, depth: usize) -> usize {
    const WRONG_TYPE: usize = 16;
    let Some(depth) = depth.checked_sub(1) else { return 0 };
    let Value::Object(schema) = followed(document, schema) else { return 0 };
    let mut found = match value {
        _ if has_type(schema, value) => 0,
        // Of an object with the right key, null is the value that nobody wrote down.
        Value::Null => 1,
        _ => WRONG_TYPE,
    };
    let is_listed = |listed: &Vec<Value>| listed.contains(value);
    found += usize::from(!schema.get("enum").and_then(Value::as_array).is_none_or(is_listed));
    let listed = |keyword: &str| schema.get(keyword).and_then(Value::as_array).into_iter().flatten();
    found += listed("allOf").map(|part| misfit(document, part, value, depth)).sum::<usize>();
    for choice in ["anyOf", "oneOf"] {
        found += listed(choice).map(|part| misfit(document, part, value, depth)).min().unwrap_or(0);
    }
    match value {
        Value::Object(members) => {
            let required = listed("required").filter_map(Value::as_str);
            found += required.filter(|key| !members.contains_key(*key)).count();
            let (properties, others) = (schema.get("properties"), schema.get("additionalProperties"));
            for (key, member) in members {
                found += match (properties.and_then(|known| known.get(key)), others) {
                    (Some(schema), _) => misfit(document, schema, member, depth),
                    (None, Some(Value::Bool(false))) => 1,
                    (None, Some(schema)) => misfit(document, schema, member, depth),
                    (None, None) => 0,
                };
            }
        }
        Value::Array(items) => {
            let Some(schema) = schema.get("items") else { return found };
            found += items.iter().map(|item| misfit(document, schema, item, depth)).sum::<usize>();
        }
        _ => {}
    }
    found
}

/// The schema that a reference, or several one after another, lead to.
fn followed<'d>(document: &'d Value, mut schema: &'d Value) -> &'d Value {
    for _ in 0..DEEPEST {
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
        match target.map(|target| document.pointer(target)) {
            Some(target) => schema = target.unwrap_or(&Value::Null),
            None => break,
        }
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(mut schema: Value, value: &Value, what: Yield) -> Value {
        accept(&mut schema, "", value, what);
        schema
    }

    #[test]
    fn the_alternative_with_the_key_takes_its_null() {
        let of = |key: &str| json!({"properties": {key: {"type": "string"}}, "required": [key], "additionalProperties": false});
        let found = accepted(json!({"oneOf": [of("a"), of("b")]}), &json!({"b": null}), Yield::Everything);
        let mut b = of("b");
        b["properties"]["b"]["nullable"] = json!(true);
        assert_eq!(found, json!({"oneOf": [of("a"), b]}));
    }

    #[test]
    fn without_nullable_what_may_be_null_has_no_type() {
        let schema = json!({"properties": {"a": {"type": "string"}, "b": {"type": "string"}}});
        let found = accepted(schema, &json!({"a": null, "b": "x"}), Yield::EverythingWithoutNullable);
        assert_eq!(found, json!({"properties": {"a": {}, "b": {"type": "string"}}}));
    }

    #[test]
    fn what_a_sample_lacks_is_not_required() {
        let item = json!({"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "string"}}});
        let list = json!({"type": "array", "items": item});
        let found = accepted(list, &json!([{"a": "x", "b": 1}, {"a": 7}]), Yield::Required);
        assert_eq!(found["items"]["required"], json!(["a"]));
        assert_eq!(found["items"]["properties"]["a"]["type"], "string");
    }

    #[test]
    fn the_nearest_alternative_gives_way() {
        let of = |key: &str| json!({"type": "object", "required": [key, "x"], "properties": {key: {"type": "string"}}});
        let found = accepted(json!({"anyOf": [of("a"), of("b")]}), &json!({"b": "1"}), Yield::Required);
        assert_eq!(
            found,
            json!({"anyOf": [of("a"), {"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}}}]})
        );
    }

    #[test]
    fn everything_gives_way_for_gateways() {
        let document = json!({
            "body": {"$ref": "#/parts/Body"},
            "parts": {"Body": {
                "type": "object", "additionalProperties": false, "required": ["a"],
                "properties": {"a": {"type": "integer"}, "b": {"type": "string", "enum": ["x"]}, "c": {"type": "string"}}
            }}
        });
        let mut found = document;
        accept(&mut found, "/body", &json!({"a": "1", "b": "y", "c": null, "d": 1}), Yield::Everything);
        assert_eq!(
            found["parts"]["Body"],
            json!({
                "type": "object", "required": ["a"],
                "properties": {"a": {}, "b": {"type": "string"}, "c": {"type": "string", "nullable": true}}
            })
        );
    }

    #[test]
    fn what_fits_stays() {
        let schema = json!({"type": ["integer", "null"], "enum": [1, 2, null]});
        for value in [json!(1), json!(null)] {
            assert_eq!(accepted(schema.clone(), &value, Yield::Everything), schema);
        }
        assert_eq!(accepted(json!({"$ref": "#"}), &json!(1), Yield::Everything), json!({"$ref": "#"}));
    }
}
