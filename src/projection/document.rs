//! Everything of a document but its schemas.

use serde_json::{Map, Value, json};

use super::anatomy::Kind;
use super::loss::Losses;
use crate::config::OpenApiVersion;
use crate::place::Pointer;

/// Says in 3.0 what an object says in 3.1.
pub(super) fn lower(kind: Kind, object: &mut Value, at: &Pointer, losses: &mut Losses) {
    match kind {
        Kind::Document => whole(object),
        Kind::Info => info(object, at, losses),
        Kind::Components => components(object, at, losses),
        Kind::Operation => operation(object),
        Kind::Parameter | Kind::Header | Kind::Response | Kind::RequestBody => {
            reference(object, at, losses);
        }
        Kind::MediaType | Kind::PathItem | Kind::Schema => {}
    }
}

/// Writes the version that the document has.
pub(super) fn state_version(object: &mut Value, version: OpenApiVersion) {
    if let Some(stated) = object.get_mut("openapi") {
        *stated = json!(version.as_str());
    }
}

/// The verbs that have no field in 3.1 (`x-copy`) have one in 3.2, but for what is no verb of HTTP: that
/// stays as it is.
pub(super) fn name_other_verbs(item: &mut Value) {
    let Value::Object(members) = item else { return };
    let verbs: Vec<String> = members
        .iter()
        .filter(|(key, value)| {
            key.strip_prefix("x-").is_some_and(is_token) && value.get("responses").is_some()
        })
        .map(|(key, _)| key.clone())
        .collect();
    let mut others = Map::new();
    for key in verbs {
        let Some(operation) = members.shift_remove(&key) else { continue };
        match key.strip_prefix("x-").unwrap_or_default() {
            "query" => drop(members.insert("query".to_owned(), operation)),
            verb => drop(others.insert(verb.to_ascii_uppercase(), operation)),
        }
    }
    if !others.is_empty() {
        members.insert("additionalOperations".to_owned(), Value::Object(others));
    }
}

/// Can that be the name of a method (RFC 9110, section 5.6.2)?
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

fn whole(object: &mut Value) {
    state_version(object, OpenApiVersion::V3_0);
    let Value::Object(members) = object else { return };
    members.shift_remove("jsonSchemaDialect");
    members.entry("paths").or_insert_with(|| json!({}));
    // Nothing is lost: who looks for callbacks finds them there.
    if let Some(webhooks) = members.shift_remove("webhooks") {
        members.insert("x-webhooks".to_owned(), webhooks);
    }
}

fn info(object: &mut Value, at: &Pointer, losses: &mut Losses) {
    let Value::Object(members) = object else { return };
    if members.shift_remove("summary").is_some() {
        losses.push(&at.key("summary"), "the summary of the whole document");
    }
    let Some(Value::Object(license)) = members.get_mut("license") else { return };
    if let Some(Value::String(identifier)) = license.shift_remove("identifier") {
        license.insert("url".to_owned(), json!(format!("https://spdx.org/licenses/{identifier}.html")));
    }
}

fn components(object: &mut Value, at: &Pointer, losses: &mut Losses) {
    let Value::Object(members) = object else { return };
    if members.shift_remove("pathItems").is_some() {
        losses.push(&at.key("pathItems"), "path items among the components");
    }
    let Some(Value::Object(schemes)) = members.get_mut("securitySchemes") else { return };
    let mutual: Vec<String> = schemes
        .iter()
        .filter(|(_, scheme)| scheme.get("type").and_then(Value::as_str) == Some("mutualTLS"))
        .map(|(name, _)| name.clone())
        .collect();
    for name in mutual {
        schemes.shift_remove(&name);
        losses.push(&at.key("securitySchemes").key(&name), "a security scheme `mutualTLS`");
    }
}

fn operation(object: &mut Value) {
    let Value::Object(members) = object else { return };
    members.entry("responses").or_insert_with(|| json!({"default": {"description": "Undocumented"}}));
}

/// A reference has no other members in 3.0.
fn reference(object: &mut Value, at: &Pointer, losses: &mut Losses) {
    let Value::Object(members) = object else { return };
    if !members.contains_key("$ref") {
        return;
    }
    for key in ["summary", "description"] {
        if members.shift_remove(key).is_some() {
            losses.push(&at.key(key), format!("the {key} beside a `$ref`"));
        }
    }
}
