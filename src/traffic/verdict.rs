//! The bodies of an exchange against the contracts of an operation.

use std::collections::BTreeSet;
use std::sync::{Arc, RwLock};

use super::exchange::{Content, Exchange};
use super::shown;
use super::tally::{Cause, Exhibit, Tally};
use crate::collections::HashMap;
use crate::contract::{Deviation, RecordedContract};
use crate::finding::Fault;
use crate::reference::{Direction, OperationId, Reference, RowId};
use crate::shape::Shapes;
use crate::version::Version;

/// Which contract: operation, direction, form of the body, version.
type Compiled<'a> = HashMap<(OperationId, Direction, usize, Option<Version>), Arc<RecordedContract<'a>>>;

/// So many contracts are kept.
const MOST_CONTRACTS: usize = 20_000;

/// The contracts of all operations; they are asked by many threads at the same time.
pub(super) struct Contracts<'a> {
    reference: &'a Reference,
    shapes: &'a Shapes,
    compiled: RwLock<Compiled<'a>>,
}

/// What both bodies of an exchange say of one operation.
pub(super) struct Verdict<'a> {
    pub(super) operation: OperationId,
    /// The contract of each body that was judged, with what disagrees.
    sides: Vec<(Direction, Arc<RecordedContract<'a>>, Vec<Deviation<'a>>)>,
}

impl<'a> Verdict<'a> {
    /// Nothing is asked of the bodies.
    pub(super) fn none(operation: OperationId) -> Self {
        Self { operation, sides: Vec::new() }
    }

    /// Each body that was judged: its contract, and what disagrees.
    pub(super) fn sides(&self) -> impl Iterator<Item = (Direction, &RecordedContract<'a>, &[Deviation<'a>])> {
        self.sides
            .iter()
            .map(|(direction, contract, deviations)| (*direction, contract.as_ref(), deviations.as_slice()))
    }

    /// How much disagrees.
    pub(super) fn deviations(&self) -> usize {
        self.sides.iter().map(|(_, _, deviations)| deviations.len()).sum()
    }

    /// Counts the bodies, the rows that they show, and what disagrees.
    pub(super) fn count(&self, exchange: &Exchange, exhibit: Exhibit, tally: &mut Tally) {
        for content in [&exchange.request.body, &exchange.response.body] {
            tally.other_formats += u64::from(*content == Content::Other);
            tally.cut += u64::from(*content == Content::Cut);
        }
        for (direction, contract, deviations) in &self.sides {
            let body = match direction {
                Direction::Request => &exchange.request.body,
                Direction::Response => &exchange.response.body,
            };
            let Content::Json(value) = body else { continue };
            // However many items of a list say so, it is one body.
            let mut rows: BTreeSet<(OperationId, RowId)> = BTreeSet::new();
            contract.shown(value, &mut |placed| {
                rows.insert((placed.operation, placed.row));
            });
            rows.into_iter().for_each(|row| tally.see(row));
            let calls = tally.calls.entry(self.operation).or_default();
            match direction {
                Direction::Request => calls.requests += 1,
                Direction::Response => calls.answers += 1,
            }
            let causes: BTreeSet<Cause> =
                deviations.iter().map(|one| cause(self.operation, *direction, one)).collect();
            causes.into_iter().for_each(|cause| tally.meet(cause, exhibit));
        }
    }
}

impl<'a> Contracts<'a> {
    pub(super) fn new(reference: &'a Reference, shapes: &'a Shapes) -> Self {
        Self { reference, shapes, compiled: RwLock::default() }
    }

    /// What the bodies of an exchange say of an operation.
    pub(super) fn verdict(
        &self,
        operation: OperationId,
        exchange: &Exchange,
        version: Option<Version>,
    ) -> Result<Verdict<'a>, Fault> {
        let mut sides = Vec::new();
        for (direction, message) in
            [(Direction::Request, &exchange.request), (Direction::Response, &exchange.response)]
        {
            let Content::Json(value) = &message.body else { continue };
            let mut best: Option<(Arc<RecordedContract<'a>>, Vec<Deviation<'a>>)> = None;
            for (form, body) in self.shapes.bodies[operation].of(direction).iter().enumerate() {
                if version.is_some_and(|version| !body.window.contains(version)) {
                    continue;
                }
                let contract = self.contract((operation, direction, form, version))?;
                let Some(contract) = contract else { continue };
                let deviations = contract.deviations(value);
                if best.as_ref().is_none_or(|(_, fewest)| deviations.len() < fewest.len()) {
                    best = Some((contract, deviations));
                }
            }
            sides.extend(best.map(|(contract, deviations)| (direction, contract, deviations)));
        }
        Ok(Verdict { operation, sides })
    }

    /// A contract, compiled when it is first asked for.
    fn contract(
        &self,
        key: (OperationId, Direction, usize, Option<Version>),
    ) -> Result<Option<Arc<RecordedContract<'a>>>, Fault> {
        let poisoned = || Fault::new("a thread that judged exchanges ended early");
        let known = self.compiled.read().map_err(|_| poisoned())?.get(&key).cloned();
        if known.is_some() {
            return Ok(known);
        }
        let (number, direction, form, version) = key;
        let operation = &self.reference.operations[number];
        let Some(body) = self.shapes.bodies[number].of(direction).get(form) else { return Ok(None) };
        let contract =
            RecordedContract::new((self.reference, self.shapes), operation, (direction, body), version)?;
        let contract = Arc::new(contract);
        let mut contracts = self.compiled.write().map_err(|_| poisoned())?;
        if contracts.len() < MOST_CONTRACTS {
            contracts.insert(key, Arc::clone(&contract));
        }
        Ok(Some(contract))
    }
}

fn cause(operation: OperationId, direction: Direction, deviation: &Deviation<'_>) -> Cause {
    let (before, key) = deviation.pointer.rsplit_once('/').unwrap_or(("", ""));
    let is_documented = deviation.placed.is_some();
    let pointer = if is_documented || key.is_empty() {
        deviation.pointer.clone()
    } else {
        format!("{before}/{}", shown::name(key))
    };
    let row = deviation.placed.map(|placed| (placed.operation, placed.row, placed.definition));
    Cause::Body { operation, direction, pointer, kind: deviation.kind, row }
}
