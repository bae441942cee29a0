//! Which request belongs to which operation: the routes of finished documents, where one hides another, and
//! their forms for gateways.
//!
//! A gateway takes every template of every document as one table. Everything here needs nothing but the paths
//! of the documents, so it holds for each form in which they are written.

mod conflict;
mod expression;
mod inputs;
mod json;
mod pattern;
mod rank;
mod router;
mod segment;
mod shadowed;
mod table;
mod text;
mod trie;

use conflict::conflicts;
pub use conflict::{Conflict, Conflicts, Reason};
use inputs::Inputs;
use json::json;
#[cfg(feature = "cli")]
pub(crate) use json::schema;
pub(crate) use pattern::Pattern;
pub(crate) use router::RULES as OF_GATEWAYS;
pub use router::{Configuration, Remark, Router};
use segment::{Kind, Segment};
pub(crate) use shadowed::check;
#[cfg(test)]
use table::routes;
pub use table::{Route, Routes};
use text::text;

use crate::finding::Rule;

/// The rules of this layer.
pub(crate) static RULES: &[&Rule] = &[&shadowed::RULE];
