use super::View;
use crate::collections::Arena;
use crate::reference::{Direction, Document, Location, Operation, OperationId, Reference, RowId, SampleFile};
use crate::shape::{Node, Shapes};

/// How much of a reference reached a document, counted as it was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Emissions {
    /// `rest_method` directives.
    pub operations: usize,
    /// Rows of tables.
    pub rows: usize,
    /// Status codes.
    pub codes: usize,
    /// Samples.
    pub samples: usize,
}

impl Emissions {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            operations: self.operations + other.operations,
            rows: self.rows + other.rows,
            codes: self.codes + other.codes,
            samples: self.samples + other.samples,
        }
    }
}

/// Counts what a document holds in a view. An operation that stands twice is held once and counts twice.
pub(super) fn count(reference: &Reference, shapes: &Shapes, document: &Document, view: View) -> Emissions {
    let mut all = Emissions::default();
    for index in document.operations.iter() {
        let operation = &reference.operations[index];
        if operation.url.is_empty() || !view.sees(operation.window) {
            continue;
        }
        all = all.plus(Emissions {
            operations: 1,
            rows: rows(shapes, index, operation, view),
            codes: operation.codes.len(),
            samples: operation
                .samples
                .iter()
                .filter(|sample| !sample.is_misplaced)
                .filter(|sample| reference.sample_file(sample).is_some_and(SampleFile::is_sound))
                .count(),
        });
    }
    all
}

fn rows(shapes: &Shapes, index: OperationId, operation: &Operation, view: View) -> usize {
    let held = held_rows(shapes, index, operation);
    operation.rows.iter().zip(held).filter(|(row, held)| *held && view.sees(row.window)).count()
}

/// For each row of an operation: does it reach the document of all versions, as a parameter, a header or in a
/// body?
pub(crate) fn held_rows(shapes: &Shapes, index: OperationId, operation: &Operation) -> Arena<RowId, bool> {
    let mut placed = Arena::from(vec![false; operation.rows.len()]);
    let bodies = &shapes.bodies[index];
    for (_, body) in bodies.all() {
        mark(&body.node, index, &mut placed);
    }
    let held: Vec<bool> = operation
        .rows
        .entries()
        .map(|(at, row)| match row.location {
            Location::Path => {
                !operation.is_callback() && operation.bindings.iter().any(|binding| binding.row == Some(at))
            }
            Location::Query => row.direction != Some(Direction::Response),
            Location::Header => true,
            Location::Body => placed[at],
        })
        .collect();
    held.into()
}

fn mark(node: &Node, operation: OperationId, placed: &mut Arena<RowId, bool>) {
    for row in node.rows.iter().chain(&node.keys).filter(|row| row.operation == operation) {
        placed[row.row] = true;
    }
    for (_, inner) in node.children() {
        mark(inner, operation, placed);
    }
}
