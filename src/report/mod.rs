//! From findings to what people and machines read: one file a format.
//!
//! A [`Report`] is written in a [`Format`] to whatever is given. Nothing that comes from a source reaches the
//! output with its control characters.

mod concise;
mod docs;
mod escape;
#[cfg(test)]
mod fixture;
mod format;
mod github;
mod gitlab;
mod json;
mod junit;
#[cfg(feature = "cli")]
mod overview;
mod presentation;
#[cfg(feature = "cli")]
mod rules;
mod sarif;
#[cfg(feature = "cli")]
mod schema;
mod shown_place;
#[cfg(feature = "cli")]
mod source_line;
mod statistics;
#[cfg(feature = "cli")]
mod text;
mod watched;

#[cfg(feature = "cli")]
pub(crate) use escape::{escape_json, printed, write_json};
pub use format::{Format, Report, Style, UnknownFormat};
pub use presentation::{Order, Presentation};
#[cfg(feature = "cli")]
pub(crate) use rules::write_rules;
#[cfg(feature = "cli")]
pub(crate) use schema::schemas;
#[cfg(feature = "cli")]
pub(crate) use source_line::SourceLine;
