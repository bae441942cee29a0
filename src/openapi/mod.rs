//! From the model and its shapes to OpenAPI documents (utoipa), and their text.
//!
//! Operations that share a method and a path become one. Component names and operation ids depend on the operation alone, so
//! a document changes only where its source does.

mod canonical;
mod emit;
mod examples;
mod group;
mod names;
mod options;
mod parameters;
mod responses;
mod schema;
mod text;
mod texts;
mod versions;

pub use emit::{Emitted, emit};
pub use names::{document_name, slug};
pub use options::{Options, View};
pub use text::{json, yaml};
pub use versions::highest;
