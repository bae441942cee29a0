//! What a stage may report about the user's sources: a [`Finding`] of a [`Rule`].
//!
//! Findings are plain data and never an `Err`; a [`Fault`] of ours is one and never a finding. A rule's words
//! live beside the code that finds it.

mod fault;
mod fix;
mod gather;
mod line;
mod near;
mod rule;
mod subject;

pub use fault::Fault;
pub use fix::{Edit, Fix, FixLevel};
pub(crate) use gather::{gather, gather_habit};
pub use line::Line;
pub(crate) use near::{Words, is_slip, nearest, slip_of};
pub use rule::{Matter, Rule, Severity};
pub use subject::{Subject, SubjectKind};

use crate::place::Place;

/// One thing noticed about the sources.
///
/// The headline, the help and the labels are one line each, whatever the sources hold. What a finding is
/// about stands in its [`Subject`]; nobody reads it out of the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    rule: &'static Rule,
    severity: Severity,
    subject: Subject,
    headline: Line,
    body: Option<String>,
    place: Place,
    operations: Vec<String>,
    help: Option<Line>,
    related: Vec<Related>,
    fixes: Vec<Fix>,
    is_unread: bool,
    is_of_a_sample: bool,
    twin: u32,
    is_known: bool,
}

/// A secondary place of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there, a short label.
    pub label: Line,
    /// The operation it belongs to, as `METHOD path`.
    pub operation: Option<String>,
}

impl Related {
    /// A place that belongs to no operation in particular.
    pub fn new(place: impl Into<Place>, label: impl Into<Line>) -> Self {
        Self { place: place.into(), label: label.into(), operation: None }
    }

    /// The same, in an operation.
    #[must_use]
    pub fn with_operation(mut self, operation: Option<String>) -> Self {
        self.operation = operation;
        self
    }
}

impl Finding {
    /// A finding at the rule's own severity. The headline stands alone: lower case start, no full stop.
    pub fn new(
        rule: &'static Rule,
        place: impl Into<Place>,
        subject: Subject,
        headline: impl Into<Line>,
    ) -> Self {
        Self {
            rule,
            severity: rule.severity,
            subject,
            headline: headline.into(),
            body: None,
            place: place.into(),
            operations: Vec::new(),
            help: None,
            related: Vec::new(),
            fixes: Vec::new(),
            is_unread: rule.unread,
            is_of_a_sample: false,
            twin: 0,
            is_known: false,
        }
    }

    /// The kind of finding.
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// The rule's severity, unless configuration or evidence graded it otherwise.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Was input lost? A run with such a finding never counts as clean.
    pub fn is_unread(&self) -> bool {
        self.is_unread
    }

    /// Was more lost than a sample? Then documents lack operations, parameters, codes or texts that the
    /// reference may have.
    pub fn is_incomplete(&self) -> bool {
        self.is_unread && !self.is_of_a_sample
    }

    /// What it is about.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// What is wrong, in one line.
    pub fn headline(&self) -> &str {
        self.headline.as_str()
    }

    /// What follows the headline on lines of its own, such as the difference of two documents.
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// The exact token that is wrong.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The operations concerned, as `METHOD path`, in source order; empty where it belongs to none.
    pub fn operations(&self) -> &[String] {
        &self.operations
    }

    /// What to change, as an instruction.
    pub fn help(&self) -> Option<&str> {
        self.help.as_ref().map(Line::as_str)
    }

    /// Other places that matter: the row, the dictionary entry, the other uses.
    pub fn related(&self) -> &[Related] {
        &self.related
    }

    /// Changes that would mend it, the best first.
    pub fn fixes(&self) -> &[Fix] {
        &self.fixes
    }

    /// Which one of the findings it is that only their places tell apart, from 1; 0 before they are counted.
    pub(crate) fn twin(&self) -> u32 {
        self.twin
    }

    /// Is its cause in the baseline, or was it there before? It is shown for a new place, or because input is
    /// lost with it, and fails nothing.
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// Adds the help line.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Line>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds lines that follow the headline.
    #[must_use]
    pub fn with_body(mut self, body: &str) -> Self {
        self.body = Some(line::block(body));
        self
    }

    /// Adds an operation that the finding concerns.
    #[must_use]
    pub fn with_operation(mut self, operation: impl Into<String>) -> Self {
        self.add_operation(operation.into());
        self
    }

    /// Replaces the operations that the finding concerns.
    #[must_use]
    pub fn with_operations(mut self, operations: Vec<String>) -> Self {
        self.operations = operations;
        self
    }

    /// Adds a secondary place.
    #[must_use]
    pub fn with_related(mut self, place: impl Into<Place>, label: impl Into<Line>) -> Self {
        self.related.push(Related::new(place, label));
        self
    }

    /// Adds a change that would mend it.
    #[must_use]
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Adds the changes that would mend it, if there are any.
    #[must_use]
    pub fn with_fixes(mut self, fixes: impl IntoIterator<Item = Fix>) -> Self {
        self.fixes.extend(fixes);
        self
    }

    /// Takes back the changes: nobody knows where they would stand.
    #[must_use]
    pub(crate) fn without_fixes(mut self) -> Self {
        self.fixes.clear();
        self
    }

    /// Grades the finding otherwise than its rule does.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Says that input was lost here, which is not always so with this rule.
    #[must_use]
    pub fn with_input_lost(mut self) -> Self {
        self.is_unread = true;
        self
    }

    /// Says that nothing but a sample can be lost here.
    #[must_use]
    pub(crate) fn with_only_a_sample_lost(mut self) -> Self {
        self.is_of_a_sample = true;
        self
    }

    /// Adds an operation that the finding concerns, unless it is there.
    pub(crate) fn add_operation(&mut self, operation: String) {
        if !self.operations.contains(&operation) {
            self.operations.push(operation);
        }
    }

    /// Adds a secondary place.
    pub(crate) fn add_related(&mut self, related: Related) {
        self.related.push(related);
    }

    /// Replaces the help line.
    pub(crate) fn advise(&mut self, help: impl Into<Line>) {
        self.help = Some(help.into());
    }

    /// Adds a change that would mend it.
    pub(crate) fn fix(&mut self, fix: Fix) {
        self.fixes.push(fix);
    }

    /// Grades the finding otherwise than its rule does.
    pub(crate) fn grade(&mut self, severity: Severity) {
        self.severity = severity;
    }

    /// Says which one it is of the findings that only their places tell apart.
    pub(crate) fn number(&mut self, twin: u32) {
        self.twin = twin;
    }

    /// Says that it was there before, all of it.
    pub(crate) fn mark_known(&mut self) {
        self.is_known = true;
    }

    /// Says that its cause is known, and leaves what is new: these operations, and the places in them.
    pub(crate) fn know_but_in(&mut self, operations: Vec<String>) {
        let is_new = |place: &Related| place.operation.as_ref().is_some_and(|one| operations.contains(one));
        let mut places = self.related.drain(..).filter(is_new);
        if let Some(first) = places.next() {
            self.place = first.place;
        }
        self.related = places
            .map(|other| Related::new(other.place, "also at").with_operation(other.operation))
            .collect();
        self.is_known = true;
        self.severity = Severity::Note;
        self.headline = Line::new(format!("known, and also here: {}", self.headline));
        self.operations = operations;
    }
}

/// The findings of a stage, in the order it met them.
pub type Findings = Vec<Finding>;
