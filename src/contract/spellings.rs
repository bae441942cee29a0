use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::Value;

use super::verdict::last_part;
use crate::collections::HashMap;
use crate::reference::{Reference, Row, SampleFileId, stem};
use crate::shape::singular;

/// Containers are looked into so many levels down.
const DEEPEST: usize = 32;

/// A spelling of which there are so many times as many is the usual one, though the other has copies.
const FAR_MORE: usize = 8;

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
        let counts = self.counts();
        let name = last_part(&row.name);
        let other_keys = counts.of_key(key).saturating_sub(files.len()) + counts.of_row(key);
        // Rows of one entry are written by one hand.
        let other_rows = counts.of_key(name) + counts.of_row(&row.name).saturating_sub(1);
        let entry = stem(&row.reference);
        let slip = match (other_keys, other_rows) {
            _ if entry == key => Some(Slip::Row),
            _ if self.is_outnumbered(key, name) => Some(Slip::Key),
            // The singular of what is a plural elsewhere may be right at its place.
            (0, 1..) if key != name && singular(name) == key => None,
            // What several samples show and no other sample contradicts is no slip of them.
            (0, _) if files.len() > 1 && counts.of_key(name) == 0 => None,
            (0, 1..) => Some(Slip::Key),
            (1.., 0) => Some(Slip::Row),
            (0, 0) if entry == name => Some(Slip::Key),
            _ => None,
        };
        // A key that only differs in number may be right: here is one of the things that are many elsewhere.
        let is_number = singular(key) == singular(last_part(&row.name));
        let is_plain = !is_number || counts.alike(row) > 1 || self.is_outnumbered(key, name);
        slip.filter(|slip| *slip == Slip::Row || is_plain)
    }

    /// Do far more samples write the name of the row, and no row the key, which only differs in number?
    pub(super) fn is_outnumbered(&self, key: &str, name: &str) -> bool {
        if singular(key) != singular(name) {
            return false;
        }
        let counts = self.counts();
        counts.of_row(key) == 0 && counts.of_key(name) >= FAR_MORE * counts.of_key(key).max(1)
    }

    /// What to do about a key that a row calls otherwise.
    pub(super) fn help(&self, key: &str, row: &Row) -> String {
        let name = last_part(&row.name);
        if self.is_outnumbered(key, name) {
            let others = self.counts().of_key(name);
            return format!("write `{name}` in the sample, as the table and {others} other samples do");
        }
        format!("use one spelling; if the service says `{key}`, rename the row")
    }

    fn counts(&self) -> &Counts<'a> {
        self.counts.get_or_init(|| Counts::of(self.reference))
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

/// Is a list called by one of its things, where the row has the word for many?
pub(super) fn is_list_of_many<'v>(
    mut values: impl Iterator<Item = &'v Value>,
    key: &str,
    name: &str,
) -> bool {
    key != name && singular(name) == key && values.all(Value::is_array)
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
