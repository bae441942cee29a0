//! Several requests in one operation: "First Request", "Second Request"; several parts of one body, of which
//! each may be lacking: "If `with_text` is given".

use std::collections::BTreeSet;

use super::super::form::form;
use super::RowToPlace;
use crate::reference::{Direction, Operation, Table};

/// The rounds of each table: each form of a body is one, where all tables of the direction say which they are
/// about.
fn forms(operation: &Operation, direction: Direction) -> Option<Vec<usize>> {
    let tables = || operation.tables.iter().filter(|table| table.direction == Some(direction));
    let mut known: Vec<&str> = Vec::new();
    for table in tables() {
        let form = form(table)?;
        if !known.contains(&form) {
            known.push(form);
        }
    }
    let round = |table: &Table| form(table).and_then(|form| known.iter().position(|known| *known == form));
    (known.len() > 1).then(|| operation.tables.iter().map(|table| round(table).unwrap_or(0)).collect())
}

/// The rounds of each table: a request table after a response table opens a new one.
fn rounds(operation: &Operation) -> Vec<usize> {
    let mut answered = false;
    let mut round = 0;
    let of_table = operation.tables.iter().map(|table| {
        if answered && table.direction == Some(Direction::Request) {
            round += 1;
            answered = false;
        }
        answered |= table.direction == Some(Direction::Response);
        round
    });
    of_table.collect()
}

/// The names of the rows that only some of the rounds have. What one of them requires, the other may lack.
pub(super) fn in_some_rounds<'a>(
    operation: &Operation,
    direction: Direction,
    rows: &[RowToPlace<'a>],
) -> BTreeSet<&'a str> {
    let rounds = forms(operation, direction).unwrap_or_else(|| rounds(operation));
    // Most operations have but one.
    if rounds.iter().all(|round| *round == 0) {
        return BTreeSet::new();
    }
    let having: BTreeSet<(usize, &str)> = rows
        .iter()
        .filter_map(|entry| Some((*rounds.get(entry.row.table)?, entry.row.name.as_str())))
        .collect();
    let all: BTreeSet<usize> = having.iter().map(|(round, _)| *round).collect();
    let names = having.iter().map(|(_, name)| *name);
    names.filter(|name| !all.iter().all(|round| having.contains(&(*round, *name)))).collect()
}
