use std::collections::BTreeSet;

use super::{Analysis, Document};
use crate::openapi::Emissions;
use crate::triage::{Filtered, Summary};

impl Analysis {
    /// The numbers of a run: what was read and, where documents were made, what of it they hold.
    pub fn summary(&self, documents: &[Document], filtered: &Filtered) -> Summary {
        let reference = self.reference();
        let (counts, outside) = (reference.counts, reference.outside);
        // A document may be there in several forms; it is one document.
        let mut seen = BTreeSet::new();
        let distinct: Vec<&Document> =
            documents.iter().filter(|document| seen.insert(document.number)).collect();
        let emitted = distinct.iter().map(|document| document.counts).reduce(Emissions::plus);
        let made = (!distinct.is_empty()).then_some(distinct.len());
        let &Filtered { suppressed, baselined, unread } = filtered;
        let summary = Summary { suppressed, baselined, unread, ..Summary::default() };
        summary
            .count("documents", reference.documents.len(), made)
            .count("operations", counts.operations, emitted.map(|emitted| emitted.operations))
            .count("rows", counts.rows + outside.rows, emitted.map(|emitted| emitted.rows + outside.rows))
            .count(
                "codes",
                counts.codes + outside.codes,
                emitted.map(|emitted| emitted.codes + outside.codes),
            )
            .count(
                "samples",
                counts.samples + outside.samples,
                emitted.map(|emitted| emitted.samples + outside.samples),
            )
    }
}
