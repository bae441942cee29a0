use serde_json::{Value, json};

use super::names::Names;
use super::upstream::Upstream;
use super::{Configuration, Entry, Table};
use crate::openapi;
use crate::route::expression::{Spelling, expression};

/// The table as a configuration of Caddy in JSON: routes in the order in which they are asked, each with the
/// operation id as its `@id`.
pub(super) fn caddy(table: &Table<'_>) -> Configuration {
    let mut names = Names::default();
    let mut routes: Vec<Value> =
        table.entries.iter().map(|entry| route(entry, &names.own(&entry.route.operation_id))).collect();
    routes.push(json!({ "handle": [{ "handler": "static_response", "status_code": 404 }] }));
    let servers = json!({ "gateway": { "listen": [":8080"], "routes": routes } });
    let file = json!({ "apps": { "http": { "servers": servers } } });
    Configuration { text: openapi::json(&file), remarks: Vec::new() }
}

fn route(entry: &Entry<'_>, id: &str) -> Value {
    let pattern = format!("^{}$", expression(&entry.route.pattern, Spelling::CodePoints));
    json!({
        "@id": id,
        "match": [{ "method": entry.methods, "path_regexp": { "pattern": pattern } }],
        "handle": [proxy(Upstream::of(&entry.route.server))],
        "terminal": true,
    })
}

fn proxy(upstream: Upstream<'_>) -> Value {
    let host =
        if upstream.host.contains(':') { format!("[{}]", upstream.host) } else { upstream.host.to_owned() };
    let mut proxy = json!({
        "handler": "reverse_proxy",
        "upstreams": [{ "dial": format!("{host}:{}", upstream.port) }],
    });
    if let (true, Value::Object(members)) = (upstream.is_tls, &mut proxy) {
        members.insert("transport".to_owned(), json!({ "protocol": "http", "tls": {} }));
        // A server of TLS wants its own name.
        let set = json!({ "Host": ["{http.reverse_proxy.upstream.hostport}"] });
        members.insert("headers".to_owned(), json!({ "request": { "set": set } }));
    }
    proxy
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::router::fixture::configured;

    #[test]
    fn what_goes_first_stands_first() {
        let text = configured(&["GET /a/{x}.b", "PUT /a/b%0A\u{202e}"], caddy).text;
        let file: Value = serde_json::from_str(&text).unwrap();
        let routes = file["apps"]["http"]["servers"]["gateway"]["routes"].as_array().unwrap();
        assert_eq!(routes.len(), 3);
        assert_eq!(routes[0]["match"][0]["path_regexp"]["pattern"], r"^/p/a/b\x{A}\x{202E}$");
        assert_eq!(
            routes[1],
            json!({
                "@id": "get_a_x.b".replace('.', "_"),
                "match": [{ "method": ["GET", "HEAD"], "path_regexp": { "pattern": r"^/p/a/[^/]+\.b$" } }],
                "handle": [{
                    "handler": "reverse_proxy",
                    "upstreams": [{ "dial": "x.example:443" }],
                    "transport": { "protocol": "http", "tls": {} },
                    "headers": { "request": { "set": { "Host": ["{http.reverse_proxy.upstream.hostport}"] } } },
                }],
                "terminal": true,
            })
        );
    }
}
