use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::Value;

use super::verdict::last_part;
use crate::collections::HashMap;
use crate::reference::{Reference, Row, SampleFileId, stem};
use crate::shape::singular;

/// Containers are looked into so many levels down.
const DEEPEST: usize = 32;

/// How often names are written: what tells which of two spellings is the slip.
pub(super) struct Spellings<'a> {
    reference: &'a Reference,
    counts: OnceLock<Counts<'a>>,
}

/// In how many sample files keys stand, and how many rows have a name.
struct Counts<'a> {
    keys: HashMap<&'a str, usize>,
    rows: HashMap<&'a str, usize>,
    /// How many of them name the same entry.
    alike: HashMap<(&'a str, &'a str), usize>,
}

/// Which of two spellings of one name is the slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// That of samples.
    Key,
    /// That of the table.
    Row,
}

impl<'a> Spellings<'a> {
    pub(super) fn new(reference: &'a Reference) -> Self {
        Self { reference, counts: OnceLock::new() }
    }

    /// Which is wrong, the key that these files show or the name of the row: the one that nobody else writes.
    /// Where both are usual, or neither is, nobody knows.
    pub(super) fn slip(&self, key: &str, files: &BTreeSet<SampleFileId>, row: &Row) -> Option<Slip> {
        let counts = self.counts.get_or_init(|| Counts::of(self.reference));
        let other_keys = counts.of_key(key).saturating_sub(files.len()) + counts.of_row(key);
        let other_rows = counts.of_key(last_part(&row.name)) + counts.of_row(&row.name).saturating_sub(1);
        let entry = stem(&row.reference);
        let slip = match (other_keys, other_rows) {
            _ if entry == key => Some(Slip::Row),
            (0, 1..) => Some(Slip::Key),
            (1.., 0) => Some(Slip::Row),
            (0, 0) if entry == last_part(&row.name) => Some(Slip::Key),
            _ => None,
        };
        // A key that only differs in number may be right: here is one of the things that are many elsewhere.
        let is_number = singular(key) == singular(last_part(&row.name));
        slip.filter(|slip| *slip == Slip::Row || !is_number || counts.alike(row) > 1)
    }
}

impl<'a> Counts<'a> {
    fn of(reference: &'a Reference) -> Self {
        let mut counts =
            Self { keys: HashMap::default(), rows: HashMap::default(), alike: HashMap::default() };
        for file in reference.samples.iter().filter_map(|file| file.value.as_ref()) {
            let mut own = BTreeSet::new();
            keys(file, DEEPEST, &mut own);
            for key in own {
                *counts.keys.entry(key).or_default() += 1;
            }
        }
        for row in reference.operations.iter().flat_map(|operation| operation.rows.iter()) {
            *counts.rows.entry(&row.name).or_default() += 1;
            *counts.alike.entry((&row.name, &row.reference)).or_default() += 1;
        }
        counts
    }

    fn alike(&self, row: &Row) -> usize {
        self.alike.get(&(row.name.as_str(), row.reference.as_str())).copied().unwrap_or_default()
    }

    fn of_key(&self, name: &str) -> usize {
        self.keys.get(name).copied().unwrap_or_default()
    }

    fn of_row(&self, name: &str) -> usize {
        self.rows.get(name).copied().unwrap_or_default()
    }
}

/// The keys of a value, at any depth.
fn keys<'v>(value: &'v Value, depth: usize, found: &mut BTreeSet<&'v str>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                found.insert(key);
                keys(member, depth, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, depth, found)),
        _ => {}
    }
}
