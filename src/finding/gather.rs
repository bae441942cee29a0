use std::collections::BTreeMap;

use super::{Finding, Findings, Line, Related, Subject};

/// How many further places of one cause a finding lists.
const MOST_GATHERED: usize = 24;

/// Makes the findings of one cause one, where their rule says so: a file that is missing is one cause,
/// wherever it is named.
pub(crate) fn gather(findings: &mut Findings) {
    let mut first: BTreeMap<(&str, Subject, Line), usize> = BTreeMap::new();
    let mut kept: Findings = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        if !finding.rule.gathers {
            kept.push(finding);
            continue;
        }
        let cause = (finding.rule.id, finding.subject.clone(), finding.headline.clone());
        let at = *first.entry(cause).or_insert(kept.len());
        match kept.get_mut(at) {
            Some(known) => absorb(known, finding),
            None => kept.push(finding),
        }
    }
    *findings = kept;
}

/// From so many on, findings of one kind are a habit of the house.
const HABIT: usize = 4;

/// Makes the findings that `is_wanted` says one, with the words of `told` for how many there are: a habit of
/// the house is one cause.
pub(crate) fn gather_habit(
    findings: &mut Findings,
    is_wanted: impl Fn(&Finding) -> bool,
    told: impl Fn(usize) -> String,
) {
    let count = findings.iter().filter(|finding| is_wanted(finding)).count();
    if count < HABIT {
        return;
    }
    let mut kept: Findings = Vec::with_capacity(findings.len());
    let mut first = None;
    for finding in findings.drain(..) {
        match first.filter(|_| is_wanted(&finding)).and_then(|at: usize| kept.get_mut(at)) {
            Some(known) => absorb(known, finding),
            None => {
                if first.is_none() && is_wanted(&finding) {
                    first = Some(kept.len());
                }
                kept.push(finding);
            }
        }
    }
    if let Some(known) = first.and_then(|at| kept.get_mut(at)) {
        known.headline = Line::new(told(count));
        known.subject = Subject::whole_file();
    }
    *findings = kept;
}

/// Takes another place of the same cause in.
fn absorb(known: &mut Finding, other: Finding) {
    if known.related.len() < MOST_GATHERED && known.place != other.place {
        let operation = other.operations.first().cloned();
        known.related.push(Related::new(other.place, "and here").with_operation(operation));
    }
    for fix in &mut known.fixes {
        if let Some(same) = other.fixes.iter().find(|same| same.title == fix.title) {
            fix.take_in(same);
        }
    }
    for operation in other.operations {
        known.add_operation(operation);
    }
}
