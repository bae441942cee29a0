//! Which objects are maps.

use super::super::map::ObjectFacts;
use super::super::node::{Key, MapReason, Members, Node, Step};
use super::super::prose::Prose;
use super::super::walk::Part;
use super::dotted::{is_path, keys_of};
use super::{Placing, Positions, RowToPlace, path_below};
use crate::collections::HashMap;
use crate::reference::{Definition, Types};

/// Does the place, in the tree before there were maps, lie below a path through the values of maps?
fn is_below(place: &[Step], path: &[Step]) -> bool {
    place.len() >= path.len()
        && place.iter().zip(path).all(|(one, other)| one == other || *other == Step::Value)
}

impl Placing<'_> {
    /// Decides, from the outside in, which of the objects that samples show are maps; where samples show each
    /// key that is then left.
    pub(super) fn find_maps(&mut self) -> Positions {
        let positions = self.positions();
        let mut root = std::mem::take(&mut self.root);
        let names: HashMap<&str, &RowToPlace<'_>> =
            self.rows.iter().rev().map(|entry| (entry.row.name.as_str(), entry)).collect();
        let base_has_rows = root.members.keys().any(|key| names.contains_key(key.as_str()));
        let (mut path, mut found) = (Vec::new(), false);
        if self.rows.is_empty() || !base_has_rows {
            // A body without any known key at its root may itself be keyed by data.
            found |= self.decide_map(&mut root, "", &path, &names, &positions);
        }
        found |= self.find_maps_below(&mut root, &mut path, &names, &positions);
        self.root = root;
        if found { self.positions() } else { positions }
    }

    fn find_maps_below(
        &self,
        node: &mut Node,
        path: &mut Vec<Step>,
        names: &HashMap<&str, &RowToPlace<'_>>,
        positions: &Positions,
    ) -> bool {
        let mut found = false;
        for (part, child) in node.children_mut() {
            let Some(step) = part.step() else { continue };
            path.push(step);
            found |= self.decide_map(child, part.key(), path, names, positions);
            found |= self.find_maps_below(child, path, names, positions);
            path.pop();
        }
        found
    }

    /// Makes a map of the object if it is one, and says so.
    fn decide_map(
        &self,
        node: &mut Node,
        key: &str,
        path: &[Step],
        names: &HashMap<&str, &RowToPlace<'_>>,
        positions: &Positions,
    ) -> bool {
        if node.members.is_empty() && !node.seen.types.has(Types::OBJECT) {
            return false;
        }
        if self.parents.contains(key) && self.names_keys(key, node) {
            node.become_map(MapReason::Placeholder);
            return true;
        }
        let row = self.row_of_path(path).or_else(|| names.get(key).copied());
        let prose = row.and_then(|entry| entry.row.definition).map(|at| self.prose(at));
        let question = ObjectFacts { key, prose, dotted_children: self.parents.contains(key), node };
        let only_here =
            &|name: &str| positions.get(name).is_some_and(|hits| hits.iter().all(|hit| is_below(hit, path)));
        let is_wrapper = self.wrapper.as_ref().is_some_and(|wrapper| wrapper.is_at(path));
        let reason = question.decide(|name| names.contains_key(name), only_here);
        // A wrapper is only a map when the text or the name says so: its content is what the table lists.
        let listed = is_wrapper && node.members.keys().any(|key| names.contains_key(key.as_str()));
        let weak = !matches!(reason, Some(MapReason::StrongText | MapReason::AnyForm | MapReason::Name));
        let reason = reason.filter(|_| !(listed && weak));
        // Pairs of which some are listed are those, and any others.
        let is_of_pairs = prose.is_some_and(Prose::speaks_of_pairs) && !is_wrapper;
        let lists_pairs = reason.is_none() && is_of_pairs && self.lists_some(node, key, names, only_here);
        let Some(reason) = reason.or_else(|| lists_pairs.then_some(MapReason::StrongText)) else {
            return false;
        };
        let listed = Self::take_listed(node, |name| {
            only_here(name) && self.is_listed(name, key, |definition| lists_pairs || definition.required)
        });
        node.become_map(reason);
        node.members.extend(listed);
        true
    }

    /// Are two or more keys of an object listed right behind its row, and shown nowhere else, and others not at
    /// all?
    fn lists_some(
        &self,
        node: &Node,
        map: &str,
        rows: &HashMap<&str, &RowToPlace<'_>>,
        only_here: impl Fn(&str) -> bool,
    ) -> bool {
        let names: Vec<&str> = node.members.keys().map(Key::as_str).collect();
        let listed =
            names.iter().filter(|name| self.is_listed(name, map, |_| true) && only_here(name)).count();
        !self.parents.contains(map) && listed >= 2 && names.iter().any(|name| !rows.contains_key(name))
    }

    /// The row whose name is a path to what stands at `path`: `box.labels` is one to `labels` in `box`.
    fn row_of_path(&self, path: &[Step]) -> Option<&RowToPlace<'_>> {
        let Some(Step::Key(last)) = path.last() else { return None };
        let leads_there = |name: &str| {
            let keys = keys_of(name);
            let mut above = path.iter().rev().filter_map(|step| match step {
                Step::Key(key) => Some(key.as_str()),
                _ => None,
            });
            keys.is_some_and(|keys| keys.iter().rev().all(|key| above.next() == Some(*key)))
        };
        let ends_so = |name: &str| name.ends_with(last.as_str()) && is_path(name);
        let mut names = self.rows.iter().filter(|entry| ends_so(&entry.row.name));
        names.find(|entry| leads_there(&entry.row.name))
    }

    /// Has the key a row right behind that of `map`, whose definition `is_wanted` says?
    fn is_listed(&self, name: &str, map: &str, is_wanted: impl Fn(&Definition) -> bool) -> bool {
        let mut rows = (0..self.rows.len()).filter(|at| self.name(*at) == name);
        rows.any(|at| {
            let definition = self.rows.get(at).and_then(|row| row.definition);
            definition.is_some_and(&is_wanted)
                && self.object_before(at).is_some_and(|before| self.name(before) == map)
        })
    }

    /// Takes out the keys of a map that are no data.
    fn take_listed(node: &mut Node, is_listed: impl Fn(&str) -> bool) -> Members {
        let (listed, data) =
            std::mem::take(&mut node.members).into_iter().partition(|(name, _)| is_listed(name));
        node.members = data;
        listed
    }

    /// The documented maps, and the body if it is one, outermost first: the way to the values, and the
    /// values.
    pub(super) fn maps(&self) -> impl Iterator<Item = (Vec<Step>, &Node)> {
        let mut found = Vec::new();
        let mut level: Vec<(Vec<Step>, &Node)> = vec![(Vec::new(), &self.root)];
        while !level.is_empty() {
            let mut next = Vec::new();
            for (path, node) in level {
                let is_known = node.is_documented() || path == self.base;
                for (part, child) in node.children() {
                    let Some(step) = part.step() else { continue };
                    let inner = path_below(&path, step);
                    if is_known && part == Part::Values {
                        found.push((inner.clone(), child));
                    }
                    if child.holds_something() {
                        next.push((inner, child));
                    }
                }
            }
            level = next;
        }
        found.into_iter()
    }

    /// Objects that no sample shows, or only empty ones, may still be maps by their text or name.
    pub(super) fn find_maps_without_samples(&mut self) {
        let mut root = std::mem::take(&mut self.root);
        self.maps_without_samples(&mut root, "");
        self.root = root;
    }

    fn maps_without_samples(&self, node: &mut Node, key: &str) {
        for (part, child) in node.children_mut() {
            self.maps_without_samples(child, part.key());
        }
        let bare = !node.holds_something() && node.map.is_none();
        let definition = node.rows.first().and_then(|placed| placed.definition);
        let Some(definition) = definition.filter(|_| bare) else { return };
        let declared = self.input.reference.definitions[definition].kind.types;
        if !declared.has(Types::OBJECT) {
            return;
        }
        let question = ObjectFacts { key, prose: Some(self.prose(definition)), dotted_children: false, node };
        if let Some(reason) = question.decide(|_| false, |_| false) {
            node.become_map(reason);
        }
    }
}
