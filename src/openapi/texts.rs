use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::collections::{Arena, HashMap};
use crate::reference::{DefinitionId, Reference, holds_data};
use crate::rst::{self, Scope};

/// The texts of one document as CommonMark, each rendered once.
pub(super) struct Texts<'a> {
    reference: &'a Reference,
    scope: &'a Scope<'a>,
    /// The descriptions of definitions.
    cells: Arena<DefinitionId, OnceLock<String>>,
    /// All others, by what the sources say: hundreds of operations share a few reasons for status codes.
    others: Mutex<HashMap<String, Arc<str>>>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(reference: &'a Reference, scope: &'a Scope<'a>) -> Self {
        let cells: Vec<_> = reference.definitions.iter().map(|_| OnceLock::new()).collect();
        Self { reference, scope, cells: cells.into(), others: Mutex::default() }
    }

    /// The description of a definition.
    pub(super) fn of(&self, id: DefinitionId) -> &str {
        self.cells[id].get_or_init(|| {
            let text = self.reference.definitions[id].entry.description.as_ref();
            text.map(|field| rst::description(&field.value, self.scope, holds_data)).unwrap_or_default()
        })
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
