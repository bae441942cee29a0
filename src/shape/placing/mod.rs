//! Where each row of a table stands in the tree of its body.

mod about;
mod absent;
mod again;
mod body_row;
mod dotted;
mod examples;
mod map_rows;
mod maps;
mod paths;
mod patterns;
mod rounds;
mod sections;
mod shared;
mod shown;
mod younger;

use std::collections::BTreeSet;

use smallvec::SmallVec;

use self::paths::Paths;
use super::form::Form;
use super::node::{Key, Node, Pattern, Placed, Step};
use super::prose::{Prose, Proses};
use super::siblings::Places;
use super::walk::Part;
use super::why::Why;
use super::word::same_but_number;
use super::wrapper::{self, Wrapper};
use crate::collections::HashMap;
use crate::reference::{
    Definition, DefinitionId, Direction, Location, Operation, OperationId, Reference, Row, RowId, Types,
};
use crate::version::Window;

/// What the tree of a body is made from.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub(super) reference: &'a Reference,
    pub(super) proses: &'a Proses,
    pub(super) number: OperationId,
    pub(super) operation: &'a Operation,
    pub(super) direction: Direction,
    /// Of several forms of the body the one that is meant.
    pub(super) form: &'a Form,
    /// What the other direction shows, then what other operations on the same resource show.
    pub(super) siblings: Option<[&'a Places; 2]>,
}

/// A row whose name only nearly equals a key of the samples.
#[derive(Debug, Clone)]
pub(crate) struct SimilarKey {
    /// The row.
    pub row: RowId,
    /// The key.
    pub key: Key,
}

/// The rows of a body on their way to their places.
pub(super) struct Placing<'a> {
    pub(super) input: Input<'a>,
    pub(super) rows: Vec<RowToPlace<'a>>,
    pub(super) root: Node,
    /// The path to the object that holds everything: empty, or through the items of a bare array.
    pub(super) base: Vec<Step>,
    pub(super) wrapper: Option<Wrapper>,
    /// The segments of dotted names that have a member below them.
    pub(super) parents: BTreeSet<&'a str>,
    /// Names that only some of several requests in one operation have.
    sometimes: BTreeSet<&'a str>,
    /// Where rows went, by their position in `rows`.
    paths: Paths,
    /// Rows that stand for the keys and values of a map.
    map_rows: Vec<map_rows::MapRow>,
    /// Rows that are younger than the samples: what samples show under their names is another thing.
    younger: Vec<usize>,
    /// Tables that list what is in objects after the objects, without a path.
    flattened: BTreeSet<usize>,
    /// Rows of several things with one name that share the one place where samples show it: at most one of them
    /// is right there.
    crowded: BTreeSet<usize>,
    /// Rows of which nobody knows in which object they are: nothing lacks them.
    adrift: BTreeSet<usize>,
    pub(super) near: Vec<SimilarKey>,
    /// Rows that fit nowhere: the body is a map of data.
    pub(super) homeless: Vec<RowId>,
}

/// A row with its definition.
pub(super) struct RowToPlace<'a> {
    pub(super) id: RowId,
    pub(super) row: &'a Row,
    pub(super) definition: Option<&'a Definition>,
    pub(super) pattern: Option<Pattern>,
}

impl RowToPlace<'_> {
    pub(super) fn types(&self) -> Types {
        self.definition.map(|definition| definition.kind.types).unwrap_or_default()
    }
}

/// A path and one more step.
fn path_below(path: &[Step], step: Step) -> Vec<Step> {
    let mut inner = Vec::with_capacity(path.len() + 1);
    inner.extend_from_slice(path);
    inner.push(step);
    inner
}

/// Where samples show each key, shallowest first.
pub(super) type Positions = HashMap<Key, SmallVec<[Vec<Step>; 1]>>;

impl<'a> Placing<'a> {
    pub(super) fn new(input: Input<'a>, root: Node) -> Self {
        let rows: Vec<RowToPlace<'a>> = input
            .operation
            .rows
            .entries()
            .filter(|(_, row)| input.operation.is_of(row, input.direction) && row.location == Location::Body)
            .filter(|(_, row)| input.form.holds(row))
            .map(|(id, row)| RowToPlace {
                id,
                row,
                definition: input.reference.definition(row),
                pattern: Pattern::parse(&row.name),
            })
            .collect();
        let parents = rows.iter().flat_map(|entry| dotted::parents(&entry.row.name)).collect();
        // A bare array: what it holds is the body.
        let mut base = Vec::new();
        let mut node = &root;
        while let (Some(items), true) = (node.items.as_deref(), node.members.is_empty()) {
            base.push(Step::Item);
            node = items;
        }
        Self {
            input,
            sometimes: rounds::in_some_rounds(input.operation, input.direction, &rows),
            rows,
            root,
            base,
            wrapper: None,
            parents,
            paths: Paths::default(),
            map_rows: Vec::new(),
            younger: Vec::new(),
            flattened: BTreeSet::new(),
            crowded: BTreeSet::new(),
            adrift: BTreeSet::new(),
            near: Vec::new(),
            homeless: Vec::new(),
        }
    }

    pub(super) fn has_rows(&self) -> bool {
        !self.rows.is_empty()
    }

    /// Puts every row at its place. What is surest comes first: keys that samples show, then what titles and
    /// dotted names say, then names that are nearly right, and last the rows that nothing shows.
    pub(super) fn place(&mut self) {
        self.find_body_row();
        // A body that is a map has no wrapper.
        self.find_map_rows();
        self.find_wrapper();
        // Nothing is placed below a map, so maps are found before any row is placed.
        let positions = self.find_maps();
        self.place_wrapper(&positions);
        self.place_root_key(&positions);
        self.place_map_rows(&positions);
        self.place_patterns(&positions);
        self.place_shown_sections(&positions);
        self.younger = self.younger_rows(&positions);
        self.place_shown(&positions);
        self.place_sections();
        self.place_dotted(true);
        self.place_further_keys();
        self.place_near();
        self.place_absent();
        self.show_examples();
        // Dotted rows that no sample shows need the plain rows that lead to them.
        self.place_dotted(false);
        self.imply();
        self.share(&positions);
        self.find_maps_without_samples();
    }

    /// A section about some versions may list only what is in an object whose own row stands in the section
    /// about others.
    fn imply(&mut self) {
        let operation = self.input.operation;
        let section = |row: RowId| operation.tables.get(operation.rows[row].table).map(|table| table.window);
        let mut implied: Vec<(Vec<Step>, Window)> = Vec::new();
        for (at, path) in self.paths.iter().filter(|(at, _)| dotted::is_path(self.name(*at))) {
            let Some(entry) = self.rows.get(at) else { continue };
            let (own, window) = (section(entry.id), entry.row.window);
            let is_apart = |placed: &Placed| {
                let sections = own.zip(section(placed.row));
                !placed.window.overlaps(window) && sections.is_some_and(|(one, other)| !one.overlaps(other))
            };
            for length in 1..path.len() {
                let Some(outer) = path.get(..length) else { continue };
                if self
                    .root
                    .at(outer)
                    .is_some_and(|node| node.is_declared() && node.rows.iter().all(is_apart))
                {
                    implied.push((outer.to_vec(), window));
                }
            }
        }
        for (path, window) in implied {
            let node = self.root.at_mut(&path);
            if !node.implied.contains(&window) {
                node.implied.push(window);
            }
        }
    }

    fn find_wrapper(&mut self) {
        let names: Vec<&str> = self.rows.iter().map(|entry| entry.row.name.as_str()).collect();
        let shown = !self.root.members.is_empty();
        self.wrapper = if self.root.is_declared() {
            None
        } else if shown {
            wrapper::find(&self.root, &names, &self.votes_for_wrapper())
        } else if self.base.is_empty() && self.root.seen.count == 0 {
            self.assumed_wrapper().map(|key| Wrapper { key: key.into() })
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
    pub(super) fn positions(&self) -> Positions {
        let mut positions = Positions::default();
        let mut level: Vec<(Vec<Step>, &Node)> = vec![(Vec::new(), &self.root)];
        while !level.is_empty() {
            let mut next = Vec::new();
            for (path, node) in level {
                for (part, child) in node.children().filter(|(part, _)| *part != Part::Values) {
                    let Some(step) = part.step() else { continue };
                    let inner = path_below(&path, step);
                    if child.holds_something() {
                        next.push((inner.clone(), child));
                    }
                    if let Part::Member(key) = part {
                        positions.entry(key.clone()).or_default().push(inner);
                    }
                }
            }
            level = next;
        }
        positions
    }

    pub(super) fn content_path(&self) -> Vec<Step> {
        match &self.wrapper {
            Some(wrapper) => wrapper.content_path(&self.root),
            None => self.base.clone(),
        }
    }

    /// Is that the path to what holds the content?
    pub(super) fn is_content(&self, path: &[Step]) -> bool {
        self.wrapper.as_ref().map_or(path == self.base, |wrapper| wrapper.holds(path, &self.root))
    }

    pub(super) fn through_arrays(&self, mut path: Vec<Step>) -> Vec<Step> {
        let mut node = self.root.at(&path);
        while let Some(items) =
            node.filter(|node| node.members.is_empty()).and_then(|node| node.items.as_deref())
        {
            path.push(Step::Item);
            node = Some(items);
        }
        path
    }

    pub(super) fn is_array(&self, node: &Node) -> bool {
        node.seen.types.has(Types::ARRAY)
            || node
                .rows
                .iter()
                .filter_map(|placed| Some(&self.input.reference.definitions[placed.definition?]))
                .any(|definition| definition.kind.types == Types::ARRAY)
    }

    /// Rows without a place, in the order of the tables.
    pub(super) fn open(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.rows.len()).filter(|at| !self.paths.has(*at))
    }

    pub(super) fn name(&self, at: usize) -> &str {
        self.rows.get(at).map_or("", |entry| entry.row.name.as_str())
    }

    pub(super) fn is_shallow(&self, path: &[Step]) -> bool {
        let container = path.split_last().map(|(_, rest)| rest).unwrap_or_default();
        container == self.base.as_slice() || self.is_content(container)
    }

    /// What the description of a definition says.
    pub(super) fn prose(&self, definition: DefinitionId) -> &'a Prose {
        self.input.proses.of(self.input.reference, definition)
    }

    pub(super) fn placed(&self, at: usize, why: Why) -> Option<Placed> {
        let entry = self.rows.get(at)?;
        let since = entry.row.definition.and_then(|at| self.prose(at).required_since);
        Some(Placed {
            operation: self.input.number,
            row: entry.id,
            definition: entry.row.definition,
            window: entry.row.window,
            required: entry.definition.is_some_and(|definition| definition.required)
                && !self.sometimes.contains(entry.row.name.as_str())
                && !self.adrift.contains(&at),
            required_in: entry.row.window.intersect(Window { min: since, max: None }),
            why,
        })
    }

    pub(super) fn put(&mut self, at: usize, path: Vec<Step>, why: Why) {
        if let Some(placed) = self.placed(at, why) {
            let node = self.root.at_mut(&path);
            if !node.rows.iter().any(|known| {
                known.definition == placed.definition
                    && known.definition.is_some()
                    && known.window == placed.window
            }) {
                node.declare(placed);
            }
        }
        self.paths.insert(at, path);
    }
}
