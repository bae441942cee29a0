use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde_json::{Value, json};
use utoipa::openapi::content::Content;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{Operation as EmittedOperation, PathItem};
use utoipa::openapi::request_body::RequestBody;
use utoipa::openapi::schema::{Components, Schema};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Deprecated, OpenApi, Paths, Ref, RefOr, Required};

use super::counts::{Emissions, count};
use super::examples::{Examples, fill};
use super::group::{Group, groups};
use super::head::{info, server, summary, tag_names, tags};
use super::names::{component_stem, document_name, operation_id, pascal, unique_id};
use super::parameters::{Parameters, verbs};
use super::responses::{ErrorResponses, code_list, responses};
use super::schema::Painter;
use super::sketch::{Drawn, Sketch};
use super::texts::Texts;
use super::versions::window_json;
use super::{Options, View, canonical, negotiation};
use crate::reference::{
    CodeKind, Direction, Document, Method, Operation, Reference, Sample, VersionPolicy, Window,
};
use crate::shape::Shapes;

/// An emitted document.
#[derive(Debug)]
pub struct Emitted {
    /// Index in `Reference::documents`.
    pub document: usize,
    /// The stem of its file name: `block-storage-v2`.
    pub name: String,
    /// The document.
    pub value: Value,
    /// How much of the reference it holds.
    pub counts: Emissions,
}

/// Emits every document of the reference, in parallel, each in the view that `view` chooses for it.
pub fn emit(
    reference: &Reference,
    shapes: &Shapes,
    options: &Options,
    view: impl Fn(&Document) -> View + Sync,
) -> Vec<Emitted> {
    let names = document_names(reference);
    let documents: Vec<(usize, &Document)> = reference.documents.iter().enumerate().collect();
    documents
        .into_par_iter()
        .zip(names)
        .map(|((number, document), name)| {
            let options = Options { view: view(document), ..*options };
            Emitted {
                document: number,
                name,
                value: Emitter::new(reference, shapes, &options, document).document(),
                counts: count(reference, shapes, document, View::All),
            }
        })
        .collect()
}

/// Names by title; the ones that collide, or are empty, with a number from the order of the roots.
fn document_names(reference: &Reference) -> Vec<String> {
    let mut taken = BTreeSet::new();
    reference
        .documents
        .iter()
        .map(|document| {
            let base = Some(document_name(&document.title))
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| "api".to_owned());
            let mut name = base.clone();
            let mut count = 2;
            while !taken.insert(name.clone()) {
                name = format!("{base}-{count}");
                count += 1;
            }
            name
        })
        .collect()
}

struct Emitter<'a> {
    reference: &'a Reference,
    shapes: &'a Shapes,
    options: &'a Options,
    document: &'a Document,
    /// The drawn schemas of bodies, by name.
    schemas: BTreeMap<String, Value>,
    /// Component names by content, so that nothing stands twice.
    known: BTreeMap<String, String>,
    parameters: Parameters,
    errors: ErrorResponses,
    ids: BTreeSet<String>,
    policy: Option<VersionPolicy>,
    negotiates: bool,
}

/// A group on its way to an operation of the document.
struct Outline<'a> {
    group: &'a Group,
    /// Its first operation.
    first: &'a Operation,
    window: Window,
    description: Option<String>,
    request: Option<RefOr<Schema>>,
    response: Option<RefOr<Schema>>,
}

impl<'a> Emitter<'a> {
    fn new(
        reference: &'a Reference,
        shapes: &'a Shapes,
        options: &'a Options,
        document: &'a Document,
    ) -> Self {
        let policy = reference.policy(document);
        Self {
            negotiates: policy
                .as_ref()
                .is_some_and(|policy| negotiation::header(policy, options.view).is_some()),
            policy,
            reference,
            shapes,
            options,
            document,
            schemas: BTreeMap::new(),
            known: BTreeMap::new(),
            parameters: Parameters::default(),
            errors: ErrorResponses::default(),
            ids: BTreeSet::new(),
        }
    }

    fn document(mut self) -> Value {
        let texts = Texts::new(self.reference, &self.document.scope);
        let painter = Painter {
            reference: self.reference,
            shapes: self.shapes,
            options: self.options,
            texts: &texts,
            base: Window::ALL,
        };
        let groups = groups(self.reference, self.document, self.options.view);
        let sketches: Vec<Sketch> =
            groups.par_iter().map(|group| Sketch::new(&painter, self.document, group)).collect();
        let mut paths = Paths::new();
        for (group, sketch) in groups.iter().zip(sketches) {
            let Some(first) = group.operations(self.reference).next() else { continue };
            let path = first.template.path();
            let outline = self.outline(group, first, sketch);
            for method in verbs(&first.method) {
                let operation = self.operation(&painter, &outline, &method);
                let item = paths.paths.entry(path.clone()).or_default();
                put(item, &method, operation);
            }
        }
        let mut components = Components::new();
        components.parameters = self
            .parameters
            .components
            .into_iter()
            .map(|(name, parameter)| (name, RefOr::T(parameter)))
            .collect();
        components.responses =
            self.errors.components.into_iter().map(|(name, response)| (name, RefOr::T(response))).collect();
        if let Some(header) =
            self.policy.as_ref().and_then(|policy| negotiation::header(policy, self.options.view))
        {
            components.parameters.insert(negotiation::COMPONENT.to_owned(), RefOr::T(header));
        }
        let token =
            ApiKeyValue::with_description("X-Auth-Token", "A token that the Identity service issued.");
        components
            .security_schemes
            .insert("XAuthToken".to_owned(), RefOr::T(SecurityScheme::ApiKey(ApiKey::Header(token))));
        let mut api = OpenApi::new(info(self.reference, self.document, self.options), paths);
        if let Some(policy) = &self.policy {
            let stated = negotiation::extension(policy, self.options.view);
            api.extensions = Some(Extensions::from_iter([("x-openstack", stated)]));
        }
        api.components = Some(components);
        api.servers = Some(vec![server()]);
        api.tags = Some(tags(self.reference, self.document));
        api.security = Some(vec![SecurityRequirement::new("XAuthToken", Vec::<String>::new())]);
        let mut value = serde_json::to_value(&api).unwrap_or_default();
        canonical::sort_extensions(&mut value);
        add_schemas(&mut value, self.schemas);
        value
    }

    /// The group with its bodies as components.
    fn outline<'o>(&mut self, group: &'o Group, first: &'o Operation, sketch: Sketch) -> Outline<'o> {
        Outline {
            group,
            first,
            window: sketch.window,
            description: sketch.description,
            request: sketch.request.map(|drawn| self.component(first, Direction::Request, drawn)),
            response: sketch.response.map(|drawn| self.component(first, Direction::Response, drawn)),
        }
    }

    fn operation(
        &mut self,
        painter: &Painter<'_>,
        outline: &Outline<'_>,
        method: &Method,
    ) -> EmittedOperation {
        let Outline { group, first, window, .. } = *outline;
        let operations: Vec<&Operation> = group.operations(self.reference).collect();
        let painter = &Painter { base: window, ..*painter };
        let mut emitted = EmittedOperation::new();
        let key = format!("{method} {}", first.template.path());
        emitted.operation_id = Some(unique_id(operation_id(method, &first.template), &key, &mut self.ids));
        emitted.tags = Some(tag_names(self.document, &operations));
        emitted.summary = Some(summary(&operations));
        emitted.description.clone_from(&outline.description);
        let mut parameters = self.parameters.of(painter, group, window);
        let documented = operations
            .iter()
            .flat_map(|operation| &operation.rows)
            .any(|row| row.name.eq_ignore_ascii_case(negotiation::HEADER));
        if self.negotiates && !is_open(first, method) && !documented {
            parameters
                .push(RefOr::Ref(Ref::new(format!("#/components/parameters/{}", negotiation::COMPONENT))));
        }
        emitted.parameters = (!parameters.is_empty()).then_some(parameters);
        let mut requests = Examples::of(self.reference, group, Some(Direction::Request), &self.wanted());
        let request_snippets = std::mem::take(&mut requests.snippets);
        emitted.request_body = self.request_body(outline, requests).map(RefOr::T);
        let mut examples = Examples::of(self.reference, group, Some(Direction::Response), &self.wanted());
        let mut snippets = std::mem::take(&mut examples.snippets);
        emitted.responses =
            responses(painter, group, method, outline.response.clone(), examples, &mut self.errors);
        snippets.extend(request_snippets);
        snippets.extend(self.loose_examples(group));
        let ends = |operation: &&Operation| {
            let last = self.policy.as_ref().map(|policy| policy.ceiling);
            operation.deprecated
                || operation.window.max.is_some_and(|max| last.is_some_and(|last| max < last))
        };
        if operations.iter().all(ends) {
            emitted.deprecated = Some(Deprecated::True);
        }
        if is_open(first, method) {
            emitted.security = Some(Vec::new());
        }
        emitted.extensions = self.extensions(&operations, window, snippets);
        emitted
    }

    /// Samples that are neither request nor response: shown beside the operation.
    fn loose_examples(&self, group: &Group) -> Vec<Value> {
        let loose = Examples::of(self.reference, group, None, &self.wanted());
        let bodies = loose.bodies.into_iter().flat_map(|(media, named)| {
            named.into_values().filter_map(move |example| {
                let source = match example.value? {
                    Value::String(text) => text,
                    value => serde_json::to_string_pretty(&value).ok()?,
                };
                Some(json!({ "lang": media, "label": example.summary, "source": source }))
            })
        });
        loose.snippets.into_iter().chain(bodies).collect()
    }

    /// The samples that the document shows: in a slice only those that its version could have sent or taken.
    fn wanted(&self) -> impl Fn(usize, &Sample) -> bool + use<'a> {
        let (reference, shapes, view) = (self.reference, self.shapes, self.options.view);
        move |operation, sample| {
            let View::At(version) = view else { return true };
            let direction = sample.direction.unwrap_or(Direction::Response);
            let body = shapes.bodies.get(operation).and_then(|bodies| bodies.of(direction));
            let value = reference.sample_file(sample).and_then(|file| file.value.as_ref());
            match (body, value) {
                (Some(body), Some(value)) => body.fits(value, version),
                _ => true,
            }
        }
    }

    fn extensions(
        &self,
        operations: &[&Operation],
        window: Window,
        snippets: Vec<Value>,
    ) -> Option<Extensions> {
        let mut found: Vec<(&str, Value)> = Vec::new();
        if self.options.view == View::All {
            let stated = window_json(window, Window::ALL);
            if stated.as_object().is_some_and(|members| !members.is_empty()) {
                found.push(("x-openstack", stated));
            }
        }
        if operations.len() > 1 {
            found.push((
                "x-apiref-operations",
                operations.iter().map(|operation| self.variant(operation)).collect(),
            ));
        }
        if !snippets.is_empty() {
            found.push(("x-codeSamples", Value::Array(snippets)));
        }
        (!found.is_empty()).then(|| found.into_iter().collect())
    }

    fn variant(&self, operation: &Operation) -> Value {
        let mut value = json!({
            "title": operation.title,
            "success": code_list(&operation.codes, CodeKind::Success),
            "error": code_list(&operation.codes, CodeKind::Error),
        });
        if let (Value::Object(members), Value::Object(window)) =
            (&mut value, window_json(operation.window, Window::ALL))
        {
            members.extend(window);
            if operation.deprecated {
                members.insert("deprecated".to_owned(), json!(true));
            }
        }
        value
    }

    fn request_body(&self, outline: &Outline<'_>, mut examples: Examples) -> Option<RequestBody> {
        let Outline { group, first, .. } = *outline;
        let schema = outline.request.clone();
        if schema.is_none() && examples.bodies.is_empty() {
            return None;
        }
        let mut body = RequestBody::new();
        let everywhere = group
            .members
            .iter()
            .all(|index| self.shapes.bodies.get(*index).is_some_and(|bodies| bodies.request.is_some()));
        body.required =
            Some(if everywhere && !first.method.is_bodyless() { Required::True } else { Required::False });
        if schema.is_some() || examples.bodies.contains_key("application/json") {
            let mut content = Content::new(schema);
            fill(&mut content, examples.bodies.remove("application/json").unwrap_or_default());
            body.content.insert("application/json".to_owned(), RefOr::T(content));
        }
        for (media, named) in examples.bodies {
            let mut content = Content::new(None::<RefOr<Schema>>);
            fill(&mut content, named);
            body.content.insert(media.to_owned(), RefOr::T(content));
        }
        Some(body)
    }

    /// The schema of a body as a component; equal bodies share one.
    fn component(&mut self, first: &Operation, direction: Direction, drawn: Drawn) -> RefOr<Schema> {
        let name = match self.known.get(&drawn.text) {
            Some(name) => name.clone(),
            None => {
                let base = component_stem(first) + &pascal(direction.as_str());
                let mut name = base.clone();
                let mut count = 2;
                while self.schemas.contains_key(&name) {
                    name = format!("{base}{count}");
                    count += 1;
                }
                self.known.insert(drawn.text, name.clone());
                self.schemas.insert(name.clone(), drawn.schema);
                name
            }
        };
        RefOr::Ref(Ref::new(format!("#/components/schemas/{name}")))
    }
}

/// Puts the schemas, which are drawn already, first among the components.
fn add_schemas(document: &mut Value, schemas: BTreeMap<String, Value>) {
    if let Some(Value::Object(components)) = document.get_mut("components")
        && !schemas.is_empty()
    {
        components.shift_insert(0, "schemas".to_owned(), Value::Object(schemas.into_iter().collect()));
    }
}

fn put(item: &mut PathItem, method: &Method, operation: EmittedOperation) {
    let slot = match method {
        Method::Get => &mut item.get,
        Method::Put => &mut item.put,
        Method::Post => &mut item.post,
        Method::Delete => &mut item.delete,
        Method::Options => &mut item.options,
        Method::Head => &mut item.head,
        Method::Patch => &mut item.patch,
        Method::Trace => &mut item.trace,
        Method::Any => return,
        Method::Other(name) => {
            // OpenAPI 3.1 has no field for the verb.
            let operations = item.extensions.get_or_insert_default();
            let value = serde_json::to_value(&operation).unwrap_or_default();
            operations.insert(format!("x-{}", name.to_ascii_lowercase()), value);
            return;
        }
    };
    // `METHOD` stands for every verb, but a verb of its own says more.
    if slot.is_none() {
        *slot = Some(operation);
    }
}

/// Operations that need no token: those that hand one out, and lists of versions.
fn is_open(operation: &Operation, method: &Method) -> bool {
    let wants_token = operation.rows.iter().any(|row| row.name.eq_ignore_ascii_case("x-auth-token"));
    let path = operation.template.path();
    let trimmed = path.trim_matches('/');
    let is_version = trimmed.is_empty()
        || trimmed == "versions"
        || trimmed
            .strip_prefix('v')
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '.'))
        || (trimmed.starts_with('{') && trimmed.ends_with('}') && trimmed.contains("version"));
    let hands_out = *method == Method::Post
        && (trimmed.ends_with("auth/tokens")
            || trimmed.ends_with("/tokens") && trimmed.split('/').count() <= 2);
    !wants_token && (hands_out || (is_version && *method == Method::Get))
}
