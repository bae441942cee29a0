use std::collections::BTreeMap;

use super::super::renames::loose_operation;
use super::change::{Change, Side};
use super::kind::ChangeKind;
use super::operation::Contract;
use crate::collections::{HashMap, HashSet, IndexMap};
use crate::version::Version;

/// What an operation is known again by.
type Way<'a> = dyn Fn(&str) -> String + 'a;

/// The earlier operation of each later one.
pub(super) fn pairs(old: &Contract, new: &Contract) -> HashMap<String, String> {
    let mut pairs: HashMap<String, String> = HashMap::default();
    let mut taken: HashSet<String> = HashSet::default();
    let blank = |key: &str| {
        let parts: Vec<&str> =
            key.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect();
        parts.join("/")
    };
    let ways: [&Way<'_>; 3] = [&|key| key.to_owned(), &blank, &loose_operation];
    for way in ways {
        let mut open: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        for key in old.operations.keys().rev().filter(|key| !taken.contains(*key)) {
            open.entry(way(key)).or_default().push(key);
        }
        let unpaired: Vec<&String> = new.operations.keys().filter(|key| !pairs.contains_key(*key)).collect();
        for key in unpaired {
            if let Some(found) = open.get_mut(&way(key)).and_then(Vec::pop) {
                taken.insert(found.clone());
                pairs.insert(key.clone(), found.clone());
            }
        }
    }
    pairs
}

/// Changes that are equal but for the operation are one.
pub(super) fn merged(found: Vec<Change>) -> Vec<Change> {
    type Key = (ChangeKind, Side, String, Option<String>, Option<String>, Option<Version>);
    let mut merged: IndexMap<Key, Change> = IndexMap::default();
    for (number, change) in found.into_iter().enumerate() {
        let about = match (&change.shared, change.thing.name.is_empty()) {
            (Some(shared), _) => format!("in {shared}"),
            (None, false) => format!("{:?}", change.thing),
            (None, true) => format!("alone {number}"),
        };
        let key = (change.kind, change.side, about, change.old.clone(), change.new.clone(), change.version);
        match merged.get_mut(&key) {
            Some(known) => {
                let more = change.operations.into_iter().filter(|one| !known.operations.contains(one));
                known.operations.extend(more.collect::<Vec<_>>());
                if known.things().all(|thing| *thing != change.thing) {
                    known.elsewhere.push(change.thing);
                }
            }
            None => drop(merged.insert(key, change)),
        }
    }
    merged.into_values().collect()
}
