//! Objects of kind `HTTPRoute`, as implementations of the Gateway API order them.

use std::collections::BTreeMap;

use apiref::Routes;
use percent_encoding::utf8_percent_encode;
use serde::Deserialize;
use serde_json::Value;

use super::gateway::{Entry, Gateway, Prepare};
use super::url::ENCODED;

/// A match of a rule.
struct Match {
    method: String,
    is_exact: bool,
    value: String,
    /// The place in the file.
    number: usize,
    operation: String,
}

pub(super) fn read(text: &str, routes: &Routes) -> Vec<Gateway> {
    let matches = matches(text, routes);
    let length = |one: &Match| i64::try_from(one.value.len()).unwrap();
    let place = |one: &Match| i64::try_from(one.number).unwrap();
    let exact = |one: &Match| i64::from(one.is_exact);
    // Whatever the objects are called and however old they are.
    let either_way = |name, start: &str, rank: &dyn Fn(&Match) -> Vec<i64>| {
        let of = |sign: i64| {
            let rank = |one: &Match| rank(one).into_iter().chain([sign * place(one)]).collect();
            gateway(name, &matches, start, &rank)
        };
        [of(-1), of(1)]
    };
    let mut all = Vec::new();
    all.extend(either_way("Envoy Gateway", "", &|one| vec![exact(one), length(one)]));
    all.extend(either_way("Traefik", ".*", &|one| {
        vec![if one.is_exact { 100_000 } else { 1000 + 100 * length(one) }]
    }));
    all.push(gateway("kgateway", &matches, "", &|one| vec![exact(one), -place(one)]));
    all
}

fn gateway(name: &'static str, matches: &[Match], start: &str, rank: &dyn Fn(&Match) -> Vec<i64>) -> Gateway {
    let entries = matches.iter().map(|one| {
        let Match { method, value, .. } = one;
        let expression = match one.is_exact {
            true => format!("^{method} {}$", regex::escape(value)),
            false => format!("^{method} {start}(?:{value})"),
        };
        Entry { expression, rank: rank(one), operation: one.operation.clone() }
    });
    Gateway::new(name, Prepare::Nothing, entries)
}

fn matches(text: &str, routes: &Routes) -> Vec<Match> {
    let mut operations: BTreeMap<(String, String), String> = BTreeMap::new();
    for route in routes.iter() {
        let key = (route.method.clone(), plain(&route.full_path()));
        operations.entry(key).or_insert_with(|| route.operation_id.clone());
    }
    for route in routes.iter().filter(|route| route.method == "GET") {
        let key = ("HEAD".to_owned(), plain(&route.full_path()));
        operations.entry(key).or_insert_with(|| route.operation_id.clone());
    }
    let mut found = Vec::new();
    for object in serde_yaml::Deserializer::from_str(text) {
        let object = Value::deserialize(object).unwrap();
        for one in
            object["spec"]["rules"].as_array().into_iter().flatten().flat_map(|rule| list(&rule["matches"]))
        {
            let word = |value: &Value| value.as_str().unwrap().to_owned();
            let (method, value) = (word(&one["method"]), word(&one["path"]["value"]));
            let is_exact = one["path"]["type"] == "Exact";
            let said = match value.strip_suffix('$').filter(|_| !is_exact) {
                Some(open) => open.replace(r"\x3B", ";").replace('\\', "").replace("(?:)", ""),
                None => value.clone(),
            };
            let operation = operations.get(&(method.clone(), said)).cloned();
            let operation = operation.unwrap_or_else(|| panic!("{method} {value} is no route"));
            found.push(Match { method, is_exact, value, number: found.len(), operation });
        }
    }
    found
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// A template with what an expression has for variables.
fn plain(template: &str) -> String {
    let mut parts = template.split('{');
    let encoded = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
    let head = encoded(parts.next().unwrap_or_default());
    parts.fold(head, |path, part| path + "[^/]+" + &encoded(part.split_once('}').unwrap().1))
}
