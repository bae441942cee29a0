//! The members of documents that only one gateway reads.

use serde_json::{Map, Value, json};

use crate::gateway::{ServerUrl, operations};

/// How Amazon hands a request on: each variable of the URL comes from the one of the path.
pub(super) fn aws(document: &mut Value, server: &ServerUrl) {
    operations::each(document, |path, verb, operation| {
        let mapped: Map<String, Value> = variables(path)
            .map(|name| {
                let (to, from) =
                    (format!("integration.request.path.{name}"), format!("method.request.path.{name}"));
                (to, json!(from))
            })
            .collect();
        let mut integration = json!({
            "type": "http_proxy",
            "httpMethod": verb.trim_start_matches("x-").to_uppercase(),
            "passthroughBehavior": "when_no_match",
            "uri": format!("{}{path}", server.as_str()),
        });
        if let (false, Value::Object(members)) = (mapped.is_empty(), &mut integration) {
            members.insert("requestParameters".to_owned(), Value::Object(mapped));
        }
        operation.insert("x-amazon-apigateway-integration".to_owned(), integration);
    });
}

/// The backend of Google, which all operations have.
pub(super) fn google(document: &mut Value, server: &ServerUrl) {
    let Value::Object(members) = document else { return };
    let backend = json!({ "address": server.as_str(), "disableAuth": true, "pathTranslation": "APPEND_PATH_TO_ADDRESS" });
    members.insert("servers".to_owned(), json!([{ "url": server.as_str(), "x-google-endpoint": {} }]));
    members.insert("x-google-api-management".to_owned(), json!({ "backends": { "service": backend } }));
    members.insert("x-google-backend".to_owned(), json!("service"));
}

/// Where Tyk listens, where it leads to, and the operations that it lets through.
pub(super) fn tyk(document: &mut Value, server: &ServerUrl) {
    let mut allowed = Map::new();
    operations::each(document, |_, _, operation| {
        if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
            allowed.insert(id.to_owned(), json!({ "allow": { "enabled": true } }));
        }
    });
    let title = document.pointer("/info/title").and_then(Value::as_str).unwrap_or("API").to_owned();
    let words = title.to_ascii_lowercase();
    let slug = words.split_whitespace().collect::<Vec<_>>().join("-");
    if let Value::Object(members) = document {
        let gateway = json!({
            "info": { "name": title, "state": { "active": true } },
            "upstream": { "url": server.as_str() },
            "server": { "listenPath": { "value": format!("/{slug}/"), "strip": true } },
            "middleware": { "operations": allowed },
        });
        members.insert("x-tyk-api-gateway".to_owned(), gateway);
    }
}

/// The names of the variables of a path.
fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|piece| piece.split_once('}').map(|(name, _)| name))
}
