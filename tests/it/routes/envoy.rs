//! The static configuration of Envoy: the first route wins.

use serde_json::Value;

use super::gateway::{Entry, Gateway, Prepare, place};

pub(super) fn read(text: &str) -> Vec<Gateway> {
    let value: Value = serde_yaml::from_str(text).unwrap();
    let manager =
        &value["static_resources"]["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"];
    let routes = manager["route_config"]["virtual_hosts"][0]["routes"].as_array().unwrap();
    let entries = routes.iter().enumerate().map(|(number, route)| {
        let (matched, method) = (&route["match"], &route["match"]["headers"][0]["string_match"]);
        let path = matched["path"].as_str().map(regex::escape);
        let path = path.unwrap_or_else(|| matched["safe_regex"]["regex"].as_str().unwrap().to_owned());
        let method = method["exact"].as_str().or(method["safe_regex"]["regex"].as_str()).unwrap();
        Entry {
            expression: format!("^(?:{method}) (?:{path})$"),
            rank: place(number),
            operation: route["name"].as_str().unwrap().to_owned(),
        }
    });
    vec![Gateway::new("Envoy", Prepare::Nothing, entries)]
}
