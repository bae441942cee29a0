use std::collections::BTreeSet;

use super::baseline::{Baseline, Entry, Known, own_pointer};
use super::identity::Identity;
use super::summary::number;
use crate::collections::HashMap;
use crate::finding::{Finding, Findings, Matter, Rule, Severity, Subject, SubjectKind};
use crate::place::{Place, Pointer};
use crate::source::Sources;
use crate::witness;

pub(super) static STALE: Rule = Rule {
    id: "baseline-stale",
    severity: Severity::Note,
    matter: Matter::Baseline,
    summary: "an entry of the baseline no longer occurs",
    explanation: "What it stands for was mended, or changed so much that it counts as new. Left in place \
                  the entry would hide the same finding when it comes back.",
    bad: "an entry for a sample that is right by now",
    good: "the baseline written again: `apiref check --write-baseline`",
    ..Rule::USUAL
};

pub(super) static RENAMED: Rule = Rule {
    id: "baseline-renamed",
    severity: Severity::Note,
    matter: Matter::Baseline,
    summary: "a file of the baseline has another name now",
    explanation: "The file is gone, and the same finding is about another one: the same rule, and an \
                  operation or the name of the file in common. It counts as known. The baseline should have \
                  the new name, because the next change may not be as clear.",
    bad: "entries for `samples/list.json` after it became `samples/volumes-list.json`",
    good: "the baseline written again: `apiref check --write-baseline`",
    ..Rule::USUAL
};

/// How many entries that no longer occur are told one by one: all are mended by the same command, and each is
/// looked up in the file.
const MOST_STALE: usize = 100;

const HELP: &str = "run `apiref check --write-baseline`";

/// What a run makes of the baseline.
struct Comparison<'a> {
    baseline: &'a Baseline,
    sources: &'a Sources,
    /// How many findings each entry can still comparison for.
    left: Vec<usize>,
    by_subject: HashMap<(&'a str, &'a Subject), Vec<usize>>,
    /// The entries that a subject alone does not find: of version 1, and about files that are gone.
    others: HashMap<&'a str, Vec<usize>>,
    /// Old name, new name, and the first entry.
    renamed: BTreeSet<(String, String, usize)>,
}

/// A finding with what it is known by.
struct Candidate<'f> {
    finding: &'f Finding,
    identity: Identity,
    pointer: Option<String>,
}

impl Baseline {
    /// Takes away the findings that the baseline knows, and returns how many. What is known and now also
    /// occurs in other operations is left with those, and fails nothing. Entries that no longer occur and
    /// files with another name become findings, if the `whole` tree was read.
    pub(super) fn apply(&self, findings: &mut Findings, sources: &Sources, whole: bool) -> usize {
        let mut comparison = Comparison::new(self, sources);
        let matched = comparison.pair(findings);
        let before = findings.len();
        let mut matched = matched.into_iter();
        findings.retain_mut(|finding| match matched.next().flatten().and_then(|at| self.entries.get(at)) {
            Some(entry) => is_elsewhere_too(finding, entry),
            None => true,
        });
        let baselined = before - findings.len();
        if whole {
            let Comparison { left, renamed, .. } = comparison;
            findings.extend(
                renamed.into_iter().filter_map(|(old, new, entry)| self.renamed(&old, &new, entry, sources)),
            );
            let stale = self.entries.iter().zip(left).enumerate().filter(|(_, (_, left))| *left > 0);
            // What witnesses say is known where they are asked.
            let stale =
                stale.filter(|(_, (entry, _))| !witness::RULES.iter().any(|rule| rule.id == entry.rule));
            let mut stale = stale.map(|(at, (entry, left))| (entry, left, at));
            findings.extend(
                stale.by_ref().take(MOST_STALE).filter_map(|(entry, left, at)| self.stale(entry, left, at)),
            );
            findings.extend(self.more_stale(stale.count()));
        }
        baselined
    }

    fn stale(&self, entry: &Entry, left: usize, number_of_entry: usize) -> Option<Finding> {
        let place = Place::Value(self.source?, Pointer::root().key("findings").index(number_of_entry));
        let rule = &entry.rule;
        let (subject, thing) = match &entry.known {
            Known::Subject { subject, .. } => {
                (subject.clone(), format!("{} `{}`", subject.kind().as_str(), subject.name()))
            }
            Known::Place(known) => (Subject::file(known.file()), format!("file `{}`", known.file())),
        };
        let what = if left == entry.count {
            format!("`{rule}` of {thing} no longer occurs")
        } else {
            format!("`{rule}` of {thing} occurs {} less than recorded", number(left, "times"))
        };
        let finding = Finding::new(&STALE, place, subject, what).with_operations(entry.operations.clone());
        Some(finding.with_help(HELP))
    }

    /// What is said of the entries beyond those that are told one by one.
    fn more_stale(&self, count: usize) -> Option<Finding> {
        let place = Place::source_file(self.source.filter(|_| count > 0)?);
        let what = format!("{count} more of the baseline no longer occur");
        Some(Finding::new(&STALE, place, Subject::whole_file(), what).with_help(HELP))
    }

    fn renamed(&self, old: &str, new: &str, entry: usize, sources: &Sources) -> Option<Finding> {
        let place = Place::Value(self.source?, Pointer::root().key("findings").index(entry));
        let message = format!("`{old}` of the baseline is `{new}` now");
        let finding = Finding::new(&RENAMED, place, Subject::file(new), message).with_help(HELP);
        Some(match sources.find(new) {
            Some(file) => finding.with_related(Place::source_file(file), "the new name"),
            None => finding,
        })
    }
}

/// Leaves of a finding whose cause is known what is new: the places in operations that the entry does not
/// list. False if there are none.
fn is_elsewhere_too(finding: &mut Finding, entry: &Entry) -> bool {
    let is_new = |operation: &String| !entry.operations.contains(operation);
    let new: Vec<String> =
        finding.operations().iter().filter(|operation| is_new(operation)).cloned().collect();
    if entry.operations.is_empty() || new.is_empty() {
        return false;
    }
    finding.know_but_in(new);
    true
}

impl<'a> Comparison<'a> {
    fn new(baseline: &'a Baseline, sources: &'a Sources) -> Self {
        let mut by_subject: HashMap<(&str, &Subject), Vec<usize>> = HashMap::default();
        let mut others: HashMap<&str, Vec<usize>> = HashMap::default();
        for (number, entry) in baseline.entries.iter().enumerate() {
            match &entry.known {
                Known::Subject { subject, .. } => {
                    by_subject.entry((&entry.rule, subject)).or_default().push(number);
                    let is_gone =
                        subject.kind() == SubjectKind::File && sources.find(subject.name()).is_none();
                    if is_gone {
                        others.entry(&entry.rule).or_default().push(number);
                    }
                }
                Known::Place(_) => others.entry(&entry.rule).or_default().push(number),
            }
        }
        let left = baseline.entries.iter().map(|entry| entry.count).collect();
        Self { baseline, sources, left, by_subject, others, renamed: BTreeSet::new() }
    }

    /// The entry that knows each finding.
    fn pair(&mut self, findings: &Findings) -> Vec<Option<usize>> {
        let candidates: Vec<Candidate<'_>> = findings
            .iter()
            .map(|finding| Candidate {
                finding,
                identity: Identity::new(finding, self.sources),
                pointer: own_pointer(finding),
            })
            .collect();
        let mut matched = vec![None; findings.len()];
        // Each step pairs what is still unpaired, the strongest first.
        for step in [Self::take_same, Self::take_place, Self::take_subject, Self::take_other] {
            for (candidate, found) in candidates.iter().zip(&mut matched) {
                if found.is_none() {
                    *found = step(self, candidate);
                }
            }
        }
        matched
    }

    /// An entry for exactly this.
    fn take_same(&mut self, candidate: &Candidate<'_>) -> Option<usize> {
        self.take_of_subject(candidate, |entry, pointer| {
            let shared = candidate.identity.subject.kind().is_shared();
            let first = entry.operations.first().filter(|_| !shared);
            *pointer == candidate.pointer && first == candidate.identity.operation.as_ref()
        })
    }

    /// An entry for the same thing at the same place, when an operation began or ceased to use it.
    fn take_place(&mut self, candidate: &Candidate<'_>) -> Option<usize> {
        self.take_of_subject(candidate, |entry, pointer| {
            *pointer == candidate.pointer && shares_operation(entry, candidate.finding)
        })
    }

    /// An entry for the same thing elsewhere in a body.
    fn take_subject(&mut self, candidate: &Candidate<'_>) -> Option<usize> {
        self.take_of_subject(candidate, |entry, _| shares_operation(entry, candidate.finding))
    }

    fn take_of_subject(
        &mut self,
        candidate: &Candidate<'_>,
        fits: impl Fn(&Entry, &Option<String>) -> bool,
    ) -> Option<usize> {
        let key = (candidate.identity.rule.as_str(), &candidate.identity.subject);
        let entries = self.by_subject.get(&key).map_or(&[][..], Vec::as_slice);
        take(entries, &mut self.left, |at| match self.baseline.entries.get(at) {
            Some(entry) => matches!(&entry.known, Known::Subject { pointer, .. } if fits(entry, pointer)),
            None => false,
        })
    }

    /// An entry of version 1 for this place, or one for a file that is gone.
    fn take_other(&mut self, candidate: &Candidate<'_>) -> Option<usize> {
        let finding = candidate.finding;
        let entries = self.others.get(candidate.identity.rule.as_str()).map_or(&[][..], Vec::as_slice);
        let found = take(entries, &mut self.left, |at| match self.baseline.entries.get(at) {
            Some(entry) => match &entry.known {
                Known::Place(place) => place.is_of(finding, self.sources) && shares_operation(entry, finding),
                Known::Subject { subject, .. } => is_other_name(subject, candidate, entry),
            },
            None => false,
        })?;
        if let Some(Entry { known: Known::Subject { subject, .. }, .. }) = self.baseline.entries.get(found) {
            let (old, new) = (subject.name().to_owned(), candidate.identity.subject.name().to_owned());
            if !self.renamed.iter().any(|(from, to, _)| *from == old && *to == new) {
                self.renamed.insert((old, new, found));
            }
        }
        Some(found)
    }
}

/// Is it about a file that may be the one of the entry, moved or renamed?
fn is_other_name(gone: &Subject, candidate: &Candidate<'_>, entry: &Entry) -> bool {
    let now = &candidate.identity.subject;
    let base = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let is_moved = base(now.name()) == base(gone.name());
    let is_renamed = !entry.operations.is_empty() && shares_operation(entry, candidate.finding);
    now.kind() == SubjectKind::File && now.name() != gone.name() && (is_moved || is_renamed)
}

/// Is an operation of the entry among those of the finding? Without operations on one side nothing speaks
/// against it.
fn shares_operation(entry: &Entry, finding: &Finding) -> bool {
    let (known, now) = (&entry.operations, finding.operations());
    known.is_empty() || now.is_empty() || known.iter().any(|operation| now.contains(operation))
}

/// Takes one of the first candidate that fits and has something left.
fn take(candidates: &[usize], left: &mut [usize], fits: impl Fn(usize) -> bool) -> Option<usize> {
    for &candidate in candidates {
        match left.get_mut(candidate) {
            Some(count) if *count > 0 && fits(candidate) => {
                *count -= 1;
                return Some(candidate);
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{MISSING, TYPE, Tree};
    use super::*;
    use crate::finding::Related;
    use crate::place::SourceId;

    /// A tree of one sample and the baseline file, with findings at pointers: (pointer, operations). What
    /// they are about is the last name of the pointer.
    fn tree(sample: &str, findings: &[(&str, &[&str])]) -> Tree {
        let mut tree = Tree::new();
        tree.sources = Sources::from_texts([("baseline.json", "{}"), (sample, "{}")]);
        let finding = |&(pointer, operations): &(&str, &[&str])| {
            let place = Place::Value(SourceId(1), Pointer::from_text(pointer));
            let subject = Subject::key(pointer.rsplit('/').next().unwrap());
            let finding = Finding::new(&TYPE, place, subject, "`size` is a string");
            finding.with_operations(operations.iter().map(|&operation| operation.to_owned()).collect())
        };
        tree.findings = findings.iter().map(finding).collect();
        tree
    }

    fn baseline(tree: &Tree) -> Baseline {
        let text = Baseline::from_findings(&tree.findings, &tree.sources).to_json();
        Baseline::parse(&text, SourceId(0), "baseline.json").unwrap()
    }

    /// How many findings are known, and the headlines of the others.
    fn applied(baseline: &Baseline, tree: &mut Tree) -> (usize, Vec<String>) {
        let known = baseline.apply(&mut tree.findings, &tree.sources, true);
        let told = |finding: &Finding| format!("{}: {}", finding.rule().id, finding.headline());
        (known, tree.findings.iter().map(told).collect())
    }

    #[test]
    fn a_flood_of_stale_entries_is_counted() {
        let mut then = tree("a.json", &[]);
        for number in 0..MOST_STALE + 3 {
            let place = Place::Value(SourceId(1), Pointer::root());
            then.findings.push(Finding::new(&TYPE, place, Subject::key(format!("k{number}")), "wrong"));
        }
        let baseline = baseline(&then);
        let (known, told) = applied(&baseline, &mut tree("a.json", &[]));
        assert_eq!((known, told.len()), (0, MOST_STALE + 1));
        let more = "baseline-stale: 3 more of the baseline no longer occur";
        assert_eq!(told.last().map(String::as_str), Some(more));
    }

    #[test]
    fn what_is_known_is_taken_away_as_often_as_it_was_there() {
        let known =
            baseline(&tree("a.json", &[("/volumes/0/size", &["GET /a"]), ("/volumes/3/size", &["GET /a"])]));
        let same = [("/volumes/1/size", &["GET /a"][..]), ("/volumes/2/size", &["GET /a"])];
        assert_eq!(applied(&known, &mut tree("a.json", &same)), (2, Vec::new()));
        let more = [same[0], same[1], ("/volumes/4/size", &["GET /a"])];
        assert_eq!(applied(&known, &mut tree("a.json", &more)).0, 2);
        let stale = "baseline-stale: `sample-type` of key `size` occurs 1 time less than recorded".to_owned();
        assert_eq!(applied(&known, &mut tree("a.json", &same[..1])), (1, vec![stale]));
    }

    #[test]
    fn what_is_mended_is_told() {
        let known = baseline(&tree("a.json", &[("/size", &["GET /a"])]));
        let stale = "baseline-stale: `sample-type` of key `size` no longer occurs".to_owned();
        let mut mended = tree("a.json", &[]);
        assert_eq!(applied(&known, &mut mended), (0, vec![stale]));
        assert_eq!(*mended.findings[0].place(), Place::Value(SourceId(0), Pointer::from_text("/findings/0")));
        let mut part = tree("a.json", &[]);
        assert_eq!(known.apply(&mut part.findings, &part.sources, false), 0);
        assert!(part.findings.is_empty());
    }

    #[test]
    fn neither_the_file_nor_the_place_in_it_makes_something_new() {
        let known = baseline(&tree("a.json", &[("/size", &["GET /a"])]));
        assert_eq!(applied(&known, &mut tree("b.json", &[("/size", &["GET /a"])])), (1, Vec::new()));
        assert_eq!(applied(&known, &mut tree("a.json", &[("/volume/size", &["GET /a"])])), (1, Vec::new()));
        assert_eq!(applied(&known, &mut tree("a.json", &[("/size", &["GET /c"])])).0, 0);
        assert_eq!(applied(&known, &mut tree("a.json", &[("/id", &["GET /a"])])).0, 0);
    }

    #[test]
    fn a_new_operation_of_a_known_cause_is_shown_and_fails_nothing() {
        let known = baseline(&tree("a.json", &[("/size", &["GET /a", "GET /b"])]));
        let mut more = tree("a.json", &[("/size", &["GET /b", "GET /c"])]);
        let place = Place::Value(SourceId(1), Pointer::from_text("/more/size"));
        let related = Related::new(place.clone(), "the same here").with_operation(Some("GET /c".to_owned()));
        more.findings[0].add_related(related);
        assert_eq!(applied(&known, &mut more).0, 0);
        let [also] = &more.findings[..] else { panic!("one finding") };
        assert!(also.is_known());
        assert_eq!((also.severity(), also.operations()), (Severity::Note, &["GET /c".to_owned()][..]));
        assert_eq!((also.place(), also.related().len()), (&place, 0));
    }

    #[test]
    fn the_same_goes_before_the_alike() {
        let known = baseline(&tree("a.json", &[("/size", &["GET /a"])]));
        let mut now = tree("a.json", &[("/volume/size", &["GET /a"]), ("/size", &["GET /a"])]);
        assert_eq!(applied(&known, &mut now).0, 1);
        assert_eq!(now.findings[0].place().pointer().unwrap().as_str(), "/volume/size");
    }

    #[test]
    fn an_entry_is_known_whatever_sample_shows_it() {
        let about = |pointer: &str, operation: &str| {
            let mut tree = tree("a.json", &[]);
            let place = Place::Value(SourceId(1), Pointer::from_text(pointer));
            tree.findings.push(
                Finding::new(&TYPE, place, Subject::entry("size"), "wrong")
                    .with_operations(vec!["GET /a".to_owned(), operation.to_owned()]),
            );
            tree
        };
        let known = baseline(&about("/size", "GET /b"));
        assert_eq!(applied(&known, &mut about("/volumes/0/size", "GET /b")), (1, Vec::new()));
    }

    #[test]
    fn a_file_with_another_name_is_followed_and_told_once() {
        let about = |path: &str| {
            let mut tree = tree(path, &[]);
            let finding =
                Finding::new(&TYPE, Place::source_file(SourceId(1)), Subject::file(path), "is no JSON");
            tree.findings = vec![finding.clone().with_operation("GET /a"), finding.with_operation("GET /a")];
            tree
        };
        let known = baseline(&about("old.json"));
        let told = "baseline-renamed: `old.json` of the baseline is `new.json` now".to_owned();
        assert_eq!(applied(&known, &mut about("new.json")), (2, vec![told]));
        let mut both = about("new.json");
        both.sources = Sources::from_texts([("baseline.json", ""), ("new.json", "{}"), ("old.json", "{}")]);
        assert_eq!(applied(&known, &mut both).0, 0);
    }

    #[test]
    fn another_rule_is_another_finding() {
        let known = baseline(&tree("a.json", &[("/size", &[])]));
        let mut now = tree("a.json", &[]);
        now.findings = vec![now.at_pointer(&MISSING, "`size` is a string")];
        assert_eq!(applied(&known, &mut now).0, 0);
    }

    #[test]
    fn a_baseline_of_version_1_knows_its_findings_by_their_files() {
        let text = r#"{"version": 1, "findings": [
            {"rule":"sample-type","file":"a.json","pointer":"/volumes/*/size","name":"size","operations":["GET /a"],"count":1},
            {"rule":"sample-type","file":"a.json","pointer":"/id","name":"id","count":1}]}"#;
        let known = Baseline::parse(text, SourceId(0), "baseline.json").unwrap();
        let now = [("/volumes/7/size", &["GET /a"][..]), ("/volumes/8/size", &["GET /a"])];
        let left = "sample-type: `size` is a string".to_owned();
        let stale = "baseline-stale: `sample-type` of file `a.json` no longer occurs".to_owned();
        assert_eq!(applied(&known, &mut tree("a.json", &now)), (1, vec![left, stale]));
    }
}
