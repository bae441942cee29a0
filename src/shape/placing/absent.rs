//! Rows that no sample shows.

use super::super::node::{EXAMPLE, Step, Why};
use super::super::wrapper;
use super::{Entry, Near, Placing, is_near};
use crate::reference::Types;

impl Placing<'_> {
    /// The same name but for `-`, `_`, case or a prefix before `:`.
    pub(super) fn place_near(&mut self) {
        let rows: Vec<usize> = self.open().filter(|at| !self.name(*at).contains('.')).collect();
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
                    self.near.push(Near { row: entry.index, key });
                }
            }
        }
    }

    /// Rows that no sample shows.
    pub(super) fn place_absent(&mut self) {
        let rows: Vec<usize> = self.open().filter(|at| !self.name(*at).contains('.')).collect();
        for at in rows {
            let name = self.name(at).to_owned();
            if let Some(path) = self.sibling_path(&name) {
                self.put(at, path, Why::Sibling);
                continue;
            }
            if let Some(mut path) = self.namesake(&name) {
                path.push(Step::Key(name));
                self.put(at, path, Why::Beside);
                continue;
            }
            let content = self.content_path();
            let is_list = content.last() == Some(&Step::Item);
            let mut path = if self.wrapper.is_some() && wrapper::is_beside(&name) && is_list {
                self.base.clone()
            } else {
                content
            };
            if self.root.at(&path).is_some_and(|node| node.map.is_some()) {
                if let Some(entry) = self.rows.get(at) {
                    self.homeless.push(entry.index);
                }
                self.paths.insert(at, path);
                continue;
            }
            path = self.listed_items(path);
            path.push(Step::Key(name));
            self.put(at, path, Why::Assumed);
        }
    }

    /// The object that holds a key with the same name after another prefix (`OS-X:hints` beside `os:hints`): two spellings of one thing stand
    /// at one place.
    pub(super) fn namesake(&self, name: &str) -> Option<Vec<Step>> {
        let (_, suffix) = name.rsplit_once(':')?;
        [self.base.clone(), self.content_path()].into_iter().find(|container| {
            self.root.at(container).is_some_and(|node| {
                node.members.iter().any(|(key, member)| {
                    key != name
                        && member.is_declared()
                        && key.rsplit_once(':').is_some_and(|(_, other)| other == suffix)
                })
            })
        })
    }

    /// An example in the description of a row shows what samples leave open.
    pub(super) fn show_examples(&mut self) {
        let paths: Vec<(usize, Vec<Step>)> =
            self.paths.iter().map(|(at, path)| (*at, path.clone())).collect();
        for (at, path) in paths {
            let definition = self.rows.get(at).and_then(|entry| entry.row.definition);
            let Some(example) =
                definition.and_then(|at| self.input.proses.of(self.input.reference, at).example.as_ref())
            else {
                continue;
            };
            let name = self.name(at);
            // An example may show the key together with its value.
            let value = example
                .get(name)
                .filter(|_| example.as_object().is_some_and(|members| members.len() == 1))
                .unwrap_or(example);
            let types = Types::of(value);
            let declared = self.rows.get(at).map(Entry::types).unwrap_or_default();
            if let Some(node) =
                self.root.at(&path).filter(|node| node.map.is_none() && node.content().members.is_empty())
            {
                let fits = node.seen.types.is_none() || node.seen.types.without(Types::NULL).has(types);
                if fits && (declared.is_none() || declared.has(types)) {
                    self.root.at_mut(&path).observe(value, EXAMPLE, "");
                }
            }
        }
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

    pub(super) fn sibling_path(&self, name: &str) -> Option<Vec<Step>> {
        let relative = self.input.siblings?.find(self.input.operation, name)?;
        let (last, container) = relative.split_last()?;
        let mut path = self.content_path();
        path.extend(container.iter().cloned());
        // Only into what this body has too.
        let node = self.root.at(&path).filter(|node| node.map.is_none())?;
        let deeper = !container.is_empty();
        (!deeper || node.is_documented() || !node.members.is_empty())
            .then(|| {
                path.push(last.clone());
                path
            })
            .filter(|_| deeper)
    }
}
