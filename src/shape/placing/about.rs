//! What the description of a row is about: the object that it names.

use super::super::map::is_free;
use super::super::node::{Key, Node, Step};
use super::super::word::singular;
use super::super::wrapper::is_beside;
use super::Placing;
use crate::reference::{Types, stem};

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

/// The name without what divides its words, in the singular.
fn joined(name: &str) -> String {
    let joined: String = name.chars().filter(|letter| letter.is_alphanumeric()).collect();
    singular(&joined.to_lowercase()).into_owned()
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
        let whole = joined(object);
        entry.and_then(|entry| entry.strip_suffix(self.name(at))).is_some_and(|prefix| {
            // `cover_info_size` is of `coverInfo`.
            prefix.split(['_', '-']).any(|word| !word.is_empty() && singular(word) == noun)
                || !whole.is_empty() && joined(prefix) == whole
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

    /// The object that a required row without a sample is in, as far as its table tells: the one that its
    /// entry is called after, one of which samples show nothing, or the one that the rows around it are in.
    pub(super) fn object_of_required(&self, at: usize) -> Option<Vec<Step>> {
        let row = self.rows.get(at)?;
        let is_required = row.definition.is_some_and(|definition| definition.required);
        if !is_required || is_beside(self.name(at)) || self.root.seen.count == 0 {
            return None;
        }
        let named = self.object_named_by_entry(at).and_then(|object| self.paths.get(object)).cloned();
        let around = || self.object_of_neighbours(at);
        let before = || self.unfilled_object_before(at).and_then(|object| self.paths.get(object)).cloned();
        named.or_else(before).or_else(around).map(|path| self.through_arrays(path))
    }

    /// The row of an object in the same table whose name and that of the row make the name of its entry:
    /// `cover_info_size`, for `size` in `coverInfo`.
    fn object_named_by_entry(&self, at: usize) -> Option<usize> {
        let row = self.rows.get(at)?;
        let entry = joined(stem(&row.row.reference));
        let name = joined(self.name(at));
        let mut objects = self.rows.iter().enumerate().filter(|(number, object)| {
            *number != at && object.row.table == row.row.table && self.may_hold_rows(*number)
        });
        objects.find(|(_, object)| joined(&object.row.name) + &name == entry).map(|(number, _)| number)
    }

    /// The object, other than the content of the body, that samples show both the row before and the row
    /// after in.
    fn object_of_neighbours(&self, at: usize) -> Option<Vec<Step>> {
        let table = self.rows.get(at)?.row.table;
        let is_shown = |number: &usize| {
            let path = self.paths.get(*number).filter(|path| !path.is_empty());
            self.rows.get(*number).is_some_and(|row| row.row.table == table)
                && path.and_then(|path| self.root.at(path)).is_some_and(|node| node.seen.count > 0)
        };
        let near = |mut numbers: Box<dyn Iterator<Item = usize>>| numbers.find(is_shown);
        let before = near(Box::new((at.saturating_sub(FARTHEST)..at).rev()))?;
        let after = near(Box::new(at + 1..self.rows.len().min(at + FARTHEST)))?;
        let (_, around) = self.paths.get(after)?.split_last()?;
        let before = self.paths.get(before)?;
        let is_first = self.through_arrays(before.clone()) == around;
        let is_among = before.split_last().is_some_and(|(_, container)| container == around);
        let is_deep = around != self.base.as_slice() && !self.is_content(around);
        let is_object = self.root.at(around).is_some_and(|node| node.map.is_none());
        ((is_first || is_among) && is_deep && is_object).then(|| around.to_vec())
    }

    /// May members of the object or list have rows?
    fn may_hold_rows(&self, number: usize) -> bool {
        self.rows.get(number).is_some_and(|object| {
            let prose = object.row.definition.map(|at| self.prose(at));
            object.types().meets(Types::CONTAINERS)
                && !is_free(&object.row.name)
                && prose.is_none_or(|prose| prose.map.is_none())
        })
    }

    /// The object that the required row may be in, as samples do not show it, or nothing in it: nothing but
    /// rows that no sample shows stands between the two.
    fn unfilled_object_before(&self, at: usize) -> Option<usize> {
        let row = self.rows.get(at)?;
        let node = |number: usize| self.paths.get(number).and_then(|path| self.root.at(path));
        let is_unfilled =
            |number: usize| node(number).is_some_and(|node| node.seen.count > 0 && !holds_anything(node));
        let before = (0..at).rev().take(FARTHEST).take_while(|before| {
            let is_shown = node(*before).is_some_and(|node| node.seen.count > 0);
            self.paths.get(*before).is_some()
                && (!is_shown || self.may_hold_rows(*before) && is_unfilled(*before))
                && self.rows.get(*before).is_some_and(|other| other.row.table == row.row.table)
        });
        before.into_iter().find(|before| {
            let is_optional = self
                .rows
                .get(*before)
                .is_some_and(|object| object.definition.is_some_and(|definition| !definition.required));
            self.may_hold_rows(*before)
                && (is_optional || is_unfilled(*before))
                && !self.is_wrapper_path(*before)
        })
    }

    fn is_wrapper_path(&self, number: usize) -> bool {
        let path = self.paths.get(number);
        path.is_some_and(|path| self.is_content(&self.through_arrays(path.clone())) || self.is_content(path))
    }
}

/// Do samples show anything in the object or list?
fn holds_anything(node: &Node) -> bool {
    let content = node.content();
    content.members.values().any(|member| member.seen.count > 0)
        || content.values.is_some()
        || node.items.as_ref().is_some_and(|items| items.seen.count > 0 && items.members.is_empty())
}
