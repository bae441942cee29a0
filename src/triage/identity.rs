use crate::collections::HashMap;
use crate::finding::{Finding, Subject, SubjectKind};
use crate::place::{Place, Pointer};
use crate::source::Sources;

/// The version of fingerprints. Alerts that others keep are known by them, so what goes into one never
/// changes again: with another version every alert would be closed and opened anew.
const VERSION: &str = "2";

/// What makes a finding the same one tomorrow: the rule and what it is about. Neither the file, nor the line,
/// nor our wording counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Identity {
    /// The rule's id.
    pub(super) rule: String,
    /// What the finding is about.
    pub(super) subject: Subject,
    /// The first operation concerned; none where the subject belongs to no operation in particular.
    pub(super) operation: Option<String>,
}

impl Identity {
    pub(super) fn new(finding: &Finding, sources: &Sources) -> Self {
        let subject = subject(finding, sources);
        let first = finding.operations().first().filter(|_| !subject.kind().is_shared());
        Self { rule: finding.rule().id.to_owned(), operation: first.cloned(), subject }
    }

    /// The fingerprint of the `twin`th finding with this identity, from 1: the same on every machine and with
    /// every version of the tool. The first one has no number, so that it keeps its print when a twin comes.
    pub(crate) fn fingerprint(&self, twin: u32) -> String {
        let (kind, name) = (self.subject.kind().as_str(), self.subject.name());
        let operation = self.operation.as_deref().unwrap_or("");
        let hash = fnv1a([VERSION, self.rule.as_str(), kind, name, operation].into_iter());
        if twin > 1 { format!("{hash:016x}-{twin}") } else { format!("{hash:016x}") }
    }
}

/// What a finding is about; a file without a name is the one in which the finding stands.
pub(crate) fn subject(finding: &Finding, sources: &Sources) -> Subject {
    let subject = finding.subject();
    if subject.kind() == SubjectKind::File && subject.name().is_empty() {
        return Subject::file(sources.path(finding.place().source()));
    }
    subject.clone()
}

/// The fingerprint of a finding that [`number_twins`] has seen.
pub(crate) fn fingerprint(finding: &Finding, sources: &Sources) -> String {
    Identity::new(finding, sources).fingerprint(finding.twin())
}

/// Numbers the findings that only their places tell apart, in the order of those. It is done before anything
/// is taken away, so that a number does not depend on what a run leaves out.
pub(crate) fn number_twins(findings: &mut [Finding], sources: &Sources) {
    let mut seen: HashMap<Identity, u32> = HashMap::default();
    for finding in findings.iter_mut().filter(|finding| finding.twin() == 0) {
        let count = seen.entry(Identity::new(finding, sources)).or_insert(0);
        *count += 1;
        finding.number(*count);
    }
}

/// The pointer of a finding in a sample, with `*` for each index.
pub(crate) fn pointer(finding: &Finding) -> Option<String> {
    match finding.place() {
        Place::Value(_, pointer) | Place::Key(_, pointer) => Some(without_indices(pointer)),
        Place::Text(_) => None,
    }
}

/// FNV-1a with 64 bits, a zero byte after each part. The hashes of the standard library may change between
/// releases, and nobody attacks a fingerprint.
fn fnv1a<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    let bytes = parts.flat_map(|part| part.bytes().chain(std::iter::once(0)));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn without_indices(pointer: &Pointer) -> String {
    let is_index = |step: &str| !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
    let steps = pointer.as_str().split('/').map(|step| if is_index(step) { "*" } else { step });
    steps.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{TYPE, Tree};
    use super::*;
    use crate::place::SourceId;

    fn about(subject: Subject, pointer: &str) -> Finding {
        Finding::new(&TYPE, Place::Value(SourceId(1), Pointer::from_text(pointer)), subject, "is wrong")
            .with_operation("GET /volumes")
    }

    fn prints(mut findings: Vec<Finding>) -> Vec<String> {
        let tree = Tree::new();
        number_twins(&mut findings, &tree.sources);
        findings.iter().map(|finding| fingerprint(finding, &tree.sources)).collect()
    }

    #[test]
    fn fingerprints_never_change() {
        let key = || about(Subject::key("size"), "/volumes/0/size");
        let entry = about(Subject::entry("size"), "/volumes/0/size");
        let file = about(Subject::whole_file(), "");
        assert_eq!(prints(vec![key(), key(), entry, file]), PRINTS);
    }

    /// Whoever has to change these closes and reopens every alert of every user.
    const PRINTS: [&str; 4] =
        ["4990b52ab58784c4", "4990b52ab58784c4-2", "5a77b842e0a4a2c5", "9f7f4a502b81cce5"];

    #[test]
    fn neither_words_nor_places_count() {
        let one = about(Subject::key("size"), "/volumes/0/size");
        let other =
            Finding::new(&TYPE, Place::source_file(SourceId(0)), Subject::key("size"), "in other words")
                .with_operation("GET /volumes");
        assert_eq!(prints(vec![one.clone()]), prints(vec![other.clone()]));
        assert_ne!(prints(vec![one.clone()]), prints(vec![one.with_operations(vec!["GET /a".to_owned()])]));
        assert_ne!(prints(vec![other.clone()]), prints(vec![about(Subject::row("size"), "")]));
    }

    #[test]
    fn an_entry_belongs_to_no_operation() {
        let of =
            |operation: &str| about(Subject::entry("size"), "").with_operations(vec![operation.to_owned()]);
        assert_eq!(prints(vec![of("GET /a")]), prints(vec![of("GET /b")]));
    }

    #[test]
    fn a_number_is_given_once() {
        let tree = Tree::new();
        let mut findings = vec![about(Subject::key("a"), "/a"), about(Subject::key("a"), "/b")];
        number_twins(&mut findings, &tree.sources);
        findings.remove(0);
        number_twins(&mut findings, &tree.sources);
        assert_eq!(findings[0].twin(), 2);
    }

    #[test]
    fn indices_do_not_count() {
        assert_eq!(
            pointer(&about(Subject::key("a"), "/volumes/12/size")).as_deref(),
            Some("/volumes/*/size")
        );
    }
}
