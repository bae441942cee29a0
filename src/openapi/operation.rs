use serde_json::{Map, Value, json};
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::Operation as EmittedOperation;
use utoipa::openapi::request_body::RequestBody;
use utoipa::openapi::{Deprecated, Ref, RefOr, Required};

use super::canonical::{sort_extensions, value_of};
use super::emit::{Emitter, Outline};
use super::examples::{Examples, Gathered};
use super::head::{summary, tag_names};
use super::media_types::{is_json, named};
use super::names::{operation_id, title_id, unique_id};
use super::responses::{code_list, contents, responses};
use super::schema::SchemaBuilder;
use super::versions::window_members;
use super::{View, negotiation};
use crate::config::OperationIds;
use crate::reference::{CodeKind, Direction, Method, Operation, OperationId, Sample, SampleId};
use crate::version::Window;

impl<'a> Emitter<'a> {
    /// One operation of the document (OpenAPI, Operation Object): all that share a method and a path.
    pub(super) fn operation(
        &mut self,
        builder: &SchemaBuilder<'_>,
        outline: &Outline<'_>,
        method: &Method,
    ) -> Value {
        let Outline { group, first, window, .. } = *outline;
        let operations: Vec<&Operation> = group.operations(self.reference).collect();
        let builder = &SchemaBuilder { base: window, ..*builder };
        let mut emitted = EmittedOperation::new();
        let key = format!("{method} {}", group.webhook.as_ref().unwrap_or(&group.path));
        emitted.operation_id = Some(unique_id(self.id(&operations, method), &key, &mut self.ids));
        emitted.tags = Some(tag_names(self.document, first));
        emitted.summary = Some(summary(&operations));
        emitted.description.clone_from(&outline.description);
        let mut parameters = self.parameters.of(builder, group, window);
        let header = self.policy.as_ref().map(negotiation::header_name);
        let documented = operations
            .iter()
            .flat_map(|operation| operation.rows_of_requests())
            .any(|row| header.is_some_and(|header| row.name.eq_ignore_ascii_case(header)));
        // Who receives a callback neither asks for our tokens nor negotiates.
        let open = group.webhook.is_some() || is_open(first, &group.path, method);
        if self.negotiates && !open && !documented {
            parameters
                .push(RefOr::Ref(Ref::new(format!("#/components/parameters/{}", negotiation::COMPONENT))));
        }
        emitted.parameters = (!parameters.is_empty()).then_some(parameters);
        let Gathered { mut request, mut response, loose } =
            Gathered::new(self.reference, group, self.wanted());
        emitted.request_body = self.request_body(builder, outline, &request).map(RefOr::T);
        emitted.responses =
            responses(builder, group, method, outline.response.clone(), &response, &mut self.errors);
        let mut snippets = std::mem::take(&mut response.snippets);
        snippets.append(&mut request.snippets);
        snippets.extend(loose_examples(loose));
        let ends = |operation: &&Operation| {
            let last = self.policy.as_ref().map(|policy| policy.ceiling);
            operation.deprecated
                || operation.window.max.is_some_and(|max| last.is_some_and(|last| max < last))
        };
        if operations.iter().all(ends) {
            emitted.deprecated = Some(Deprecated::True);
        }
        if open {
            emitted.security = Some(Vec::new());
        }
        emitted.extensions = self.extensions(&operations, window, snippets);
        let mut value = value_of(&emitted);
        sort_extensions(&mut value);
        request.show_in(value.get_mut("requestBody"));
        let answers = value.get_mut("responses").and_then(Value::as_object_mut);
        response.show_in(
            answers.into_iter().flat_map(Map::values_mut).find(|answer| answer.get("content").is_some()),
        );
        value
    }

    /// The id of operations with one method and path. Several things that share them have no title in common.
    fn id(&self, operations: &[&Operation], method: &Method) -> String {
        let Some(first) = operations.first() else { return String::new() };
        let titled = || {
            let same = operations.iter().all(|operation| operation.title == first.title);
            title_id(&first.title).filter(|_| same)
        };
        match self.options.operation_ids {
            OperationIds::Title => titled(),
            OperationIds::Path => None,
        }
        .unwrap_or_else(|| operation_id(method, &first.template))
    }

    /// The samples that the document shows: in a slice only those that its version could have sent or taken.
    fn wanted(&self) -> impl Fn(OperationId, SampleId, &Sample) -> bool + use<'a> {
        let (reference, shapes, view) = (self.reference, self.shapes, self.options.view);
        move |operation, id, sample| {
            let View::At(version) = view else { return true };
            let direction = sample.direction.unwrap_or(Direction::Response);
            let body = shapes.bodies[operation].of_sample(direction, id);
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
            let stated = window_members(window, Window::ALL);
            if !stated.is_empty() {
                found.push(("x-openstack", stated.into()));
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
        if let Value::Object(members) = &mut value {
            members.extend(window_members(operation.window, Window::ALL));
            if operation.deprecated {
                members.insert("deprecated".to_owned(), json!(true));
            }
        }
        value
    }

    fn request_body(
        &self,
        builder: &SchemaBuilder<'_>,
        outline: &Outline<'_>,
        examples: &Examples<'_>,
    ) -> Option<RequestBody> {
        let Outline { group, first, .. } = *outline;
        let schema = outline.request.clone();
        let may_have_body = !first.method.is_bodyless();
        let named = if may_have_body { named(builder, group, Direction::Request) } else { Vec::new() };
        let other = named.iter().any(|media| !is_json(media));
        if schema.is_none() && examples.bodies.is_empty() && !other {
            return None;
        }
        let mut body = RequestBody::new();
        let everywhere = group.members.iter().all(|id| !self.shapes.bodies[*id].request.is_empty());
        body.required =
            Some(if everywhere && !first.method.is_bodyless() { Required::True } else { Required::False });
        body.content = contents(schema, examples, &named).into_iter().collect();
        Some(body)
    }
}

/// Samples that are neither request nor response: shown beside the operation.
fn loose_examples(loose: Examples<'_>) -> impl Iterator<Item = Value> {
    let bodies = loose.bodies.into_iter().flat_map(|(media, named)| {
        named.into_values().map(move |example| {
            let source = match example.value.into_owned() {
                Value::String(text) => text,
                value => format!("{value:#}"),
            };
            json!({ "lang": media, "label": example.summary, "source": source })
        })
    });
    loose.snippets.into_iter().chain(bodies)
}

/// Operations that need no token: those that hand one out, and lists of versions.
fn is_open(operation: &Operation, path: &str, method: &Method) -> bool {
    let wants_token = operation.rows.iter().any(|row| row.name.eq_ignore_ascii_case("x-auth-token"));
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
