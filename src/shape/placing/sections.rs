//! Tables whose titles name an object.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::node::Step;
use super::super::why::Why;
use super::super::word::singular;
use super::dotted::is_path;
use super::{Placing, Positions};
use crate::collections::HashMap;
use crate::reference::{Types, objects_named};

impl Placing<'_> {
    /// A table under a title that names an object ("Session persistence object") lists what is in it: first
    /// what samples show there.
    pub(super) fn place_shown_sections(&mut self, positions: &Positions) {
        for (at, owner) in self.section_rows() {
            let Some(hits) = positions.get(self.name(owner)) else { continue };
            let name = self.name(at).to_owned();
            let container = hits.iter().map(|hit| self.through_arrays(hit.clone())).find(|container| {
                self.root.at(container).is_some_and(|node| node.members.contains_key(name.as_str()))
            });
            if let Some(mut path) = container {
                path.push(Step::Key(name.into()));
                self.put(at, path, Why::Section);
            }
        }
    }

    /// Then the rest, for which the object itself must have its place.
    pub(super) fn place_sections(&mut self) {
        for (at, owner) in self.section_rows() {
            if !self.paths.has(owner) {
                self.place_without_sample(owner);
            }
            let container = self
                .paths
                .get(owner)
                .filter(|path| self.root.at(path).is_some_and(|node| node.map.is_none()));
            let Some(container) = container.cloned() else { continue };
            let mut path = self.listed_items(self.through_arrays(container));
            path.push(Step::Key(self.name(at).into()));
            self.put(at, path, Why::Section);
        }
    }

    /// The names that tell which key is the wrapper: those in the table of an object say nothing of the others.
    pub(super) fn votes_for_wrapper(&self) -> Vec<&str> {
        let own: BTreeSet<usize> = self.section_rows().into_iter().map(|(at, _)| at).collect();
        (0..self.rows.len()).filter(|at| !own.contains(at)).map(|at| self.name(at)).collect()
    }

    /// The rows in tables of objects whose names samples show only where other such tables have put theirs:
    /// what another object shows says nothing of this one.
    pub(super) fn rows_claimed_by_other_sections(&self, positions: &Positions) -> BTreeSet<usize> {
        let is_claimed = |hit: &Vec<Step>| {
            self.root.at(hit).is_some_and(|node| node.rows.iter().any(|placed| placed.why == Why::Section))
        };
        let rows = self.section_rows().into_iter().map(|(at, _)| at);
        rows.filter(|at| positions.get(self.name(*at)).is_some_and(|hits| hits.iter().all(is_claimed)))
            .collect()
    }

    /// The open rows in tables whose title names an object, each with the row of that object.
    fn section_rows(&self) -> Vec<(usize, usize)> {
        let mut objects: HashMap<Cow<'_, str>, usize> = HashMap::default();
        for (at, entry) in self.rows.iter().enumerate() {
            if entry.types().meets(Types::CONTAINERS) {
                objects.entry(singular(&entry.row.name)).or_insert(at);
            }
        }
        let mut owners: BTreeMap<usize, Option<usize>> = BTreeMap::new();
        let mut rows = Vec::new();
        for at in self.open().filter(|at| !is_path(self.name(*at))) {
            let Some(table) = self.rows.get(at).map(|entry| entry.row.table) else { continue };
            let owner = *owners.entry(table).or_insert_with(|| self.owner(table, &objects));
            rows.extend(owner.filter(|owner| *owner != at).map(|owner| (at, owner)));
        }
        rows
    }

    /// The row of the object that the title of a table names; `objects` are those of all, in the singular.
    fn owner(&self, table: usize, objects: &HashMap<Cow<'_, str>, usize>) -> Option<usize> {
        let title = self.input.operation.tables.get(table)?.section.first()?;
        objects_named(title).iter().find_map(|name| objects.get(&*singular(name)).copied())
    }
}
