//! Samples against contracts: each sample is judged at the microversion it was recorded at, against what rows
//! and entries declare, by the jsonschema crate; disagreements become findings in terms of the documentation,
//! one for each cause.

mod advice;
mod apart;
mod bodies;
mod check;
mod data;
mod drift;
mod fixes;
mod format;
mod pairs;
mod render;
mod rules;
mod showing;
mod told;
mod translator;
mod uses;
mod verdict;
mod witnesses;
mod words;

pub(crate) use check::Judged;
pub(crate) use rules::RULES;

use crate::finding::{Fault, Findings};
use crate::reference::Reference;
use crate::shape::Shapes;
use crate::source::Sources;

/// Checks every sample of the reference; returns all that were judged, with their versions.
pub(crate) fn check(
    reference: &Reference,
    shapes: &Shapes,
    sources: &Sources,
    findings: &mut Findings,
) -> Result<Vec<Judged>, Fault> {
    let checked = check::check(reference, shapes)?;
    let causes = verdict::Causes::new(reference, shapes, sources, &checked.drifts);
    findings.extend(causes.findings(checked.drifts));
    bodies::findings(reference, shapes, findings);
    bodies::version_findings(reference, &checked.judged, findings);
    Ok(checked.judged)
}
