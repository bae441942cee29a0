use serde_json::{Value, json};

use super::Route;
use super::expression::{Groups, expression};
use super::rank::Ranks;
use crate::gateway::ServerUrl;
use crate::yaml::yaml;

/// What stands at the head of the file.
const HEAD: &str = "\
# Routes for Kong 3 in its declarative form: `deck gateway sync`, or `declarative_config` of a gateway without a database.
# Each service is one document. Where two routes take the same path, the greater `regex_priority` wins.
";

/// The table as a declarative configuration of Kong: a service for each document, a route for each operation.
/// The prefix of the server is part of what a request must match, and is passed on.
pub(super) fn kong(routes: &[Route], server: &ServerUrl) -> String {
    let ranks = Ranks::of(routes);
    let mut services: Vec<(&str, Vec<Value>)> = Vec::new();
    for route in routes {
        let value = json!({
            "name": route.operation_id,
            "methods": [route.method],
            "paths": [format!("~{}$", expression(server.prefix(), &route.pattern, Groups::Named))],
            "regex_priority": ranks.rank(&route.pattern),
            "strip_path": false,
        });
        match services.last_mut() {
            Some((document, members)) if *document == route.document => members.push(value),
            _ => services.push((&route.document, vec![value])),
        }
    }
    let services: Vec<Value> = services
        .into_iter()
        .map(|(document, routes)| json!({ "name": document, "url": server.origin(), "routes": routes }))
        .collect();
    format!("{HEAD}{}", yaml(&json!({ "_format_version": "3.0", "services": services })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::routes;

    #[test]
    fn a_document_becomes_a_service() {
        let document = json!({ "paths": {
            "/a/{id}": { "get": { "operationId": "get_a_id" } },
            "/a/b.c": { "get": { "operationId": "get_a_b_c" } },
        } });
        let server = ServerUrl::parse("https://x.example/p").unwrap();
        let text = kong(&routes([("things", &document)]), &server);
        assert_eq!(
            text.strip_prefix(HEAD).unwrap(),
            "\
_format_version: \"3.0\"
services:
- name: things
  url: https://x.example
  routes:
  - name: get_a_id
    methods:
    - GET
    paths:
    - ~/p/a/(?<id>[^/]+)$
    regex_priority: 0
    strip_path: false
  - name: get_a_b_c
    methods:
    - GET
    paths:
    - ~/p/a/b\\.c$
    regex_priority: 1
    strip_path: false
"
        );
    }
}
