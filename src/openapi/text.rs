#![allow(missing_docs)]
pub fn yaml(v: &serde_json::Value) -> String { serde_saphyr::to_string(v).unwrap() }
pub fn json(v: &serde_json::Value) -> String { serde_json::to_string_pretty(v).unwrap() }
