//! From findings to what people and machines read: one file a format, the summary, and what is left out.
//!
//! A [`Report`] is written in a [`Format`] to whatever is given. Nothing that comes from a source
//! reaches the output with its control characters.

mod concise;
mod escape;
#[cfg(test)]
mod fixture;
mod format;
mod github;
mod gitlab;
mod identity;
mod json;
mod junit;
mod order;
mod sarif;
mod spot;
mod statistics;
mod summary;
mod text;
mod window;

pub use format::{Format, Report, UnknownFormat};
pub use order::order;
pub use summary::{Count, Summary};
pub use text::Style;
