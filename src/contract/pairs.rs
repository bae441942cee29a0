use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::drift::{Drift, What};
use super::renamed::{Renamed, Renames};
use super::uses::Uses;
use super::verdict::{last_part, row_of};
use crate::finding::{nearest, slip_of};
use crate::reference::{Reference, SampleFileId, Types, stem};
use crate::shape::{Placed, Shapes, words_of};

/// An object of a sample file.
type Object = (SampleFileId, String);

/// In an object with more missing or unknown keys nothing is taken for a misspelling.
const MOST_PAIRED: usize = 64;

/// Keys that are missing from an object and others that no table has there: each pair is one slip, a
/// misspelling or a new name.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// What missing keys are misspelt as, by object and key, and the other way round.
    misspelt: BTreeMap<(Object, String), String>,
    meant: BTreeMap<(Object, String), String>,
    /// The rows of those that have another name, and what says so.
    renamed: BTreeMap<(Object, String), (Placed, Renamed)>,
}

/// The keys of one object that disagree with its table.
#[derive(Debug, Default)]
struct Loose<'a> {
    /// What the table does not have, with what the sample shows.
    strangers: BTreeMap<&'a str, Types>,
    absent: BTreeMap<&'a str, Absent<'a>>,
    /// The rows that strangers nearly name, and that other samples show.
    like: BTreeMap<&'a str, &'a str>,
}

/// A required key that an object lacks.
#[derive(Debug)]
struct Absent<'a> {
    /// What its entry says.
    types: Types,
    /// What its entry is called: mostly as the key should be.
    entry: &'a str,
    /// No sample of the body shows it.
    never_shown: bool,
}

impl Pairs {
    /// Pairs what is missing from each object with what nothing documents there.
    pub(super) fn of(reference: &Reference, shapes: &Shapes, uses: &Uses<'_>, drifts: &[Drift]) -> Self {
        let mut objects: BTreeMap<Object, Loose<'_>> = BTreeMap::new();
        for drift in drifts {
            let object = || (drift.file, drift.general_object().to_owned());
            match &drift.what {
                What::Undocumented { key, wrapper: false, shown, like, .. } => {
                    let loose = objects.entry(object()).or_default();
                    loose.strangers.insert(key, *shown);
                    loose.like.extend(
                        like.as_ref().map(|like| (key.as_str(), last_part(&row_of(reference, like).name))),
                    );
                }
                What::Missing { key, placed, never_shown, .. } => {
                    let types = placed.as_ref().and_then(|placed| placed.definition);
                    let types = types.map(|at| shapes.proses.types(reference, at)).unwrap_or_default();
                    let entry = placed.as_ref().map_or("", |placed| &row_of(reference, placed).reference);
                    let absent = Absent { types, entry: stem(entry), never_shown: *never_shown };
                    objects.entry(object()).or_default().absent.insert(key, absent);
                }
                _ => {}
            }
        }
        let mut pairs = Self::default();
        for (object, loose) in &objects {
            let like = loose.like.iter().map(|(stranger, name)| (*name, *stranger));
            let is_new = |(_, stranger): &(&str, &str)| !uses.is_known(stranger);
            for (missing, stranger) in loose.pairs(uses).into_iter().chain(like.filter(is_new)) {
                pairs.misspelt.insert((object.clone(), missing.to_owned()), stranger.to_owned());
                let known = pairs.meant.entry((object.clone(), stranger.to_owned()));
                known.or_insert_with(|| missing.to_owned());
            }
        }
        pairs.add_renamed(&Renames::new(reference, shapes), &objects, drifts);
        pairs
    }

    /// Pairs what is left over with the rows that it is meant to be under another name; a row is meant once.
    fn add_renamed(
        &mut self,
        renames: &Renames<'_>,
        objects: &BTreeMap<Object, Loose<'_>>,
        drifts: &[Drift],
    ) {
        for drift in drifts {
            let Some(key) = drift.stranger() else { continue };
            let object = (drift.file, drift.general_object().to_owned());
            let Some(loose) = objects.get(&object).filter(|loose| !loose.is_crowded()) else { continue };
            let known = (object.clone(), key.to_owned());
            if self.meant.contains_key(&known) {
                continue;
            }
            let strangers = loose.strangers.keys().map(|key| (*key).to_owned()).collect();
            let Some((name, placed, why)) =
                renames.meant(drift, &strangers, |name| loose.absent.contains_key(name))
            else {
                continue;
            };
            let row = (object, name.clone());
            if let Entry::Vacant(free) = self.misspelt.entry(row) {
                free.insert(key.to_owned());
                self.meant.insert(known.clone(), name);
                self.renamed.insert(known, (placed, why));
            }
        }
        self.add_proven(renames, objects, drifts);
    }

    /// What is proven to be another name in one sample is so in every sample of the resource that has the one
    /// and lacks the other.
    fn add_proven(&mut self, renames: &Renames<'_>, objects: &BTreeMap<Object, Loose<'_>>, drifts: &[Drift]) {
        let object_of = |drift: &Drift| (drift.file, drift.general_object().to_owned());
        let mut proven: BTreeMap<(usize, String, &str), (String, Renamed)> = BTreeMap::new();
        let place = |drift: &Drift| renames.resource(drift);
        for drift in drifts {
            let Some(key) = drift.stranger() else { continue };
            let known = (object_of(drift), key.to_owned());
            if let (Some((_, why)), Some(name)) = (self.renamed.get(&known), self.meant.get(&known)) {
                let (document, resource) = place(drift);
                proven.insert((document, resource, key), (name.clone(), *why));
            }
        }
        for drift in drifts.iter().filter(|_| !proven.is_empty()) {
            let What::Undocumented { key, wrapper: false, beside: None, shown, .. } = &drift.what else {
                continue;
            };
            let (document, resource) = place(drift);
            let Some((name, why)) = proven.get(&(document, resource, key.as_str())) else { continue };
            let (known, row) = ((object_of(drift), key.clone()), (object_of(drift), name.clone()));
            let is_absent =
                objects.get(&known.0).is_some_and(|loose| loose.absent.contains_key(name.as_str()));
            if !is_absent || self.meant.contains_key(&known) || self.misspelt.contains_key(&row) {
                continue;
            }
            if let Some(placed) = renames.row_called(drift, shown.without(Types::NULL), name) {
                self.misspelt.insert(row, key.clone());
                self.meant.insert(known.clone(), name.clone());
                self.renamed.insert(known, (placed, *why));
            }
        }
    }

    /// The row that the unknown key of the drift is meant to be under another name.
    pub(super) fn renamed(&self, drift: &Drift, key: &str) -> Option<(Placed, Renamed)> {
        let object = (drift.file, drift.general_object().to_owned());
        self.renamed.get(&(object, key.to_owned())).cloned()
    }

    /// Is the missing key of the drift there under another name?
    pub(super) fn is_misspelt(&self, drift: &Drift, key: &str) -> bool {
        self.misspelt.contains_key(&((drift.file, drift.general_object().to_owned()), key.to_owned()))
    }

    /// The missing key that the unknown one of the drift stands for.
    pub(super) fn meant(&self, drift: &Drift, key: &str) -> Option<&str> {
        let object = (drift.file, drift.general_object().to_owned());
        self.meant.get(&(object, key.to_owned())).map(String::as_str)
    }
}

impl<'a> Loose<'a> {
    /// Are there so many that they cannot all have another name?
    fn is_crowded(&self) -> bool {
        self.strangers.len().max(self.absent.len()) > MOST_PAIRED
    }

    fn pairs(&self, uses: &Uses<'_>) -> Vec<(&'a str, &'a str)> {
        let unknown: Vec<&str> = self.strangers.keys().copied().filter(|key| !uses.is_known(key)).collect();
        // So many cannot all be misspelt.
        if unknown.len().max(self.absent.len()) > MOST_PAIRED {
            return Vec::new();
        }
        let near = self.absent.iter().filter_map(|(key, absent)| {
            let named = Some(absent.entry).filter(|entry| self.strangers.contains_key(entry));
            let found = nearest(key, unknown.iter().copied().chain(named))?;
            let (found, shown) = self.strangers.get_key_value(found)?;
            (key.len().min(found.len()) > 3 && absent.may_be(*shown)).then_some((*key, *found))
        });
        let near: Vec<_> = near.collect();
        if near.is_empty() { self.only_pair(&unknown).into_iter().collect() } else { near }
    }

    /// Where one key is missing and one too many, of the same type and with the words of the other in its own,
    /// it is one key with two names.
    fn only_pair(&self, unknown: &[&str]) -> Option<(&'a str, &'a str)> {
        if self.absent.len() != 1 || self.strangers.len() != 1 || unknown.len() != 1 {
            return None;
        }
        let (key, absent) = self.absent.first_key_value()?;
        let (stranger, shown) = self.strangers.first_key_value()?;
        let has_type = !absent.types.is_none() && absent.types.has(shown.without(Types::NULL));
        let is_renamed = absent.never_shown && is_longer_name(key, stranger);
        let is_slip = || slip_of(stranger, std::iter::once(*key)).is_some();
        (has_type && (is_renamed || is_slip())).then_some((*key, *stranger))
    }
}

impl Absent<'_> {
    fn may_be(&self, shown: Types) -> bool {
        let scalars = |types: Types| !types.without(Types::CONTAINERS.or(Types::NULL)).is_none();
        self.types.is_none()
            || shown == Types::NULL
            || self.types.meets(shown)
            || scalars(self.types) && scalars(shown)
    }
}

/// The words of a name that say what it is about.
pub(super) fn says_what(name: &str) -> BTreeSet<String> {
    const SAY_NOTHING: [&str; 6] = ["id", "ids", "name", "type", "uuid", "at"];
    let words = words_of(name);
    words.into_iter().filter(|word| word.len() > 1 && !SAY_NOTHING.contains(&word.as_str())).collect()
}

/// Has one of two names all words of the other that say what it is about?
fn is_longer_name(one: &str, other: &str) -> bool {
    let (one, other) = (says_what(one), says_what(other));
    !one.is_empty() && !other.is_empty() && (one.is_subset(&other) || other.is_subset(&one))
}

#[cfg(test)]
mod tests {
    use super::is_longer_name;

    #[test]
    fn a_name_may_hold_the_words_of_another() {
        assert!(is_longer_name("rack_size", "size") && is_longer_name("size", "sizeLimit"));
        assert!(!is_longer_name("rack_id", "shelf_id") && !is_longer_name("rack_size", "rack_color"));
    }
}
