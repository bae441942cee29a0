use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::gateway::operations::resolved;
use crate::place::Pointer;
use crate::projection::{Kind, visit};

/// Documents are not followed below this depth: a level of a sample is at most two of schemas, and samples end
/// at 128.
const DEEPEST: usize = 400;

/// Writes components of some kinds out where they are used.
pub(in crate::gateway) fn inline(document: &mut Value, kinds: &[&str]) {
    let before = document.clone();
    if let Some(paths) = document.get_mut("paths") {
        write_out(&before, paths, kinds, 0);
    }
    if let Some(Value::Object(components)) = document.get_mut("components") {
        components.retain(|kind, _| !kinds.contains(&kind.as_str()));
    }
}

fn write_out(document: &Value, value: &mut Value, kinds: &[&str], depth: usize) {
    if depth > DEEPEST {
        return;
    }
    let is_wanted = |reference: &str| {
        reference
            .strip_prefix("#/components/")
            .and_then(|rest| rest.split('/').next())
            .is_some_and(|kind| kinds.contains(&kind))
    };
    if value.get("$ref").and_then(Value::as_str).is_some_and(is_wanted) {
        *value = resolved(document, value).clone();
    }
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(|inner| write_out(document, inner, kinds, depth + 1))
        }
        Value::Array(items) => {
            items.iter_mut().for_each(|inner| write_out(document, inner, kinds, depth + 1))
        }
        _ => {}
    }
}

/// Gives every body a schema among the components: importers read no others.
pub(in crate::gateway) fn hoist(document: &mut Value) {
    let mut places: Vec<Pointer> = Vec::new();
    visit(document, &mut |kind, at, object| {
        let schema = object.get("schema").filter(|_| kind == Kind::MediaType);
        if schema.is_some_and(|schema| schema.get("$ref").is_none()) {
            places.push(at.pointer().key("schema"));
        }
    });
    for place in places {
        let Some(schemas) = schemas(document) else { return };
        let taken: BTreeSet<String> = schemas.keys().cloned().collect();
        let name = unlike(&schema_name(document, &place), &taken);
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        let Some(schema) = document.pointer_mut(place.as_str()) else { continue };
        let schema = std::mem::replace(schema, reference);
        if let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") {
            schemas.insert(name, schema);
        }
    }
}

fn schemas(document: &mut Value) -> Option<&mut Map<String, Value>> {
    let components = document.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
    components.as_object_mut()?.entry("schemas").or_insert_with(|| json!({})).as_object_mut()
}

/// A name for the schema of a body, after its operation or the component that it stands in.
fn schema_name(document: &Value, place: &Pointer) -> String {
    let steps: Vec<String> = place.steps().collect();
    let name = match steps.as_slice() {
        [_, path, verb, part, code, ..] => {
            let operation = document.get("paths").and_then(|paths| paths.get(path)?.get(verb));
            let id = operation.and_then(|operation| operation.get("operationId")?.as_str());
            match (id, part.as_str()) {
                (Some(id), "responses") => format!("{id}_response_{code}"),
                (Some(id), _) => format!("{id}_request"),
                (None, _) => format!("{verb}_body"),
            }
        }
        _ => "body".to_owned(),
    };
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(capitalised).collect()
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + characters.as_str())
}

/// Takes the characters that a gateway does not know out of the names of schemas.
pub(super) fn rename_schemas(document: &mut Value, legal: fn(char) -> bool) {
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else { return };
    let mut taken: BTreeSet<String> =
        schemas.keys().filter(|name| name.chars().all(legal)).cloned().collect();
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for (old, schema) in std::mem::take(schemas) {
        let new = if old.chars().all(legal) {
            old
        } else {
            let new = unlike(&old.chars().filter(|c| legal(*c)).collect::<String>(), &taken);
            renamed.insert(reference(&old), reference(&new));
            new
        };
        taken.insert(new.clone());
        schemas.insert(new, schema);
    }
    if !renamed.is_empty() {
        refer(document, &renamed, 0);
    }
}

fn reference(name: &str) -> String {
    format!("#/components/schemas/{name}")
}

/// The name, or with a number behind it the first one that is free.
fn unlike(name: &str, taken: &BTreeSet<String>) -> String {
    let name = if name.is_empty() { "Schema" } else { name };
    let mut candidate = name.to_owned();
    let mut count = 2;
    while taken.contains(&candidate) {
        candidate = format!("{name}{count}");
        count += 1;
    }
    candidate
}

/// Lets references to old names lead to new ones.
fn refer(value: &mut Value, renamed: &BTreeMap<String, String>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Object(members) => {
            if let Some(Value::String(old)) = members.get_mut("$ref")
                && let Some(new) = renamed.get(old.as_str())
            {
                new.clone_into(old);
            }
            members.values_mut().for_each(|inner| refer(inner, renamed, depth + 1));
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| refer(inner, renamed, depth + 1)),
        _ => {}
    }
}
