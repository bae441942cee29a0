use super::tally::Tally;
use crate::reference::{Direction, Location, OperationId, Reference};

/// What recorded exchanges cover of a reference, and what of them was judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Observed {
    /// All exchanges that could be read.
    pub exchanges: u64,
    /// Those with a documented path.
    pub routed: u64,
    /// Those with services of which next to nothing is documented here.
    pub elsewhere: u64,
    /// Records that could not be read.
    pub unreadable: u64,
    /// Bodies in other formats than JSON, which are not judged.
    pub other_formats: u64,
    /// Bodies of which only the beginning was recorded, which are not judged.
    pub cut: u64,
    /// Findings beyond the limit, which are not told.
    pub untold: u64,
    /// The operations.
    pub operations: Sightings,
    /// The status codes.
    pub codes: Sightings,
    /// The rows of headers and of the query.
    pub parameters: Sightings,
    /// The rows of bodies.
    pub properties: Sightings,
}

/// How much of what is documented was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sightings {
    /// How many the reference has.
    pub documented: usize,
    /// What of it was never seen, in the order of the operations.
    pub never: Vec<NeverSeen>,
}

/// Something that is documented and was never seen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NeverSeen {
    /// The operation, `METHOD path`.
    pub operation: String,
    /// The code or the name; nothing for the operation itself.
    pub name: Option<String>,
    /// Which way it goes, for rows.
    pub direction: Option<Direction>,
}

impl Sightings {
    /// How many of them were seen.
    pub fn seen(&self) -> usize {
        self.documented.saturating_sub(self.never.len())
    }

    fn note(&mut self, was_seen: bool, what: impl FnOnce() -> NeverSeen) {
        self.documented += 1;
        if !was_seen {
            self.never.push(what());
        }
    }
}

/// What the exchanges cover.
pub(super) fn covered(reference: &Reference, tally: &Tally) -> Observed {
    let mut observed = Observed {
        exchanges: tally.exchanges,
        routed: tally.routed,
        other_formats: tally.other_formats,
        cut: tally.cut,
        untold: tally.untold,
        ..Observed::default()
    };
    for (number, _) in reference.operations.entries() {
        cover(reference, tally, number, &mut observed);
    }
    observed
}

fn cover(reference: &Reference, tally: &Tally, number: OperationId, observed: &mut Observed) {
    let operation = &reference.operations[number];
    let never = |name: Option<String>, direction| NeverSeen { operation: operation.key(), name, direction };
    let calls = tally.calls.get(&number);
    observed.operations.note(calls.is_some(), || never(None, None));
    for code in &operation.codes {
        let is_it =
            |seen: &u16| if code.is_range { seen / 100 == code.code / 100 } else { *seen == code.code };
        let was_seen = calls.is_some_and(|calls| calls.codes.keys().any(is_it));
        observed.codes.note(was_seen, || never(Some(code.key()), None));
    }
    for (id, row) in operation.rows.entries() {
        let was_seen = tally.rows.contains_key(&(number, id));
        let what = || never(Some(row.name.clone()), row.direction);
        match row.location {
            Location::Path => {}
            Location::Body => observed.properties.note(was_seen, what),
            Location::Query | Location::Header => observed.parameters.note(was_seen, what),
        }
    }
}
