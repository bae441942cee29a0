//! What recorded exchanges say beside the rows of the text.

use std::collections::BTreeMap;

use super::tally::{Calls, Cause, Tally};
use crate::contract::DeviationKind;
use crate::reference::{Direction, Location, Reference, Row};
use crate::witness::{RowOf, Statements};

/// How often each row was shown, and what disagreed, for the operations that were called.
pub(super) fn statements(reference: &Reference, tally: &Tally) -> Statements {
    let mut deviations: BTreeMap<RowOf, Vec<String>> = BTreeMap::new();
    for (cause, evidence) in &tally.causes {
        let Cause::Body { kind, row: Some((operation, row, _)), .. } = cause else { continue };
        let told = format!("{} in {}", what(*kind), evidence.count);
        let known = deviations.entry((*operation, *row)).or_default();
        if !known.contains(&told) {
            known.push(told);
        }
    }
    let mut statements = Statements::default();
    for (number, calls) in &tally.calls {
        for (id, row) in reference.operations[*number].rows.entries() {
            let at = (*number, id);
            let Some((of, noun)) = asked(row, calls).filter(|(of, _)| *of > 0) else { continue };
            let count = tally.rows.get(&at).copied().unwrap_or_default();
            let mut words = match count {
                0 if of == 1 => format!("not in 1 {noun}"),
                0 => format!("never in {of} {noun}s"),
                count => format!("in {count} of {of} {noun}s"),
            };
            let own = deviations.get(&at);
            for told in own.into_iter().flatten() {
                words.push_str(", ");
                words.push_str(told);
            }
            statements.note(at, words, own.is_none());
        }
    }
    statements
}

/// In how many bodies or exchanges a row could have been.
fn asked(row: &Row, calls: &Calls) -> Option<(u64, &'static str)> {
    match (row.location, row.direction) {
        (Location::Path, _) => None,
        (Location::Body, Some(Direction::Request)) => Some((calls.requests, "request")),
        (Location::Body, _) => Some((calls.answers, "answer")),
        (Location::Query | Location::Header, _) => Some((calls.successes, "exchange")),
    }
}

fn what(kind: DeviationKind) -> String {
    match kind {
        DeviationKind::Type { shown, .. } | DeviationKind::Undocumented(shown) => shown.to_string(),
        DeviationKind::Null => "null".to_owned(),
        DeviationKind::Missing => "absent".to_owned(),
        DeviationKind::OutsideVersion => "outside its versions".to_owned(),
    }
}
