//! Which findings are reported, and how severe they are: what the configuration, comments in the sources and
//! a baseline say.

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

pub(crate) use allowance::{Allowance, Scope};
pub use baseline::{Baseline, BaselineError};
pub(crate) use filter::{Filter, Filtered};
pub use grade::Selection;
pub(crate) use order::order;
pub(crate) use rules::RULES;
pub(crate) use summary::Totals;
pub(crate) use summary::number;
pub use summary::{Count, Summary, Turnover, Unread};
