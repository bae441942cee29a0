//! What the description of a row is about: the object that it names.

use std::collections::{BTreeMap, BTreeSet};

use super::super::map::is_free;
use super::super::node::{Key, Node, Step};
use super::super::word::{singular, words_of};
use super::super::wrapper::is_beside;
use super::dotted::is_path;
use super::{Placing, Positions};
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

/// The words of a name, each in the singular: `coverInfo` and `cover_infos` have the same.
fn words(name: &str) -> Vec<String> {
    words_of(name).iter().map(|word| singular(word).into_owned()).collect()
}

/// The name without what divides its words, in the singular.
fn joined(name: &str) -> String {
    let joined: String = name.chars().filter(|letter| letter.is_alphanumeric()).collect();
    singular(&joined.to_lowercase()).into_owned()
}

/// So many rows above a row are looked through for the object that it is in.
pub(super) const FARTHEST: usize = 32;

/// So many rows in deep objects are no accident.
const MOST_BY_CHANCE: usize = 6;

/// Where a row stands that no sample shows.
#[derive(Debug)]
pub(super) enum Standing {
    /// In the content of the body.
    Content,
    /// In the object at the path.
    In(Vec<Step>),
    /// In one of several objects; nobody knows in which.
    Open,
}

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
    /// of another shape, or the object in no place at all.
    pub(super) fn object_spoken_of(
        &self,
        at: usize,
        hits: &[&Vec<Step>],
        positions: &Positions,
    ) -> Option<usize> {
        let [hit] = hits else { return None };
        let container = hit.split_last().map(|(_, rest)| rest).unwrap_or_default();
        let around = last_key(container);
        if around.is_some_and(|around| self.speaks_of(at, around)) {
            return None;
        }
        let is_absent = |object: &usize| !positions.contains_key(self.name(*object));
        let named =
            self.object_named_by_entry(at).filter(|object| !self.is_shallow(hit) && is_absent(object));
        if named.is_some() || self.fits(at, hit) {
            return named;
        }
        let mut objects = self.rows.iter().enumerate().filter(|(number, row)| {
            *number != at
                && row.types().meets(Types::CONTAINERS)
                && around.is_none_or(|around| row.row.name.as_str() != around.as_str())
                && row.row.name != self.name(at)
        });
        objects.find(|(_, row)| self.is_named_after(at, &row.row.name)).map(|(number, _)| number)
    }

    /// Where a row stands that no sample shows, as far as its table tells: in the object that its entry is
    /// called after, one of which samples show nothing, or the one that the rows around it are in.
    pub(super) fn standing_of_required(&self, at: usize) -> Standing {
        let definition = self.rows.get(at).and_then(|row| row.definition);
        // What ended is absent from samples of today wherever it stood.
        let must_be_shown =
            definition.is_some_and(|definition| definition.required && definition.window.max.is_none());
        if !must_be_shown || is_beside(self.name(at)) || self.root.seen.count == 0 {
            return Standing::Content;
        }
        if let Some(object) = self.row_named_by_entry(at) {
            // What the text calls a scalar holds nothing, whatever the entry is called.
            let path = self.paths.get(object).filter(|_| self.may_hold_rows(object));
            return path.map_or(Standing::Open, |path| Standing::In(self.through_arrays(path.clone())));
        }
        match self.unfilled_object_before(at).and_then(|object| self.paths.get(object)).cloned() {
            Some(path) => Standing::In(self.through_arrays(path)),
            None => self.standing_among_neighbours(at),
        }
    }

    /// The row of an object in the same table that the row's entry is called after.
    fn object_named_by_entry(&self, at: usize) -> Option<usize> {
        self.row_named_by_entry(at).filter(|object| self.may_hold_rows(*object))
    }

    /// The row in the same table whose name, or that of its entry, and the row's name make the name of the
    /// row's entry: `cover_info_size`, for `size` in `coverInfo`. What is no object needs a name of several
    /// words to be meant.
    fn row_named_by_entry(&self, at: usize) -> Option<usize> {
        let row = self.rows.get(at)?;
        let entry = words(stem(&row.row.reference));
        let prefix = entry.strip_suffix(words(self.name(at)).as_slice())?;
        let object = prefix.concat();
        let may_be = |number: &usize| prefix.len() > 1 || self.may_hold_rows(*number);
        let is_it = |number: &usize| {
            self.rows.get(*number).is_some_and(|other| {
                let is_named = |name: &str| words(name).concat() == object;
                other.row.table == row.row.table
                    && (is_named(&other.row.name) || is_named(stem(&other.row.reference)))
            })
        };
        let before = (at.saturating_sub(FARTHEST)..at).rev();
        let after = at + 1..self.rows.len().min(at + FARTHEST);
        before.chain(after).find(|number| !object.is_empty() && may_be(number) && is_it(number))
    }

    /// In the object, other than the content of the body, that samples show both the row before and the row
    /// after in; where the two stand apart in a table without paths, nobody knows.
    fn standing_among_neighbours(&self, at: usize) -> Standing {
        let Some(table) = self.rows.get(at).map(|row| row.row.table) else { return Standing::Content };
        let is_near = |number: &usize| {
            self.rows.get(*number).is_some_and(|row| row.row.table == table)
                && self.is_shown_at(*number)
                && !self.crowded.contains(number)
        };
        let before = (at.saturating_sub(FARTHEST)..at).rev().find(is_near);
        let after = (at + 1..self.rows.len().min(at + FARTHEST)).find(is_near);
        let path = |number: Option<usize>| self.paths.get(number?).filter(|path| !path.is_empty());
        let unsure = if self.flattened.contains(&table) { Standing::Open } else { Standing::Content };
        let (Some(before), Some((_, around))) =
            (path(before), path(after).and_then(|path| path.split_last()))
        else {
            // The first rows of a table are those of the content.
            let is_first = before.is_none() && at <= FARTHEST;
            return if is_first { Standing::Content } else { unsure };
        };
        let is_first = self.through_arrays(before.clone()) == around;
        let is_among = before.split_last().is_some_and(|(_, container)| container == around);
        let is_deep = around != self.base.as_slice() && !self.is_content(around);
        let is_object = self.root.at(around).is_some_and(|node| node.map.is_none());
        match (is_deep, is_first || is_among) {
            (false, true) => Standing::Content,
            (true, true) if is_object && !self.is_interrupted(at, around) => Standing::In(around.to_vec()),
            (true, true) if is_object => Standing::Open,
            _ => unsure,
        }
    }

    /// Stands the row of an object that no sample shows between the row and that of the object around it?
    /// Then it may be in either.
    fn is_interrupted(&self, at: usize, around: &[Step]) -> bool {
        let is_around = |number: usize| {
            self.paths.get(number).is_some_and(|path| self.through_arrays(path.clone()) == around)
        };
        let rows = (at.saturating_sub(FARTHEST)..at).rev().take_while(|number| !is_around(*number));
        rows.into_iter().any(|number| self.may_hold_rows(number) && !self.is_shown_at(number))
    }

    /// Do samples show something at the row's place?
    pub(super) fn is_shown_at(&self, number: usize) -> bool {
        let path = self.paths.get(number).filter(|path| !path.is_empty());
        path.and_then(|path| self.root.at(path)).is_some_and(|node| node.seen.count > 0)
    }

    /// The tables most of whose rows that samples show stand in objects deep in the body.
    pub(super) fn flattened_tables(&self) -> BTreeSet<usize> {
        let mut counts: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (number, row) in self.rows.iter().enumerate().filter(|(number, _)| self.is_shown_at(*number)) {
            let (deep, all) = counts.entry(row.row.table).or_default();
            let is_plain = !is_path(&row.row.name);
            let is_deep = is_plain && self.paths.get(number).is_some_and(|path| !self.is_shallow(path));
            *deep += usize::from(is_deep);
            *all += 1;
        }
        let is_flattened = |(deep, all): &(usize, usize)| *deep >= MOST_BY_CHANCE && deep * 2 > *all;
        let shown = counts.iter().filter(|(_, counts)| is_flattened(counts)).map(|(table, _)| *table);
        shown.chain(self.repetitive_tables()).collect()
    }

    /// The rows of one name in one table with one place and different entries.
    pub(super) fn crowded_rows(&self) -> BTreeSet<usize> {
        let mut first: BTreeMap<(usize, &str), usize> = BTreeMap::new();
        let mut crowded = BTreeSet::new();
        for (number, row) in self.rows.iter().enumerate().filter(|(number, _)| self.is_shown_at(*number)) {
            let known = *first.entry((row.row.table, &row.row.name)).or_insert(number);
            let is_other = self.rows.get(known).is_some_and(|other| {
                other.row.definition != row.row.definition && other.row.window.overlaps(row.row.window)
            });
            if is_other && self.paths.get(known) == self.paths.get(number) {
                crowded.extend([known, number]);
            }
        }
        crowded
    }

    /// The tables that name things again and again: each time in another object.
    fn repetitive_tables(&self) -> Vec<usize> {
        let mut names: BTreeSet<(usize, &str)> = BTreeSet::new();
        let mut again: BTreeMap<usize, usize> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.row.window.is_all()) {
            if !names.insert((row.row.table, &row.row.name)) {
                *again.entry(row.row.table).or_default() += 1;
            }
        }
        again.into_iter().filter(|(_, times)| *times >= MOST_BY_CHANCE).map(|(table, _)| table).collect()
    }

    /// May members of the object or list have rows?
    fn may_hold_rows(&self, number: usize) -> bool {
        self.rows.get(number).is_some_and(|object| {
            let prose = object.row.definition.map(|at| self.prose(at));
            let node = self.paths.get(number).and_then(|path| self.root.at(path));
            let shown = node.map(|node| node.seen.types).unwrap_or_default();
            (object.types().meets(Types::CONTAINERS) || shown.meets(Types::CONTAINERS))
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
            let is_shown =
                node(*before).is_some_and(|node| node.seen.count > 0) && !self.crowded.contains(before);
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
