//! Tables that were copied as a whole from another operation, whose body holds that of this one.

use std::collections::BTreeSet;

use serde_json::Value;

use super::drift::Drift;
use crate::collections::HashMap;
use crate::reference::{Direction, Location, Operation, OperationId, Reference, RowId};
use crate::shape::{Body, Node, Part, Shapes};

/// Tables with fewer rows are alike by chance.
const FEWEST: usize = 3;

/// Names and entries of the rows of a table.
type Table<'a> = Vec<(&'a str, &'a str)>;

/// The operations whose samples show all rows of their table, by direction and table.
#[derive(Debug, Default)]
pub(super) struct Copied<'a>(HashMap<(Direction, Table<'a>), Vec<OperationId>>);

impl<'a> Copied<'a> {
    /// Looks at all tables.
    pub(super) fn of(reference: &'a Reference, shapes: &Shapes) -> Self {
        let mut whole = Self::default();
        for (number, operation) in reference.operations.entries() {
            for (direction, body) in shapes.bodies[number].all() {
                let table = table(operation, direction);
                if table.len() >= FEWEST && shows_all(operation, number, direction, body) {
                    whole.0.entry((direction, table)).or_default().push(number);
                }
            }
        }
        whole
    }

    /// The operation with the same table as that of the drift, whose body shows all of it, and below other
    /// keys what this sample has outermost.
    pub(super) fn from(&self, reference: &Reference, shapes: &Shapes, drift: &Drift) -> Option<OperationId> {
        let own = &reference.operations[drift.operation];
        let others = self.0.get(&(drift.direction, table(own, drift.direction)))?;
        let sample = reference.samples[drift.file].value.as_ref().and_then(Value::as_object)?;
        let is_part = |body: &Body| {
            !sample.is_empty()
                && sample
                    .keys()
                    .all(|key| !body.node.members.contains_key(key.as_str()) && stands_below(&body.node, key))
        };
        let is_it = |number: &OperationId| {
            *number != drift.operation && shapes.bodies[*number].of(drift.direction).iter().any(is_part)
        };
        let nearest = |number: &OperationId| {
            let other = &reference.operations[*number];
            (other.method != own.method, other.template.written().len())
        };
        others.iter().copied().filter(is_it).min_by_key(nearest)
    }
}

fn table(operation: &Operation, direction: Direction) -> Table<'_> {
    let rows = operation.rows_of(direction).filter(|row| row.location == Location::Body);
    rows.map(|row| (row.name.as_str(), row.reference.as_str())).collect()
}

/// Do the samples of the body show every row of the table?
fn shows_all(operation: &Operation, number: OperationId, direction: Direction, body: &Body) -> bool {
    let mut shown = BTreeSet::new();
    note(&body.node, number, &mut shown);
    let is_row = |at: RowId| {
        let row = &operation.rows[at];
        row.direction == Some(direction) && row.location == Location::Body
    };
    operation.rows.entries().map(|(at, _)| at).filter(|at| is_row(*at)).all(|at| shown.contains(&at))
}

fn note(node: &Node, number: OperationId, shown: &mut BTreeSet<RowId>) {
    if node.seen.count > 0 {
        shown.extend(node.rows.iter().filter(|placed| placed.operation == number).map(|placed| placed.row));
    }
    for (_, child) in node.children() {
        note(child, number, shown);
    }
}

/// Does a row describe the key somewhere in the tree?
fn stands_below(node: &Node, key: &str) -> bool {
    node.children().any(|(part, child)| {
        matches!(part, Part::Member(name) if name == key && child.is_declared()) || stands_below(child, key)
    })
}
