use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::upstream::Upstream;
use super::{Configuration, Entry, Remark, Table};
use crate::route::expression::{Spelling, expression};
use crate::route::{Kind, Pattern};
use crate::text::hidden;
use crate::yaml::yaml;

/// What stands at the head of the file of the standalone mode.
const HEAD: &str = "\
# Routes for APISIX in its standalone mode: conf/apisix.yaml, with `role: data_plane` and `config_provider: yaml`.
# Expressions in `vars` and the `priority` decide, so every router of APISIX (`apisix.router.http`) takes the same route.
";

/// What stands at the head of the file of ADC.
const ADC_HEAD: &str = "\
# Routes for APISIX as ADC synchronises them: `adc sync -f FILE`. Each service is one document.
# Expressions in `vars` and the `priority` decide, so every router of APISIX (`apisix.router.http`) takes the same route.
";

/// APISIX reads the file once this line stands there.
const END: &str = "#END\n";

/// The methods that a route may name.
const METHODS: [&str; 10] =
    ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PURGE", "PUT", "TRACE"];

/// The most bytes of a path, characters of a name, and of an id.
const LONGEST: usize = 4096;
const LONGEST_NAME: usize = 256;
const LONGEST_ID: usize = 64;

/// The table as `apisix.yaml`.
pub(super) fn apisix(table: &Table<'_>) -> Configuration {
    let mut remarks = Vec::new();
    let mut upstreams: BTreeMap<String, Value> = BTreeMap::new();
    let mut routes = Vec::new();
    for entry in table.by_document() {
        let Some(mut route) = route(entry, &mut remarks) else { continue };
        let upstream = Upstream::of(&entry.route.server);
        let id = upstream_id(upstream);
        route.insert("id".to_owned(), json!(identifier(&entry.route.operation_id)));
        route.insert("upstream_id".to_owned(), json!(id));
        upstreams.entry(id.clone()).or_insert_with(|| {
            let mut value = upstream_of(upstream);
            value.insert("id".to_owned(), json!(id));
            Value::Object(value)
        });
        routes.push(Value::Object(route));
    }
    let file = json!({ "upstreams": upstreams.into_values().collect::<Vec<_>>(), "routes": routes });
    Configuration { text: format!("{HEAD}{}{END}", yaml(&file)), remarks }
}

/// The table as a file of ADC: a service for each document.
pub(super) fn adc(table: &Table<'_>) -> Configuration {
    let mut remarks = Vec::new();
    let mut services: Vec<(&Entry<'_>, Vec<Value>)> = Vec::new();
    for entry in table.by_document() {
        let Some(mut route) = route(entry, &mut remarks) else { continue };
        if let Some(uri) = route.remove("uri") {
            route.insert("uris".to_owned(), json!([uri]));
        }
        match services.last_mut() {
            Some((first, members)) if first.route.document == entry.route.document => {
                members.push(Value::Object(route));
            }
            _ => services.push((entry, vec![Value::Object(route)])),
        }
    }
    let service = |(first, routes): (&Entry<'_>, Vec<Value>)| {
        let upstream = upstream_of(Upstream::of(&first.route.server));
        json!({ "name": first.route.document, "upstream": upstream, "routes": routes })
    };
    let services: Vec<Value> = services.into_iter().map(service).collect();
    Configuration { text: format!("{ADC_HEAD}{}", yaml(&json!({ "services": services }))), remarks }
}

/// What both forms say of a route; nothing if APISIX cannot take it.
fn route(entry: &Entry<'_>, remarks: &mut Vec<Remark>) -> Option<Map<String, Value>> {
    let methods: Vec<&str> =
        entry.methods.iter().copied().filter(|method| METHODS.contains(method)).collect();
    let pattern = &entry.route.pattern;
    let decoded = expression(pattern, Spelling::Decoded);
    let why = if methods.is_empty() {
        Some(format!("APISIX has no method {}", entry.route.method))
    } else {
        (decoded.len() >= LONGEST).then(|| format!("its expression has more than {LONGEST} bytes"))
    };
    if let Some(why) = why {
        remarks.push(Remark::left_out(entry, &why));
        return None;
    }
    let name: String = entry.route.operation_id.chars().take(LONGEST_NAME).collect();
    let mut route = Map::new();
    route.insert("name".to_owned(), json!(name));
    route.insert("methods".to_owned(), json!(methods));
    match fixed(pattern) {
        Some(uri) => {
            route.insert("uri".to_owned(), json!(uri));
        }
        None => {
            route.insert("uri".to_owned(), json!(format!("{}*", start(pattern))));
            // A dollar sign would match before a line break at the end, too.
            route.insert("vars".to_owned(), json!([["uri", "~~", format!(r"^{decoded}\z")]]));
        }
    }
    route.insert("priority".to_owned(), json!(entry.rank));
    Some(route)
}

/// The path as APISIX looks it up, decoded; nothing if it has variables, or characters that mean more there.
fn fixed(pattern: &Pattern) -> Option<String> {
    let mut path = String::new();
    for segment in pattern.segments() {
        path.push('/');
        path.push_str(&plain(segment)?);
    }
    if pattern.trailing_slash() {
        path.push('/');
    }
    Some(path)
}

/// The path up to the first segment that is not plain text.
fn start(pattern: &Pattern) -> String {
    let plain: Vec<String> = pattern.segments().iter().map_while(plain).collect();
    plain.iter().fold("/".to_owned(), |start, segment| format!("{start}{segment}/"))
}

/// The text of a segment that is nothing but text, without a colon or a star.
fn plain(segment: &crate::route::Segment) -> Option<String> {
    let text = segment.parts().first().filter(|_| segment.kind() == Kind::Literal)?;
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    let means_more = |c: char| matches!(c, ':' | '*') || hidden(c);
    (!decoded.contains(means_more)).then(|| decoded.into_owned())
}

fn upstream_of(upstream: Upstream<'_>) -> Map<String, Value> {
    let node = json!({ "host": upstream.host, "port": upstream.port, "weight": 1 });
    let scheme = if upstream.is_tls { "https" } else { "http" };
    let value = json!({ "type": "roundrobin", "scheme": scheme, "nodes": [node] });
    if let Value::Object(members) = value { members } else { Map::new() }
}

fn upstream_id(upstream: Upstream<'_>) -> String {
    let scheme = if upstream.is_tls { "https" } else { "http" };
    identifier(&format!("{scheme}-{}-{}", upstream.host, upstream.port))
}

/// A name as an id: what is too long ends with a number that is made of all of it.
fn identifier(name: &str) -> String {
    let taken = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let id: String = name.chars().map(|c| if taken(c) { c } else { '-' }).collect();
    match id.get(..LONGEST_ID - 9) {
        Some(start) if id.len() > LONGEST_ID || id != name => format!("{start}-{:08x}", digest(name)),
        _ if id != name => format!("{id}-{:08x}", digest(name)),
        _ => id,
    }
}

/// The digest FNV-1a of 32 bits.
fn digest(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::router::fixture::configured;

    #[test]
    fn fixed_paths_are_looked_up_and_others_are_expressions() {
        let text = configured(&["GET /a/{id}", "PUT /a/b", "PUT /a/b:c"], apisix).text;
        assert_eq!(
            text.strip_prefix(HEAD).unwrap(),
            "\
upstreams:
- type: roundrobin
  scheme: https
  nodes:
  - host: x.example
    port: 443
    weight: 1
  id: https-x.example-443
routes:
- name: get_a_id
  methods:
  - GET
  - HEAD
  uri: /p/a/*
  vars:
  - - uri
    - ~~
    - ^/p/a/[^/]+\\z
  priority: 0
  id: get_a_id
  upstream_id: https-x.example-443
- name: put_a_b
  methods:
  - PUT
  uri: /p/a/b
  priority: 1
  id: put_a_b
  upstream_id: https-x.example-443
- name: put_a_b_c
  methods:
  - PUT
  uri: /p/a/*
  vars:
  - - uri
    - ~~
    - ^/p/a/b:c\\z
  priority: 1
  id: put_a_b_c
  upstream_id: https-x.example-443
#END
"
        );
    }

    #[test]
    fn a_document_is_a_service_of_adc() {
        let Configuration { text, remarks } = configured(&["GET /a", "COPY /a"], adc);
        assert!(
            text.contains("services:\n- name: things\n  upstream:\n")
                && text.contains("    uris:\n    - /p/a\n")
        );
        assert_eq!(remarks.len(), 1);
    }

    #[test]
    fn long_names_become_ids_of_their_own() {
        let long = "x".repeat(65);
        assert_eq!(identifier(&long).len(), LONGEST_ID);
        assert_ne!(identifier(&long), identifier(&format!("{long}y")));
        assert_eq!(identifier("get_a"), "get_a");
        assert_ne!(identifier("a:b"), identifier("a/b"));
    }
}
