use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde_json::Value;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::schema::{Components, Schema};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{OpenApi, Ref, RefOr};

use super::answers;
use super::component_names::BodyUser;
use super::counts::{Emissions, count};
use super::equal::join_equal;
use super::group::{Group, groups};
use super::group_content::GroupContent;
use super::head::{info, server, tags};
use super::names::{Acronyms, document_name, operation_id, resource_and_verb, shows_one};
use super::parameters::{Parameters, verbs};
use super::paths::Paths;
use super::responses::ErrorResponses;
use super::schema::SchemaBuilder;
use super::schemas::Schemas;
use super::texts::Texts;
use super::unused::remove_components;
use super::{Options, View, alternatives, canonical, clashes, negotiation, titles};
use crate::collections::HashSet;
use crate::reference::{Direction, Document, Operation, Reference, VersionPolicy};
use crate::shape::Shapes;
use crate::version::Window;

/// An emitted document.
#[derive(Debug)]
pub(crate) struct Emitted {
    /// The document.
    pub value: Value,
    /// How much of the reference it holds.
    pub counts: Emissions,
}

/// Emits a document of the reference.
pub(crate) fn document(
    reference: &Reference,
    shapes: &Shapes,
    document: &Document,
    options: &Options,
) -> Emitted {
    Emitted {
        value: Emitter::new(reference, shapes, options, document).document(),
        counts: count(reference, shapes, document, View::All),
    }
}

/// Names by title; the ones that collide, or are empty, with a number from the order of the roots.
pub(crate) fn document_names(reference: &Reference) -> Vec<String> {
    let mut taken = BTreeSet::new();
    // Where to go on counting: thousands of documents may have one title.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    reference
        .documents
        .iter()
        .map(|document| {
            let base = Some(document_name(&document.written_title))
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| "api".to_owned());
            let mut name = base.clone();
            let count = counts.entry(base.clone()).or_insert(1);
            while !taken.insert(name.clone()) {
                *count += 1;
                name = format!("{base}-{count}");
            }
            name
        })
        .collect()
}

/// A document on its way.
pub(super) struct Emitter<'a> {
    pub(super) reference: &'a Reference,
    pub(super) shapes: &'a Shapes,
    pub(super) options: &'a Options,
    pub(super) document: &'a Document,
    pub(super) parameters: Parameters,
    pub(super) errors: ErrorResponses,
    pub(super) ids: HashSet<String>,
    pub(super) policy: Option<VersionPolicy>,
    pub(super) negotiates: bool,
}

/// A group on its way to an operation of the document.
pub(super) struct Outline<'a> {
    pub(super) group: &'a Group,
    /// Its first operation.
    pub(super) first: &'a Operation,
    pub(super) window: Window,
    pub(super) description: Option<String>,
    pub(super) request: Option<RefOr<Schema>>,
    pub(super) response: Option<RefOr<Schema>>,
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
            parameters: Parameters::default(),
            errors: ErrorResponses::default(),
            ids: HashSet::default(),
        }
    }

    fn document(mut self) -> Value {
        let texts = Texts::new(self.reference, &self.document.scope);
        let builder = SchemaBuilder {
            reference: self.reference,
            shapes: self.shapes,
            options: self.options,
            texts: &texts,
            base: Window::ALL,
        };
        let groups = groups(self.reference, self.document, self.options.view);
        let mut contents: Vec<GroupContent> =
            groups.par_iter().map(|group| GroupContent::new(&builder, self.document, group)).collect();
        let bodies = self.take_bodies(&groups, &mut contents);
        let mut schemas = Schemas::of(bodies);
        titles::make_unique(&mut schemas.values);
        let mut body_names = schemas.names.into_iter();
        let (mut paths, mut webhooks) = (Paths::default(), Paths::default());
        for (group, content) in groups.iter().zip(contents) {
            let Some(first) = group.operations(self.reference).next() else { continue };
            let mut body = |is_there: bool| is_there.then(|| body_names.next()).flatten().map(reference_to);
            let outline = Outline {
                group,
                first,
                window: content.window,
                request: body(content.has_request),
                response: body(content.has_response),
                description: content.description,
            };
            for method in verbs(&first.method) {
                let operation = self.operation(&builder, &outline, &method);
                match &group.webhook {
                    Some(name) => webhooks.put(name, &method, operation),
                    None => paths.put(&group.path, &method, operation),
                }
            }
        }
        let mut components = Components::new();
        components.parameters = self.parameters.components;
        components.responses = self.errors.into_components();
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
        let mut api = OpenApi::new(
            info(self.reference, self.document, self.options),
            utoipa::openapi::Paths::default(),
        );
        if let Some(policy) = &self.policy {
            let stated = negotiation::extension(policy, self.options.view);
            api.extensions = Some(Extensions::from_iter([("x-openstack", stated)]));
        }
        api.components = Some(components);
        api.servers = Some(vec![server()]);
        api.tags = Some(tags(self.reference, self.document));
        api.security = Some(vec![SecurityRequirement::new("XAuthToken", Vec::<String>::new())]);
        let mut value = canonical::value_of(&api);
        canonical::sort_extensions(&mut value);
        if let Some(place) = value.get_mut("paths") {
            *place = paths.into_value();
        }
        add_webhooks(&mut value, webhooks);
        let schemas = match self.options.strict {
            true => schemas.values,
            false => answers::accept_shown(&value, schemas.values),
        };
        add_schemas(&mut value, schemas);
        join_equal(&mut value);
        // Equal objects are shared, and the place that a component was made for may refer to another one by
        // then.
        remove_components(&mut value);
        alternatives::name_alternatives(&mut value);
        clashes::part(&mut value);
        value
    }

    /// The bodies of all groups, request before response, with what names them.
    fn take_bodies(&self, groups: &[Group], contents: &mut [GroupContent]) -> Vec<(BodyUser, Value)> {
        let acronyms = Acronyms::of(self.document, &self.reference.operations[self.document.operations]);
        let mut bodies = Vec::new();
        for (group, content) in groups.iter().zip(contents) {
            let Some(first) = group.operations(self.reference).next() else { continue };
            let (resource, verb) = match &group.webhook {
                Some(name) => (name.clone(), String::new()),
                None => resource_and_verb(first, &acronyms, content.response.as_ref().is_some_and(shows_one)),
            };
            let both = [
                (Direction::Request, content.request.take()),
                (Direction::Response, content.response.take()),
            ];
            for (direction, schema) in both {
                let Some(schema) = schema else { continue };
                let user = BodyUser {
                    resource: resource.clone(),
                    verb: verb.clone(),
                    direction,
                    title: first.title.clone(),
                    id: operation_id(&first.method, &first.template),
                };
                bodies.push((user, schema));
            }
        }
        bodies
    }
}

fn reference_to(component: String) -> RefOr<Schema> {
    RefOr::Ref(Ref::new(format!("#/components/schemas/{component}")))
}

/// Puts the callbacks behind the paths.
fn add_webhooks(document: &mut Value, webhooks: Paths) {
    let webhooks = webhooks.into_value();
    let Value::Object(members) = document else { return };
    if webhooks.as_object().is_some_and(|webhooks| !webhooks.is_empty()) {
        let behind = members.keys().position(|key| key == "paths").map_or(members.len(), |at| at + 1);
        members.shift_insert(behind, "webhooks".to_owned(), webhooks);
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
