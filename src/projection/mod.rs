//! From a finished 3.1 document to the same in another version of OpenAPI.
//!
//! The projection works on the document as a value and knows nothing of the sources it is made from. What the
//! other version cannot say is lost, and every loss is told at the operation that it concerns. What this
//! program emits today loses nothing.

mod anatomy;
mod composition;
mod document;
mod formats;
mod keywords;
mod loss;
mod origin;
mod project;
mod rule;
mod schema;
#[cfg(test)]
mod tests;
mod types;

pub(crate) use anatomy::{Kind, visit, visit_object};
pub(crate) use formats::{Contradiction, drop_contradicted_formats};
pub(crate) use loss::Loss;
pub(crate) use origin::Origin;
pub(crate) use project::project;
pub(crate) use rule::findings;

use crate::finding::Rule;

/// The rules of this layer.
pub(crate) static RULES: &[&Rule] = &[&rule::PROJECTION_LOSS];
