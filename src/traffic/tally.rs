use std::collections::BTreeMap;

use super::format::Unreadable;
use crate::contract::DeviationKind;
use crate::reference::{DefinitionId, Direction, OperationId, RowId};

/// What makes disagreements one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// No operation has the method and path, as they may be shown, or the action in the body; near this one.
    Operation { method: String, path: String, action: Option<String>, near: Option<OperationId> },
    /// The operation does not have the code.
    Code(OperationId, u16),
    /// The operation has no such query parameter.
    Query(OperationId, String),
    /// The operation has no such header.
    Header(OperationId, Direction, String),
    /// The published document refuses bodies at a place, by a keyword of its schema.
    Refused { operation: OperationId, direction: Direction, pointer: String, keyword: String },
    /// Bodies disagree at a place; with the row that says otherwise, and its entry.
    Body {
        operation: OperationId,
        direction: Direction,
        pointer: String,
        kind: DeviationKind,
        row: Option<(OperationId, RowId, Option<DefinitionId>)>,
    },
}

/// One exchange, by its file and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Exhibit {
    pub(super) file: usize,
    pub(super) number: u64,
}

/// How often a cause was met, and where first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    pub(super) count: u64,
    pub(super) first: Exhibit,
}

/// What is known of the exchanges of an operation.
#[derive(Debug, Clone, Default)]
pub(super) struct Calls {
    /// All of them.
    pub(super) count: u64,
    /// Those that were a success.
    pub(super) successes: u64,
    /// How often each code came.
    pub(super) codes: BTreeMap<u16, u64>,
    /// How many request bodies were judged.
    pub(super) requests: u64,
    /// How many bodies of answers were judged.
    pub(super) answers: u64,
}

/// So many different causes are told of one service.
const MOST_CAUSES: usize = 5_000;

/// What was counted of the exchanges with one service.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) exchanges: u64,
    /// Those that are for a documented path.
    pub(super) routed: u64,
    pub(super) calls: BTreeMap<OperationId, Calls>,
    pub(super) causes: BTreeMap<Cause, Evidence>,
    /// How often there were too many causes to tell another.
    pub(super) untold: u64,
    /// The rows that exchanges show, with how many bodies or exchanges show each.
    pub(super) rows: BTreeMap<(OperationId, RowId), u64>,
    /// Bodies in other formats than JSON.
    pub(super) other_formats: u64,
    /// Bodies of which only the beginning was recorded.
    pub(super) cut: u64,
}

impl Tally {
    /// Counts one more exchange with a cause.
    pub(super) fn meet(&mut self, cause: Cause, exhibit: Exhibit) {
        self.add(cause, Evidence { count: 1, first: exhibit });
    }

    fn add(&mut self, cause: Cause, evidence: Evidence) {
        let is_full = self.causes.len() >= MOST_CAUSES;
        match self.causes.get_mut(&cause) {
            Some(known) => {
                known.count += evidence.count;
                known.first = known.first.min(evidence.first);
            }
            None if is_full => self.untold += evidence.count,
            None => drop(self.causes.insert(cause, evidence)),
        }
    }

    /// Counts one more that shows a row.
    pub(super) fn see(&mut self, row: (OperationId, RowId)) {
        *self.rows.entry(row).or_default() += 1;
    }

    /// Adds what was counted elsewhere.
    pub(super) fn absorb(&mut self, other: Self) {
        self.exchanges += other.exchanges;
        self.routed += other.routed;
        self.untold += other.untold;
        self.other_formats += other.other_formats;
        self.cut += other.cut;
        for (row, count) in other.rows {
            *self.rows.entry(row).or_default() += count;
        }
        for (operation, calls) in other.calls {
            let own = self.calls.entry(operation).or_default();
            own.count += calls.count;
            own.successes += calls.successes;
            own.requests += calls.requests;
            own.answers += calls.answers;
            for (code, count) in calls.codes {
                *own.codes.entry(code).or_default() += count;
            }
        }
        for (cause, evidence) in other.causes {
            self.add(cause, evidence);
        }
    }
}

/// So many services are told apart.
const MOST_SERVICES: usize = 256;

/// What was counted, by service, and what could not be read.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    services: BTreeMap<String, Tally>,
    /// Records that say nothing: how many, and the first with its reason.
    pub(super) unreadable: u64,
    pub(super) first_unreadable: Option<(Exhibit, Unreadable)>,
    /// Exchanges that the configuration leaves out.
    pub(super) left_out: u64,
}

impl Tallies {
    /// The tally of a service; beyond the limit all are one.
    pub(super) fn of(&mut self, service: String) -> &mut Tally {
        let is_full = self.services.len() >= MOST_SERVICES && !self.services.contains_key(&service);
        self.services.entry(if is_full { String::new() } else { service }).or_default()
    }

    /// Counts a record that says nothing.
    pub(super) fn lose(&mut self, exhibit: Exhibit, why: Unreadable) {
        self.unreadable += 1;
        self.first_unreadable = self.first_unreadable.or(Some((exhibit, why)));
    }

    /// Adds what was counted of later exchanges.
    pub(super) fn absorb(&mut self, other: Self) {
        self.unreadable += other.unreadable;
        self.left_out += other.left_out;
        self.first_unreadable = self.first_unreadable.or(other.first_unreadable);
        for (service, tally) in other.services {
            self.of(service).absorb(tally);
        }
    }

    /// The exchanges with services that the reference documents, as one; how many others there are; and
    /// those of all.
    pub(super) fn settle(self) -> (Tally, u64) {
        let (mut ours, mut others) = (Tally::default(), 0);
        for tally in self.services.into_values() {
            // Where hardly anything is documented, it is another service.
            if tally.routed * 4 >= tally.exchanges {
                ours.absorb(tally);
            } else {
                others += tally.exchanges;
            }
        }
        (ours, others)
    }
}
