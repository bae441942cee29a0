use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use serde_json::Value;

use super::router::Table;
use super::{Configuration, Conflicts, Inputs, Pattern, Router, conflicts, json, text};
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
    /// Where the service is.
    pub server: ServerUrl,
    /// The full path as a router sees it.
    pub(super) pattern: Pattern,
    /// What a request may carry beside the path.
    pub(super) inputs: Inputs,
}

impl Route {
    /// The path below the prefix of its server.
    pub fn full_path(&self) -> String {
        format!("{}{}", self.server.prefix(), self.path)
    }
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

    /// What a router is configured with, so that every route is led to its server.
    pub fn configuration(&self, router: Router) -> Configuration {
        router.write(&Table::new(&self.0))
    }

    /// The same routes below the prefix of `server`, which serves them.
    #[must_use]
    pub fn behind(mut self, server: &ServerUrl) -> Self {
        for route in &mut self.0 {
            route.server = server.clone();
            route.pattern = Pattern::parse(&route.full_path());
        }
        self
    }

    /// The routes of several tables as one: what serves them stays, and names that stand twice are told apart.
    pub fn joined(tables: impl IntoIterator<Item = Self>) -> Self {
        let (mut ids, mut documents) = (BTreeSet::new(), BTreeSet::new());
        let mut all = Vec::new();
        for Self(mut routes) in tables {
            let mut names: BTreeMap<String, String> = BTreeMap::new();
            for route in &mut routes {
                let name = names
                    .entry(route.document.clone())
                    .or_insert_with_key(|name| free(name, '-', &mut documents));
                route.document.clone_from(name);
                route.operation_id = unique(&route.operation_id, name, &mut ids);
            }
            all.append(&mut routes);
        }
        Self(all)
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
                    server: ServerUrl::default(),
                    inputs: Inputs::of(document, item, operation),
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
    free(&format!("{word}_{id}"), '_', taken)
}

/// The name, with a number if it is taken; taken from now on.
fn free(base: &str, joint: char, taken: &mut BTreeSet<String>) -> String {
    let mut name = base.to_owned();
    let mut count = 2;
    while !taken.insert(name.to_ascii_lowercase()) {
        name = format!("{base}{joint}{count}");
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
