//! What a gateway may do without.

use serde_json::{Map, Value, json};

use super::operations;
use crate::config::Gateway;
use crate::projection::{Kind, visit};

/// Leaves out what the options say, and returns how many operations of the text are left out.
pub(super) fn apply(document: &mut Value, options: &Gateway) -> usize {
    let callbacks = without_callbacks(document);
    let left_out = callbacks + if options.no_deprecated { without_deprecated(document) } else { 0 };
    if options.no_examples || options.routes_only {
        without_examples(document);
    }
    if options.routes_only {
        without_schemas(document);
    }
    left_out
}

/// Callbacks are requests of the service, which no gateway routes.
fn without_callbacks(document: &mut Value) -> usize {
    let callbacks = document.as_object_mut().and_then(|members| members.shift_remove("x-webhooks"));
    let items = callbacks.as_ref().and_then(Value::as_object).into_iter().flatten();
    items.map(|(_, item)| item.as_object().map_or(0, Map::len)).sum()
}

fn without_deprecated(document: &mut Value) -> usize {
    let mut left_out = 0;
    let Some(Value::Object(items)) = document.get_mut("paths") else { return left_out };
    for item in items.values_mut().filter_map(Value::as_object_mut) {
        item.retain(|_, operation| {
            let deprecated = operation.get("deprecated") == Some(&json!(true));
            if deprecated {
                // One operation here may stand for several of the text.
                left_out +=
                    operation.get("x-apiref-operations").and_then(Value::as_array).map_or(1, Vec::len);
            }
            !deprecated
        });
    }
    items.retain(|_, item| item.as_object().is_some_and(|verbs| !verbs.is_empty()));
    left_out
}

fn without_examples(document: &mut Value) {
    visit(document, &mut |kind, _, object| {
        let Value::Object(members) = object else { return };
        match kind {
            Kind::MediaType | Kind::Parameter | Kind::Header | Kind::Schema => {
                members.shift_remove("example");
                members.shift_remove("examples");
            }
            Kind::Operation => drop(members.shift_remove("x-codeSamples")),
            _ => {}
        }
    });
}

/// Bodies keep their media types; headers of responses are nothing without a schema.
fn without_schemas(document: &mut Value) {
    visit(document, &mut |kind, _, object| {
        let Value::Object(members) = object else { return };
        match kind {
            Kind::MediaType => drop(members.shift_remove("schema")),
            Kind::Response => drop(members.shift_remove("headers")),
            _ => {}
        }
    });
    operations::each(document, |_, _, operation| {
        operation.shift_remove("x-apiref-operations");
    });
}

/// Takes the word `nullable` out of all schemas.
pub(super) fn forget_nullable(document: &mut Value) {
    visit(document, &mut |kind, _, object| {
        if let (Kind::Schema, Value::Object(members)) = (kind, object) {
            forget_null(members);
        }
    });
}

/// Takes the mark away, and null from lists of values. A schema that only null fits says nothing any more:
/// null is still sent.
fn forget_null(members: &mut Map<String, Value>) {
    members.shift_remove("nullable");
    let Some(Value::Array(values)) = members.get_mut("enum") else { return };
    values.retain(|value| !value.is_null());
    if values.is_empty() {
        members.shift_remove("enum");
        members.shift_remove("type");
    }
}
