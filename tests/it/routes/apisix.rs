//! Both files of APISIX, as its routers read them.

use serde_json::Value;

use super::gateway::{Entry, Gateway, Prepare, pcre};

pub(super) fn read(text: &str) -> Vec<Gateway> {
    let text = text.strip_suffix("#END\n").unwrap();
    let value: Value = serde_yaml::from_str(text).unwrap();
    let entries: Vec<Entry> =
        list(&value["routes"]).iter().map(|route| entry(route, &route["uri"])).collect();
    let ids: std::collections::BTreeSet<&str> =
        list(&value["routes"]).iter().map(|route| route["id"].as_str().unwrap()).collect();
    assert!(ids.len() == entries.len() && ids.iter().all(|id| id.len() <= 64), "{ids:?}");
    vec![Gateway::new("APISIX", Prepare::Decode, entries)]
}

pub(super) fn read_adc(text: &str) -> Vec<Gateway> {
    let value: Value = serde_yaml::from_str(text).unwrap();
    let routes = list(&value["services"]).iter().flat_map(|service| list(&service["routes"]));
    vec![Gateway::new("ADC", Prepare::Decode, routes.map(|route| entry(route, &route["uris"][0])))]
}

/// A path without a star is looked up before all others. Else the longest text before the star wins, then the
/// priority.
fn entry(route: &Value, uri: &Value) -> Entry {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let methods: Vec<String> = list(&route["methods"]).iter().map(word).collect();
    let uri = word(uri);
    let priority = route["priority"].as_i64().unwrap();
    let (path, rank) = match uri.strip_suffix('*') {
        None => (format!(r"{}\z", regex::escape(&uri)), vec![1]),
        Some(key) => {
            assert!(!key.contains(['*', ':']), "{uri}");
            let [left, operator, right] = [0, 1, 2].map(|at| word(&route["vars"][0][at]));
            assert_eq!((&*left, &*operator), ("uri", "~~"));
            let path = right.strip_prefix('^').unwrap().to_owned();
            assert!(unescaped(&path).starts_with(key), "{path} is never found below {key}");
            (pcre(&path), vec![0, i64::try_from(key.len()).unwrap(), priority])
        }
    };
    Entry { expression: format!("^(?:{}) {path}", methods.join("|")), rank, operation: word(&route["name"]) }
}

/// An expression without the backslashes before its characters.
fn unescaped(expression: &str) -> String {
    let mut characters = expression.chars();
    let mut text = String::new();
    while let Some(character) = characters.next() {
        text.extend(if character == '\\' { characters.next() } else { Some(character) });
    }
    text
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}
