use std::sync::OnceLock;

use crate::reference::Reference;
use crate::rst::{self, Scope};

/// The descriptions of definitions as CommonMark, each rendered once.
pub(super) struct Texts<'a> {
    reference: &'a Reference,
    scope: &'a Scope,
    cells: Vec<OnceLock<String>>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(reference: &'a Reference, scope: &'a Scope) -> Self {
        Self { reference, scope, cells: reference.definitions.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The description of definition `at`.
    pub(super) fn of(&self, at: usize) -> &str {
        let render = || {
            let entry = self.reference.definitions.get(at).map(|definition| &definition.entry);
            let text = entry.and_then(|entry| entry.description.as_ref());
            text.map(|field| rst::description(&field.value, self.scope)).unwrap_or_default()
        };
        self.cells.get(at).map_or("", |cell| cell.get_or_init(render))
    }

    /// Any other text of the sources.
    pub(super) fn render(&self, text: &str) -> String {
        rst::description(text, self.scope)
    }
}
