//! Rows whose names are placeholders for data.

use std::collections::BTreeSet;

use super::super::node::{Key, MapReason, Node, Pattern, Placed, Step};
use super::super::why::Why;
use super::dotted::is_path;
use super::{Placing, Positions};
use crate::reference::Types;

impl Placing<'_> {
    /// `{key}` stands for the keys of a map, `volumes_{volume_type}` for all members whose names follow it.
    pub(super) fn place_patterns(&mut self, positions: &Positions) {
        let rows: Vec<usize> = self
            .open()
            .filter(|at| self.rows.get(*at).is_some_and(|entry| entry.pattern.is_some()))
            .collect();
        for at in rows {
            let Some(pattern) = self.rows.get(at).and_then(|entry| entry.pattern.clone()) else { continue };
            if is_path(self.name(at)) {
                continue;
            }
            let container = self.pattern_container(at, &pattern, positions);
            let placed = self.placed(at, Why::Placeholder);
            let node = self.root.at_mut(&container);
            if pattern.is_whole() {
                node.become_map(MapReason::Placeholder);
                if let (Some(values), Some(placed)) = (&mut node.values, placed) {
                    values.declare(placed);
                }
                let mut path = container;
                path.push(Step::Key(Key::default()));
                self.paths.insert(at, path);
            } else {
                self.put_pattern(at, container, pattern, placed);
            }
        }
    }

    /// What follows a pattern is one kind of member, unless a row of its own describes it.
    fn put_pattern(&mut self, at: usize, container: Vec<Step>, pattern: Pattern, placed: Option<Placed>) {
        let node = self.root.at_mut(&container);
        let mut shown = Node::default();
        let documented: BTreeSet<&str> = self.rows.iter().map(|entry| entry.row.name.as_str()).collect();
        let keys: Vec<Key> = node
            .members
            .keys()
            .filter(|key| pattern.matches(key) && !documented.contains(key.as_str()))
            .cloned()
            .collect();
        for key in keys {
            if let Some(member) = node.members.shift_remove(key.as_str()) {
                shown.absorb(member);
            }
        }
        shown.rows.extend(placed);
        node.patterns.entry(pattern).or_default().absorb(shown);
        self.paths.insert(at, container);
    }

    /// The object that holds the keys a pattern stands for: where samples show such keys; for `{key}` the
    /// object listed before it.
    fn pattern_container(&self, at: usize, pattern: &Pattern, positions: &Positions) -> Vec<Step> {
        let shown = (!pattern.is_whole())
            .then(|| {
                let mut hits: Vec<&Vec<Step>> = positions
                    .iter()
                    .filter(|(key, _)| pattern.matches(key))
                    .flat_map(|(_, hits)| hits)
                    .collect();
                hits.sort_by_key(|hit| (hit.len(), *hit));
                hits.first().map(|hit| hit.split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default())
            })
            .flatten();
        shown
            .or_else(|| self.container_before(at).filter(|_| pattern.is_whole()))
            .unwrap_or_else(|| self.content_path())
    }

    /// The content of the nearest object row above `at` in the table.
    pub(super) fn container_before(&self, at: usize) -> Option<Vec<Step>> {
        let before = self.object_before(at)?;
        let entry = self.rows.get(before)?;
        if let Some(path) = self.paths.get(before) {
            return Some(self.through_arrays(path.clone()));
        }
        let mut path = self.content_path();
        path.push(Step::Key(entry.row.name.as_str().into()));
        self.root.at(&path).is_some().then(|| self.through_arrays(path))
    }

    /// The nearest row of an object or array above `at`.
    pub(super) fn object_before(&self, at: usize) -> Option<usize> {
        self.rows.get(..at)?.iter().rposition(|entry| entry.types().meets(Types::CONTAINERS))
    }

    /// A row that describes the keys or the values of a map.
    pub(super) fn put_on_map(&mut self, at: usize, path: Vec<Step>, keys: bool) {
        if let Some(placed) = self.placed(at, Why::Placeholder) {
            let node = self.root.at_mut(&path);
            if keys {
                node.keys.push(placed);
            } else if let Some(values) = &mut node.values {
                values.declare(placed);
            }
        }
        self.paths.insert(at, path);
    }
}
