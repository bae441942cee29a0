//! Bodies that were recorded, held to the contract of the version they were recorded at.

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use super::bodies::names;
use super::check::compile;
use super::general::generalized;
use super::render::Contract;
use super::translator::types;
use crate::finding::Fault;
use crate::json::holds_patch;
use crate::place::Pointer;
use crate::reference::{Direction, Location, Operation, Reference, Types};
use crate::shape::{Body, Node, Placed, Shapes, Why};
use crate::version::Version;

/// A disagreement between a recorded body and the contract; the items of a list are one place.
#[derive(Debug, Clone)]
pub(crate) struct Deviation<'a> {
    /// The value, or the key that is missing or too much.
    pub pointer: String,
    /// What disagrees.
    pub kind: DeviationKind,
    /// The row that says otherwise.
    pub placed: Option<&'a Placed>,
}

/// What disagrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum DeviationKind {
    /// A value of another type than declared.
    Type {
        /// What the text says.
        declared: Types,
        /// What was recorded.
        shown: Types,
    },
    /// A null that the text does not mention.
    Null,
    /// A required key is absent.
    Missing,
    /// A key that no row has; its type.
    Undocumented(Types),
    /// A documented key that the version does not have.
    OutsideVersion,
}

/// The contract of one body at one version, compiled.
#[derive(Debug)]
pub(crate) struct RecordedContract<'a> {
    contract: Contract<'a>,
    operation: &'a Operation,
    direction: Direction,
    body: &'a Body,
    validator: Validator,
}

impl<'a> RecordedContract<'a> {
    /// Compiles it; `None` as version means that nothing is known of it, and all rows hold.
    pub(crate) fn new(
        (reference, shapes): (&'a Reference, &'a Shapes),
        operation: &'a Operation,
        (direction, body): (Direction, &'a Body),
        version: Option<Version>,
    ) -> Result<Self, Fault> {
        let contract = Contract { reference, shapes, version };
        let validator = compile(&contract.schema(&body.node))?;
        Ok(Self { contract, operation, direction, body, validator })
    }

    /// Where a body disagrees, in the order of the body. The items of a list say the same once each.
    pub(crate) fn deviations(&self, value: &Value) -> Vec<Deviation<'a>> {
        let mut found = Vec::new();
        let is_patch = self.direction == Direction::Request && holds_patch(value);
        if !self.body.documented || is_patch || self.validator.is_valid(value) {
            return found;
        }
        for error in self.validator.iter_errors(value) {
            self.take(&error, value, &mut found);
        }
        found
    }

    fn take(&self, error: &jsonschema::ValidationError<'_>, value: &Value, found: &mut Vec<Deviation<'a>>) {
        let pointer = error.instance_path().to_string();
        let body = self.body;
        let node = body.node.described(value, &pointer);
        let general = generalized(&body.node, value, &pointer);
        match error.kind() {
            ValidationErrorKind::Type { kind } => {
                let (declared, shown) = (types(kind), Types::of(error.instance()));
                let placed = node.and_then(|node| node.rows.first());
                let kind = match shown == Types::NULL && placed.is_some() {
                    true => DeviationKind::Null,
                    false => DeviationKind::Type { declared, shown },
                };
                found.push(Deviation { pointer: general, kind, placed });
            }
            ValidationErrorKind::Required { property } => {
                let key = property.as_str().unwrap_or_default();
                let member = node.and_then(|node| node.members.get(key));
                let placed = member.and_then(|member| member.rows.iter().find(|placed| placed.required));
                // Nobody knows whether a version has it that nobody knows.
                let is_unsure = |placed: &Placed| {
                    self.contract.version.is_none()
                        && !(placed.window.is_all() && placed.required_in.is_all())
                };
                if placed.is_none_or(|placed| is_unsure(placed) || self.is_limited(placed)) {
                    return;
                }
                let pointer = Pointer::from_text(&general).key(key).as_str().to_owned();
                found.push(Deviation { pointer, kind: DeviationKind::Missing, placed });
            }
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                let listed = node.is_none_or(|node| self.contract.is_listed(node));
                for key in unexpected {
                    let known = self.unexpected((value, &pointer), (node, listed), key, error.instance());
                    let Some((kind, placed)) = known else { continue };
                    let pointer = Pointer::from_text(&general).key(key).as_str().to_owned();
                    found.push(Deviation { pointer, kind, placed });
                }
            }
            _ => {}
        }
    }

    /// Does the text say when, or to whom, an answer does not have the key?
    fn is_limited(&self, placed: &Placed) -> bool {
        let Contract { reference, shapes, .. } = &self.contract;
        let limit = placed.definition.and_then(|at| shapes.proses.limit(reference, at));
        self.direction == Direction::Response && limit.is_some()
    }

    /// What is said of a key that the contract does not have, if anything.
    fn unexpected(
        &self,
        (value, at): (&Value, &str),
        (node, listed): (Option<&'a Node>, bool),
        key: &str,
        object: &Value,
    ) -> Option<(DeviationKind, Option<&'a Placed>)> {
        let row = node.and_then(|node| node.members.get(key)).and_then(|member| member.rows.first());
        if let Some(placed) = row.filter(|placed| placed.why != Why::NearName) {
            let is_told = self.contract.version.is_some() && !placed.window.is_empty();
            return is_told.then_some((DeviationKind::OutsideVersion, Some(placed)));
        }
        let is_known = !listed || self.is_named_by_owner((value, at), key) || self.has_query_row(key);
        let shown = object.get(key).map(Types::of).unwrap_or_default();
        (!is_known).then_some((DeviationKind::Undocumented(shown), None))
    }

    /// Does the description of the nearest described object or list around a key name it?
    fn is_named_by_owner(&self, (value, object): (&Value, &str), key: &str) -> bool {
        let reference = self.contract.reference;
        let way = self.body.node.way(value, object);
        let owner = way.iter().skip(1).rev().find(|node| node.is_declared());
        let rows = owner.into_iter().flat_map(|node| &node.rows);
        rows.filter_map(|placed| Some(&reference.definitions[placed.definition?])).any(|definition| {
            definition.entry.description.as_ref().is_some_and(|text| names(&text.value, key))
        })
    }

    /// Does the table call a key of the body a part of the query?
    fn has_query_row(&self, key: &str) -> bool {
        self.direction == Direction::Request
            && !self.operation.method.is_bodyless()
            && self
                .operation
                .rows_of(Direction::Request)
                .any(|row| row.name == key && row.location == Location::Query)
    }

    /// The pointer of a value of a body, with `*` for items and for keys that are data.
    pub(crate) fn general(&self, value: &Value, pointer: &str) -> String {
        generalized(&self.body.node, value, pointer)
    }

    /// Every row that a part of the body shows.
    pub(crate) fn shown(&self, value: &Value, see: &mut impl FnMut(&'a Placed)) {
        shown(&self.body.node, value, see);
    }
}

/// A value nests at most as deep as the reader of JSON allows.
fn shown<'a>(node: &'a Node, value: &Value, see: &mut impl FnMut(&'a Placed)) {
    node.rows.iter().for_each(&mut *see);
    for (_, part, inner) in node.beside(value) {
        shown(inner, part, see);
    }
}
