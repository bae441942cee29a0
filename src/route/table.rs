use std::collections::BTreeSet;
use std::ops::Deref;

use serde_json::Value;

use super::{Conflicts, Pattern, conflicts, json, kong, nginx, text};
use crate::gateway::ServerUrl;

/// The fields of a path item that hold an operation.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// One method of one path.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Route {
    /// In upper case.
    pub method: String,
    /// As the document has it.
    pub path: String,
    /// As the document has it; where another document of the table has the same one earlier, with the name of
    /// the document before it.
    pub operation_id: String,
    /// The name of the document.
    pub document: String,
    /// The path as a router sees it.
    pub(super) pattern: Pattern,
}

/// The routes of some documents as one table, and its forms for people and gateways.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Routes(Vec<Route>);

impl Routes {
    /// The routes of some documents, given by name and content, in their order.
    pub fn of<'a>(documents: impl IntoIterator<Item = (&'a str, &'a Value)>) -> Self {
        Self(routes(documents))
    }

    /// The table for people: a line for each route, then the conflicts with their reasons, then the totals.
    pub fn text(&self) -> String {
        text(&self.0, &self.conflicts())
    }

    /// The table and its conflicts as JSON.
    pub fn json(&self) -> String {
        json(&self.0, &self.conflicts())
    }

    /// A declarative configuration of Kong that leads every route to `server`.
    pub fn kong(&self, server: &ServerUrl) -> String {
        kong(&self.0, server)
    }

    /// A map of nginx from method and path below `server` to the operation.
    pub fn nginx(&self, server: &ServerUrl) -> String {
        nginx(&self.0, server)
    }

    /// The routes that [`Routes::nginx`] leaves out, because nginx takes no word as long as theirs.
    pub fn too_long_for_nginx(&self, server: &ServerUrl) -> Vec<&Route> {
        super::nginx::too_long(&self.0, server)
    }

    /// Every pair of routes that one request may be meant for.
    pub fn conflicts(&self) -> Conflicts {
        conflicts(self.0.iter().map(|route| (route.method.as_str(), &route.pattern)))
    }
}

impl Deref for Routes {
    type Target = [Route];

    fn deref(&self) -> &[Route] {
        &self.0
    }
}

pub(super) fn routes<'a>(documents: impl IntoIterator<Item = (&'a str, &'a Value)>) -> Vec<Route> {
    let mut taken = BTreeSet::new();
    let mut routes = Vec::new();
    for (name, document) in documents {
        for (path, item) in document.get("paths").and_then(Value::as_object).into_iter().flatten() {
            for (field, operation) in item.as_object().into_iter().flatten() {
                let id = operation.get("operationId").and_then(Value::as_str);
                let (Some(method), Some(id)) = (method(field), id) else { continue };
                routes.push(Route {
                    method,
                    path: path.clone(),
                    operation_id: unique(id, name, &mut taken),
                    document: name.to_owned(),
                    pattern: Pattern::parse(path),
                });
            }
        }
    }
    routes
}

/// The method that a field of a path item is for. Those that OpenAPI lacks stand in fields such as `x-copy`.
fn method(field: &str) -> Option<String> {
    let word = field.strip_prefix("x-").or_else(|| METHODS.contains(&field).then_some(field))?;
    word.bytes().all(|byte| byte.is_ascii_alphabetic()).then(|| word.to_ascii_uppercase())
}

/// The operation id, told apart from those of the documents before. Case does not count: some gateways ignore
/// it.
fn unique(id: &str, document: &str, taken: &mut BTreeSet<String>) -> String {
    if taken.insert(id.to_ascii_lowercase()) {
        return id.to_owned();
    }
    let word: String = document.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let base = format!("{word}_{id}");
    let mut name = base.clone();
    let mut count = 2;
    while !taken.insert(name.to_ascii_lowercase()) {
        name = format!("{base}_{count}");
        count += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_table_has_the_operations_of_all_documents_under_names_of_their_own() {
        let old = json!({ "paths": {
            "/": { "summary": "s", "parameters": [], "get": { "operationId": "get_" } },
            "/a": { "put": { "operationId": "put_a" }, "x-copy": { "operationId": "copy_a" } },
        } });
        let new = json!({ "paths": { "/": { "get": { "operationId": "GET_" } } } });
        let routes = routes([("things-v1", &old), ("things-v2", &new)]);
        let told: Vec<String> = routes
            .iter()
            .map(|route| format!("{} {} {} {}", route.document, route.method, route.path, route.operation_id))
            .collect();
        assert_eq!(
            told,
            [
                "things-v1 GET / get_",
                "things-v1 PUT /a put_a",
                "things-v1 COPY /a copy_a",
                "things-v2 GET / things_v2_GET_"
            ]
        );
    }
}
