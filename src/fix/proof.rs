//! Is a tree better after some fixes, and nothing else than better?

use std::collections::{BTreeMap, BTreeSet};

use super::digest::without_names;
use super::patch::{Patch, PathEdit};
use super::state::{FormerNames, Key, Read, State, keys_of};
use crate::analysis::AnalysisError;
use crate::lint::ENTRY_UNUSED;
use crate::place::Span;
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
    /// Some of these.
    pub(super) possible: BTreeSet<usize>,
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
        return Ok(Verdict::Refused(proof.blame(&lost)));
    }
    let news = proof.new_findings()?;
    Ok(match (news.operations.is_empty(), news.abandoned) {
        (false, _) => Verdict::Refused(proof.blame(&news.operations)),
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
struct News {
    /// How many entries have come out of use.
    abandoned: usize,
    /// The operations that anything else is said of, as the model names them; none where it is of no operation.
    operations: BTreeSet<Option<String>>,
}

impl Proof<'_> {
    /// The operations that are not there with all that was read of them; nothing if none is. To delete what
    /// disagrees mends nothing.
    fn lost(&self) -> Option<BTreeSet<Option<String>>> {
        let (before, after) = (self.before.read(&UNCHANGED), self.after.read(self.former));
        let holds =
            |(name, before): &(&String, &Read)| after.get(*name).is_some_and(|after| after.holds(before));
        let lost: BTreeSet<Option<String>> =
            before.iter().filter(|one| !holds(one)).map(|(name, _)| Some(name.clone())).collect();
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
        let mut blame = Blame::default();
        for (number, patch) in self.patches.iter().enumerate() {
            let Some(finding) = findings.get(patch.finding) else { continue };
            for key in keys_of(finding, &UNCHANGED) {
                let wanted = count(&mended, &key);
                if count(&new, &key) + wanted > count(&old, &key) {
                    if wanted == 1 { &mut blame.certain } else { &mut blame.possible }.insert(number);
                }
            }
        }
        Ok(blame)
    }

    /// What is said of operations, rows or codes that could not be read before is not new.
    fn new_findings(&self) -> Result<News, AnalysisError> {
        let (old, new) = (self.before.keys(&UNCHANGED)?, self.after.keys(self.former)?);
        let (had, has) = (self.before.read(&UNCHANGED), self.after.read(self.former));
        let is_of_more = |operation: Option<&str>| {
            operation.is_some_and(|name| {
                had.get(name).is_none_or(|had| has.get(name).is_some_and(|has| has.shows_more(had)))
            })
        };
        let restores = self.patches.iter().all(|patch| patch.is_of_unread);
        let mut news = News::default();
        for (key, count) in &new {
            let more = count.saturating_sub(old.get(key).copied().unwrap_or_default());
            if more == 0 || restores && is_of_more(key.2) {
                continue;
            }
            if key.0 == ENTRY_UNUSED.id {
                news.abandoned += more;
            } else {
                news.operations.insert(key.2.map(str::to_owned));
            }
        }
        Ok(news)
    }

    /// The fixes that concern an operation in which something is wrong: mostly one of them is to blame.
    fn blame(&self, operations: &BTreeSet<Option<String>>) -> Blame {
        let reference = self.before.reference();
        let named: BTreeMap<String, String> =
            reference.operations.iter().map(|one| (one.key(), name_in_documents(one))).collect();
        let concerned: Vec<BTreeSet<String>> = self
            .patches
            .iter()
            .map(|patch| concerned(self.before, &patch.edits.iter().collect::<Vec<_>>()))
            .collect();
        let mut blame = Blame::default();
        for operation in operations {
            let name = operation.as_ref().and_then(|operation| named.get(operation));
            let Some(name) = name else { continue };
            let having = concerned.iter().enumerate().filter(|(_, own)| own.contains(name));
            blame.possible.extend(having.map(|(number, _)| number));
        }
        blame
    }
}

/// The operations that may change with some fixes, as documents name them.
pub(super) fn concerned_by(before: &State, after: &State, patches: &[&Patch]) -> BTreeSet<String> {
    let edits: Vec<&PathEdit> = patches.iter().flat_map(|patch| &patch.edits).collect();
    let mut concerned = concerned(before, &edits);
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

/// Method and path of an operation, as documents know it.
fn name_in_documents(operation: &Operation) -> String {
    format!("{} {}", operation.method, without_names(&operation.template.path()))
}

/// The operations of the same chapters.
fn told_beside(reference: &Reference, concerned: &BTreeSet<String>) -> BTreeSet<String> {
    let of = |operation: &Operation| (operation.document, operation.chapter);
    let all = || reference.operations.iter();
    let chapters: BTreeSet<_> =
        all().filter(|one| concerned.contains(&name_in_documents(one))).map(of).collect();
    all().filter(|one| chapters.contains(&of(one))).map(name_in_documents).collect()
}

/// The operations that use a row, an entry or a sample in which something is edited, as documents know them.
fn concerned(state: &State, edits: &[&PathEdit]) -> BTreeSet<String> {
    let sources = state.analysis.sources();
    let reference = state.reference();
    let mut concerned = BTreeSet::new();
    for edit in edits {
        let Some(source) = sources.find(&edit.path) else { continue };
        let place = Span::new(source, edit.start, edit.end);
        for (number, operation) in reference.operations.iter().enumerate() {
            if is_concerned(reference, operation, number, place) {
                concerned.insert(name_in_documents(operation));
            }
        }
    }
    concerned
}

fn is_concerned(reference: &Reference, operation: &Operation, number: usize, place: Span) -> bool {
    let is_shown = operation
        .samples
        .iter()
        .filter_map(|sample| reference.sample_file(sample))
        .any(|file| file.source == place.source);
    is_shown
        || reference.statuses.contains_key(&place.source)
        || uses_entry(reference, operation, place)
        || is_written_at(reference, operation, number, place)
}

/// Has it a row with an entry that the place meets?
fn uses_entry(reference: &Reference, operation: &Operation, place: Span) -> bool {
    reference.dictionaries.contains_key(&place.source)
        && operation.rows.iter().filter_map(|row| reference.definition(row)).any(|definition| {
            let entry = definition.entry.span;
            entry.source == place.source
                && place.start < entry.end
                && entry.start < place.end.max(place.start + 1)
        })
}

/// Is the place in the text of the operation: from its title to the title of the next one in its file? What
/// stands before the first one concerns all of the file.
fn is_written_at(reference: &Reference, operation: &Operation, number: usize, place: Span) -> bool {
    let start = |operation: &Operation| operation.title_span.start.min(operation.span.start);
    if operation.span.source != place.source {
        return false;
    }
    let next = reference.operations.iter().enumerate().skip(number + 1).map(|(_, next)| next);
    let next = next
        .filter(|next| next.span.source == place.source && start(next) > start(operation))
        .map(start)
        .min();
    let first =
        reference.operations.iter().filter(|other| other.span.source == place.source).map(start).min();
    let is_above = first.is_some_and(|first| place.start < first);
    is_above || place.end >= start(operation) && next.is_none_or(|next| place.start < next)
}
