use crate::reference::{Document, Reference, Version};

/// The highest microversion that a document mentions: on operations, rows and their entries.
pub fn highest(reference: &Reference, document: &Document) -> Option<Version> {
    let operations = reference.operations.get(document.operations.clone()).unwrap_or_default();
    let windows = operations.iter().flat_map(|operation| {
        std::iter::once(operation.window).chain(operation.rows.iter().map(|row| row.window))
    });
    windows.flat_map(|window| [window.min, window.max]).flatten().max()
}
