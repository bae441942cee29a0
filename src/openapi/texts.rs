use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::collections::HashMap;
use crate::reference::{Reference, holds_data};
use crate::rst::{self, Scope};

/// The texts of one document as CommonMark, each rendered once.
pub(super) struct Texts<'a> {
    reference: &'a Reference,
    scope: &'a Scope<'a>,
    /// The descriptions of definitions.
    cells: Vec<OnceLock<String>>,
    /// All others, by what the sources say: hundreds of operations share a few reasons for status codes.
    others: Mutex<HashMap<String, Arc<str>>>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(reference: &'a Reference, scope: &'a Scope<'a>) -> Self {
        let cells = reference.definitions.iter().map(|_| OnceLock::new()).collect();
        Self { reference, scope, cells, others: Mutex::default() }
    }

    /// The description of definition `at`.
    pub(super) fn of(&self, at: usize) -> &str {
        let render = || {
            let entry = self.reference.definitions.get(at).map(|definition| &definition.entry);
            let text = entry.and_then(|entry| entry.description.as_ref());
            text.map(|field| rst::description(&field.value, self.scope, holds_data)).unwrap_or_default()
        };
        self.cells.get(at).map_or("", |cell| cell.get_or_init(render))
    }

    /// Any other text of the sources.
    pub(super) fn render(&self, text: &str) -> Arc<str> {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = others.get(text) {
            return Arc::clone(known);
        }
        let rendered = Arc::from(rst::description(text, self.scope, holds_data));
        others.insert(text.to_owned(), Arc::clone(&rendered));
        rendered
    }
}
