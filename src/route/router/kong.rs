use serde_json::{Value, json};

use super::{Configuration, Entry, Table};
use crate::route::expression::{Spelling, expression};
use crate::yaml::yaml;

/// What stands at the head of the file.
const HEAD: &str = "\
# Routes for Kong 3 in its declarative form: `deck gateway sync`, or `declarative_config` of a gateway without a database.
# Each service is one document. Where two routes take the same path, the greater `regex_priority` wins.
";

/// The table as a declarative configuration of Kong: a service for each document, a route for each operation.
/// The prefix of the server is part of what a request must match, and is passed on.
pub(super) fn kong(table: &Table<'_>) -> Configuration {
    let mut services: Vec<(&Entry<'_>, Vec<Value>)> = Vec::new();
    for entry in table.by_document() {
        let value = json!({
            "name": entry.route.operation_id,
            "methods": entry.methods,
            "paths": [format!("~{}$", expression(&entry.route.pattern, Spelling::Named))],
            "regex_priority": entry.rank,
            "strip_path": false,
        });
        match services.last_mut() {
            Some((first, members)) if first.route.document == entry.route.document => members.push(value),
            _ => services.push((entry, vec![value])),
        }
    }
    let services: Vec<Value> = services
        .into_iter()
        .map(|(first, routes)| {
            json!({ "name": first.route.document, "url": first.route.server.origin(), "routes": routes })
        })
        .collect();
    let text = format!("{HEAD}{}", yaml(&json!({ "_format_version": "3.0", "services": services })));
    Configuration { text, remarks: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::router::fixture::configured;

    #[test]
    fn a_document_becomes_a_service() {
        let text = configured(&["GET /a/{id}", "GET /a/b.c", "PUT /a/b.c"], kong).text;
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
    - HEAD
    paths:
    - ~/p/a/(?<id>[^/]+)$
    regex_priority: 0
    strip_path: false
  - name: get_a_b_c
    methods:
    - GET
    - HEAD
    paths:
    - ~/p/a/b\\.c$
    regex_priority: 1
    strip_path: false
  - name: put_a_b_c
    methods:
    - PUT
    paths:
    - ~/p/a/b\\.c$
    regex_priority: 1
    strip_path: false
"
        );
    }
}
