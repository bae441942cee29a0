//! The routes of Caddy: the first one wins.

use serde_json::Value;

use super::gateway::{Entry, Gateway, Prepare, place};

pub(super) fn read(text: &str) -> Vec<Gateway> {
    let value: Value = serde_json::from_str(text).unwrap();
    let routes = value["apps"]["http"]["servers"]["gateway"]["routes"].as_array().unwrap();
    let (last, routes) = routes.split_last().unwrap();
    assert!(last["match"].is_null() && last["handle"][0]["status_code"] == 404, "{last}");
    let entries = routes.iter().enumerate().map(|(number, route)| {
        let [matcher] = route["match"].as_array().unwrap().as_slice() else { panic!("{route}") };
        let methods: Vec<&str> =
            matcher["method"].as_array().unwrap().iter().map(|method| method.as_str().unwrap()).collect();
        let path = matcher["path_regexp"]["pattern"].as_str().unwrap().strip_prefix('^').unwrap();
        Entry {
            expression: format!("^(?:{}) {path}", methods.join("|")),
            rank: place(number),
            operation: route["@id"].as_str().unwrap().to_owned(),
        }
    });
    vec![Gateway::new("Caddy", Prepare::Decode, entries)]
}
