//! Which findings are reported, and how severe they are: what the configuration, comments in the sources and a baseline say.

mod allowance;
mod baseline;
mod baseline_v1;
mod filter;
#[cfg(test)]
pub(crate) mod fixture;
mod grade;
pub(crate) mod identity;
mod order;
mod rules;
mod stale;
mod summary;
mod suppress;

pub use allowance::{Allowance, Scope};
pub use baseline::{Baseline, BaselineError};
pub use filter::{Filter, Filtered};
pub use grade::Selection;
pub use order::order;
pub use rules::RULES;
pub(crate) use summary::Totals;
pub use summary::{Count, Summary, number};
