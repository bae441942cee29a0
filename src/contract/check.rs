use std::collections::HashMap;

use jsonschema::{Draft, Validator};
use rayon::prelude::*;
use serde_json::Value;

use super::drift::Drift;
use super::render::Contract;
use super::sieve::{Sieve, node_at};
use crate::place::Pointer;
use crate::reference::{Direction, Location, Operation, Reference, Version};
use crate::shape::{Body, Node, Recorded, Shapes};

/// A sample with the version it was judged at.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Index of the operation.
    pub operation: usize,
    /// Request or response.
    pub direction: Direction,
    /// Index in `Operation::samples`.
    pub sample: usize,
    /// Where its version comes from.
    pub recorded: Recorded,
}

/// Everything that checking the samples brings.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub(super) drifts: Vec<Drift>,
    pub(super) judged: Vec<Judged>,
    /// How many distinct contracts were compiled.
    pub(super) contracts: usize,
}

/// Validates every sample of documented bodies against the contract of its version, operations in parallel.
pub(super) fn check(reference: &Reference, shapes: &Shapes) -> Checked {
    let mut routes: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for (number, operation) in reference.operations.iter().enumerate() {
        let route = (operation.method.to_string(), operation.template.written());
        routes.entry(route).or_default().push(number);
    }
    let parts: Vec<Checked> = reference
        .operations
        .par_iter()
        .enumerate()
        .map(|(number, operation)| {
            let mut checked = Checked::default();
            let route = (operation.method.to_string(), operation.template.written());
            let route = routes.get(&route).map_or(&[][..], Vec::as_slice);
            for direction in [Direction::Request, Direction::Response] {
                let body = shapes.bodies.get(number).and_then(|bodies| bodies.of(direction));
                if let Some(body) = body {
                    Checker { reference, shapes, number, operation, direction, body, route }
                        .run(&mut checked);
                }
            }
            checked
        })
        .collect();
    let mut all = Checked::default();
    for mut part in parts {
        all.drifts.append(&mut part.drifts);
        all.judged.append(&mut part.judged);
        all.contracts += part.contracts;
    }
    all
}

pub(super) struct Checker<'a> {
    pub(super) reference: &'a Reference,
    shapes: &'a Shapes,
    pub(super) number: usize,
    operation: &'a Operation,
    pub(super) direction: Direction,
    pub(super) body: &'a Body,
    /// The operations on its method and path, itself among them.
    route: &'a [usize],
}

impl Checker<'_> {
    /// Does another operation on the same method and path document the key? In the published document they are one.
    pub(super) fn is_documented_beside(&self, object: &str, key: &str) -> bool {
        let others = self.route.iter().filter(|number| **number != self.number);
        others.filter_map(|number| self.shapes.bodies.get(*number)?.of(self.direction)).any(|body| {
            let member = node_at(&body.node, object).and_then(|node| node.members.get(key));
            member.is_some_and(Node::is_documented)
        })
    }

    /// Does the table call a key of the body a part of the query?
    pub(super) fn has_query_row(&self, key: &str) -> bool {
        let rows = || self.operation.rows_of(Direction::Request);
        self.direction == Direction::Request
            && !self.operation.method.is_bodyless()
            && rows().any(|row| row.name == key && row.location == Location::Query)
    }

    /// Does the text announce that keys are missing from this sample?
    pub(super) fn is_elided(&self, sample: usize) -> bool {
        self.operation.samples.get(sample).is_some_and(|sample| sample.elided)
    }

    fn run(&self, checked: &mut Checked) {
        let mut contracts = Contracts::default();
        for (index, recorded) in self.body.samples.iter().zip(&self.body.recorded) {
            let Some(sample) = self.operation.samples.get(*index) else { continue };
            let Some(file) = sample.file else { continue };
            let Some(value) = self.reference.samples.get(file).and_then(|file| file.value.as_ref()) else {
                continue;
            };
            if self.body.documented {
                let contract =
                    Contract { reference: self.reference, shapes: self.shapes, version: recorded.version };
                let validator = contracts.at(recorded.version, || contract.schema(&self.body.node));
                let mut sieve = Sieve { checker: self, contract: &contract, recorded, sample: *index, file };
                sieve.wrapper(value, &mut checked.drifts);
                if let Some(validator) = validator {
                    for error in validator.iter_errors(value) {
                        sieve.take(&error, &mut checked.drifts);
                    }
                }
                sieve.formats(value, Some(&self.body.node), &mut Pointer::root(), &mut checked.drifts);
            }
            checked.judged.push(Judged {
                operation: self.number,
                direction: self.direction,
                sample: *index,
                recorded: recorded.clone(),
            });
        }
        checked.contracts += contracts.compiled.len();
    }
}

/// The contracts of one body. Versions that draw the same one share its validator.
#[derive(Default)]
struct Contracts {
    compiled: Vec<(Value, Option<Validator>)>,
    /// Indices in `compiled`.
    by_version: HashMap<Option<Version>, usize>,
}

impl Contracts {
    /// The validator of a version, whose contract is drawn when it is first asked for.
    fn at(&mut self, version: Option<Version>, draw: impl FnOnce() -> Value) -> Option<&Validator> {
        let at = match self.by_version.get(&version) {
            Some(at) => *at,
            None => {
                let at = self.compile(draw());
                self.by_version.insert(version, at);
                at
            }
        };
        self.compiled.get(at)?.1.as_ref()
    }

    fn compile(&mut self, schema: Value) -> usize {
        self.compiled.iter().position(|(known, _)| *known == schema).unwrap_or_else(|| {
            let validator = compile(&schema);
            self.compiled.push((schema, validator));
            self.compiled.len() - 1
        })
    }
}

/// A contract refers to nothing and asserts no formats. A failure to compile would be a mistake here, not in the sources.
fn compile(schema: &Value) -> Option<Validator> {
    // Draft 7 has all the keywords of a contract, and its meta-schema, which each contract is held against, is a third of the latest one.
    jsonschema::options().with_draft(Draft::Draft7).should_validate_formats(false).build(schema).ok()
}
