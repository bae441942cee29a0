use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde_json::Value;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::schema::{Components, Schema};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{OpenApi, RefOr};

use super::counts::{Emissions, count};
use super::group::{Group, groups};
use super::group_content::GroupContent;
use super::head::{info, server, tags};
use super::names::document_name;
use super::parameters::{Parameters, verbs};
use super::paths::Paths;
use super::responses::ErrorResponses;
use super::schema::SchemaBuilder;
use super::texts::Texts;
use super::{Options, View, canonical, negotiation};
use crate::collections::{HashMap, HashSet};
use crate::reference::{Direction, Document, Operation, Reference, VersionPolicy};
use crate::shape::Shapes;
use crate::version::Window;

/// An emitted document.
#[derive(Debug)]
pub struct Emitted {
    /// The document.
    pub value: Value,
    /// How much of the reference it holds.
    pub counts: Emissions,
}

/// Emits a document of the reference.
pub fn document(reference: &Reference, shapes: &Shapes, document: &Document, options: &Options) -> Emitted {
    Emitted {
        value: Emitter::new(reference, shapes, options, document).document(),
        counts: count(reference, shapes, document, View::All),
    }
}

/// Names by title; the ones that collide, or are empty, with a number from the order of the roots.
pub fn document_names(reference: &Reference) -> Vec<String> {
    let mut taken = BTreeSet::new();
    // Where to go on counting: thousands of documents may have one title.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    reference
        .documents
        .iter()
        .map(|document| {
            let base = Some(document_name(&document.title))
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
    /// The drawn schemas of bodies, by name.
    pub(super) schemas: BTreeMap<String, Value>,
    /// Component names by the fingerprint of what they hold, so that nothing stands twice.
    pub(super) known: HashMap<u64, Vec<String>>,
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
            schemas: BTreeMap::new(),
            known: HashMap::default(),
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
        let contents: Vec<GroupContent> =
            groups.par_iter().map(|group| GroupContent::new(&builder, self.document, group)).collect();
        let mut paths = Paths::default();
        for (group, content) in groups.iter().zip(contents) {
            let Some(first) = group.operations(self.reference).next() else { continue };
            let outline = self.outline(group, first, content);
            for method in verbs(&first.method) {
                paths.put(&group.path, &method, self.operation(&builder, &outline, &method));
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
        add_schemas(&mut value, self.schemas);
        value
    }

    /// The group with its bodies as components.
    fn outline<'o>(&mut self, group: &'o Group, first: &'o Operation, content: GroupContent) -> Outline<'o> {
        Outline {
            group,
            first,
            window: content.window,
            description: content.description,
            request: content.request.map(|schema| self.component(first, Direction::Request, schema)),
            response: content.response.map(|schema| self.component(first, Direction::Response, schema)),
        }
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
