use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::upstream::Upstream;
use super::{Configuration, Entry, Table};
use crate::route::expression::{Spelling, expression, fixed_path};
use crate::yaml::yaml;

/// What stands at the head of the file.
const HEAD: &str = "\
# A static configuration of Envoy: `envoy --config-path FILE`, or take `route_config` and `clusters` over into your own.
# The first route that matches wins, so those with more fixed text stand first. Paths are compared as they travel, with their percent signs.
";

/// How large the program of an expression may be where nothing else is configured.
const USUAL_SIZE: usize = 100;

/// What is allowed where that is too small.
const RAISED_SIZE: usize = 10_000;

/// The table as a configuration of Envoy: a listener with one virtual host, a route for each operation, a
/// cluster for each server.
pub(super) fn envoy(table: &Table<'_>) -> Configuration {
    let routes: Vec<Value> = table.entries.iter().map(route).collect();
    let upstreams: BTreeSet<Upstream<'_>> =
        table.entries.iter().map(|entry| Upstream::of(&entry.route.server)).collect();
    let clusters: Vec<Value> = upstreams.into_iter().map(cluster).collect();
    let mut file = json!({ "static_resources": { "listeners": [listener(&routes)], "clusters": clusters } });
    let mut head = HEAD.to_owned();
    if table.entries.iter().any(|entry| program_size(entry) > USUAL_SIZE)
        && let Value::Object(members) = &mut file
    {
        head.push_str("# Some expressions are longer than Envoy takes by default: `layered_runtime` raises the limit.\n");
        let layer = json!({ "re2.max_program_size.error_level": RAISED_SIZE });
        let layers = json!({ "layers": [{ "name": "expressions", "static_layer": layer }] });
        members.insert("layered_runtime".to_owned(), layers);
    }
    Configuration { text: format!("{head}{}", yaml(&file)), remarks: Vec::new() }
}

fn route(entry: &Entry<'_>) -> Value {
    let methods = match entry.methods.as_slice() {
        [method] => json!({ "exact": method }),
        methods => json!({ "safe_regex": { "regex": methods.join("|") } }),
    };
    let headers = json!([{ "name": ":method", "string_match": methods }]);
    let path = match fixed_path(&entry.route.pattern) {
        Some(path) => json!({ "path": path, "headers": headers }),
        None => {
            let regex = expression(&entry.route.pattern, Spelling::Travelling);
            json!({ "safe_regex": { "regex": regex }, "headers": headers })
        }
    };
    let cluster = Upstream::of(&entry.route.server).name();
    json!({ "name": entry.route.operation_id, "match": path, "route": { "cluster": cluster } })
}

/// How large RE2 makes the program of an expression: a byte of fixed text is 1, a variable is 3.
fn program_size(entry: &Entry<'_>) -> usize {
    let pattern = &entry.route.pattern;
    if fixed_path(pattern).is_some() {
        return 0;
    }
    let text = expression(pattern, Spelling::Travelling).replace('\\', "");
    let variables = text.matches("[^/]+").count();
    4 + text.len() - variables * "[^/]+".len() + variables * 3
}

fn listener(routes: &[Value]) -> Value {
    const FILTERS: &str = "type.googleapis.com/envoy.extensions.filters";
    let hosts = json!([{ "name": "all", "domains": ["*"], "routes": routes }]);
    let router = json!({ "@type": format!("{FILTERS}.http.router.v3.Router") });
    let manager = json!({
        "@type": format!("{FILTERS}.network.http_connection_manager.v3.HttpConnectionManager"),
        "stat_prefix": "routes",
        "route_config": { "name": "routes", "virtual_hosts": hosts },
        "http_filters": [{ "name": "envoy.filters.http.router", "typed_config": router }],
    });
    let filter = json!({ "name": "envoy.filters.network.http_connection_manager", "typed_config": manager });
    json!({
        "name": "routes",
        "address": { "socket_address": { "address": "127.0.0.1", "port_value": 8080 } },
        "filter_chains": [{ "filters": [filter] }],
    })
}

fn cluster(upstream: Upstream<'_>) -> Value {
    let address = json!({ "socket_address": { "address": upstream.host, "port_value": upstream.port } });
    let endpoints = json!([{ "lb_endpoints": [{ "endpoint": { "address": address } }] }]);
    let mut cluster = json!({
        "name": upstream.name(),
        "type": "STRICT_DNS",
        "load_assignment": { "cluster_name": upstream.name(), "endpoints": endpoints },
    });
    if let (true, Value::Object(members)) = (upstream.is_tls, &mut cluster) {
        let context = json!({
            "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
            "sni": upstream.host,
        });
        let socket = json!({ "name": "envoy.transport_sockets.tls", "typed_config": context });
        members.insert("transport_socket".to_owned(), socket);
    }
    cluster
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::router::fixture::configured;

    #[test]
    fn what_goes_first_stands_first() {
        let text = configured(&["GET /a/{x}.b", "PUT /a/b"], envoy).text;
        let routes =
            text.split_once("          routes:\n").unwrap().1.split_once("        http_filters").unwrap().0;
        assert_eq!(
            routes
                .lines()
                .map(|line| line.get(14..).unwrap_or_default())
                .map(|line| line.to_owned() + "\n")
                .collect::<String>(),
            "\
- name: put_a_b
  match:
    path: /p/a/b
    headers:
    - name: \":method\"
      string_match:
        exact: PUT
  route:
    cluster: https_x.example_443
- name: get_a_x_b
  match:
    safe_regex:
      regex: /p/a/[^/]+\\.b
    headers:
    - name: \":method\"
      string_match:
        safe_regex:
          regex: GET|HEAD
  route:
    cluster: https_x.example_443

"
        );
    }

    #[test]
    fn long_expressions_raise_the_limit_of_their_programs() {
        // 4, the slashes and letters, and 3 for the variable are 100.
        let of = |letters: usize| {
            configured(&[&format!("PUT /{{x}}/{}", "l".repeat(letters))], envoy).text.contains("re2.max")
        };
        assert_eq!((of(89), of(90)), (false, true));
    }
}
