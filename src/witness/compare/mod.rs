//! The text and its samples against a specification that was derived from the code of the service.
//!
//! Operations are paired by method and path shape, actions by the key that asks for them, parameters by place
//! and name, keys of bodies by the place at which the rows stand. What differs is one finding for each cause,
//! with what the text says, what the specification says, and how the samples vote.

mod action;
mod body;
mod context;
mod coverage;
mod difference;
mod key;
mod lack;
mod member;
mod operation;
mod pairing;
mod parameters;
mod path;
mod repair;
mod rules;
mod specification;
mod strength;
mod view;
mod way;

use std::collections::BTreeSet;

pub use coverage::{Coverage, Share};
pub(crate) use rules::RULES;
pub use specification::{NoSpecification, Specification};

use self::context::Context;
use super::statement::Statements;
use crate::config::CompareOptions;
use crate::finding::Findings;
use crate::reference::{OperationId, Reference};
use crate::shape::Shapes;
use crate::source::Sources;

/// What a comparison found.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    /// The differences, one for each cause.
    pub(crate) findings: Findings,
    /// How much of the specification is documented.
    pub(crate) coverage: Coverage,
    /// What the specification says beside each row.
    pub(crate) statements: Statements,
    /// How many operations both have.
    pub(crate) pairs: usize,
}

/// Compares a reference with specifications, each of which may be of a part of the service.
pub(crate) fn compare(
    (reference, shapes): (&Reference, &Shapes),
    sources: &Sources,
    options: &CompareOptions,
    specs: &[Specification],
) -> Vec<Compared> {
    let paired: Vec<BTreeSet<OperationId>> =
        specs.iter().map(|spec| pairing::paired(reference, options, spec)).collect();
    let compare_one = |(at, spec): (usize, &Specification)| {
        let others = paired.iter().enumerate().filter(|(other, _)| *other != at);
        let elsewhere = others.flat_map(|(_, operations)| operations.iter().copied()).collect();
        let mut context = Context::new((reference, shapes), sources, options, spec, &elsewhere);
        let pairs = pairing::compare(&mut context);
        let Context { found, coverage, statements, .. } = context;
        Compared { findings: difference::findings(found, spec.name()), coverage, statements, pairs }
    };
    specs.iter().enumerate().map(compare_one).collect()
}
