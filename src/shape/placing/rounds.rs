//! Several requests in one operation: "First Request", "Second Request".

use std::collections::BTreeSet;

use super::RowToPlace;
use crate::reference::{Direction, Operation};

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
pub(super) fn in_some_rounds<'a>(operation: &Operation, rows: &[RowToPlace<'a>]) -> BTreeSet<&'a str> {
    let rounds = rounds(operation);
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
