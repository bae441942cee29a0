//! `krakend.json`, as its router reads it: it refuses a file with two names at one place, else fixed text goes
//! before a variable in each segment.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::gateway::{Entry, Gateway, Heads, Prepare};

pub(super) fn read(text: &str) -> Vec<Gateway> {
    let value: Value = serde_json::from_str(text).unwrap();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut known = BTreeSet::new();
    let entries = value["endpoints"].as_array().unwrap().iter().map(|endpoint| {
        let word = |key: &str| endpoint[key].as_str().unwrap().to_owned();
        let (method, path) = (word("method"), word("endpoint"));
        assert!(known.insert(format!("{method} {path}")), "{method} {path} stands twice");
        assert_eq!(endpoint["backend"][0]["url_pattern"], path);
        let (mut expression, mut rank, mut place) = (format!("^{method} "), Vec::new(), method.clone());
        for segment in path.split('/').skip(1) {
            assert!(!segment.contains([':', '*', '%', '?', '&']), "{path}");
            match segment.strip_prefix('{') {
                Some(name) => {
                    let name = name.strip_suffix('}').unwrap();
                    assert!(
                        !name.is_empty()
                            && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
                    );
                    let first = names.entry(place.clone()).or_insert_with(|| name.to_owned());
                    assert_eq!(&**first, name, "{method} {path} has another name at one place");
                    expression.push_str("/[^/]*");
                    place.push_str("/{}");
                    rank.push(0);
                }
                None => {
                    assert!(!segment.contains(['{', '}']), "{path}");
                    expression.push_str(&format!("/{}", regex::escape(segment)));
                    place.push_str(&format!("/{segment}"));
                    rank.push(1);
                }
            }
        }
        Entry { expression: expression + "$", rank, operation: word("@comment") }
    });
    let mut gateway = Gateway::new("KrakenD", Prepare::DecodeAlone, entries);
    gateway.heads = Heads::Never;
    vec![gateway]
}
