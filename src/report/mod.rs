//! From findings to what people and machines read: one file a format, the summary, and what is left out.
//!
//! A [`Report`] is written in a [`Format`] to whatever is given. Nothing that comes from a source
//! reaches the output with its control characters.

mod allowance;
mod baseline;
mod baseline_v1;
mod concise;
mod escape;
mod filter;
#[cfg(test)]
mod fixture;
mod format;
mod github;
mod gitlab;
mod grade;
mod identity;
mod json;
mod junit;
mod order;
#[cfg(feature = "cli")]
mod overview;
mod rules;
mod sarif;
mod shown_place;
#[cfg(feature = "cli")]
mod source_line;
mod stale;
mod statistics;
mod summary;
mod suppress;
#[cfg(feature = "cli")]
mod text;

pub use allowance::{Allowance, Scope};
pub use baseline::{Baseline, BaselineError};
pub(crate) use escape::{escape_json, write_json};
pub use filter::{Filter, Filtered};
pub use format::{Format, Report, Style, UnknownFormat};
pub use grade::Selection;
pub use order::order;
pub use rules::RULES;
pub use summary::{Count, Summary, number};
