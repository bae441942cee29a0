//! Is a tree better after some fixes, and nothing else than better?

use std::collections::{BTreeMap, BTreeSet};

use super::patch::{Patch, PathEdit};
use super::state::{FormerNames, Key, Read, State, keys_of};
use super::users::name_in_documents;
use crate::analysis::AnalysisError;
use crate::finding::{Finding, FixLevel, Subject};
use crate::lint::ENTRY_UNUSED;
use crate::place::Place;
use crate::reference::{Operation, Reference};

/// What the proof of some fixes says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Their findings are gone, nothing new has come, and nothing that was read is lost.
    Proven,
    /// All of that, but for entries that nothing uses any more.
    LeavesEntries,
    /// Not so.
    Refused(Blame),
}

/// Which of some fixes do not hold, by their position; nobody where that cannot be told.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Blame {
    /// These, whatever stands beside them.
    pub(super) certain: BTreeSet<usize>,
    /// By what is wrong: one of these at least.
    pub(super) groups: BTreeMap<Wrong, BTreeSet<usize>>,
}

/// What is wrong with a tree: an operation that is not there with all that was read of it, a finding that is not
/// gone, or a new one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wrong {
    Lost(String),
    Finding(&'static str, Subject, Option<String>),
}

impl Wrong {
    fn finding((rule, subject, operation): Key<'_>) -> Self {
        Self::Finding(rule, subject.clone(), operation.map(str::to_owned))
    }
}

impl Blame {
    /// The same with the number at each position, of those that are `wanted`: the others hold without them.
    pub(super) fn numbered(self, numbers: &[usize], wanted: &[usize]) -> Self {
        let numbered = |positions: BTreeSet<usize>| -> BTreeSet<usize> {
            let numbers = positions.into_iter().filter_map(|at| numbers.get(at).copied());
            numbers.filter(|number| wanted.contains(number)).collect()
        };
        let groups = self.groups.into_iter().map(|(wrong, group)| (wrong, numbered(group)));
        let groups = groups.filter(|(_, group)| !group.is_empty()).collect();
        Self { certain: numbered(self.certain), groups }
    }
}

/// Holds the tree after the fixes against the tree before. What documents say is held against each other by
/// [`leaves_others_alone`].
pub(super) fn prove(before: &State, after: &State, patches: &[&Patch]) -> Result<Verdict, AnalysisError> {
    let former = after.former_names(before);
    let proof = Proof { before, after, patches, former: &former };
    let unmended = proof.unmended()?;
    if unmended != Blame::default() {
        return Ok(Verdict::Refused(unmended));
    }
    if let Some(lost) = proof.lost() {
        return Ok(Verdict::Refused(proof.blame_for_loss(lost)));
    }
    let news = proof.new_findings()?;
    Ok(match (news.found.is_empty(), news.abandoned) {
        (false, _) => Verdict::Refused(proof.blame_for(&news)?),
        (true, 0) => Verdict::Proven,
        (true, _) => Verdict::LeavesEntries,
    })
}

/// Nothing is called otherwise than it is called.
static UNCHANGED: FormerNames = FormerNames::new();

struct Proof<'a> {
    before: &'a State,
    after: &'a State,
    patches: &'a [&'a Patch],
    former: &'a FormerNames,
}

/// What is said that was not said before.
#[derive(Default)]
struct News<'a> {
    /// How many entries have come out of use.
    abandoned: usize,
    /// All else, with the name of each operation as the model before has it.
    found: BTreeSet<Key<'a>>,
}

impl Proof<'_> {
    /// The operations that are not there with all that was read of them; nothing if none is. To delete what
    /// disagrees mends nothing.
    fn lost(&self) -> Option<BTreeSet<String>> {
        let (before, after) = (self.before.read(&UNCHANGED), self.after.read(self.former));
        let holds =
            |(name, before): &(&String, &Read)| after.get(*name).is_some_and(|after| after.holds(before));
        let lost: BTreeSet<String> =
            before.iter().filter(|one| !holds(one)).map(|(name, _)| name.clone()).collect();
        // What was lost has to come back, not only to be lost in silence.
        let restores = self.patches.iter().any(|patch| patch.is_incomplete);
        let orphans = |state: &State| state.reference().documents.iter().filter(|one| one.orphan).count();
        let comes_back = || {
            orphans(self.after) < orphans(self.before)
                || after
                    .iter()
                    .any(|(name, after)| before.get(name).is_none_or(|before| after.shows_more(before)))
        };
        (!lost.is_empty() || restores && !comes_back()).then_some(lost)
    }

    /// The fixes whose findings are not gone. Of equal findings nobody knows which one is left.
    fn unmended(&self) -> Result<Blame, AnalysisError> {
        let findings = self.before.findings()?;
        let (old, new) = (self.before.keys(&UNCHANGED)?, self.after.keys(self.former)?);
        let mut mended: BTreeMap<Key<'_>, usize> = BTreeMap::new();
        let numbers: BTreeSet<usize> = self.patches.iter().map(|patch| patch.finding).collect();
        for finding in numbers.iter().filter_map(|number| findings.get(*number)) {
            for key in keys_of(finding, &UNCHANGED) {
                *mended.entry(key).or_default() += 1;
            }
        }
        let count =
            |keys: &BTreeMap<Key<'_>, usize>, key: &Key<'_>| keys.get(key).copied().unwrap_or_default();
        let mut unmended: BTreeMap<Key<'_>, BTreeSet<usize>> = BTreeMap::new();
        for (number, patch) in self.patches.iter().enumerate() {
            let Some(finding) = findings.get(patch.finding) else { continue };
            for key in keys_of(finding, &UNCHANGED) {
                if count(&new, &key) + count(&mended, &key) > count(&old, &key) {
                    unmended.entry(key).or_default().insert(number);
                }
            }
        }
        let mut blame = Blame::default();
        for (key, group) in unmended {
            match group.len() {
                1 => blame.certain.extend(group),
                _ => drop(blame.groups.insert(Wrong::finding(key), group)),
            }
        }
        Ok(blame)
    }

    /// What is said of operations, rows or codes that could not be read before is not new.
    fn new_findings(&self) -> Result<News<'_>, AnalysisError> {
        let (old, new) = (self.before.keys(&UNCHANGED)?, self.after.keys(self.former)?);
        let (had, has) = (self.before.read(&UNCHANGED), self.after.read(self.former));
        let is_of_more = |operation: Option<&str>| {
            operation.is_some_and(|name| {
                had.get(name).is_none_or(|had| has.get(name).is_some_and(|has| has.shows_more(had)))
            })
        };
        // A sample that is whole only because dots or a comment went may lack what they stood for.
        let is_whole = |patch: &Patch| patch.is_incomplete || patch.level == FixLevel::Safe;
        let restores = self.patches.iter().all(|patch| patch.is_of_unread && is_whole(patch));
        let mut news = News::default();
        for (key, count) in &new {
            let more = count.saturating_sub(old.get(key).copied().unwrap_or_default());
            if more == 0 || restores && is_of_more(key.2) {
                continue;
            }
            if key.0 == ENTRY_UNUSED.id && was_idle(self.before, self.patches, key.1) {
                continue;
            }
            if key.0 == ENTRY_UNUSED.id {
                news.abandoned += more;
            } else {
                news.found.insert(*key);
            }
        }
        Ok(news)
    }

    /// The fix that edits the same file nearest to a place of the tree after the fixes.
    fn nearest(&self, place: &Place) -> Option<usize> {
        let sources = self.after.analysis.sources();
        let span = sources.in_file(sources.span_of(place));
        let path = sources.path(span.source);
        let mut edits: Vec<(&PathEdit, usize)> = Vec::new();
        for (number, patch) in self.patches.iter().enumerate() {
            edits.extend(patch.edits.iter().filter(|edit| edit.path == path).map(|edit| (edit, number)));
        }
        edits.sort_unstable();
        // What the edits before have taken away and put in, in bytes.
        let (mut removed, mut added) = (0, 0);
        let distances = edits.into_iter().map(|(edit, number)| {
            let start = edit.start - removed + added;
            removed += edit.end - edit.start;
            added += edit.text.len();
            (start.abs_diff(span.start as usize), number)
        });
        distances.min().map(|(_, number)| number)
    }

    /// The fixes that concern each operation of which something is lost: mostly one of them is to blame.
    fn blame_for_loss(&self, lost: BTreeSet<String>) -> Blame {
        let (names, concerned) = (self.names(), self.concerned());
        let groups = lost.into_iter().filter_map(|operation| {
            let group = having(&concerned, names.get(&operation)?);
            Some((Wrong::Lost(operation), group))
        });
        Blame { groups: groups.collect(), ..Blame::default() }
    }

    /// Of the fixes that concern the operation of each new finding those that write the name of what it is about, or
    /// of its file; all of them if none does. Where it is of no operation, the fix nearest to it.
    fn blame_for(&self, news: &News<'_>) -> Result<Blame, AnalysisError> {
        let (names, concerned) = (self.names(), self.concerned());
        let mut blame = Blame::default();
        for finding in self.after.findings()? {
            let writing = self.writing(finding);
            for key in keys_of(finding, self.former).filter(|key| news.found.contains(key)) {
                let group = match key.2.and_then(|operation| names.get(operation)) {
                    Some(name) => {
                        let having = having(&concerned, name);
                        let named: BTreeSet<usize> = having.intersection(&writing).copied().collect();
                        if named.is_empty() { having } else { named }
                    }
                    None => self.nearest(finding.place()).into_iter().collect(),
                };
                blame.groups.entry(Wrong::finding(key)).or_default().extend(group);
            }
        }
        Ok(blame)
    }

    /// The fixes that write the name of what a finding is about, or of the file that it is in.
    fn writing(&self, finding: &Finding) -> BTreeSet<usize> {
        let sources = self.after.analysis.sources();
        let path = sources.path(sources.span_of(finding.place()).source);
        let file = path.rsplit('/').next().unwrap_or(path);
        let subject = finding.subject().name();
        let is_word = |text: &str, word: &str| {
            let parts = |part: char| !part.is_alphanumeric() && !matches!(part, '_' | '-' | '.' | ':');
            !word.is_empty() && text.split(parts).any(|one| one.trim_end_matches([':', '.']) == word)
        };
        let writes = |patch: &Patch| {
            patch.edits.iter().any(|edit| is_word(&edit.text, subject) || is_word(&edit.text, file))
        };
        let numbered = self.patches.iter().enumerate().filter(|(_, patch)| writes(patch));
        numbered.map(|(number, _)| number).collect()
    }

    /// What each operation is called in documents, by its name in the model before.
    fn names(&self) -> BTreeMap<String, String> {
        let operations = self.before.reference().operations.iter();
        operations.map(|one| (one.key(), name_in_documents(one))).collect()
    }

    /// The operations that each fix concerns, as documents name them.
    fn concerned(&self) -> Vec<BTreeSet<String>> {
        let edits = self.patches.iter().map(|patch| patch.edits.iter().collect::<Vec<_>>());
        edits.map(|edits| self.before.users(&edits)).collect()
    }
}

/// Did nothing use an entry before the fixes either? Where input was lost nobody said so: it is not they that put
/// it out of use.
pub(super) fn was_idle(before: &State, patches: &[&Patch], entry: &Subject) -> bool {
    let (is_there, is_used) = before.knows_entry(entry.name());
    !is_used && (is_there || patches.iter().all(|patch| patch.is_of_unread))
}

/// The fixes that concern an operation.
fn having(concerned: &[BTreeSet<String>], name: &String) -> BTreeSet<usize> {
    let having = concerned.iter().enumerate().filter(|(_, own)| own.contains(name));
    having.map(|(number, _)| number).collect()
}

/// The operations that may change with some fixes, as documents name them.
pub(super) fn concerned_by(before: &State, after: &State, patches: &[&Patch]) -> BTreeSet<String> {
    let edits: Vec<&PathEdit> = patches.iter().flat_map(|patch| &patch.edits).collect();
    let mut concerned = before.users(&edits);
    // What no document included comes to the one that it belongs to.
    if patches.iter().any(|patch| patch.is_incomplete) {
        let reference = before.reference();
        let orphans = reference.operations.iter();
        let orphans = orphans.filter(|one| reference.document(one).is_some_and(|document| document.orphan));
        concerned.extend(orphans.map(name_in_documents));
    }
    // A sample that can be read again says more of what is told around its operation.
    if patches.iter().any(|patch| patch.is_of_unread) {
        concerned.extend(told_beside(before.reference(), &concerned));
    }
    // An operation that has come, or is called otherwise now, is one of those.
    let known: BTreeSet<String> = before.reference().operations.iter().map(name_in_documents).collect();
    let names = after.reference().operations.iter().map(name_in_documents);
    concerned.extend(names.filter(|name| !known.contains(name)));
    concerned
}

/// Do documents say the same of every operation that uses nothing of what was edited?
pub(super) fn leaves_others_alone(
    before: &State,
    after: &State,
    concerned: &BTreeSet<String>,
) -> Result<bool, AnalysisError> {
    let (old, new) = (before.documents()?, after.documents()?);
    let paths: BTreeSet<&str> = concerned.iter().filter_map(|name| Some(name.split_once(' ')?.1)).collect();
    // What is no verb of OpenAPI stands in an extension of the path.
    let is_concerned = |name: &String| {
        let path = name.split_once(' ').filter(|(verb, _)| verb.starts_with("X-"));
        concerned.contains(name) || path.is_some_and(|(_, path)| paths.contains(path))
    };
    Ok(old.iter().all(|(key, digest)| is_concerned(key) || new.get(key) == Some(digest))
        && new.keys().all(|key| is_concerned(key) || old.contains_key(key)))
}

/// The operations of the same chapters.
fn told_beside(reference: &Reference, concerned: &BTreeSet<String>) -> BTreeSet<String> {
    let of = |operation: &Operation| (operation.document, operation.chapter);
    let all = || reference.operations.iter();
    let chapters: BTreeSet<_> =
        all().filter(|one| concerned.contains(&name_in_documents(one))).map(of).collect();
    all().filter(|one| chapters.contains(&of(one))).map(name_in_documents).collect()
}
