//! Samples against contracts: each sample is judged at the microversion it was recorded at, against what rows
//! and entries declare, by the jsonschema crate; disagreements become findings in terms of the documentation,
//! one for each cause.

mod advice;
mod apart;
mod bodies;
mod cause;
mod check;
mod columns;
mod copied;
mod data;
mod drift;
mod expected;
mod fixes;
mod format;
mod general;
mod kin;
mod lack;
mod mark;
mod missing;
mod pairs;
mod quoted;
mod recorded;
mod related;
mod renamed;
mod render;
mod rules;
mod showing;
mod spellings;
mod told;
mod translator;
mod uses;
mod verdict;
mod witnesses;
mod words;

pub(crate) use check::Judged;
pub(crate) use mark::Mark;
#[cfg(feature = "cli")]
pub(crate) use mark::MarkKind;
pub(crate) use recorded::{Deviation, DeviationKind, RecordedContract};
pub(crate) use rules::RULES;

use crate::finding::{Fault, Findings};
use crate::reference::Reference;
use crate::shape::Shapes;
use crate::source::Sources;

/// Checks every sample of the reference; returns all that were judged, with their versions, and where they
/// disagree with the text, in the order of the operations.
pub(crate) fn check(
    reference: &Reference,
    shapes: &Shapes,
    sources: &Sources,
    findings: &mut Findings,
) -> Result<(Vec<Judged>, Vec<Mark>), Fault> {
    let checked = check::check(reference, shapes)?;
    let causes = verdict::Causes::new(reference, shapes, sources, &checked.drifts);
    let (told, marks) = causes.findings(checked.drifts);
    findings.extend(told);
    bodies::findings(reference, shapes, sources, findings);
    bodies::version_findings(reference, &checked.judged, findings);
    Ok((checked.judged, marks))
}
