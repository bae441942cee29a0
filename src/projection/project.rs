use serde_json::Value;

use super::anatomy::{self, Kind};
use super::loss::{Loss, Losses};
use super::{document, schema};
use crate::config::OpenApiVersion;

/// A document in another version of OpenAPI, and what that version cannot say.
#[derive(Debug)]
pub(crate) struct Projected {
    /// The document.
    pub value: Value,
    /// What is lost.
    pub losses: Vec<Loss>,
}

/// Projects a document of version 3.1; to 3.1 it stays what it is.
pub(crate) fn project(mut value: Value, version: OpenApiVersion) -> Projected {
    let mut losses = Losses::default();
    match version {
        OpenApiVersion::V3_0 => to_3_0(&mut value, &mut losses),
        OpenApiVersion::V3_1 => {}
        OpenApiVersion::V3_2 => to_3_2(&mut value),
    }
    Projected { value, losses: losses.0 }
}

fn to_3_0(value: &mut Value, losses: &mut Losses) {
    let whole = anatomy::visit(value, &mut |kind, at, object| match kind {
        Kind::Schema => schema::lower(object, &at.pointer(), losses),
        _ => document::lower(kind, object, &at.pointer(), losses),
    });
    if !whole {
        losses.push(&crate::place::Pointer::root(), "a schema that is nested too deeply");
    }
}

/// All of 3.1 is legal in 3.2, which has a place for operations with other verbs too.
fn to_3_2(value: &mut Value) {
    anatomy::visit(value, &mut |kind, _, object| match kind {
        Kind::PathItem => document::name_other_verbs(object),
        Kind::Document => document::state_version(object, OpenApiVersion::V3_2),
        _ => {}
    });
}
