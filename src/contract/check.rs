use std::collections::HashMap;

use jsonschema::error::ValidationErrorKind;
use rayon::prelude::*;
use serde_json::Value;

use super::format::{Broken, broken};
use super::render::Contract;
use crate::place::Pointer;
use crate::reference::{Direction, Operation, Reference, Types, Version};
use crate::shape::{Body, Node, Placed, Recorded, Shapes};

/// A disagreement between one sample and its contract.
#[derive(Debug, Clone)]
pub(super) struct Drift {
    /// Index of the operation.
    pub(super) operation: usize,
    pub(super) direction: Direction,
    /// Index in `Operation::samples`.
    pub(super) sample: usize,
    /// Index in `Reference::samples`.
    pub(super) file: usize,
    /// The value, or the object that lacks a key.
    pub(super) pointer: String,
    pub(super) what: What,
}

/// What disagrees.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A value of another type than declared.
    Type { placed: Option<Placed>, declared: Types, shown: Types },
    /// A null that the text does not mention.
    Null { placed: Option<Placed> },
    /// A required key is absent.
    Missing { key: String, placed: Option<Placed>, never_shown: bool },
    /// A key that no row has; the wrapper that the table leaves out among them.
    Undocumented { key: String, wrapper: bool, shown: Types },
    /// A documented key that this version does not have.
    OutsideVersion { key: String, placed: Placed, version: Version, exact: bool },
    /// A malformed value.
    Format { format: Broken, text: String, placed: Option<Placed> },
    /// A value that the `enum` of the entry does not have.
    Enum { placed: Placed, text: String, values: Vec<String> },
}

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
    let parts: Vec<Checked> = reference
        .operations
        .par_iter()
        .enumerate()
        .map(|(number, operation)| {
            let mut checked = Checked::default();
            for direction in [Direction::Request, Direction::Response] {
                let body = shapes.bodies.get(number).and_then(|bodies| bodies.of(direction));
                if let Some(body) = body {
                    Checker { reference, shapes, number, operation, direction, body }.run(&mut checked);
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

struct Checker<'a> {
    reference: &'a Reference,
    shapes: &'a Shapes,
    number: usize,
    operation: &'a Operation,
    direction: Direction,
    body: &'a Body,
}

impl Checker<'_> {
    fn run(&self, checked: &mut Checked) {
        // Versions that draw the same contract share its validator.
        let mut compiled: HashMap<String, Option<jsonschema::Validator>> = HashMap::new();
        let mut drawn: HashMap<Option<Version>, String> = HashMap::new();
        for (index, recorded) in self.body.samples.iter().zip(&self.body.recorded) {
            let Some(sample) = self.operation.samples.get(*index) else { continue };
            let Some(file) = sample.file else { continue };
            let Some(value) = self.reference.samples.get(file).and_then(|file| file.value.as_ref()) else {
                continue;
            };
            if self.body.documented {
                let contract =
                    Contract { reference: self.reference, shapes: self.shapes, version: recorded.version };
                let text = drawn
                    .entry(recorded.version)
                    .or_insert_with(|| contract.schema(&self.body.node).to_string());
                let validator = compiled.entry(text.clone()).or_insert_with(|| compile(text));
                let mut sieve = Sieve { checker: self, contract: &contract, recorded, sample: *index, file };
                sieve.wrapper(value, &mut checked.drifts);
                if let Some(validator) = validator {
                    for error in validator.iter_errors(value) {
                        sieve.take(&error, &mut checked.drifts);
                    }
                }
                sieve.formats(value, &mut String::new(), &mut checked.drifts);
            }
            checked.judged.push(Judged {
                operation: self.number,
                direction: self.direction,
                sample: *index,
                recorded: recorded.clone(),
            });
        }
        checked.contracts += compiled.len();
    }
}

fn compile(text: &str) -> Option<jsonschema::Validator> {
    let schema: Value = serde_json::from_str(text).ok()?;
    // The contract refers to nothing and asserts no formats; a failure to compile would be a mistake here, not in the sources.
    jsonschema::options().should_validate_formats(false).build(&schema).ok()
}

/// Turns the validator's errors into drifts in terms of the documentation.
struct Sieve<'a> {
    checker: &'a Checker<'a>,
    contract: &'a Contract<'a>,
    recorded: &'a Recorded,
    sample: usize,
    file: usize,
}

impl Sieve<'_> {
    fn take(&mut self, error: &jsonschema::ValidationError<'_>, drifts: &mut Vec<Drift>) {
        let pointer = error.instance_path().to_string();
        let node = self.node_at(&pointer);
        match error.kind() {
            ValidationErrorKind::Type { .. } => {
                let declared = node.map(|node| self.contract.types(node)).unwrap_or_default();
                let shown = Types::of(error.instance());
                let placed = node.and_then(|node| node.rows.first()).cloned();
                let what = if shown == Types::NULL {
                    What::Null { placed }
                } else {
                    What::Type { placed, declared, shown }
                };
                drifts.push(self.drift(pointer, what));
            }
            ValidationErrorKind::Required { property } => {
                let key = property.as_str().unwrap_or_default().to_owned();
                let member = node.and_then(|node| node.members.get(&key));
                let placed =
                    member.and_then(|member| member.rows.iter().find(|placed| placed.required)).cloned();
                let never_shown = member.is_none_or(|member| member.seen.count == 0);
                drifts.push(self.drift(pointer, What::Missing { key, placed, never_shown }));
            }
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                for key in unexpected {
                    self.unexpected(&pointer, node, key, error.instance(), drifts);
                }
            }
            _ => {}
        }
    }

    fn unexpected(
        &self,
        pointer: &str,
        node: Option<&Node>,
        key: &str,
        object: &Value,
        drifts: &mut Vec<Drift>,
    ) {
        if node.is_some_and(|node| node.patterns.iter().any(|(pattern, _)| pattern.matches(key))) {
            return;
        }
        let inner = Pointer::from_text(pointer).key(key);
        let member = node.and_then(|node| node.members.get(key));
        let outside = member.and_then(|member| member.rows.first()).zip(self.recorded.version);
        let what = match outside {
            Some((placed, version)) => What::OutsideVersion {
                key: key.to_owned(),
                placed: placed.clone(),
                version,
                exact: self.recorded.exact,
            },
            None => What::Undocumented {
                key: key.to_owned(),
                wrapper: false,
                shown: object.get(key).map(Types::of).unwrap_or_default(),
            },
        };
        drifts.push(self.drift(inner.as_str().to_owned(), what));
    }

    /// The wrapper that the table leaves out.
    fn wrapper(&self, value: &Value, drifts: &mut Vec<Drift>) {
        let body = self.checker.body;
        let Some(key) = &body.wrapper else { return };
        let shown = value.get(key).map(Types::of);
        if let (true, Some(shown)) =
            (body.node.members.get(key).is_some_and(|node| !node.is_declared()), shown)
        {
            let pointer = Pointer::root().key(key);
            drifts.push(self.drift(
                pointer.as_str().to_owned(),
                What::Undocumented { key: key.clone(), wrapper: true, shown },
            ));
        }
    }

    /// A value that is none of those the entry lists.
    fn listed(&self, text: &str, node: &Node) -> Option<What> {
        let [placed] = node.rows.as_slice() else { return None };
        let definition = self.checker.reference.definitions.get(placed.definition?)?;
        let values: Vec<String> = definition.entry.values.iter().map(|field| field.value.clone()).collect();
        (!values.is_empty() && !values.iter().any(|value| value == text)).then(|| What::Enum {
            placed: placed.clone(),
            text: text.to_owned(),
            values,
        })
    }

    /// Malformed and unlisted values at documented places.
    fn formats(&self, value: &Value, pointer: &mut String, drifts: &mut Vec<Drift>) {
        match value {
            Value::String(text) => {
                let Some(node) = self.node_at(pointer).filter(|node| node.is_declared()) else { return };
                if let Some(format) = broken(text) {
                    let placed = node.rows.first().cloned();
                    drifts.push(
                        self.drift(pointer.clone(), What::Format { format, text: text.clone(), placed }),
                    );
                }
                drifts.extend(self.listed(text, node).map(|what| self.drift(pointer.clone(), what)));
            }
            Value::Array(items) => {
                let length = pointer.len();
                for (index, item) in items.iter().enumerate() {
                    pointer.push_str(&format!("/{index}"));
                    self.formats(item, pointer, drifts);
                    pointer.truncate(length);
                }
            }
            Value::Object(members) => {
                let length = pointer.len();
                for (key, member) in members {
                    let inner = Pointer::from_text(pointer).key(key);
                    inner.as_str().clone_into(pointer);
                    self.formats(member, pointer, drifts);
                    pointer.truncate(length);
                }
            }
            _ => {}
        }
    }

    fn drift(&self, pointer: String, what: What) -> Drift {
        Drift {
            operation: self.checker.number,
            direction: self.checker.direction,
            sample: self.sample,
            file: self.file,
            pointer,
            what,
        }
    }

    /// The node of the shape that describes the value at a pointer.
    fn node_at(&self, pointer: &str) -> Option<&Node> {
        let mut node = &self.checker.body.node;
        for step in Pointer::from_text(pointer).steps() {
            node = match (&node.values, node.members.get(&step), &node.items) {
                (_, Some(member), _) => member,
                (_, None, Some(items)) if step.bytes().all(|byte| byte.is_ascii_digit()) => items,
                (Some(values), None, _) => values,
                _ => &node.patterns.iter().find(|(pattern, _)| pattern.matches(&step))?.1,
            };
        }
        Some(node)
    }
}
