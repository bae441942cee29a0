//! From the model and its shapes to OpenAPI documents (utoipa), and their text.
//!
//! Operations that share a method and a path become one. Component names and operation ids depend on the
//! operation alone, so a document changes only where its source does.

mod accept;
mod alternatives;
mod answers;
mod canonical;
mod clashes;
mod component_names;
mod counts;
mod emit;
mod equal;
mod examples;
mod group;
mod group_content;
mod head;
mod json;
mod media_types;
mod metaschema;
mod names;
mod negotiation;
mod object_words;
mod operation;
mod options;
mod parameters;
mod paths;
mod publisher;
mod responses;
mod schema;
mod schemas;
mod shared_objects;
mod texts;
mod titles;
mod types;
mod unused;
mod variants;
mod versions;

pub(crate) use accept::{Yield, accept};
pub use counts::Emissions;
pub(crate) use counts::held_rows;
pub(crate) use emit::{document, document_names};
pub(crate) use examples::has_reference_key;
pub(crate) use json::json;
pub(crate) use metaschema::problem;
pub(crate) use names::{operation_id, title_id};
pub(crate) use options::{Options, View};
pub(crate) use parameters::verbs;
pub(crate) use publisher::name_publisher;
pub(crate) use unused::remove_components;

use crate::finding::Rule;

/// The rules of this layer.
pub(crate) static RULES: &[&Rule] = &[];
