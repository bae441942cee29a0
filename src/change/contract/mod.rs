//! What changed in the contract: what documents promise, compared operation by operation.
//!
//! Everything is compared as OpenAPI, so that trees and files of others go through one comparison. What a
//! change means for those who use the API stands in one table, [`ChangeKind::class`].

mod body;
mod change;
mod compare;
mod kind;
mod markdown;
mod operation;
mod pairing;
mod part;
mod places;
mod state;
mod text;
mod verdict;

pub use change::{Change, Side};
pub use compare::compare;
pub use kind::{ChangeKind, Class};
pub use operation::{Contract, NoContract};
pub use state::{Comparison, compare_trees, compare_versions, contract_of, published_contract};
#[cfg(feature = "cli")]
pub(crate) use verdict::is_service_code;
pub use verdict::{Evidence, Verdict};
