use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::collections::IndexMap;
use crate::reference::Method;

/// The paths of a document, in the order of the source (OpenAPI, Paths Object). Their operations are values
/// already: typed ones are large, and a document has thousands.
#[derive(Default)]
pub(super) struct Paths {
    items: IndexMap<String, Item>,
}

/// What one path offers (OpenAPI, Path Item Object).
#[derive(Default)]
struct Item {
    /// By the place of the verb in `FIELDS`.
    operations: BTreeMap<usize, Value>,
    /// Operations of verbs that have no field.
    extensions: BTreeMap<String, Value>,
}

/// The verbs that have a field.
const FIELDS: [(Method, &str); 8] = [
    (Method::Get, "get"),
    (Method::Put, "put"),
    (Method::Post, "post"),
    (Method::Delete, "delete"),
    (Method::Options, "options"),
    (Method::Head, "head"),
    (Method::Patch, "patch"),
    (Method::Trace, "trace"),
];

impl Paths {
    /// Adds an operation. Where a verb has one already, that stays: `METHOD` stands for every verb, but a
    /// verb of its own says more.
    pub(super) fn put(&mut self, path: &str, method: &Method, operation: Value) {
        if !self.items.contains_key(path) {
            self.items.insert(path.to_owned(), Item::default());
        }
        let Some(item) = self.items.get_mut(path) else { return };
        match FIELDS.iter().position(|(known, _)| known == method) {
            Some(field) => {
                item.operations.entry(field).or_insert(operation);
            }
            None => {
                item.extensions.insert(format!("x-{}", method.as_str().to_ascii_lowercase()), operation);
            }
        }
    }

    /// The object of all paths.
    pub(super) fn into_value(self) -> Value {
        Value::Object(self.items.into_iter().map(|(path, item)| (path, item.into_value())).collect())
    }
}

impl Item {
    fn into_value(self) -> Value {
        let operations = self.operations.into_iter();
        let fields = operations.filter_map(|(at, value)| Some((FIELDS.get(at)?.1.to_owned(), value)));
        Value::Object(fields.chain(self.extensions).collect::<Map<_, _>>())
    }
}
