use std::collections::BTreeSet;

use super::{Analysis, AnalysisError, allowances};
use crate::finding::{Findings, Matter, Rule, Severity};
use crate::triage::Scope;

/// What `apiref diff` tells of a service that negotiates microversions. Only the comparison of two states
/// sees it, so it has no findings in a check.
pub(crate) static CHANGE_WITHOUT_VERSION: Rule = Rule {
    id: "change-without-version",
    severity: Severity::Error,
    matter: Matter::Documents,
    summary: "a released microversion takes or gives something else than before",
    explanation: "Two clouds at one microversion have to behave alike, so whatever a released version takes \
                  or gives stays, and what is added comes with a new version, also where nobody is broken. \
                  `apiref diff` tells it: as an error where the same commits change the code of the \
                  service, as a correction where they change the text alone, and as a warning where nobody \
                  knows, as between files. A correction is allowed in the operation, or with \
                  `--allow change-without-version`.",
    bad: "a row `- height: box_height` that is new, and whose entry says no `min_version`",
    good: "the same row, and `min_version: 2.97` in the entry",
    ..Rule::USUAL
};

/// Where a rule is allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Allowed {
    operations: BTreeSet<String>,
}

impl Allowed {
    /// Is it allowed in this operation, `METHOD path`?
    pub(crate) fn has(&self, operation: &str) -> bool {
        self.operations.contains(operation)
    }
}

impl Analysis {
    /// The operations in which comments allow a rule, for a reason.
    pub(crate) fn allowed(&self, rule: &str) -> Result<Allowed, AnalysisError> {
        let mut noticed = Findings::new();
        let allowances = allowances::gather(self.reference(), self.sources(), &mut noticed);
        let mut operations = BTreeSet::new();
        for allowance in allowances.iter().filter(|one| one.rule == rule && one.reason.is_some()) {
            match &allowance.scope {
                Scope::Operation { name, .. } => {
                    operations.insert(name.clone());
                }
                Scope::File(source) => {
                    let all = self.reference().operations.iter();
                    let inside = all.filter(|operation| operation.span.source == *source);
                    operations.extend(inside.map(|operation| operation.key()));
                }
                Scope::Lines(_) => {}
            }
        }
        Ok(Allowed { operations })
    }
}
