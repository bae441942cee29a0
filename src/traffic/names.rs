//! The names that an exchange shows beside its bodies: parts of the query, and headers.

use std::collections::BTreeSet;

use super::exchange::Exchange;
use super::headers::is_usual;
use super::shown;
use super::tally::{Cause, Exhibit, Tally};
use crate::config::Observe;
use crate::reference::{Direction, Location, OperationId, Reference, Row};
use crate::route::Pattern;

/// Counts the names of exchanges by the rows that document them.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) reference: &'a Reference,
    pub(super) options: &'a Observe,
}

impl Names<'_> {
    /// Counts the names of an exchange that may be of some operations, and is told of one of them.
    pub(super) fn count(
        self,
        candidates: &[OperationId],
        operation: OperationId,
        exchange: &Exchange,
        exhibit: Exhibit,
        tally: &mut Tally,
    ) {
        let query: BTreeSet<&str> = exchange.url.query.iter().map(|name| base(name)).collect();
        for name in query {
            if !self.has_row(candidates, (Location::Query, None), name, tally) {
                tally.meet(Cause::Query(operation, shown::name(name)), exhibit);
            }
        }
        let ignored =
            |name: &str| self.options.ignore_headers.iter().any(|one| one.eq_ignore_ascii_case(name));
        for (direction, message) in
            [(Direction::Request, &exchange.request), (Direction::Response, &exchange.response)]
        {
            let names: BTreeSet<&str> =
                message.headers.iter().flatten().map(|(name, _)| name.as_str()).collect();
            for name in names {
                let is_known = self.has_row(candidates, (Location::Header, Some(direction)), name, tally);
                if !is_known && !is_usual(name) && !ignored(name) {
                    tally.meet(Cause::Header(operation, direction, shown::name(name)), exhibit);
                }
            }
        }
    }

    /// Does a row document the name? It counts as seen then.
    fn has_row(
        self,
        candidates: &[OperationId],
        (location, direction): (Location, Option<Direction>),
        name: &str,
        tally: &mut Tally,
    ) -> bool {
        let mut found = false;
        for number in candidates {
            let operation = &self.reference.operations[*number];
            let is_way = |way: Option<Direction>| direction.is_none() || way.is_none() || way == direction;
            let is_it = |row: &Row| {
                row.location == location && is_way(row.direction) && is_named(operation.query_key(row), name)
            };
            let rows = operation.rows.entries().filter(|(_, row)| is_it(row));
            for (row, _) in rows {
                tally.see((*number, row));
                found = true;
            }
            let in_url = location == Location::Query;
            found |= in_url && operation.template.query.iter().any(|part| part.name == name);
        }
        found
    }
}

/// `metadata[key]` and `metadata.key` are about `metadata` where nobody documents them as a whole.
fn base(name: &str) -> &str {
    name.split('[').next().unwrap_or(name)
}

/// Is the name the one of a row, which may be a pattern (`X-Object-Meta-{name}`)?
fn is_named(row: &str, name: &str) -> bool {
    if row.eq_ignore_ascii_case(name) || base(row).eq_ignore_ascii_case(name) {
        return true;
    }
    let pattern = row.contains(['{', '<']).then(|| row.replace('<', "{").replace('>', "}"));
    pattern.is_some_and(|pattern| {
        Pattern::parse(&pattern.to_ascii_lowercase()).takes(&[name.to_ascii_lowercase()])
    })
}
