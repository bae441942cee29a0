//! What a stage may report about the user's sources: a [`Finding`] of a [`Rule`].
//!
//! Findings are plain data and never an `Err`; a rule's words live beside the code that finds it.

mod rule;

pub use rule::{Rule, Severity};

use std::collections::BTreeMap;

use crate::place::Place;

/// One thing noticed about the sources.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The kind of finding.
    pub rule: &'static Rule,
    /// The rule's severity, unless configuration or evidence graded it otherwise.
    pub severity: Severity,
    /// A headline that stands alone: lower case start, no full stop.
    pub message: String,
    /// The exact token that is wrong.
    pub place: Place,
    /// The operations concerned, as `METHOD path`, in source order; empty where it belongs to none.
    pub operations: Vec<String>,
    /// What to change, as an instruction.
    pub help: Option<String>,
    /// Other places that matter: the row, the dictionary entry, the other uses.
    pub related: Vec<Related>,
}

/// A secondary place of a finding.
#[derive(Debug, Clone)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there, a short label.
    pub message: String,
    /// The operation it belongs to, as `METHOD path`.
    pub operation: Option<String>,
}

impl Finding {
    /// A finding at the rule's own severity.
    pub fn new(rule: &'static Rule, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            place: place.into(),
            operations: Vec::new(),
            help: None,
            related: Vec::new(),
        }
    }

    /// Adds the help line.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds an operation that the finding concerns.
    #[must_use]
    pub fn operation(mut self, operation: impl Into<String>) -> Self {
        self.operations.push(operation.into());
        self
    }

    /// Adds a secondary place.
    #[must_use]
    pub fn related(mut self, place: impl Into<Place>, message: impl Into<String>) -> Self {
        self.related.push(Related { place: place.into(), message: message.into(), operation: None });
        self
    }

    /// Takes another place of the same cause in.
    fn absorb(&mut self, other: Self) {
        if self.related.len() < MOST_GATHERED && self.place != other.place {
            let operation = other.operations.first().cloned();
            self.related.push(Related { place: other.place, message: "and here".to_owned(), operation });
        }
        for operation in other.operations {
            if !self.operations.contains(&operation) {
                self.operations.push(operation);
            }
        }
    }

    /// Grades the finding otherwise than its rule does.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// The findings of a stage, in the order it met them.
pub type Findings = Vec<Finding>;

/// How many further places of one cause a finding lists.
const MOST_GATHERED: usize = 24;

/// Makes findings of these rules with one message one: a file that is missing is one cause, wherever it is named.
pub fn gather(findings: &mut Findings, rules: &[&str]) {
    let mut first: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut kept: Findings = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        if !rules.contains(&finding.rule.id) {
            kept.push(finding);
            continue;
        }
        let at = *first.entry((finding.rule.id, finding.message.clone())).or_insert(kept.len());
        match kept.get_mut(at) {
            Some(known) => known.absorb(finding),
            None => kept.push(finding),
        }
    }
    *findings = kept;
}

/// The known word that `word` was probably meant to be: the closest by edits, if it is close.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.len() / 3).clamp(1, 4);
    known
        .filter(|candidate| *candidate != word && candidate.len().abs_diff(word.len()) <= limit)
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}
