//! Rows that no sample shows at their own name.

use super::super::node::{Key, Step};
use super::super::why::Why;
use super::super::word::is_near;
use super::super::wrapper;
use super::dotted::is_path;
use super::{Near, Placing};
use crate::collections::HashMap;

impl Placing<'_> {
    /// The same name but for `-`, `_`, case or a prefix before `:`, beside a key that no row declares: a slip of the pen, not another thing.
    pub(super) fn place_near(&mut self) {
        let rows: Vec<usize> = self.open().filter(|at| !is_path(self.name(*at))).collect();
        for at in rows {
            let name = self.name(at).to_owned();
            let found = [self.content_path(), self.base.clone()].into_iter().find_map(|container| {
                let node = self.root.at(&container)?;
                let key = node
                    .members
                    .iter()
                    .find(|(key, member)| !member.is_declared() && is_near(key, &name))?
                    .0
                    .clone();
                Some((container, key))
            });
            if let Some((mut path, key)) = found {
                path.push(Step::Key(key.clone()));
                self.put(at, path, Why::NearName);
                if let Some(entry) = self.rows.get(at) {
                    self.near.push(Near { row: entry.id, key });
                }
            }
        }
    }

    /// Rows that no sample of this operation shows.
    pub(super) fn place_absent(&mut self) {
        self.place_in_maps();
        let mut rows: Vec<usize> = self.open().filter(|at| !is_path(self.name(*at))).collect();
        // Objects come before what is in them.
        rows.sort_by_key(|at| self.known_elsewhere(self.name(*at)).map_or(0, <[Step]>::len));
        for at in rows {
            self.place_without_sample(at);
        }
    }

    /// Rows whose names are keys of all values of a map, and stand nowhere else.
    fn place_in_maps(&mut self) {
        if self.open().next().is_none() {
            return;
        }
        let mut free: HashMap<Key, Vec<Step>> = HashMap::default();
        for (path, values) in self.maps() {
            let keys = values.members.iter().filter(|(_, member)| {
                member.seen.count > 0 && member.seen.count == values.seen.count && !member.is_declared()
            });
            for (key, _) in keys {
                free.entry(key.clone()).or_insert_with(|| path.clone());
            }
        }
        if free.is_empty() {
            return;
        }
        for at in self.open().collect::<Vec<_>>() {
            if let Some(mut path) = free.remove(self.name(at)) {
                path.push(Step::Key(self.name(at).into()));
                self.put(at, path, Why::InValues);
            }
        }
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

    /// Nothing says where the row stands: under the wrapper if there is one, else at the root; what goes beside a list (`*_links`, `count`) beside
    /// it. Under a map of data there is no place for it.
    fn assume(&mut self, at: usize, name: String) {
        let content = self.content_path();
        let is_list = self.wrapper.is_some() && content.last() == Some(&Step::Item);
        let path = if is_list && wrapper::is_beside(&name) { self.base.clone() } else { content };
        if self.root.at(&path).is_some_and(|node| node.map.is_some()) {
            self.homeless.extend(self.rows.get(at).map(|entry| entry.id));
            self.paths.insert(at, path);
            return;
        }
        let mut path = self.listed_items(path);
        path.push(Step::Key(name.into()));
        self.put(at, path, Why::Assumed);
    }

    /// Beside a key with the same name after another prefix (`OS-X:hints` beside `os:hints`): two spellings of one thing stand at one place.
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

    /// Where the other direction of the operation shows the name, else other operations on the resource: below the content of the wrapper.
    fn known_elsewhere(&self, name: &str) -> Option<&[Step]> {
        self.input.siblings?.into_iter().find_map(|places| places.get(name)).map(Vec::as_slice)
    }

    /// The deeper place that other bodies of the resource have for the name, if this body has the object around it too.
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
