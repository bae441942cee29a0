//! What the description of a row is about: the object that it names.

use super::super::map::is_free;
use super::super::node::{Key, Step};
use super::super::word::singular;
use super::super::wrapper::is_beside;
use super::Placing;
use crate::reference::Types;

/// The last key on a path.
fn last_key(path: &[Step]) -> Option<&Key> {
    path.iter().rev().find_map(|step| match step {
        Step::Key(key) => Some(key),
        _ => None,
    })
}

/// The last word of a name, in the singular.
fn noun(name: &str) -> String {
    singular(name.rsplit(['_', '-', ':']).next().unwrap_or(name)).to_lowercase()
}

/// So many rows above a row are looked through for the object that it is in.
const FARTHEST: usize = 32;

impl Placing<'_> {
    /// Does the description of the row, or the name of its entry, speak of the object with this name?
    fn speaks_of(&self, at: usize, object: &str) -> bool {
        let Some(entry) =
            self.rows.get(at).and_then(|row| row.definition).map(|definition| &definition.entry)
        else {
            return false;
        };
        let noun = noun(object);
        let text = entry.description.as_ref().map_or("", |field| field.value.as_str()).to_lowercase();
        let is_noun = |word: &str| singular(word) == noun;
        noun.len() > 1
            && (text.split(|letter: char| !letter.is_alphanumeric()).any(is_noun)
                || self.is_named_after(at, object))
    }

    /// Is the entry of the row called after the object (`port_metadata`, for `metadata` in `ports`)?
    fn is_named_after(&self, at: usize, object: &str) -> bool {
        let entry = self.rows.get(at).and_then(|row| row.definition).map(|definition| &definition.entry.name);
        let noun = noun(object);
        entry.and_then(|entry| entry.strip_suffix(self.name(at))).is_some_and(|prefix| {
            prefix.split(['_', '-']).any(|word| !word.is_empty() && singular(word) == noun)
        })
    }

    /// Does the row speak of the object it stands in, and not of the one at `container`? "The id of the book"
    /// is not that of its author.
    pub(super) fn speaks_of_its_own(&self, at: usize, container: &[Step]) -> bool {
        let own =
            self.paths.get(at).and_then(|path| path.split_last()).map(|(_, rest)| rest).unwrap_or_default();
        let template = &self.input.operation.template;
        let Some(own) = last_key(own).map(Key::as_str).or_else(|| template.last_literal()) else {
            return false;
        };
        let Some(other) = last_key(container) else { return false };
        singular(own) != singular(other) && self.speaks_of(at, own) && !self.speaks_of(at, other)
    }

    /// The row of another object that the entry is called after, where samples show the name only at a place
    /// of another shape.
    pub(super) fn object_spoken_of(&self, at: usize, hits: &[&Vec<Step>]) -> Option<usize> {
        let [hit] = hits else { return None };
        let container = hit.split_last().map(|(_, rest)| rest).unwrap_or_default();
        let around = last_key(container);
        if self.fits(at, hit) || around.is_some_and(|around| self.speaks_of(at, around)) {
            return None;
        }
        let mut objects = self.rows.iter().enumerate().filter(|(number, row)| {
            *number != at
                && row.types().meets(Types::CONTAINERS)
                && around.is_none_or(|around| row.row.name.as_str() != around.as_str())
                && row.row.name != self.name(at)
        });
        objects.find(|(_, row)| self.is_named_after(at, &row.row.name)).map(|(number, _)| number)
    }

    /// The optional object, absent from all samples, that the required row may be in: nothing but rows that
    /// no sample shows stands between the two.
    pub(super) fn absent_object_before(&self, at: usize) -> Option<usize> {
        let row = self.rows.get(at)?;
        let is_required = row.definition.is_some_and(|definition| definition.required);
        if !is_required || is_beside(self.name(at)) || self.root.seen.count == 0 {
            return None;
        }
        let before = (0..at).rev().take(FARTHEST).take_while(|before| {
            let path = self.paths.get(*before);
            let is_shown = path.and_then(|path| self.root.at(path)).is_some_and(|node| node.seen.count > 0);
            path.is_some()
                && !is_shown
                && self.rows.get(*before).is_some_and(|other| other.row.table == row.row.table)
        });
        before.into_iter().find(|before| {
            self.rows.get(*before).is_some_and(|object| {
                let prose = object.row.definition.map(|at| self.prose(at));
                object.types().meets(Types::CONTAINERS)
                    && !is_free(&object.row.name)
                    && prose.is_none_or(|prose| prose.map.is_none())
                    && object.definition.is_some_and(|definition| !definition.required)
            })
        })
    }
}
