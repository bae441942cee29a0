//! Small tables for tests.

use serde_json::{Map, Value, json};

use super::{Configuration, Table};
use crate::gateway::ServerUrl;
use crate::route::Routes;

/// The configuration of a document `things` with these operations, as `METHOD path`, below `/p`.
pub(super) fn configured(operations: &[&str], write: impl Fn(&Table<'_>) -> Configuration) -> Configuration {
    let mut paths = Map::new();
    for operation in operations {
        let (method, path) = operation.split_once(' ').unwrap();
        let word: String = path.chars().filter(|c| !matches!(c, '{' | '}')).collect();
        let word: String = word.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let method = method.to_ascii_lowercase();
        let item = paths.entry((*path).to_owned()).or_insert_with(|| json!({}));
        let field = if method == "copy" { "x-copy".to_owned() } else { method.clone() };
        item[field] = json!({ "operationId": format!("{method}{word}") });
    }
    let document: Value = json!({ "paths": paths });
    let server = ServerUrl::parse("https://x.example/p").unwrap();
    let routes = Routes::of([("things", &document)]).behind(&server);
    write(&Table::new(&routes))
}
