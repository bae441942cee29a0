use std::collections::BTreeSet;

use serde_json::Value;

use crate::collections::HashMap;
use crate::finding::{Finding, Rule, Subject};
use crate::place::{Place, Pointer};
use crate::reference::{Document, Method, Operation, Reference};

/// The text that a document is made from: where the operation stands that a place in the document belongs to.
#[derive(Clone)]
pub(crate) struct Origin<'a> {
    document: &'a Document,
    /// The operations of the document by their paths.
    by_path: HashMap<String, Vec<&'a Operation>>,
}

impl<'a> Origin<'a> {
    /// The origin of the document with this index; nothing if there is none.
    pub(crate) fn new(reference: &'a Reference, document: usize) -> Option<Self> {
        let document = reference.documents.get(document)?;
        let mut by_path: HashMap<String, Vec<&Operation>> = HashMap::default();
        for operation in &reference.operations[document.operations] {
            by_path.entry(operation.template.path()).or_default().push(operation);
        }
        Some(Self { document, by_path })
    }

    /// The operation of a path and a verb in lower case, as a path item names it (`get`, `x-copy`).
    pub(crate) fn operation(&self, path: &str, verb: &str) -> Option<&'a Operation> {
        let verb = verb.trim_start_matches("x-");
        let operations = self.by_path.get(path)?;
        let named = operations.iter().find(|operation| operation.method.as_str().eq_ignore_ascii_case(verb));
        named.or_else(|| operations.iter().find(|operation| operation.method == Method::Any)).copied()
    }

    /// The operation that an object of the document belongs to; of a component the first one that refers to
    /// it.
    pub(crate) fn of(&self, document: &Value, at: &Pointer) -> Option<&'a Operation> {
        let steps: Vec<String> = at.steps().collect();
        match steps.as_slice() {
            [first, path, verb, ..] if first == "paths" => self.operation(path, verb),
            [first, kind, name, ..] if first == "components" => {
                let wanted = format!("#/components/{kind}/{name}");
                let (path, verb) = first_user(document, &wanted)?;
                self.operation(path, verb)
            }
            _ => None,
        }
    }

    /// A finding at the URL of an operation; without one at the root of the document.
    pub(crate) fn finding(
        &self,
        rule: &'static Rule,
        operation: Option<&Operation>,
        subject: Subject,
        message: String,
    ) -> Finding {
        let finding = Finding::new(rule, self.place(operation), subject, message);
        match operation {
            Some(operation) => finding.with_operation(operation.key()),
            None => finding,
        }
    }

    /// Where the URL of an operation stands; without one the root of the document.
    fn place(&self, operation: Option<&Operation>) -> Place {
        match operation {
            Some(operation) => Place::Text(operation.url_span),
            None => Place::source_file(self.document.root),
        }
    }
}

/// The path and verb of the first operation that holds a reference, itself or through other components.
fn first_user<'v>(document: &'v Value, reference: &str) -> Option<(&'v str, &'v str)> {
    let items = document.get("paths")?.as_object()?;
    items.iter().find_map(|(path, item)| {
        let (verb, _) =
            item.as_object()?.iter().find(|(_, operation)| refers(document, operation, reference))?;
        Some((path.as_str(), verb.as_str()))
    })
}

fn refers(document: &Value, object: &Value, reference: &str) -> bool {
    let mut open = vec![object];
    let mut followed = BTreeSet::new();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if let Some(text) = members.get("$ref").and_then(Value::as_str) {
                    if text == reference {
                        return true;
                    }
                    let target = text.strip_prefix('#').filter(|_| followed.insert(text));
                    open.extend(target.and_then(|pointer| document.pointer(pointer)));
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    false
}
