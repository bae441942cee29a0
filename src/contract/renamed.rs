//! Keys that stand under another name in one place of a sample: one key that no row has, where one that a row
//! has is not shown.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;

use super::data::is_data;
use super::drift::{Drift, What};
use super::general::values_at;
use super::pairs::says_what;
use crate::collections::HashMap;
use crate::place::Pointer;
use crate::reference::{OperationId, Reference, SampleFileId, Types};
use crate::shape::{Placed, Shapes, resource, words_of};

/// Samples are looked into so many levels down.
const DEEPEST: usize = 32;

/// In an object with more members nobody looks for the one that is meant.
const MOST_MEMBERS: usize = 256;

/// A text of so few letters may be the same by chance.
const SHORT: usize = 8;

/// What says that a key is another one under a wrong name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Renamed {
    /// Another sample of the operation shows the value under the name of the row.
    SameValue,
    /// Other items of the list show the name of the row, and none the key.
    OtherItems,
    /// So do other samples of the operation.
    OtherSamples,
    /// It is the word that was used before.
    OldWord,
}

/// What the samples of one operation show.
#[derive(Debug, Default)]
struct Shown<'a> {
    /// The keys and files that show a text.
    values: HashMap<&'a str, BTreeSet<(&'a str, SampleFileId)>>,
    /// The files that show a key.
    keys: HashMap<&'a str, BTreeSet<SampleFileId>>,
}

/// Finds the row that a key is meant to be.
pub(super) struct Renames<'a> {
    reference: &'a Reference,
    shapes: &'a Shapes,
    shown: RefCell<HashMap<OperationId, Rc<Shown<'a>>>>,
}

/// A row that the object of a key does not show.
struct Candidate<'a> {
    name: &'a str,
    placed: &'a Placed,
    is_absent: bool,
}

impl<'a> Renames<'a> {
    pub(super) fn new(reference: &'a Reference, shapes: &'a Shapes) -> Self {
        Self { reference, shapes, shown: RefCell::default() }
    }

    /// The row that the undocumented key of a drift is meant to be; `is_absent` says which names the object
    /// lacks.
    pub(super) fn meant(
        &self,
        drift: &Drift,
        strangers: &BTreeSet<String>,
        is_absent: impl Fn(&str) -> bool,
    ) -> Option<(String, Placed, Renamed)> {
        let What::Undocumented { key, wrapper: false, beside: None, shown: types, .. } = &drift.what else {
            return None;
        };
        let operation = &self.reference.operations[drift.operation];
        let is_row = |name: &str| operation.rows_of(drift.direction).any(|row| row.name == name);
        if is_row(key) || is_data(key, strangers, is_row) {
            return None;
        }
        let candidates = self.candidates(drift, types.without(Types::NULL), is_absent);
        let only = |is_it: &dyn Fn(&Candidate<'_>) -> Option<Renamed>| {
            let mut found = candidates.iter().filter_map(|one| Some((one, is_it(one)?)));
            let first = found.next()?;
            found.next().is_none().then_some(first)
        };
        let shown = self.shown(drift.operation);
        let is_only_here = shown.keys.get(key.as_str()).is_none_or(|files| files.len() <= 1);
        let same_value = |one: &Candidate<'_>| {
            (is_only_here && self.has_value(drift, one, &shown)).then_some(Renamed::SameValue)
        };
        let old_word = |one: &Candidate<'_>| is_old_word(key, one.name).then_some(Renamed::OldWord);
        let alike = |one: &Candidate<'_>| {
            let is_like = is_only_here && is_alike(key, one.name, one.is_absent);
            is_like.then(|| self.elsewhere(drift, key, one.name, &shown)).flatten()
        };
        let (found, why) = only(&same_value).or_else(|| only(&old_word)).or_else(|| only(&alike))?;
        Some((found.name.to_owned(), found.placed.clone(), why))
    }

    /// The document and the resource of the operation that drifts.
    pub(super) fn resource(&self, drift: &Drift) -> (usize, String) {
        let operation = &self.reference.operations[drift.operation];
        (operation.document, resource(operation))
    }

    /// The row of this name that the object lacks, of the type that the key shows.
    pub(super) fn row_called(&self, drift: &Drift, types: Types, name: &str) -> Option<Placed> {
        let candidates = self.candidates(drift, types, |_| true);
        candidates.into_iter().find(|one| one.name == name).map(|one| one.placed.clone())
    }

    /// The rows of the object that it does not show, of the type that the key shows.
    fn candidates(
        &self,
        drift: &Drift,
        types: Types,
        is_absent: impl Fn(&str) -> bool,
    ) -> Vec<Candidate<'a>> {
        let bodies = self.shapes.bodies[drift.operation].of(drift.direction).iter();
        let found = bodies
            .filter_map(|body| Some((body, body.samples.iter().position(|sample| *sample == drift.sample)?)));
        let candidates = |(body, at): (&'a crate::shape::Body, usize)| {
            let value = self.reference.samples[drift.file].value.as_ref()?;
            let object = value.pointer(drift.object())?.as_object()?;
            let version = body.recorded.get(at)?.version;
            let node = body.node.described(value, drift.object())?;
            let members = node.members.iter().take(MOST_MEMBERS);
            Some(members.filter_map(move |(name, member)| {
                let placed = member.rows.first()?;
                let is_active = version.is_none_or(|version| member.stands_at(version));
                let declared = placed.definition.map(|at| self.shapes.proses.types(self.reference, at));
                let is_of_type = declared.is_some_and(|declared| types.is_none() || declared.meets(types));
                let is_free = !object.contains_key(name.as_str()) && placed.why.is_sure_or_assumed();
                (is_active && is_of_type && is_free).then(|| (name.as_str(), placed))
            }))
        };
        let found = found.filter_map(candidates).flatten();
        found.map(|(name, placed)| Candidate { name, placed, is_absent: is_absent(name) }).collect()
    }

    /// Does another sample show the value of the key under the name of the row?
    fn has_value(&self, drift: &Drift, one: &Candidate<'_>, shown: &Shown<'_>) -> bool {
        let text = drift.value(self.reference).and_then(Value::as_str).filter(|text| is_telling(text));
        let places = text.and_then(|text| shown.values.get(text));
        places.is_some_and(|places| places.iter().any(|(key, file)| *key == one.name && *file != drift.file))
    }

    /// Do other items of the list, or other samples of the operation, show the name of the row?
    fn elsewhere(&self, drift: &Drift, key: &str, name: &str, shown: &Shown<'_>) -> Option<Renamed> {
        let value = self.reference.samples[drift.file].value.as_ref()?;
        let objects = values_at(value, &Pointer::from_text(drift.general_object()));
        let has = |name: &str| objects.iter().any(|object| object.get(name).is_some());
        let is_in_both = objects.iter().any(|object| object.get(key).is_some() && object.get(name).is_some());
        if is_in_both {
            return None;
        }
        if has(name) {
            return Some(Renamed::OtherItems);
        }
        let others = shown.keys.get(name).is_some_and(|files| files.iter().any(|file| *file != drift.file));
        others.then_some(Renamed::OtherSamples)
    }

    /// What the samples of the operation show.
    fn shown(&self, operation: OperationId) -> Rc<Shown<'a>> {
        let reference = self.reference;
        let read = || {
            let mut shown = Shown::default();
            let samples = reference.operations[operation].samples.iter();
            let files: BTreeSet<SampleFileId> = samples.filter_map(|sample| sample.file).collect();
            for file in files {
                if let Some(value) = &reference.samples[file].value {
                    shown.note(value, file, DEEPEST);
                }
            }
            Rc::new(shown)
        };
        Rc::clone(self.shown.borrow_mut().entry(operation).or_insert_with(read))
    }
}

impl<'a> Shown<'a> {
    fn note(&mut self, value: &'a Value, file: SampleFileId, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    self.keys.entry(key).or_default().insert(file);
                    if let Some(text) = member.as_str().filter(|text| is_telling(text)) {
                        self.values.entry(text).or_default().insert((key, file));
                    }
                    self.note(member, file, depth);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.note(item, file, depth)),
            _ => {}
        }
    }
}

/// Is it a text that nobody writes twice by chance: a URL, an identifier?
fn is_telling(text: &str) -> bool {
    text.len() >= SHORT && text.chars().any(|letter| !letter.is_alphabetic() && !letter.is_whitespace())
}

/// Are the two names the same but for the word that was used for a project before?
fn is_old_word(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let is_old = |word: &String| word == "tenant";
        words_of(name)
            .into_iter()
            .map(|word| if is_old(&word) { "project".to_owned() } else { word })
            .collect()
    };
    one != other && words(one) == words(other)
}

/// May the key be a slip of the name: the same but for a word that says nothing, or, where the object lacks
/// the name, called after the same thing?
fn is_alike(key: &str, name: &str, is_absent: bool) -> bool {
    let (one, other) = (says_what(key), says_what(name));
    if one.is_empty() || other.is_empty() || one == other && words_of(key).len() == words_of(name).len() {
        return false;
    }
    let head = |name: &str| words_of(name).pop().filter(|word| says_what(name).contains(word));
    let is_subset = one.is_subset(&other) || other.is_subset(&one);
    one == other || is_absent && (is_subset || head(key).is_some() && head(key) == head(name))
}

#[cfg(test)]
mod tests {
    use super::{is_alike, is_old_word};

    #[test]
    fn names_of_one_thing_are_alike() {
        assert!(is_alike("rack", "rack_name", false) && is_alike("old_version", "rack_version", true));
        assert!(!is_alike("status", "rack_status", false) && is_alike("status", "rack_status", true));
        assert!(!is_alike("rack_id", "rack_name", true) && !is_alike("min_size", "min_count", true));
    }

    #[test]
    fn a_tenant_is_a_project() {
        assert!(is_old_word("tenant_id", "project_id") && is_old_word("os:tenantId", "os:project_id"));
        assert!(!is_old_word("project_id", "project_name"));
    }
}
