//! The declarative configuration of Kong: the greatest priority wins.

use serde_json::Value;

use super::gateway::{Entry, Gateway, Prepare};

pub(super) fn read(text: &str) -> Vec<Gateway> {
    let value: Value = serde_yaml::from_str(text).unwrap();
    let services = value["services"].as_array().unwrap().iter();
    let entries = services.flat_map(|service| service["routes"].as_array().unwrap()).map(|route| {
        let methods: Vec<&str> =
            route["methods"].as_array().unwrap().iter().map(|method| method.as_str().unwrap()).collect();
        let path = route["paths"][0].as_str().unwrap().strip_prefix('~').unwrap();
        Entry {
            expression: format!("^(?:{}) {path}", methods.join("|")),
            rank: vec![route["regex_priority"].as_i64().unwrap()],
            operation: route["name"].as_str().unwrap().to_owned(),
        }
    });
    vec![Gateway::new("Kong", Prepare::Nothing, entries)]
}
