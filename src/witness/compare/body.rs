//! Bodies: the rows at their places against the schema, place by place.

use std::collections::BTreeSet;

use super::context::{Context, Era, shown};
use super::member::Member;
use super::view::View;
use crate::reference::{Direction, OperationId, Types};
use crate::shape::{Body, Key, Node, Placed, Why};
use crate::version::Window;

/// A body of the text, and the node in it that stands at a place.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) operation: OperationId,
    pub(super) body: &'a Body,
    pub(super) node: &'a Node,
}

/// The comparison of the bodies of one operation, in one direction.
pub(super) struct Bodies<'c, 'a> {
    pub(super) context: &'c mut Context<'a>,
    pub(super) direction: Direction,
    /// The operations of the text that share the operation of the specification.
    pub(super) operations: Vec<OperationId>,
    pub(super) era: Option<Era>,
    /// Names of rows whose place in the body is a guess.
    pub(super) guessed: BTreeSet<String>,
    /// Keys that the schema has anywhere.
    pub(super) keys: BTreeSet<&'a str>,
    /// The key that asks for the action.
    pub(super) action: Option<&'a str>,
}

/// A key in the text.
pub(super) struct Said<'a, 'h> {
    pub(super) path: String,
    pub(super) here: &'h [Here<'a>],
    pub(super) placed: Vec<&'a Placed>,
    /// What samples show at the place.
    pub(super) seen: Types,
    pub(super) samples: usize,
    /// How many objects around it the samples show, and how many of these have it.
    pub(super) around: usize,
    pub(super) count: usize,
    /// In how many bodies the text has what is around it.
    pub(super) forms: usize,
}

impl<'a> Bodies<'_, 'a> {
    /// Compares all that is below a place: keys, items, values of a map.
    pub(super) fn inside(&mut self, path: &str, here: &[Here<'a>], view: &View<'a>, clamp: Window) {
        let below = |step: &dyn Fn(&'a Node) -> Option<&'a Node>| -> Vec<Here<'a>> {
            here.iter().filter_map(|one| Some(Here { node: step(one.node)?, ..*one })).collect()
        };
        let items = below(&|node| node.items.as_deref());
        if !items.is_empty() {
            self.inside(&format!("{path}[]"), &items, &view.items(), clamp);
        }
        let values = below(&|node| node.values.as_deref());
        if !values.is_empty() {
            self.inside(&format!("{path}.*"), &values, &view.values_of_map(), clamp);
        }
        let is_map = here.iter().any(|one| one.node.map.is_some() || one.node.values.is_some());
        let types = view.types();
        if !is_map && !view.ways.is_empty() && (types.is_none() || types.has(Types::OBJECT)) {
            self.members(path, here, view, clamp);
        }
    }

    fn members(&mut self, path: &str, here: &[Here<'a>], view: &View<'a>, clamp: Window) {
        let mut documented: Vec<&'a Key> = Vec::new();
        for (key, node) in here.iter().flat_map(|one| &one.node.members) {
            if node.is_documented() && !documented.contains(&key) {
                documented.push(key);
            }
        }
        let mut misspelt: Vec<&'a str> = Vec::new();
        for key in &documented {
            let children: Vec<Here<'a>> = here
                .iter()
                .filter_map(|one| Some(Here { node: one.node.members.get(key.as_str())?, ..*one }))
                .collect();
            let said = said(join(path, key), here, &children);
            match view.member(key) {
                Some(member) => {
                    self.context.coverage.properties.count(true);
                    self.member(&said, &member, view, clamp);
                }
                None => {
                    let meant = Self::meant(key, here, view, &documented);
                    let is_told = self.unknown(&said, key, view, meant);
                    if is_told {
                        misspelt.extend(meant.map(|(meant, _)| meant));
                    }
                    if view.is_closed() {
                        self.state(&said, "no such key", !is_told);
                    }
                }
            }
        }
        let own = |node: &Node| node.is_declared() && node.rows.iter().any(|row| row.why != Why::Shared);
        let lists = here.iter().any(|one| one.node.members.values().any(own));
        let takes_more = here.iter().any(|one| one.node.is_open() || !one.node.patterns.is_empty());
        if lists && !takes_more {
            self.undocumented(path, here, view, (&documented, &misspelt));
        }
    }

    /// Compares a key that both have.
    fn member(&mut self, said: &Said<'a, '_>, member: &Member<'a>, around: &View<'a>, clamp: Window) {
        let before = self.context.found.len();
        let clamp = self.window(said, member, around, clamp);
        let is_alike = self.types(said, member);
        if is_alike && !said.placed.is_empty() {
            self.null(said, member);
            self.values(said, member);
        }
        // What is optional may only be so because some versions lack it.
        let is_dated = said.placed.iter().any(|placed| !placed.window.is_all())
            || (!around.has_versions() && member.window != around.window());
        let is_required = said.placed.iter().all(|placed| placed.required);
        if !is_dated || (is_required && (member.required || around.has_versions())) {
            self.required(said, member, around);
        }
        self.state(said, &self.words(member), self.context.found.len() == before);
        if is_alike {
            self.inside(&said.path, said.here, &member.view, clamp);
        }
    }

    /// Notes what the specification says beside the rows of a key.
    fn state(&mut self, said: &Said<'a, '_>, words: &str, agrees: bool) {
        for placed in &said.placed {
            self.context.statements.note((placed.operation, placed.row), words.to_owned(), agrees);
        }
    }

    /// What the specification says of a key, in a few words.
    fn words(&self, member: &Member<'a>) -> String {
        let mut words = shown(member.view.types());
        if member.view.takes_null() && member.view.types() != Types::NULL {
            words.push_str(" or null");
        }
        if member.required && member.is_clear {
            words.push_str(", required");
        }
        if !member.window.is_all() {
            words.push_str(&format!(", {}", member.window));
        }
        words
    }
}

fn said<'a, 'h>(path: String, around: &[Here<'a>], here: &'h [Here<'a>]) -> Said<'a, 'h> {
    let rows = here.iter().flat_map(|one| &one.node.rows);
    let is_object = |one: &&Here<'a>| one.node.seen.types.has(Types::OBJECT);
    Said {
        path,
        here,
        placed: rows.filter(|placed| placed.why != Why::Shared).collect(),
        seen: here.iter().fold(Types::NONE, |all, one| all.or(one.node.seen.types)),
        samples: here.iter().map(|one| one.node.seen.samples).sum(),
        around: around.iter().filter(is_object).map(|one| one.node.seen.count).sum(),
        count: here.iter().map(|one| one.node.seen.count).sum(),
        forms: around.len(),
    }
}

impl Said<'_, '_> {
    /// What the samples show.
    pub(super) fn shows(&self) -> String {
        match self.seen.is_none() {
            true => "do not show it".to_owned(),
            false => format!("{} show {}", self.samples.max(1), self.seen),
        }
    }
}

/// Is the place of such a row a guess?
pub(super) fn is_guess(why: Why) -> bool {
    matches!(why, Why::Assumed | Why::Sibling | Why::Nearest)
}

pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
