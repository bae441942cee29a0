use std::collections::BTreeMap;

use jsonschema::{Draft, Validator};
use rayon::prelude::*;
use serde_json::Value;

use super::drift::Drift;
use super::render::Contract;
use super::translator::Translator;
use crate::collections::HashMap;
use crate::finding::Fault;
use crate::json::hash;
use crate::place::ValuePath;
use crate::reference::{
    Direction, Location, Operation, OperationId, Reference, RowId, SampleFileId, SampleId,
};
use crate::shape::{Body, Node, Recorded, Shapes};
use crate::version::Version;

/// A sample with the version it was judged at.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    /// The operation.
    pub operation: OperationId,
    /// Request or response.
    pub direction: Direction,
    /// The sample of the operation.
    pub sample: SampleId,
    /// Where its version comes from.
    pub recorded: Recorded,
}

/// Everything that checking the samples brings.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub(super) drifts: Vec<Drift>,
    pub(super) judged: Vec<Judged>,
}

/// Validates every sample of documented bodies against the contract of its version. Equal contracts, of
/// whichever operations, are compiled once.
pub(super) fn check(reference: &Reference, shapes: &Shapes) -> Result<Checked, Fault> {
    let routes = routes(reference);
    let checkers: Vec<Checker<'_>> = reference
        .operations
        .entries()
        .flat_map(|(number, operation)| {
            let bodies = &shapes.bodies[number];
            let route = routes.get(&route(operation)).map_or(&[][..], Vec::as_slice);
            let checker = move |(direction, body)| Checker {
                reference,
                shapes,
                number,
                operation,
                direction,
                body,
                route,
            };
            bodies.all().map(checker)
        })
        .collect();
    let contracts = contracts(&checkers);
    let validated: Vec<Vec<(ToValidate, Vec<Drift>)>> = contracts
        .par_iter()
        .map(|(schema, to_validate)| validate(schema, to_validate, &checkers))
        .collect::<Result<_, Fault>>()?;
    let mut found: Vec<(ToValidate, Vec<Drift>)> = validated.into_iter().flatten().collect();
    found.sort_unstable_by_key(|(trial, _)| *trial);
    Ok(Checked {
        drifts: found.into_iter().flat_map(|(_, drifts)| drifts).collect(),
        judged: checkers.iter().flat_map(Checker::judged).collect(),
    })
}

/// A sample to validate: index of its checker, and of the sample in the body.
type ToValidate = (usize, usize);

/// All contracts, each with the samples that are held to it.
fn contracts(checkers: &[Checker<'_>]) -> Vec<(Value, Vec<ToValidate>)> {
    let rendered: Vec<(Value, Vec<ToValidate>)> = checkers
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, checker)| {
            let contracts = checker.contracts().into_iter();
            contracts.map(move |(schema, samples)| {
                (schema, samples.into_iter().map(|sample| (at, sample)).collect())
            })
        })
        .collect();
    let mut distinct: Vec<(Value, Vec<ToValidate>)> = Vec::with_capacity(rendered.len());
    let mut known: HashMap<u64, Vec<usize>> = HashMap::default();
    for (schema, mut to_validate) in rendered {
        let alike = known.entry(hash(&schema)).or_default();
        let is_it = |at: &&usize| distinct.get(**at).is_some_and(|(known, _)| *known == schema);
        match alike.iter().find(is_it).and_then(|at| distinct.get_mut(*at)) {
            Some((_, all)) => all.append(&mut to_validate),
            None => {
                alike.push(distinct.len());
                distinct.push((schema, to_validate));
            }
        }
    }
    distinct
}

fn validate(
    schema: &Value,
    to_validate: &[ToValidate],
    checkers: &[Checker<'_>],
) -> Result<Vec<(ToValidate, Vec<Drift>)>, Fault> {
    let validator = compile(schema)?;
    let drifts = to_validate.iter().filter_map(|trial| {
        let mut drifts = Vec::new();
        checkers.get(trial.0)?.check(trial.1, &validator, &mut drifts);
        Some((*trial, drifts))
    });
    Ok(drifts.collect())
}

/// The operations by method and path.
fn routes(reference: &Reference) -> HashMap<(&str, String), Vec<OperationId>> {
    let mut routes: HashMap<(&str, String), Vec<OperationId>> = HashMap::default();
    for (number, operation) in reference.operations.entries() {
        routes.entry(route(operation)).or_default().push(number);
    }
    routes
}

fn route(operation: &Operation) -> (&str, String) {
    (operation.method.as_str(), operation.template.written())
}

pub(super) struct Checker<'a> {
    pub(super) reference: &'a Reference,
    shapes: &'a Shapes,
    pub(super) number: OperationId,
    operation: &'a Operation,
    pub(super) direction: Direction,
    pub(super) body: &'a Body,
    /// The operations on its method and path, itself among them.
    route: &'a [OperationId],
}

impl Checker<'_> {
    /// Does another operation on the same method and path, or another form of the body, document the key? In
    /// the published document they are one.
    pub(super) fn is_documented_beside(&self, value: &Value, object: &str, key: &str) -> bool {
        self.nodes_beside(value, object, key).any(Node::is_documented)
    }

    /// The row of another operation on the same method and path, or of another form, that documents the key.
    pub(super) fn row_beside(&self, value: &Value, object: &str, key: &str) -> Option<(OperationId, RowId)> {
        let placed = self.nodes_beside(value, object, key).find_map(|node| node.rows.first())?;
        Some((placed.operation, placed.row))
    }

    /// What other operations on the same method and path, and other forms, know of the key.
    fn nodes_beside<'n>(
        &'n self,
        value: &'n Value,
        object: &'n str,
        key: &'n str,
    ) -> impl Iterator<Item = &'n Node> {
        let bodies = self.route.iter().flat_map(|number| self.shapes.bodies[*number].of(self.direction));
        let bodies = bodies.filter(|body| !std::ptr::eq(*body, self.body));
        bodies.filter_map(move |body| body.node.described(value, object)?.of_key(key))
    }

    /// Does the table call a key of the body a part of the query?
    pub(super) fn has_query_row(&self, key: &str) -> bool {
        let rows = || self.operation.rows_of(Direction::Request);
        self.direction == Direction::Request
            && !self.operation.method.is_bodyless()
            && rows().any(|row| row.name == key && row.location == Location::Query)
    }

    /// Does the text announce that keys are missing from this sample?
    pub(super) fn is_elided(&self, sample: SampleId) -> bool {
        self.operation.samples[sample].elided
    }

    /// Is something left out of the file of this sample? That it is not JSON is a finding already.
    pub(super) fn is_cut(&self, sample: SampleId) -> bool {
        let file = self.reference.sample_file(&self.operation.samples[sample]);
        file.is_some_and(|file| file.is_cut)
    }

    /// The sample with this index in the body, if it is JSON.
    fn sample(&self, at: usize) -> Option<Shown<'_>> {
        let (index, recorded) = (*self.body.samples.get(at)?, self.body.recorded.get(at)?);
        let file = self.operation.samples[index].file?;
        let value = self.reference.samples[file].value.as_ref()?;
        Some(Shown { index, recorded, file, value })
    }

    /// All samples that are JSON, each with its index in the body.
    fn samples(&self) -> impl Iterator<Item = (usize, Shown<'_>)> {
        (0..self.body.samples.len()).filter_map(|at| Some((at, self.sample(at)?)))
    }

    /// The contract of each version that samples show, with the samples of that version.
    fn contracts(&self) -> Vec<(Value, Vec<usize>)> {
        let mut by_version: BTreeMap<Option<Version>, Vec<usize>> = BTreeMap::new();
        for (at, shown) in self.samples().filter(|_| self.body.documented) {
            by_version.entry(shown.recorded.version).or_default().push(at);
        }
        let rendered = by_version.into_iter();
        rendered.map(|(version, samples)| (self.contract(version).schema(&self.body.node), samples)).collect()
    }

    fn contract(&self, version: Option<Version>) -> Contract<'_> {
        Contract { reference: self.reference, shapes: self.shapes, version }
    }

    /// Holds a sample to the contract of its version.
    fn check(&self, at: usize, validator: &Validator, drifts: &mut Vec<Drift>) {
        let Some(Shown { index, recorded, file, value }) = self.sample(at) else { return };
        let contract = self.contract(recorded.version);
        let mut translator =
            Translator { checker: self, contract: &contract, recorded, sample: index, file, value };
        translator.wrapper(value, drifts);
        for error in validator.iter_errors(value) {
            translator.take(&error, drifts);
        }
        translator.formats(value, &self.body.node, ValuePath::Root, drifts);
    }

    fn judged(&self) -> impl Iterator<Item = Judged> {
        self.samples().map(|(_, shown)| Judged {
            operation: self.number,
            direction: self.direction,
            sample: shown.index,
            recorded: shown.recorded.clone(),
        })
    }
}

/// A sample with what is known of it.
struct Shown<'a> {
    /// The sample of the operation.
    index: SampleId,
    recorded: &'a Recorded,
    /// Its file.
    file: SampleFileId,
    value: &'a Value,
}

/// A contract refers to nothing and asserts no formats. Where one does not compile, its samples would look
/// clean.
pub(super) fn compile(schema: &Value) -> Result<Validator, Fault> {
    // Draft 7 has all the keywords of a contract, and its meta-schema, which each contract is held against,
    // is a third of the latest one.
    let options = jsonschema::options().with_draft(Draft::Draft7).should_validate_formats(false);
    options
        .build(schema)
        .map_err(|error| Fault::new(format!("a contract does not compile: {error}: {schema}")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::compile;

    #[test]
    fn a_contract_that_does_not_compile_is_a_fault() {
        let fault = compile(&json!({ "type": "strnig" })).map(drop).unwrap_err().to_string();
        assert!(fault.starts_with("internal error: a contract does not compile"), "{fault}");
        assert!(compile(&json!({ "type": "string" })).is_ok());
    }
}
