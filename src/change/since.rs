use std::sync::Arc;

use rayon::prelude::*;

use super::facts::Facts;
use super::matching::pair;
use super::renames::Renames;
use crate::analysis::{Analysis, AnalysisError, Cancel, Checked};
use crate::config::Config;
use crate::finding::{Finding, Findings, Matter};
use crate::source::{Files, Layout};
use crate::triage::{Selection, Turnover};

/// Reads another state of the reference that lies at `layout`: what stands there in these files, or in a usual
/// place if nothing does, with the configuration of now.
pub fn read_state(
    files: Arc<dyn Files>,
    layout: &Layout,
    config: &Config,
) -> Result<Analysis, AnalysisError> {
    let found = match Layout::within(&*files, layout.only.as_deref().unwrap_or(&layout.scope)) {
        Err(_) if layout.only.is_none() => Layout::within(&*files, "")?,
        found => found?,
    };
    let (root, sample) = (layout.root.clone(), layout.sample.clone());
    let found = Layout { root, sample, limits: layout.limits, ..found };
    Analysis::read(files, found, config.clone(), Cancel::default())
}

/// What a check of `now` reports that none of the states `before` had, and findings that mean lost input,
/// whatever was before. What was there and is now in further operations is left with these, and fails
/// nothing. Of several earlier states the first one tells what was mended.
///
/// The states are to be read with one configuration: see [`read_state`].
pub fn since(now: &Analysis, before: &[Analysis], selection: &Selection) -> Result<Checked, AnalysisError> {
    let (checked, earlier) = rayon::join(
        || now.check(selection),
        || before.par_iter().map(|state| state.check(selection)).collect::<Result<Vec<_>, _>>(),
    );
    let (mut checked, earlier) = (checked?, earlier?);
    let mut open: Vec<Candidate> = checked.findings.drain(..).map(Candidate::new).collect();
    let mut mended = None;
    for (state, then) in before.iter().zip(earlier) {
        let left = compare(state, &then.findings, now, &mut open);
        mended.get_or_insert(left);
    }
    let known = open.iter().filter(|candidate| candidate.further.is_some()).count();
    let turnover = Turnover::new(open.len() - known, mended.unwrap_or_default(), known);
    checked.findings = open.into_iter().filter_map(Candidate::reported).collect();
    checked.summary.turnover = Some(turnover);
    Ok(checked)
}

/// A finding of now.
struct Candidate {
    finding: Finding,
    /// If it was there: the operations that it came to stand in.
    further: Option<Vec<String>>,
}

impl Candidate {
    fn new(finding: Finding) -> Self {
        Self { finding, further: None }
    }

    /// What is left to report.
    fn reported(self) -> Option<Finding> {
        let Self { mut finding, further } = self;
        let Some(further) = further else { return Some(finding) };
        if finding.is_unread() {
            finding.mark_known();
            return Some(finding);
        }
        if further.is_empty() {
            return None;
        }
        finding.know_but_in(further);
        Some(finding)
    }
}

/// Marks what was there at `state`, and returns how many findings of it are gone.
fn compare(state: &Analysis, then: &Findings, now: &Analysis, open: &mut [Candidate]) -> usize {
    let renames = Renames::between(state, now);
    let earlier: Vec<Facts> =
        then.iter().map(|finding| Facts::new(finding, state.sources(), &renames)).collect();
    let none = Renames::default();
    let mut candidates: Vec<&mut Candidate> =
        open.iter_mut().filter(|candidate| candidate.further.is_none()).collect();
    let later: Vec<Facts> =
        candidates.iter().map(|candidate| Facts::new(&candidate.finding, now.sources(), &none)).collect();
    let pairs = pair(&earlier, &later);
    let mut left: Vec<bool> = then.iter().map(|finding| finding.rule().matter != Matter::Baseline).collect();
    for ((candidate, facts), found) in candidates.iter_mut().zip(&later).zip(pairs) {
        if let Some(old) = found
            && let (Some(known), Some(left)) = (earlier.get(old), left.get_mut(old))
        {
            *left = false;
            candidate.further = Some(further(&known.operations, &facts.operations));
        }
    }
    left.into_iter().filter(|left| *left).count()
}

/// The operations that came beside those that were there. An operation in the place of another one is none.
fn further(before: &[String], now: &[String]) -> Vec<String> {
    let come: Vec<String> = now.iter().filter(|operation| !before.contains(operation)).cloned().collect();
    let gone = before.iter().filter(|operation| !now.contains(operation)).count();
    if before.is_empty() || come.len() <= gone { Vec::new() } else { come }
}
