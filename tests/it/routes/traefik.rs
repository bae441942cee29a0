//! The routers of Traefik: the greatest priority wins.

use regex::Regex;
use serde_json::Value;

use super::gateway::{Entry, Gateway, Prepare};

pub(super) fn read(text: &str) -> Vec<Gateway> {
    let value: Value = serde_yaml::from_str(text).unwrap();
    let rule = Regex::new(r"^(?:\((.*)\)|(Method\(`[^`]+`\))) && PathRegexp\(`\^([^`]*)`\)$").unwrap();
    let method = Regex::new(r"Method\(`([^`]+)`\)").unwrap();
    let entries = value["http"]["routers"].as_object().unwrap().iter().map(|(name, router)| {
        assert!(value["http"]["services"].get(router["service"].as_str().unwrap()).is_some(), "{router}");
        let text = router["rule"].as_str().unwrap();
        let parts = rule.captures(text).unwrap_or_else(|| panic!("{text}"));
        let methods = parts.get(1).or(parts.get(2)).unwrap().as_str();
        let methods: Vec<&str> =
            method.captures_iter(methods).map(|found| found.get(1).unwrap().as_str()).collect();
        Entry {
            expression: format!("^(?:{}) {}", methods.join("|"), &parts[3]),
            rank: vec![router["priority"].as_i64().unwrap()],
            operation: name.clone(),
        }
    });
    vec![Gateway::new("Traefik, file provider", Prepare::Reserved, entries)]
}
