use serde_json::{Map, json};

use super::names::Names;
use super::upstream::Upstream;
use super::{Configuration, Entry, Table};
use crate::route::expression::{Spelling, expression};
use crate::yaml::yaml;

/// What stands at the head of the file.
const HEAD: &str = "\
# Routers of Traefik 3 for its file provider: a router for each operation, named by its operation id, a service for each server.
# The `priority` decides, so those with more fixed text have a greater one. Paths are compared decoded but for what has a meaning in URLs;
# an entry point may refuse some of those characters before (`encodedCharacters`).
";

/// The table as a dynamic configuration of Traefik.
pub(super) fn traefik(table: &Table<'_>) -> Configuration {
    let mut names = Names::default();
    let (mut routers, mut services) = (Map::new(), Map::new());
    for entry in table.by_document() {
        let server = &entry.route.server;
        let service = Upstream::of(server).name();
        let router = json!({
            "rule": rule(entry),
            // Zero stands for the length of the rule.
            "priority": entry.rank + 1,
            "service": service,
        });
        routers.insert(names.own(&entry.route.operation_id), router);
        services
            .entry(service)
            .or_insert_with(|| json!({ "loadBalancer": { "servers": [{ "url": server.origin() }] } }));
    }
    let file = json!({ "http": { "routers": routers, "services": services } });
    Configuration { text: format!("{HEAD}{}", yaml(&file)), remarks: Vec::new() }
}

/// What requests of a route look like.
fn rule(entry: &Entry<'_>) -> String {
    let methods: Vec<String> = entry.methods.iter().map(|method| format!("Method(`{method}`)")).collect();
    let methods = match methods.as_slice() {
        [method] => method.clone(),
        methods => format!("({})", methods.join(" || ")),
    };
    // A back quote would end the text.
    let path = expression(&entry.route.pattern, Spelling::Reserved).replace('`', r"\x60");
    format!("{methods} && PathRegexp(`^{path}$`)")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::router::fixture::configured;

    #[test]
    fn what_goes_first_has_the_greater_priority() {
        let text = configured(&["GET /a/{x}", "PUT /a/b`%3a c"], traefik).text;
        assert_eq!(
            text.strip_prefix(HEAD).unwrap(),
            "\
http:
  routers:
    get_a_x:
      rule: (Method(`GET`) || Method(`HEAD`)) && PathRegexp(`^/p/a/[^/]+$`)
      priority: 1
      service: https_x.example_443
    put_a_b__3a_c:
      rule: Method(`PUT`) && PathRegexp(`^/p/a/b\\x60%3A c$`)
      priority: 2
      service: https_x.example_443
  services:
    https_x.example_443:
      loadBalancer:
        servers:
        - url: https://x.example
"
        );
    }
}
