//! Which request belongs to which operation: the routes of finished documents, where one hides another, and their forms for
//! gateways.
//!
//! A gateway takes every template of every document as one table. Everything here needs nothing but the paths of the documents, so
//! it holds for each form in which they are written.

mod conflict;
mod expression;
mod json;
mod kong;
mod nginx;
mod pattern;
mod rank;
mod segment;
mod shadowed;
mod table;
mod text;
mod trie;

pub use conflict::{Conflict, Conflicts, Reason, conflicts};
pub use json::json;
pub use kong::kong;
pub use nginx::nginx;
pub use pattern::Pattern;
pub use segment::{Kind, Segment};
pub use shadowed::check;
pub use table::{Route, routes};
pub use text::text;

use crate::finding::Rule;

/// The rules of this layer.
pub static RULES: &[&Rule] = &[&shadowed::RULE];
