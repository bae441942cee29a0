use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::body::{Field, Fields, Reader, window};
use crate::collections::IndexMap;
use crate::version::Window;

/// The methods that a path item may hold.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// So many places are read of one document. Real ones have some tens of thousands.
const MOST_FIELDS: usize = 300_000;

/// The header by which clients choose a version; its value is no part of the contract of a version.
const VERSION_HEADER: &str = "openstack-api-version";
const VERSION_COMPONENT: &str = "/OpenStackApiVersion";

/// What documents promise, by operation: `METHOD path`.
#[derive(Debug, Default, Clone)]
pub struct Contract {
    pub(super) operations: IndexMap<String, Operation>,
    /// Do clients name a version with each request?
    pub(super) negotiates: bool,
}

/// Why a document says nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoContract {
    /// It is none of OpenAPI 3.
    #[error("is no document of OpenAPI 3: it has no key `openapi` with 3.0, 3.1 or 3.2")]
    NoOpenApi,
    /// There is too much in it.
    #[error("has more than {MOST_FIELDS} places in its schemas: too much to compare")]
    TooMuch,
}

/// What an operation takes and gives.
#[derive(Debug, Default, Clone)]
pub(super) struct Operation {
    pub(super) path: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) deprecated: bool,
    pub(super) window: Window,
    /// By place and name; those of the path by their position in it.
    pub(super) parameters: IndexMap<(String, String), Parameter>,
    /// By media type.
    pub(super) request: IndexMap<String, Fields>,
    pub(super) responses: IndexMap<String, Response>,
    /// By direction and name.
    pub(super) samples: BTreeMap<(String, String), String>,
}

#[derive(Debug, Default, Clone)]
pub(super) struct Parameter {
    pub(super) place: String,
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) description: String,
    pub(super) deprecated: bool,
    pub(super) window: Window,
    pub(super) fields: Fields,
    /// The component that it is.
    pub(super) shared: Option<String>,
}

#[derive(Debug, Default, Clone)]
pub(super) struct Response {
    pub(super) headers: IndexMap<String, Field>,
    pub(super) content: IndexMap<String, Fields>,
}

impl Contract {
    /// Takes in what a document promises. Of two operations on one method and path the first counts.
    pub fn add(&mut self, document: &Value) -> Result<(), NoContract> {
        let version = document.get("openapi").and_then(Value::as_str).unwrap_or_default();
        if !["3.0", "3.1", "3.2"].iter().any(|known| version.starts_with(known)) {
            return Err(NoContract::NoOpenApi);
        }
        let reader = Reader::new(document, MOST_FIELDS);
        for (path, item) in document.get("paths").and_then(Value::as_object).into_iter().flatten() {
            let (item, _) = reader.resolved(item);
            let own = METHODS.iter().filter_map(|method| Some((*method, item.get(*method)?)));
            let more = item.get("additionalOperations").and_then(Value::as_object).into_iter().flatten();
            for (method, operation) in own.chain(more.map(|(method, operation)| (method.as_str(), operation)))
            {
                let key = format!("{} {path}", method.to_uppercase());
                if !self.operations.contains_key(&key) {
                    let operation = self.read(&reader, path, item, operation);
                    self.operations.insert(key, operation);
                }
            }
        }
        if reader.is_exhausted() { Err(NoContract::TooMuch) } else { Ok(()) }
    }

    fn read(&mut self, reader: &Reader<'_>, path: &str, item: &Value, operation: &Value) -> Operation {
        let mut read = Operation {
            path: path.to_owned(),
            title: text(operation, "summary"),
            description: text(operation, "description"),
            deprecated: operation.get("deprecated") == Some(&Value::Bool(true)),
            window: operation.get("x-openstack").map(window).unwrap_or_default(),
            ..Operation::default()
        };
        for level in [operation, item] {
            for parameter in level.get("parameters").and_then(Value::as_array).into_iter().flatten() {
                self.read_parameter(reader, parameter, &mut read);
            }
        }
        if let Some(body) = operation.get("requestBody") {
            let (body, _) = reader.resolved(body);
            read.request = content(reader, body, "request", &mut read.samples);
            if body.get("required") != Some(&Value::Bool(true)) {
                read.request
                    .values_mut()
                    .filter_map(|fields| fields.get_mut(""))
                    .for_each(|field| field.required = false);
            }
        }
        for (code, response) in operation.get("responses").and_then(Value::as_object).into_iter().flatten() {
            let (response, _) = reader.resolved(response);
            let headers = response.get("headers").and_then(Value::as_object).into_iter().flatten();
            let headers = headers.map(|(name, header)| (name.to_lowercase(), header_field(reader, header)));
            let content = content(reader, response, code, &mut read.samples);
            read.responses.insert(code.clone(), Response { headers: headers.collect(), content });
        }
        read
    }

    fn read_parameter(&mut self, reader: &Reader<'_>, parameter: &Value, read: &mut Operation) {
        let is_version =
            parameter.get("$ref").and_then(Value::as_str).is_some_and(|to| to.ends_with(VERSION_COMPONENT));
        let (resolved, shared) = reader.resolved(parameter);
        let (name, place) = (text(resolved, "name"), text(resolved, "in"));
        if is_version || (place == "header" && name.to_lowercase() == VERSION_HEADER) {
            self.negotiates = true;
            return;
        }
        let known_as = match place.as_str() {
            "path" => match position(&read.path, &name) {
                Some(position) => position.to_string(),
                None => name.clone(),
            },
            "header" => name.to_lowercase(),
            _ => name.clone(),
        };
        let schema = resolved.get("schema").or_else(|| {
            let content = resolved.get("content").and_then(Value::as_object)?;
            content.values().next()?.get("schema")
        });
        let read_parameter = Parameter {
            required: resolved.get("required") == Some(&Value::Bool(true)),
            description: text(resolved, "description"),
            deprecated: resolved.get("deprecated") == Some(&Value::Bool(true)),
            window: resolved.get("x-openstack").map(window).unwrap_or_default(),
            fields: schema.map(|schema| reader.fields(schema)).unwrap_or_default(),
            place: place.clone(),
            name,
            shared,
        };
        read.parameters.entry((place, known_as)).or_insert(read_parameter);
    }
}

/// Which variable of a path that is, from 1.
fn position(path: &str, name: &str) -> Option<usize> {
    let variables = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    variables.zip(1..).find(|(variable, _)| *variable == name).map(|(_, position)| position)
}

fn text(value: &Value, key: &str) -> String {
    let text = value.get(key).and_then(Value::as_str).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn header_field(reader: &Reader<'_>, header: &Value) -> Field {
    let (header, shared) = reader.resolved(header);
    let mut fields = header.get("schema").map(|schema| reader.fields(schema)).unwrap_or_default();
    let mut field = fields.shift_remove("").unwrap_or_default();
    field.required = header.get("required") == Some(&Value::Bool(true));
    field.description = text(header, "description");
    field.shared = shared;
    field
}

/// The bodies by media type; examples go to the samples, by the side that they are on.
fn content(
    reader: &Reader<'_>,
    holder: &Value,
    side: &str,
    samples: &mut BTreeMap<(String, String), String>,
) -> IndexMap<String, Fields> {
    let listed = holder.get("content").and_then(Value::as_object).into_iter().flatten();
    listed
        .map(|(media, body)| {
            let examples = body.get("examples").and_then(Value::as_object);
            for (name, example) in examples.into_iter().flat_map(Map::iter) {
                let (example, _) = reader.resolved(example);
                let value = example.get("value").map(Value::to_string).unwrap_or_default();
                samples.insert((side.to_owned(), name.clone()), value);
            }
            let fields = body.get("schema").map(|schema| reader.fields(schema)).unwrap_or_default();
            (media.clone(), fields)
        })
        .collect()
}
