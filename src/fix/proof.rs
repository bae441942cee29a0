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
    /// Their findings are gone, nothing new has come, and nothing else has changed.
    Proven,
    /// All of that, but for entries that nothing uses any more.
    LeavesEntries,
    /// Not so.
    Refused,
}

/// Holds the tree after the fixes against the tree before.
pub(super) fn prove(before: &State, after: &State, patches: &[&Patch]) -> Result<Verdict, AnalysisError> {
    let former = after.former_names(before);
    let proof = Proof { before, after, patches, former: &former };
    if !proof.reads_as_much() || !proof.mends()? {
        return Ok(Verdict::Refused);
    }
    let Some(abandoned) = proof.new_findings()? else { return Ok(Verdict::Refused) };
    if !proof.leaves_others_alone()? {
        return Ok(Verdict::Refused);
    }
    Ok(if abandoned == 0 { Verdict::Proven } else { Verdict::LeavesEntries })
}

/// Nothing is called otherwise than it is called.
static UNCHANGED: FormerNames = FormerNames::new();

struct Proof<'a> {
    before: &'a State,
    after: &'a State,
    patches: &'a [&'a Patch],
    former: &'a FormerNames,
}

impl Proof<'_> {
    /// Is every operation still there with all that was read of it? To delete what disagrees mends nothing.
    fn reads_as_much(&self) -> bool {
        let (before, after) = (self.before.read(&UNCHANGED), self.after.read(self.former));
        let holds =
            |(name, before): (&String, &Read)| after.get(name).is_some_and(|after| after.holds(before));
        // What was lost has to come back, not only to be lost in silence.
        let restores = self.patches.iter().any(|patch| patch.is_incomplete);
        let orphans = |state: &State| state.reference().documents.iter().filter(|one| one.orphan).count();
        let comes_back = || {
            orphans(self.after) < orphans(self.before)
                || after
                    .iter()
                    .any(|(name, after)| before.get(name).is_none_or(|before| after.shows_more(before)))
        };
        before.iter().all(holds) && (!restores || comes_back())
    }

    /// Are the findings that the fixes belong to gone?
    fn mends(&self) -> Result<bool, AnalysisError> {
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
        Ok(mended.iter().all(|(key, mended)| count(&new, key) + mended <= count(&old, key)))
    }

    /// How many entries have come out of use; nothing if anything else is said that was not said before.
    /// What is said of operations, rows or codes that could not be read before is not new.
    fn new_findings(&self) -> Result<Option<usize>, AnalysisError> {
        let (old, new) = (self.before.keys(&UNCHANGED)?, self.after.keys(self.former)?);
        let (had, has) = (self.before.read(&UNCHANGED), self.after.read(self.former));
        let is_of_more = |operation: Option<&str>| {
            operation.is_some_and(|name| {
                had.get(name).is_none_or(|had| has.get(name).is_some_and(|has| has.shows_more(had)))
            })
        };
        let restores = self.patches.iter().all(|patch| patch.is_of_unread);
        let mut abandoned = 0;
        for (key, count) in &new {
            let more = count.saturating_sub(old.get(key).copied().unwrap_or_default());
            if more == 0 || restores && is_of_more(key.2) {
                continue;
            }
            if key.0 != ENTRY_UNUSED.id {
                return Ok(None);
            }
            abandoned += more;
        }
        Ok(Some(abandoned))
    }

    /// Do documents say the same of every operation that uses nothing of what was edited?
    fn leaves_others_alone(&self) -> Result<bool, AnalysisError> {
        let edits: Vec<&PathEdit> = self.patches.iter().flat_map(|patch| &patch.edits).collect();
        let mut concerned = concerned(self.before, &edits);
        // What no document included comes to the one that it belongs to.
        if self.patches.iter().any(|patch| patch.is_incomplete) {
            let reference = self.before.reference();
            let orphans = reference.operations.iter();
            let orphans =
                orphans.filter(|one| reference.document(one).is_some_and(|document| document.orphan));
            concerned.extend(orphans.map(name_in_documents));
        }
        // A sample that can be read again says more of what is told around its operation.
        if self.patches.iter().any(|patch| patch.is_of_unread) {
            concerned.extend(told_beside(self.before.reference(), &concerned));
        }
        // An operation that has come, or is called otherwise now, is one of those.
        let known: BTreeSet<String> =
            self.before.reference().operations.iter().map(name_in_documents).collect();
        let names = self.after.reference().operations.iter().map(name_in_documents);
        concerned.extend(names.filter(|name| !known.contains(name)));
        let (old, new) = (self.before.documents()?, self.after.documents()?);
        let paths: BTreeSet<&str> =
            concerned.iter().filter_map(|name| Some(name.split_once(' ')?.1)).collect();
        // What is no verb of OpenAPI stands in an extension of the path.
        let is_concerned = |name: &String| {
            let path = name.split_once(' ').filter(|(verb, _)| verb.starts_with("X-"));
            concerned.contains(name) || path.is_some_and(|(_, path)| paths.contains(path))
        };
        Ok(old.iter().all(|(key, digest)| is_concerned(key) || new.get(key) == Some(digest))
            && new.keys().all(|key| is_concerned(key) || old.contains_key(key)))
    }
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
