//! What a document is changed by for a gateway, and what is counted in it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::gateway::{ServerUrl, operations};

/// The longest operation id of Azure.
const LONGEST_ID: usize = 76;

/// A whole variable, or fixed text that is not empty.
pub(super) fn is_whole_segment(segment: &str) -> bool {
    let is_variable = segment.starts_with('{') && segment.ends_with('}') && segment.matches('{').count() == 1;
    is_variable || (!segment.is_empty() && !segment.contains('{'))
}

/// What Amazon takes between two slashes.
pub(super) fn is_segment_of_aws(segment: &str) -> bool {
    let variable = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let marks = if variable.is_some() { "._-" } else { "._:-" };
    let text = variable.unwrap_or(segment);
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || marks.contains(c))
}

/// Does a parameter travel there?
pub(super) fn is_in(parameter: &Map<String, Value>, place: &str) -> bool {
    parameter.get("in").and_then(Value::as_str) == Some(place)
}

/// The title stands for the description, where there is none.
pub(super) fn describe(document: &mut Value, _: &ServerUrl) {
    if let Some(Value::Object(info)) = document.get_mut("info")
        && !info.contains_key("description")
        && let Some(title) = info.get("title").cloned()
    {
        info.insert("description".to_owned(), title);
    }
}

/// No operation asks for anything that proves who calls.
pub(super) fn require_nothing(document: &mut Value, _: &ServerUrl) {
    if let Value::Object(members) = document {
        members.shift_remove("security");
    }
}

/// Paths in an order in which the first that fits is the right one: where two differ first, fixed text goes before
/// a variable; all else stays in its order.
pub(super) fn fixed_text_first(document: &mut Value, _: &ServerUrl) {
    let Some(Value::Object(items)) = document.get_mut("paths") else { return };
    let mut sorted: Vec<(String, Value)> = std::mem::take(items).into_iter().collect();
    sorted.sort_by(|(one, _), (other, _)| precedence(one, other));
    items.extend(sorted);
}

/// Variables sort behind any text, so paths of one shape keep their order.
fn precedence(one: &str, other: &str) -> Ordering {
    let segments = |path: &str| -> Vec<(bool, String)> {
        let of = |segment: &str| match segment.contains('{') {
            true => (true, String::new()),
            false => (false, segment.to_owned()),
        };
        path.split('/').map(of).collect()
    };
    segments(one).cmp(&segments(other))
}

/// Makes parameters of queries optional; how many were required.
pub(super) fn optional_queries(document: &mut Value, _: &ServerUrl) -> usize {
    let mut count = 0;
    operations::each(document, |_, _, operation| {
        let Some(Value::Array(parameters)) = operation.get_mut("parameters") else { return };
        for parameter in parameters.iter_mut().filter_map(Value::as_object_mut) {
            if is_in(parameter, "query") && parameter.get("required") == Some(&json!(true)) {
                parameter.insert("required".to_owned(), json!(false));
                count += 1;
            }
        }
    });
    count
}

/// Leaves parameters of queries out that are called like a variable of the path; how many.
pub(super) fn without_namesakes(document: &mut Value, _: &ServerUrl) -> usize {
    let mut count = 0;
    operations::each(document, |_, _, operation| {
        let Some(Value::Array(parameters)) = operation.get_mut("parameters") else { return };
        let name = |parameter: &Map<String, Value>| {
            parameter.get("name").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase()
        };
        let objects = parameters.iter().filter_map(Value::as_object);
        let of_path: BTreeSet<String> =
            objects.filter(|parameter| is_in(parameter, "path")).map(name).collect();
        let before = parameters.len();
        parameters.retain(|parameter| {
            let query = parameter.as_object().filter(|parameter| is_in(parameter, "query"));
            query.is_none_or(|parameter| !of_path.contains(&name(parameter)))
        });
        count += before - parameters.len();
    });
    count
}

/// Operation ids as Azure stores them, unique in the document.
pub(super) fn hyphenate_ids(document: &mut Value, _: &ServerUrl) {
    let mut taken = BTreeSet::new();
    operations::each(document, |_, _, operation| {
        let Some(id) = operation.get("operationId").and_then(Value::as_str) else { return };
        let small = id.to_ascii_lowercase();
        let words = small.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let plain = words.collect::<Vec<_>>().join("-");
        let mut candidate: String = plain.chars().take(LONGEST_ID).collect();
        let mut count = 2;
        while !taken.insert(candidate.clone()) {
            let suffix = format!("-{count}");
            candidate = plain.chars().take(LONGEST_ID - suffix.len()).collect::<String>() + &suffix;
            count += 1;
        }
        operation.insert("operationId".to_owned(), json!(candidate));
    });
}

/// How many servers are not https.
pub(super) fn plain_servers(_: &mut Value, server: &ServerUrl) -> usize {
    usize::from(!server.as_str().starts_with("https://"))
}

/// The size of the document as JSON without blanks.
pub(super) fn kibibytes(document: &Value) -> usize {
    serde_json::to_vec(document).map_or(0, |text| text.len().div_ceil(1024))
}

/// The nodes of the tree of paths, with its root.
pub(super) fn resources(document: &Value) -> usize {
    let mut nodes = BTreeSet::from([""]);
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    for path in paths.filter(|path| *path != "/") {
        nodes.extend(path.match_indices('/').skip(1).filter_map(|(at, _)| path.get(..at)));
        nodes.insert(path);
    }
    nodes.len()
}

/// The operations.
pub(super) fn operation_count(document: &Value) -> usize {
    let items = document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let verbs = items.filter_map(Value::as_object).flat_map(Map::values);
    verbs.filter(|operation| operation.get("responses").is_some()).count()
}

/// Does it ask for something that proves who calls, but for OpenID Connect?
pub(super) fn has_schemes(document: &Value) -> bool {
    let schemes = document.pointer("/components/securitySchemes").and_then(Value::as_object);
    let kinds = schemes.into_iter().flat_map(Map::values).filter_map(|scheme| scheme.get("type")?.as_str());
    kinds.into_iter().any(|kind| kind != "openIdConnect")
}

/// Is there a schema that holds itself, directly or through others?
pub(super) fn holds_itself(document: &Value) -> bool {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let mut held: BTreeMap<&str, BTreeSet<&str>> =
        schemas.into_iter().flatten().map(|(name, schema)| (name.as_str(), held_by(schema))).collect();
    let known: BTreeSet<&str> = held.keys().copied().collect();
    held.values_mut().for_each(|inner| inner.retain(|name| known.contains(name)));
    // What holds nothing but what is sound is sound, too. Whatever is left holds itself, or what does.
    loop {
        let sound: BTreeSet<&str> =
            held.iter().filter(|(_, inner)| inner.is_empty()).map(|(name, _)| *name).collect();
        if sound.is_empty() {
            return !held.is_empty();
        }
        held.retain(|name, _| !sound.contains(name));
        for inner in held.values_mut() {
            inner.retain(|name| !sound.contains(name));
        }
    }
}

/// The schemas that one refers to.
fn held_by(schema: &Value) -> BTreeSet<&str> {
    let mut held = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                let name = members.get("$ref").and_then(Value::as_str);
                held.extend(name.and_then(|name| name.strip_prefix("#/components/schemas/")));
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    held
}
