//! Tables whose titles name an object.

use std::collections::BTreeMap;

use super::super::node::Step;
use super::super::why::Why;
use super::super::word::same_but_number;
use super::dotted::is_path;
use super::{Placing, Positions};
use crate::reference::Types;

/// How many words of a title are tried.
const MOST_WORDS: usize = 6;

/// Words of titles that name no object.
const IDLE: [&str; 11] = [
    "request",
    "response",
    "parameters",
    "parameter",
    "object",
    "objects",
    "example",
    "body",
    "paramters",
    "first",
    "second",
];

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

    /// The open rows in tables whose title names an object, each with the row of that object.
    fn section_rows(&self) -> Vec<(usize, usize)> {
        let mut owners: BTreeMap<usize, Option<usize>> = BTreeMap::new();
        let mut rows = Vec::new();
        for at in self.open().filter(|at| !is_path(self.name(*at))) {
            let Some(table) = self.rows.get(at).map(|entry| entry.row.table) else { continue };
            let owner = *owners.entry(table).or_insert_with(|| self.owner(&self.section_object(table)?));
            rows.extend(owner.filter(|owner| *owner != at).map(|owner| (at, owner)));
        }
        rows
    }

    /// The words of the table's own title that name something: without "request", "parameters", "object" and
    /// the like.
    fn section_object(&self, table: usize) -> Option<String> {
        let title = self.input.operation.tables.get(table)?.section.first()?;
        let words: Vec<String> = title
            .split('(')
            .next()?
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .filter(|word| !word.is_empty() && !IDLE.contains(&word.as_str()))
            .collect();
        (!words.is_empty()).then(|| words.join("_"))
    }

    /// The container row that the words name: all of them, else the last ones.
    fn owner(&self, object: &str) -> Option<usize> {
        let suffixes = std::iter::successors(Some(object), |name| name.split_once('_').map(|(_, rest)| rest));
        let is_owner = |name: &str, at: usize| {
            self.rows.get(at).is_some_and(|entry| {
                entry.types().meets(Types::CONTAINERS) && same_but_number(&entry.row.name, name)
            })
        };
        suffixes.take(MOST_WORDS).find_map(|name| (0..self.rows.len()).find(|at| is_owner(name, *at)))
    }
}
