use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use crate::reference::Reference;
use crate::rst::{self, Scope};

/// The texts of one document as CommonMark, each rendered once.
pub(super) struct Texts<'a> {
    reference: &'a Reference,
    scope: &'a Scope,
    /// The descriptions of definitions.
    cells: Vec<OnceCell<String>>,
    /// All others, by what the sources say: hundreds of operations share a few reasons for status codes.
    others: RefCell<BTreeMap<String, String>>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(reference: &'a Reference, scope: &'a Scope) -> Self {
        let cells = reference.definitions.iter().map(|_| OnceCell::new()).collect();
        Self { reference, scope, cells, others: RefCell::default() }
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
        if let Some(known) = self.others.borrow().get(text) {
            return known.clone();
        }
        let rendered = rst::description(text, self.scope);
        self.others.borrow_mut().insert(text.to_owned(), rendered.clone());
        rendered
    }
}
