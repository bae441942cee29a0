//! Rows that no sample shows at their own name.

use super::super::node::{Key, MapReason, Node, Step};
use super::super::walk::Part;
use super::super::why::Why;
use super::super::word::{Likenesses, same_but_number};
use super::super::wrapper;
use super::about::{FARTHEST, Standing};
use super::dotted::is_path;
use super::{Placing, Positions, SimilarKey, path_below};

impl Placing<'_> {
    /// The same name but for `-`, `_`, case or a prefix before `:`, beside a key that no row declares: a slip
    /// of the pen, not another thing.
    pub(super) fn place_near(&mut self) {
        let rows: Vec<usize> = self.open().filter(|at| !is_path(self.name(*at))).collect();
        if rows.is_empty() {
            return;
        }
        let containers: Vec<(Vec<Step>, Likenesses)> = [self.content_path(), self.base.clone()]
            .into_iter()
            .filter_map(|path| {
                let likenesses = Likenesses::new(self.root.at(&path)?.members.keys());
                Some((path, likenesses))
            })
            .collect();
        for at in rows {
            let name = self.name(at).to_owned();
            let found = containers.iter().find_map(|(container, keys)| {
                let node = self.root.at(container)?;
                let is_free = |key: &Key| node.members.get(key).is_some_and(|member| !member.is_declared());
                keys.near(&name).find(|key| is_free(key)).map(|key| (container.clone(), key.clone()))
            });
            if let Some((mut path, key)) = found {
                path.push(Step::Key(key.clone()));
                self.put(at, path, Why::NearName);
                if let Some(entry) = self.rows.get(at) {
                    self.near.push(SimilarKey { row: entry.id, key });
                }
            }
        }
    }

    /// Rows that no sample of this operation shows.
    pub(super) fn place_absent(&mut self) {
        self.place_in_maps();
        self.flattened = self.flattened_tables();
        self.crowded = self.crowded_rows();
        let mut rows: Vec<usize> = self.open().filter(|at| !is_path(self.name(*at))).collect();
        // Objects come before what is in them.
        rows.sort_by_key(|at| self.known_elsewhere(self.name(*at)).map_or(0, <[Step]>::len));
        for at in rows {
            self.place_without_sample(at);
        }
    }

    /// Rows that only the values of maps show, at whatever depth. A map that gets its row there shows further
    /// ones in its own values.
    fn place_in_maps(&mut self) {
        let maps = self.rows_of_maps();
        if !maps.is_empty() {
            let shown = self.positions_in_maps();
            self.place_again_in_maps(maps, &shown);
        }
        let mut has_new_map = true;
        while has_new_map && self.open().next().is_some() {
            has_new_map = false;
            let shown = self.positions_in_maps();
            for group in self.groups() {
                let Some(hits) = group.first().and_then(|at| shown.get(self.name(*at))) else { continue };
                let fitting = hits.iter().find(|hit| group.iter().any(|at| self.fits(*at, hit)));
                let Some(hit) = fitting.or(hits.first()).cloned() else { continue };
                has_new_map |= self.root.at(&hit).is_some_and(|node| node.map.is_some());
                for at in group {
                    self.put(at, hit.clone(), Why::InValues);
                }
            }
            has_new_map = has_new_map || self.share_maps_in_values(&shown);
        }
    }

    /// Maps in the values of maps may have the name of a row that stands elsewhere, and hold further ones. Is
    /// there any?
    fn share_maps_in_values(&mut self, shown: &Positions) -> bool {
        let mut found = false;
        for at in 0..self.rows.len() {
            let Some(hits) = shown.get(self.name(at)).filter(|_| self.paths.has(at)) else { continue };
            for hit in hits {
                let is_free = self.root.at(hit).is_some_and(|node| node.map.is_some() && !node.is_declared());
                if is_free && self.fits(at, hit) {
                    self.put_shared(at, hit);
                    found = true;
                }
            }
        }
        found
    }

    /// The values of the map that the rows around one stand in: at least two before it in its table, and none
    /// after it elsewhere.
    fn values_around(&self, at: usize) -> Option<Vec<Step>> {
        let table = self.rows.get(at)?.row.table;
        let container = |number: usize| {
            let row = self.rows.get(number).filter(|row| row.row.table == table)?;
            let path = self.paths.get(number).filter(|_| !is_path(&row.row.name))?;
            path.split_last().map(|(_, rest)| rest)
        };
        let near = |number: &usize| container(*number).is_some() && self.is_shown_at(*number);
        let mut before = (at.saturating_sub(FARTHEST)..at).rev().filter(near);
        let values = container(before.next()?)?;
        let is_same = |number: usize| container(number) == Some(values);
        let after = (at + 1..self.rows.len().min(at + FARTHEST)).find(near);
        let is_among = before.next().is_some_and(is_same) && after.is_none_or(is_same);
        let in_map = values.iter().rev().find(|step| **step != Step::Item) == Some(&Step::Value);
        (is_among && in_map).then(|| values.to_vec())
    }

    /// Where the values of maps show keys that no row describes, outermost first.
    fn positions_in_maps(&self) -> Positions {
        let mut positions = Positions::default();
        let mut level: Vec<(Vec<Step>, &Node)> = self.maps().collect();
        while !level.is_empty() {
            let mut next = Vec::new();
            for (path, node) in level {
                // Maps inside of maps are there on their own.
                for (part, child) in node.children().filter(|(part, _)| *part != Part::Values) {
                    let Some(step) = part.step() else { continue };
                    let inner = path_below(&path, step);
                    if let (Part::Member(key), false) = (part, child.is_declared()) {
                        positions.entry(key.clone()).or_default().push(inner.clone());
                    }
                    next.push((inner, child));
                }
            }
            level = next;
        }
        positions
    }

    /// Where other operations or a namesake have it, else where rows commonly stand.
    pub(super) fn place_without_sample(&mut self, at: usize) {
        let name = self.name(at).to_owned();
        let known = self.sibling_path(&name).filter(|_| !self.younger.contains(&at));
        let known = known.map(|path| (path, Why::Sibling));
        let known = known.or_else(|| Some((self.namesake(&name)?, Why::Beside)));
        match known {
            Some((path, why)) => self.put(at, path, why),
            None => self.assume(at, name),
        }
    }

    /// Nothing says where the row stands: under the wrapper if there is one, else at the root; what goes
    /// beside a list (`*_links`, `count`) beside it. Under a map of data there is no place for it.
    fn assume(&mut self, at: usize, name: String) {
        let object = match self.standing_of_required(at) {
            Standing::In(path) => Some(path),
            Standing::Open => {
                self.adrift.insert(at);
                None
            }
            Standing::Content => None,
        };
        if let Some(mut path) =
            object.filter(|path| self.root.at(path).is_some_and(|node| node.map.is_none()))
        {
            path = self.listed_items(path);
            path.push(Step::Key(name.into()));
            self.put(at, path, Why::Assumed);
            return;
        }
        if let Some(mut values) = self.values_around(at) {
            values.push(Step::Key(name.into()));
            self.put(at, values, Why::Assumed);
            return;
        }
        let content = self.content_path();
        let is_list = self.wrapper.is_some() && content.last() == Some(&Step::Item);
        let path = if is_list && self.goes_beside(&name) { self.base.clone() } else { content };
        if self.names_keys_of_body(at, &path) {
            self.put_on_map(at, path, true);
            return;
        }
        if let Some(mut values) = self.described_values(&path) {
            values.push(Step::Key(name.into()));
            self.put(at, values, Why::Assumed);
            return;
        }
        if self.root.at(&path).is_some_and(|node| node.map.is_some()) {
            self.homeless.extend(self.rows.get(at).map(|entry| entry.id));
            self.paths.insert(at, path);
            return;
        }
        let mut path = self.listed_items(path);
        path.push(Step::Key(name.into()));
        self.put(at, path, Why::Assumed);
    }

    /// Is it the first row of its table, a UUID, and the body a map with keys that are data? Then the rows below
    /// it are those of the values, and it says what the keys are.
    fn names_keys_of_body(&self, at: usize, path: &[Step]) -> bool {
        let Some(row) = self.rows.get(at) else { return false };
        let is_first =
            self.rows.get(..at).is_some_and(|all| all.iter().all(|other| other.row.table != row.row.table));
        let is_map = |node: &Node| node.map == Some(MapReason::KeysAreData) && node.keys.is_empty();
        let says_uuid = row.definition.is_some_and(|definition| definition.kind.format == Some("uuid"))
            || row.row.definition.is_some_and(|definition| self.prose(definition).uuid);
        is_first && says_uuid && path == self.base.as_slice() && self.root.at(path).is_some_and(is_map)
    }

    /// Goes the name beside a list? `racks_links` does beside `racks`, and not beside `shelves`.
    fn goes_beside(&self, name: &str) -> bool {
        let is_own = |of: &str| self.wrapper.as_ref().is_none_or(|wrapper| same_but_number(of, &wrapper.key));
        wrapper::is_beside(name) && name.strip_suffix("_links").is_none_or(is_own)
    }

    /// The way to the objects in a map whose values other rows describe: what its table lists and no sample
    /// shows stands there too.
    fn described_values(&self, path: &[Step]) -> Option<Vec<Step>> {
        self.root.at(path).filter(|node| node.map.is_some())?;
        let values = self.through_arrays(path_below(path, Step::Value));
        let is_described =
            self.root.at(&values).is_some_and(|node| node.members.values().any(Node::is_declared));
        is_described.then_some(values)
    }

    /// Beside a key with the same name after another prefix (`OS-X:hints` beside `os:hints`): two spellings
    /// of one thing stand at one place.
    fn namesake(&self, name: &str) -> Option<Vec<Step>> {
        let (_, suffix) = name.rsplit_once(':')?;
        let is_other =
            |key: &str| key != name && key.rsplit_once(':').is_some_and(|(_, other)| other == suffix);
        let mut path = [self.base.clone(), self.content_path()].into_iter().find(|container| {
            let node = self.root.at(container);
            node.is_some_and(|node| {
                node.members.iter().any(|(key, member)| member.is_declared() && is_other(key))
            })
        })?;
        path.push(Step::Key(name.into()));
        Some(path)
    }

    /// An array whose items nobody has shown still holds what its table lists.
    pub(super) fn listed_items(&self, mut path: Vec<Step>) -> Vec<Step> {
        if self.root.at(&path).is_some_and(|node| {
            node.items.is_none() && node.members.is_empty() && !path.is_empty() && self.is_array(node)
        }) {
            path.push(Step::Item);
        }
        path
    }

    /// Where the other direction of the operation shows the name, else other operations on the resource:
    /// below the content of the wrapper.
    fn known_elsewhere(&self, name: &str) -> Option<&[Step]> {
        self.input.siblings?.into_iter().find_map(|places| places.get(name)).map(Vec::as_slice)
    }

    /// The deeper place that other bodies of the resource have for the name, if this body has the object
    /// around it too.
    fn sibling_path(&self, name: &str) -> Option<Vec<Step>> {
        let relative = self.known_elsewhere(name)?;
        let (_, container) = relative.split_last().filter(|(_, container)| !container.is_empty())?;
        let mut path = self.content_path();
        path.extend(container.iter().cloned());
        let node = self.root.at(&path).filter(|node| node.map.is_none())?;
        if !node.is_documented() && node.members.is_empty() {
            return None;
        }
        path.push(Step::Key(name.into()));
        Some(path)
    }
}
