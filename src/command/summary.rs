use std::collections::BTreeSet;

use super::documents::Written;
use super::session::Session;
use crate::openapi::Emissions;
use crate::report::{Filtered, Summary};

/// The numbers of a run: what was read and, where documents were made, what of it they hold.
pub(super) fn of(session: &Session, written: &[Written], filtered: &Filtered) -> Summary {
    let counts = session.reference.counts;
    let outside = session.reference.outside;
    // A document may be there in several forms; it is one document.
    let mut seen = BTreeSet::new();
    let distinct: Vec<&Written> =
        written.iter().filter(|document| seen.insert(document.emitted.document)).collect();
    let emitted = distinct.iter().map(|document| document.emitted.counts).reduce(Emissions::plus);
    let mut summary =
        Summary { suppressed: filtered.suppressed, baselined: filtered.baselined, ..Summary::default() };
    let documents = (!distinct.is_empty()).then_some(distinct.len());
    summary = summary.count("documents", session.reference.documents.len(), documents);
    summary
        .count("operations", counts.operations, emitted.map(|emitted| emitted.operations))
        .count("rows", counts.rows + outside.rows, emitted.map(|emitted| emitted.rows + outside.rows))
        .count("codes", counts.codes + outside.codes, emitted.map(|emitted| emitted.codes + outside.codes))
        .count(
            "samples",
            counts.samples + outside.samples,
            emitted.map(|emitted| emitted.samples + outside.samples),
        )
}
