use std::collections::{BTreeMap, BTreeSet};

use super::baseline::{Baseline, Entry};
use super::identity::{At, Identity};
use super::summary::number;
use crate::collections::HashMap;
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::place::{Place, Pointer};
use crate::source::Sources;

pub(super) static STALE: Rule = Rule {
    id: "baseline-stale",
    severity: Severity::Note,
    summary: "an entry of the baseline no longer occurs",
    explanation: "What it stands for was mended, or changed so much that it counts as new. Left in place the entry \
                  would hide the same finding when it comes back.",
    bad: "an entry for a sample that is right by now",
    good: "the baseline written again: `apiref check --write-baseline`",
};

pub(super) static RENAMED: Rule = Rule {
    id: "baseline-renamed",
    severity: Severity::Note,
    summary: "a file of the baseline has another name now",
    explanation: "The file is gone, and the same findings occur in another one: same rule, operation and pointer. They \
                  count as known. The baseline should have the new name, because the next change may not be as clear.",
    bad: "entries for `samples/list.json` after it became `samples/volumes-list.json`",
    good: "the baseline written again: `apiref check --write-baseline`",
};

const HELP: &str = "run `apiref check --write-baseline`";

/// How many findings each entry can still account for.
struct Account<'a> {
    baseline: &'a Baseline,
    left: Vec<usize>,
    by_identity: BTreeMap<&'a Identity, Vec<usize>>,
    by_subject: HashMap<Subject<'a>, Vec<usize>>,
}

/// What stays when operations come and go, or the file gets another name.
type Subject<'a> = (&'a str, bool, &'a str, &'a str);

impl Baseline {
    /// Takes away the findings that the baseline knows, and returns how many. Entries that no longer occur and files
    /// with another name become findings, if the `whole` tree was read.
    pub(super) fn apply(&self, findings: &mut Findings, sources: &Sources, whole: bool) -> usize {
        let mut account = Account::new(self);
        let mut renamed = BTreeSet::new();
        let before = findings.len();
        let identities: Vec<Identity> = findings.iter().map(|one| Identity::new(one, sources)).collect();
        let mut known: Vec<bool> = identities.iter().map(|identity| account.take_same(identity)).collect();
        // What is the same takes its entry before what is only alike.
        for (identity, known) in identities.iter().zip(&mut known) {
            *known = *known
                || account.take_alike(identity)
                || account.take_renamed(identity, sources, &mut renamed);
        }
        let mut known = known.into_iter();
        findings.retain(|_| !known.next().unwrap_or(false));
        let baselined = before - findings.len();
        if whole {
            findings.extend(
                renamed.into_iter().filter_map(|(old, new, entry)| self.renamed(&old, &new, entry, sources)),
            );
            let stale = self.entries.iter().zip(account.left).enumerate().filter(|(_, (_, left))| *left > 0);
            findings.extend(stale.filter_map(|(at, (entry, left))| self.stale(entry, left, at)));
        }
        baselined
    }

    fn stale(&self, entry: &Entry, left: usize, number_of_entry: usize) -> Option<Finding> {
        let Identity { rule, file, operations, .. } = &entry.identity;
        let place = Place::Value(self.source?, Pointer::root().key("findings").index(number_of_entry));
        let what = if left == entry.count {
            format!("`{rule}` in {file} no longer occurs")
        } else {
            format!("`{rule}` in {file} occurs {} less than recorded", number(left, "times"))
        };
        let finding = Finding { operations: operations.clone(), ..Finding::new(&STALE, place, what) };
        Some(finding.help(HELP))
    }

    fn renamed(&self, old: &str, new: &str, entry: usize, sources: &Sources) -> Option<Finding> {
        let place = Place::Value(self.source?, Pointer::root().key("findings").index(entry));
        let finding =
            Finding::new(&RENAMED, place, format!("`{old}` of the baseline is `{new}` now")).help(HELP);
        Some(match sources.find(new) {
            Some(file) => finding.related(Place::source_file(file), "the new name"),
            None => finding,
        })
    }
}

impl<'a> Account<'a> {
    fn new(baseline: &'a Baseline) -> Self {
        let mut by_identity: BTreeMap<&Identity, Vec<usize>> = BTreeMap::new();
        let mut by_subject: HashMap<Subject<'_>, Vec<usize>> = HashMap::default();
        for (number, entry) in baseline.entries.iter().enumerate() {
            by_identity.entry(&entry.identity).or_default().push(number);
            by_subject.entry(subject(&entry.identity)).or_default().push(number);
        }
        let left = baseline.entries.iter().map(|entry| entry.count).collect();
        Self { baseline, left, by_identity, by_subject }
    }

    /// An entry for exactly this.
    fn take_same(&mut self, identity: &Identity) -> bool {
        let candidates = self.by_identity.get(identity).map_or(&[][..], Vec::as_slice);
        take(candidates, &mut self.left, |_| true).is_some()
    }

    /// An entry for the same place, when an operation began or ceased to use it.
    fn take_alike(&mut self, identity: &Identity) -> bool {
        let entries = &self.baseline.entries;
        let candidates = self.by_subject.get(&subject(identity)).map_or(&[][..], Vec::as_slice);
        let is_alike = |at: usize| {
            entries.get(at).is_some_and(|entry| {
                entry.identity.file == identity.file && overlap(&entry.identity, identity)
            })
        };
        take(candidates, &mut self.left, is_alike).is_some()
    }

    /// An entry for a file that is gone; remembers old name, new name and the first such entry.
    fn take_renamed(
        &mut self,
        identity: &Identity,
        sources: &Sources,
        renamed: &mut BTreeSet<(String, String, usize)>,
    ) -> bool {
        let entries = &self.baseline.entries;
        let candidates = self.by_subject.get(&subject(identity)).map_or(&[][..], Vec::as_slice);
        let was_it = |at: usize| {
            entries.get(at).is_some_and(|entry| {
                sources.find(&entry.identity.file).is_none() && overlap(&entry.identity, identity)
            })
        };
        let Some(entry) = take(candidates, &mut self.left, was_it) else { return false };
        let old = entries.get(entry).map_or(String::new(), |entry| entry.identity.file.clone());
        if !renamed.iter().any(|(from, to, _)| *from == old && *to == identity.file) {
            renamed.insert((old, identity.file.clone(), entry));
        }
        true
    }
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

fn subject(identity: &Identity) -> Subject<'_> {
    let (is_pointer, at) = match &identity.at {
        At::Pointer(pointer) => (true, pointer),
        At::Token(token) => (false, token),
    };
    (&identity.rule, is_pointer, at, &identity.name)
}

fn overlap(one: &Identity, other: &Identity) -> bool {
    one.operations == other.operations
        || one.operations.iter().any(|operation| other.operations.contains(operation))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{MISSING, TYPE, Tree};
    use super::*;
    use crate::place::SourceId;

    /// A tree of one sample and the baseline file, with findings at pointers: (pointer, operations).
    fn tree(sample: &str, findings: &[(&str, &[&str])]) -> Tree {
        let mut tree = Tree::new();
        tree.sources = Sources::from_texts([("baseline.json", "{}"), (sample, "{}")]);
        let finding = |&(pointer, operations): &(&str, &[&str])| {
            let place = Place::Value(SourceId(1), Pointer::from_text(pointer));
            let finding = Finding::new(&TYPE, place, "`size` is a string");
            operations.iter().fold(finding, |finding, &operation| finding.operation(operation))
        };
        tree.findings = findings.iter().map(finding).collect();
        tree
    }

    fn baseline(tree: &Tree) -> Baseline {
        let text = Baseline::from_findings(&tree.findings, &tree.sources).to_json();
        Baseline::parse(&text, SourceId(0), "baseline.json").unwrap()
    }

    /// How many findings are known, and the messages of the others.
    fn applied(baseline: &Baseline, tree: &mut Tree) -> (usize, Vec<String>) {
        let known = baseline.apply(&mut tree.findings, &tree.sources, true);
        (
            known,
            tree.findings.iter().map(|finding| format!("{}: {}", finding.rule.id, finding.message)).collect(),
        )
    }

    #[test]
    fn what_is_known_is_taken_away_as_often_as_it_was_there() {
        let known =
            baseline(&tree("a.json", &[("/volumes/0/size", &["GET /a"]), ("/volumes/3/size", &["GET /a"])]));
        let same = [("/volumes/1/size", &["GET /a"][..]), ("/volumes/2/size", &["GET /a"])];
        assert_eq!(applied(&known, &mut tree("a.json", &same)), (2, Vec::new()));
        let more = [same[0], same[1], ("/volumes/4/size", &["GET /a"])];
        assert_eq!(applied(&known, &mut tree("a.json", &more)).0, 2);
        let stale = "baseline-stale: `sample-type` in a.json occurs 1 time less than recorded".to_owned();
        assert_eq!(applied(&known, &mut tree("a.json", &same[..1])), (1, vec![stale]));
    }

    #[test]
    fn what_is_mended_is_told() {
        let known = baseline(&tree("a.json", &[("/size", &["GET /a"])]));
        let stale = "baseline-stale: `sample-type` in a.json no longer occurs".to_owned();
        let mut mended = tree("a.json", &[]);
        assert_eq!(applied(&known, &mut mended), (0, vec![stale]));
        assert_eq!(mended.findings[0].place, Place::Value(SourceId(0), Pointer::from_text("/findings/0")));
        let mut part = tree("a.json", &[]);
        assert_eq!(known.apply(&mut part.findings, &part.sources, false), 0);
        assert!(part.findings.is_empty());
    }

    #[test]
    fn a_use_more_or_less_makes_nothing_new() {
        let known = baseline(&tree("a.json", &[("/size", &["GET /a", "GET /b"])]));
        assert_eq!(
            applied(&known, &mut tree("a.json", &[("/size", &["GET /b", "GET /c"])])),
            (1, Vec::new())
        );
        assert_eq!(applied(&known, &mut tree("a.json", &[("/size", &["GET /c"])])).0, 0);
    }

    #[test]
    fn the_same_goes_before_the_alike() {
        let known = baseline(&tree("a.json", &[("/size", &["GET /a"])]));
        let mut now = tree("a.json", &[("/size", &["GET /a", "GET /b"]), ("/size", &["GET /a"])]);
        assert_eq!(applied(&known, &mut now).0, 1);
        assert_eq!(now.findings[0].operations.len(), 2);
    }

    #[test]
    fn a_file_with_another_name_is_followed_and_told_once() {
        let findings = [("/size", &["GET /a"][..]), ("/id", &["GET /a"])];
        let known = baseline(&tree("old.json", &findings));
        let told = "baseline-renamed: `old.json` of the baseline is `new.json` now".to_owned();
        assert_eq!(applied(&known, &mut tree("new.json", &findings)), (2, vec![told]));
        let mut both = tree("new.json", &findings);
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
}
