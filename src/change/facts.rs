use super::renames::Renames;
use crate::finding::{Finding, SubjectKind};
use crate::place::Span;
use crate::source::Sources;
use crate::triage::identity;

/// What a finding is known by in another state of the sources. Names of the earlier state are those of the
/// later one, where files or operations have other names there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) rule: &'static str,
    pub(super) kind: SubjectKind,
    pub(super) subject: String,
    /// The first operation; empty where the subject belongs to none in particular.
    pub(super) operation: String,
    /// All of them.
    pub(super) operations: Vec<String>,
    /// In a sample.
    pub(super) pointer: String,
    /// The pointer with `*` for each index.
    pub(super) loose_pointer: String,
    pub(super) file: String,
    /// The line it stands on: what tells twins apart.
    pub(super) line: String,
}

impl Facts {
    /// What is known of a finding; `renames` has the names that its files and operations have later.
    pub(super) fn new(finding: &Finding, sources: &Sources, renames: &Renames) -> Self {
        let subject = identity::subject(finding, sources);
        let kind = subject.kind();
        let name = match kind {
            SubjectKind::File => renames.file(subject.name()).to_owned(),
            _ => subject.name().to_owned(),
        };
        let operations: Vec<String> =
            finding.operations().iter().map(|operation| renames.operation(operation).to_owned()).collect();
        let first = operations.first().filter(|_| !kind.is_shared()).cloned();
        let place = finding.place();
        let pointer = place.pointer().map(|pointer| pointer.as_str().to_owned()).unwrap_or_default();
        Self {
            rule: finding.rule().id,
            kind,
            subject: name,
            operation: first.unwrap_or_default(),
            operations,
            pointer,
            loose_pointer: identity::pointer(finding).unwrap_or_default(),
            file: renames.file(sources.path(place.source())).to_owned(),
            line: line(sources, sources.span_of(place)),
        }
    }
}

/// The line that a span starts on, without the white space around it, and not more of it than tells lines
/// apart.
fn line(sources: &Sources, span: Span) -> String {
    const LONGEST: usize = 120;
    let text = sources.text(span.source);
    let (before, behind) = text.split_at_checked(span.start as usize).unwrap_or((text, ""));
    let head = before.rsplit('\n').next().unwrap_or_default().trim_start();
    let tail = behind.split('\n').next().unwrap_or_default().trim_end();
    head.chars().chain(tail.chars()).take(LONGEST).collect()
}
