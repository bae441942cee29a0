//! Rows that stand for the keys and values of a map, without the braces of a placeholder.

use super::super::node::{MapReason, Node, Pattern, Step};
use super::super::why::Why;
use super::super::word::{is_identifier, same_but_number};
use super::dotted::is_path;
use super::{Placing, Positions};
use crate::reference::Types;

/// A row that stands for what is in a map.
#[derive(Debug, Clone, Copy)]
pub(super) struct MapRow {
    /// Its position in `Placing::rows`.
    at: usize,
    /// It describes the keys, not the values.
    keys: bool,
    /// The map is the body itself.
    of_body: bool,
}

impl Placing<'_> {
    /// Rows `key` and `value`, rows whose text says that they stand for a name, and a row called like the
    /// last variable of the URL, if no sample shows such a key. Where no object is listed before them, the
    /// body itself is the map.
    pub(super) fn find_map_rows(&mut self) {
        let Some(body) = self.root.at(&self.base).filter(|body| !body.members.is_empty()) else { return };
        let mut found = self.pair(body);
        if found.is_empty() {
            let single = (0..self.rows.len()).find(|at| self.stands_for_name(*at, body));
            found.extend(single.map(|at| (at, false)));
        }
        let Some((first, _)) = found.first().copied() else { return };
        let positions = self.positions();
        if found.iter().any(|(at, _)| positions.contains_key(self.name(*at))) {
            return;
        }
        let is_object = |at: usize| self.rows.get(at).is_some_and(|row| row.types().meets(Types::CONTAINERS));
        let of_body = !(0..first).any(is_object) && !self.has_listed_member(body);
        self.map_rows = found.into_iter().map(|(at, keys)| MapRow { at, keys, of_body }).collect();
        if of_body {
            self.root.at_mut(&self.base).become_map(MapReason::Placeholder);
        }
    }

    /// The rows `key` and `value`, if the second may be what the body's keys hold, or another row holds the
    /// keys.
    fn pair(&self, body: &Node) -> Vec<(usize, bool)> {
        let find = |name: &str| (0..self.rows.len()).find(|at| self.name(*at) == name);
        let holds = |value: usize| {
            body.members.keys().all(|key| {
                let mut path = self.base.clone();
                path.push(Step::Key(key.clone()));
                self.fits(value, &path)
            })
        };
        match (find("key"), find("value")) {
            (Some(key), Some(value)) if holds(value) || self.has_listed_member(body) => {
                vec![(key, true), (value, false)]
            }
            _ => Vec::new(),
        }
    }

    /// Does the row say so in its text, or is it called like the last variable of the URL and of the type of
    /// the only key there is, which is no name of the resource?
    fn stands_for_name(&self, at: usize, body: &Node) -> bool {
        let definition = self.rows.get(at).and_then(|row| row.row.definition);
        if definition.is_some_and(|definition| self.prose(definition).stands_for_name)
            || self.is_placeholder_of(at, body)
        {
            return true;
        }
        let template = &self.input.operation.template;
        let is_variable = template.last_variable() == Some(self.name(at));
        let mut keys = body.members.keys();
        let (Some(key), None, true) = (keys.next(), keys.next(), is_variable) else { return false };
        let mut path = self.base.clone();
        path.push(Step::Key(key.clone()));
        let is_resource = template.last_literal().is_some_and(|last| same_but_number(key, last));
        !is_resource && self.fits(at, &path)
    }

    /// Is it a placeholder (`<key>`) of the keys of the body itself? Then its type is that of what they hold,
    /// and rows beside it are shown there. A wrapper is no such key: it is called like the resource.
    fn is_placeholder_of(&self, at: usize, body: &Node) -> bool {
        let is_whole = self.rows.get(at).is_some_and(|row| {
            row.pattern.as_ref().is_some_and(Pattern::is_whole) && !is_path(self.name(at))
        });
        if !is_whole || self.container_before(at).is_some() || self.has_listed_member(body) {
            return false;
        }
        let last = self.input.operation.template.last_literal();
        let is_resource = |key: &str| last.is_some_and(|last| same_but_number(key, last));
        let shows_row = |held: &Node| self.has_listed_member(held.content());
        body.members.iter().all(|(key, held)| {
            let mut path = self.base.clone();
            path.push(Step::Key(key.clone()));
            !is_resource(key) && self.fits(at, &path) && (shows_row(held) || !is_identifier(key))
        })
    }

    /// The row that stands for the only key of the root, which is data: its text shows an object under a
    /// placeholder, and no sample shows its name. What the resource is called is no data.
    pub(super) fn placeholder_of_root_key(&self, key: &str, positions: &Positions) -> Option<usize> {
        let last = self.input.operation.template.last_literal();
        let is_data = self.root.members.len() == 1 && !last.is_some_and(|last| same_but_number(key, last));
        let may_be = |at: &usize| {
            let row = self.rows.get(*at);
            let text = row.and_then(|row| row.row.definition).map(|definition| self.prose(definition));
            text.is_some_and(|text| text.under_placeholder)
                && row.is_some_and(|row| row.types().has(Types::OBJECT))
                && row.and_then(|row| row.definition).is_some_and(|definition| definition.required)
                && !positions.contains_key(self.name(*at))
        };
        self.open().filter(|_| is_data).find(may_be)
    }

    /// The same where what the key leads to is no container: nothing, mostly.
    pub(super) fn place_root_key(&mut self, positions: &Positions) {
        let Some(key) = self.root.members.keys().next().filter(|_| self.wrapper.is_none()).cloned() else {
            return;
        };
        if let Some(at) = self.placeholder_of_root_key(&key, positions) {
            self.put(at, vec![Step::Key(key)], Why::Placeholder);
        }
    }

    fn has_listed_member(&self, node: &Node) -> bool {
        self.rows.iter().any(|entry| node.members.contains_key(entry.row.name.as_str()))
    }

    /// Puts them on their map, and the rows after them into its values where samples show them there.
    pub(super) fn place_map_rows(&mut self, positions: &Positions) {
        for MapRow { at, keys, of_body } in std::mem::take(&mut self.map_rows) {
            let container = if of_body { Some(self.base.clone()) } else { self.container_before(at) };
            let Some(container) = container else { continue };
            let Some(node) = self.root.at(&container) else { continue };
            if node.map.is_none() && (self.has_listed_member(node) || node.items.is_some()) {
                continue;
            }
            if node.map.is_none() {
                self.root.at_mut(&container).become_map(MapReason::Placeholder);
            }
            self.put_on_map(at, container.clone(), keys);
            if !keys {
                self.place_in_values(at, &container, positions);
            }
        }
    }

    /// Rows whose names are no keys, but stand for further ones beside those of the table, say that the
    /// object is open.
    pub(super) fn place_further_keys(&mut self) {
        let rows: Vec<usize> = self
            .open()
            .filter(|at| {
                let definition = self.rows.get(*at).and_then(|row| row.row.definition);
                definition.is_some_and(|definition| self.prose(definition).further_keys)
            })
            .collect();
        for at in rows {
            let path = self.content_path();
            self.put_on_map(at, path, true);
        }
    }

    fn place_in_values(&mut self, after: usize, container: &[Step], positions: &Positions) {
        let rows: Vec<usize> =
            self.open().filter(|at| *at > after && !positions.contains_key(self.name(*at))).collect();
        for at in rows {
            let name = self.name(at).to_owned();
            let Some(placed) = self.placed(at, Why::Deeper) else { continue };
            let mut node = self.root.at_mut(container).values.as_deref_mut();
            while let Some(inner) = node.take_if(|node| node.members.is_empty() && node.items.is_some()) {
                node = inner.items.as_deref_mut();
            }
            if let Some(member) = node.and_then(|node| node.members.get_mut(name.as_str())) {
                member.declare(placed);
                self.paths.insert(at, container.to_vec());
            }
        }
    }
}
