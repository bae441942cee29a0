//! The bodies of an exchange against the documents that are made of the reference.
//!
//! A contract says what the text declares, a document what callers and gateways hold bodies to: lists of values,
//! for one. What a contract tells of a place is not told again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, RwLock};

use jsonschema::{Draft, Validator};
use serde_json::Value;

use super::exchange::{Content, Exchange};
use super::shown;
use super::tally::{Cause, Exhibit, Tally};
use super::verdict::Verdict;
use crate::collections::HashMap;
use crate::finding::Fault;
use crate::reference::{Direction, OperationId, Reference};

/// So many schemas are kept.
const MOST_SCHEMAS: usize = 20_000;

/// So many references are followed in a row.
const MOST_REFERENCES: usize = 16;

/// The place of a schema: an operation, and a code for the schema of an answer.
type Key = (OperationId, Option<u16>);

/// The documents of a reference, in its order; they are asked by many threads at the same time.
#[derive(Debug)]
pub(crate) struct Published {
    documents: Vec<Value>,
    compiled: RwLock<HashMap<Key, Option<Arc<Validator>>>>,
}

impl Published {
    /// Documents for all microversions.
    pub(crate) fn new(documents: Vec<Value>) -> Self {
        Self { documents, compiled: RwLock::default() }
    }

    /// Counts where the bodies of an exchange are refused.
    pub(super) fn take(
        &self,
        reference: &Reference,
        verdict: &Verdict<'_>,
        (exchange, exhibit): (&Exchange, Exhibit),
        tally: &mut Tally,
    ) -> Result<(), Fault> {
        let operation = verdict.operation;
        for (direction, contract, deviations) in verdict.sides() {
            let (content, code) = match direction {
                Direction::Request => (&exchange.request.body, None),
                Direction::Response => (&exchange.response.body, exchange.status),
            };
            let Content::Json(value) = content else { continue };
            let Some(validator) = self.validator(reference, (operation, code))? else { continue };
            if validator.is_valid(value) {
                continue;
            }
            let mut refused = BTreeSet::new();
            for error in validator.iter_errors(value) {
                let pointer = contract.general(value, &error.instance_path().to_string());
                let is_told = deviations
                    .iter()
                    .any(|known| known.pointer.starts_with(&pointer) || pointer.starts_with(&known.pointer));
                let keyword = error.schema_path().to_string();
                let keyword =
                    keyword.rsplit('/').find(|part| !part.bytes().all(|byte| byte.is_ascii_digit()));
                if !is_told {
                    refused.insert((named(&pointer), keyword.unwrap_or_default().to_owned()));
                }
            }
            for (pointer, keyword) in refused {
                tally.meet(Cause::Refused { operation, direction, pointer, keyword }, exhibit);
            }
        }
        Ok(())
    }

    /// A schema, compiled when it is first asked for.
    fn validator(&self, reference: &Reference, key: Key) -> Result<Option<Arc<Validator>>, Fault> {
        let poisoned = || Fault::new("a thread that judged exchanges ended early");
        if let Some(known) = self.compiled.read().map_err(|_| poisoned())?.get(&key) {
            return Ok(known.clone());
        }
        let schema = self.schema(reference, key);
        let compiled = schema.map(|schema| compile(&schema)).transpose()?.map(Arc::new);
        let mut known = self.compiled.write().map_err(|_| poisoned())?;
        if known.len() < MOST_SCHEMAS {
            known.insert(key, compiled.clone());
        }
        Ok(compiled)
    }

    /// The schema of a body, with the components that it needs.
    fn schema(&self, reference: &Reference, (operation, code): Key) -> Option<Value> {
        let operation = &reference.operations[operation];
        let document = self.documents.get(operation.document)?;
        let item = document.get("paths")?.get(operation.template.path())?;
        let stated = item.get(operation.method.as_str().to_ascii_lowercase())?;
        let holder = match code {
            None => stated.get("requestBody")?,
            Some(code) => {
                let all = stated.get("responses")?;
                all.get(code.to_string()).or_else(|| all.get(format!("{}XX", code / 100)))?
            }
        };
        let content = resolved(document, holder)?.get("content")?.as_object()?;
        let schema = content.iter().find(|(name, _)| name.contains("json"))?.1.get("schema")?;
        Some(whole(document, schema))
    }
}

/// A pointer whose steps look like names: keys may be data.
fn named(pointer: &str) -> String {
    let step = |step: &str| if step.is_empty() || step == "*" { step.to_owned() } else { shown::name(step) };
    pointer.split('/').map(step).collect::<Vec<_>>().join("/")
}

fn compile(schema: &Value) -> Result<Validator, Fault> {
    let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(false);
    options
        .build(schema)
        .map_err(|error| Fault::new(format!("a schema of a document does not compile: {error}")))
}

/// What stands behind references.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> Option<&'d Value> {
    let mut value = value;
    for _ in 0..MOST_REFERENCES {
        let Some(target) = value.get("$ref").and_then(Value::as_str) else { return Some(value) };
        value = document.pointer(target.strip_prefix('#')?)?;
    }
    None
}

/// A schema with all schemas that it refers to. Read with a list of what is still to be read.
fn whole(document: &Value, schema: &Value) -> Value {
    const SCHEMAS: &str = "#/components/schemas/";
    let mut needed: BTreeMap<String, &Value> = BTreeMap::new();
    let mut open = vec![schema];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                let target = members.get("$ref").and_then(Value::as_str);
                let name = target.and_then(|target| target.strip_prefix(SCHEMAS));
                let found = target.and_then(|target| document.pointer(target.strip_prefix('#')?));
                if let (Some(name), Some(found)) = (name, found)
                    && needed.insert(name.to_owned(), found).is_none()
                {
                    open.push(found);
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    let schemas: serde_json::Map<String, Value> =
        needed.into_iter().map(|(name, schema)| (name, schema.clone())).collect();
    serde_json::json!({"allOf": [schema], "components": {"schemas": schemas}})
}
