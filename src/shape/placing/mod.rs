//! Where each row of a table stands in the tree of its body.

mod absent;
mod dotted;
mod maps;
mod patterns;
mod sections;
mod shown;

use std::collections::{BTreeMap, HashMap};

use super::node::{Node, Pattern, Placed, Step, Why};
use super::prose::Proses;
use super::siblings::Siblings;
use super::word::{after_prefix, folded, same_but_number};
use super::wrapper::{self, Wrapper};
use crate::reference::{Definition, Direction, Location, Operation, Reference, Row, Types};

/// What the tree of a body is made from.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub(super) reference: &'a Reference,
    pub(super) proses: &'a Proses,
    pub(super) number: usize,
    pub(super) operation: &'a Operation,
    pub(super) direction: Direction,
    /// What other operations on the same resource show.
    pub(super) siblings: Option<&'a Siblings>,
}

/// A row whose name only nearly equals a key of the samples.
#[derive(Debug, Clone)]
pub struct Near {
    /// Index of the row in its operation.
    pub row: usize,
    /// The key.
    pub key: String,
}

/// The rows of a body on their way to their places.
pub(super) struct Placing<'a> {
    input: Input<'a>,
    rows: Vec<Entry<'a>>,
    pub(super) root: Node,
    /// The path to the object that holds everything: empty, or through the items of a bare array.
    base: Vec<Step>,
    pub(super) wrapper: Option<Wrapper>,
    /// Where rows went, by their position in `rows`.
    paths: BTreeMap<usize, Vec<Step>>,
    pub(super) near: Vec<Near>,
    /// Rows that fit nowhere: the body is a map of data.
    pub(super) homeless: Vec<usize>,
}

struct Entry<'a> {
    index: usize,
    row: &'a Row,
    definition: Option<&'a Definition>,
    pattern: Option<Pattern>,
}

impl Entry<'_> {
    fn types(&self) -> Types {
        self.definition.map(|definition| definition.kind.types).unwrap_or_default()
    }
}

type Positions = HashMap<String, Vec<Vec<Step>>>;

impl<'a> Placing<'a> {
    pub(super) fn new(input: Input<'a>, root: Node) -> Self {
        let rows = input
            .operation
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.direction == Some(input.direction) && row.location == Location::Body)
            .map(|(index, row)| Entry {
                index,
                row,
                definition: input.reference.definition(row),
                pattern: Pattern::parse(&row.name),
            })
            .collect();
        let mut base = Vec::new();
        let mut node = &root;
        while let (Some(items), true) = (node.items.as_deref(), node.members.is_empty()) {
            base.push(Step::Item);
            node = items;
        }
        Self {
            input,
            rows,
            root,
            base,
            wrapper: None,
            paths: BTreeMap::new(),
            near: Vec::new(),
            homeless: Vec::new(),
        }
    }

    pub(super) fn has_rows(&self) -> bool {
        !self.rows.is_empty()
    }

    /// Puts every row at its place.
    pub(super) fn place(&mut self) {
        self.find_wrapper();
        self.find_maps();
        let positions = self.positions();
        self.place_wrapper(&positions);
        self.place_patterns(&positions);
        self.place_shown(&positions);
        self.place_sections();
        self.place_dotted(true);
        self.place_near();
        self.place_absent();
        self.show_examples();
        self.place_dotted(false);
        self.share(&positions);
        self.find_maps_without_samples();
    }

    fn find_wrapper(&mut self) {
        let names: Vec<&str> = self.rows.iter().map(|entry| entry.row.name.as_str()).collect();
        let shown = !self.root.members.is_empty();
        self.wrapper = if shown {
            wrapper::find(&self.root, &names)
        } else if self.base.is_empty() && self.root.seen.count == 0 {
            self.assumed_wrapper().map(|key| Wrapper { key })
        } else {
            None
        };
    }

    fn assumed_wrapper(&self) -> Option<String> {
        let last = self.input.operation.template.last_literal();
        // A row called like the resource is its wrapper even where its entry says another type.
        let is_resource = |name: &str| last.is_some_and(|last| same_but_number(name, last));
        let containers: Vec<&str> = self
            .rows
            .iter()
            .filter(|entry| {
                entry.types().meets(Types::CONTAINERS)
                    || entry.types().is_none()
                    || entry.types().has(Types::NULL)
                    || is_resource(&entry.row.name)
            })
            .map(|entry| entry.row.name.as_str())
            .collect();
        wrapper::assumed(&containers, last, &self.input.operation.title).map(str::to_owned)
    }

    /// Where samples show each key, shallowest first; nothing below maps.
    fn positions(&self) -> Positions {
        let mut positions = Positions::new();
        let mut level: Vec<(Vec<Step>, &Node)> = vec![(Vec::new(), &self.root)];
        while !level.is_empty() {
            let mut next = Vec::new();
            for (path, node) in level {
                for (key, member) in &node.members {
                    let mut inner = path.clone();
                    inner.push(Step::Key(key.clone()));
                    positions.entry(key.clone()).or_default().push(inner.clone());
                    next.push((inner, member));
                }
                if let Some(items) = &node.items {
                    let mut inner = path;
                    inner.push(Step::Item);
                    next.push((inner, items));
                }
            }
            level = next;
        }
        positions
    }

    fn content_path(&self) -> Vec<Step> {
        match &self.wrapper {
            Some(wrapper) => wrapper.content_path(&self.root),
            None => self.base.clone(),
        }
    }

    fn place_wrapper(&mut self, positions: &Positions) {
        let Some(wrapper) = self.wrapper.clone() else { return };
        let path = wrapper.path();
        let exact: Vec<usize> = self.open().filter(|at| self.name(*at) == wrapper.key).collect();
        let found = if exact.is_empty() {
            let by_number = self.open().find(|at| {
                let types = self.rows.get(*at).map(Entry::types).unwrap_or_default();
                same_but_number(self.name(*at), &wrapper.key)
                    && !positions.contains_key(self.name(*at))
                    && (types.meets(Types::CONTAINERS) || types.is_none())
            });
            by_number.map(|at| vec![(at, Why::WrapperByNumber)]).unwrap_or_default()
        } else {
            // Rows of the wrapper's name that belong deeper are told apart by windows only, so they all are it.
            exact.into_iter().take_while(|_| true).map(|at| (at, Why::Wrapper)).collect()
        };
        let repeated = positions.get(&wrapper.key).is_some_and(|hits| hits.len() > 1);
        let keep = if repeated { 1 } else { found.len() };
        for (at, why) in found.into_iter().take(keep) {
            self.put(at, path.clone(), why);
        }
        let node = self.root.at_mut(&path);
        node.structural = node.rows.is_empty();
    }

    fn through_arrays(&self, mut path: Vec<Step>) -> Vec<Step> {
        let mut node = self.root.at(&path);
        while let Some(items) =
            node.filter(|node| node.members.is_empty()).and_then(|node| node.items.as_deref())
        {
            path.push(Step::Item);
            node = Some(items);
        }
        path
    }

    fn is_array(&self, node: &Node) -> bool {
        node.seen.types.has(Types::ARRAY)
            || node
                .rows
                .iter()
                .filter_map(|placed| self.input.reference.definitions.get(placed.definition?))
                .any(|definition| definition.kind.types == Types::ARRAY)
    }

    // ---- small questions -------------------------------------------------

    /// Rows without a place, in the order of the tables.
    fn open(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.rows.len()).filter(|at| !self.paths.contains_key(at))
    }

    fn name(&self, at: usize) -> &str {
        self.rows.get(at).map_or("", |entry| entry.row.name.as_str())
    }

    /// Open rows of equal name, by first appearance.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for at in self.open() {
            let slot = *known.entry(self.name(at)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(slot) {
                group.push(at);
            }
        }
        groups
    }

    /// Do the rows stand for one thing: the same entry, or windows that never meet?
    fn are_alternatives(&self, rows: &[usize]) -> bool {
        let entries: Vec<&Row> = rows.iter().filter_map(|at| Some(self.rows.get(*at)?.row)).collect();
        entries.iter().enumerate().all(|(at, one)| {
            entries
                .iter()
                .skip(at + 1)
                .all(|other| one.definition == other.definition || !one.window.overlaps(other.window))
        })
    }

    fn is_shallow(&self, path: &[Step]) -> bool {
        let container = path.split_last().map(|(_, rest)| rest).unwrap_or_default();
        container == self.base.as_slice() || container == self.content_path().as_slice()
    }

    fn is_placed_at(&self, path: &[Step]) -> bool {
        self.root.at(path).is_some_and(Node::is_declared)
    }

    fn why(&self, path: &[Step]) -> Why {
        let container = path.split_last().map(|(_, rest)| rest).unwrap_or_default();
        if container == self.base.as_slice() {
            Why::Root
        } else if container == self.content_path().as_slice() {
            Why::InWrapper
        } else {
            Why::Deeper
        }
    }

    fn placed(&self, at: usize, why: Why) -> Option<Placed> {
        let entry = self.rows.get(at)?;
        Some(Placed {
            operation: self.input.number,
            row: entry.index,
            definition: entry.row.definition,
            window: entry.row.window,
            required: entry.definition.is_some_and(|definition| definition.required),
            why,
        })
    }

    fn put(&mut self, at: usize, path: Vec<Step>, why: Why) {
        if let Some(placed) = self.placed(at, why) {
            let node = self.root.at_mut(&path);
            if !node.rows.iter().any(|known| {
                known.definition == placed.definition
                    && known.definition.is_some()
                    && known.window == placed.window
            }) {
                node.rows.push(placed);
            }
        }
        self.paths.insert(at, path);
    }
}

fn is_near(key: &str, name: &str) -> bool {
    let prefixed = key.contains(':') || name.contains(':');
    folded(key) == folded(name) || (prefixed && after_prefix(key) == after_prefix(name))
}
