//! What a change brings: the findings of two states, paired one to one, and what documents promise, compared.
//!
//! Both states are read and judged alike, with the configuration of now. A finding is known again by what it
//! is about, never by its line.

mod contract;
mod facts;
mod history;
mod matching;
mod renames;
mod since;
mod told;

#[cfg(feature = "cli")]
pub(crate) use contract::is_service_code;
pub use contract::{
    Change, ChangeKind, Class, Comparison, Contract, Evidence, NoContract, Side, Verdict,
    compare as compare_contracts, compare_trees, compare_versions, contract_of, published_contract,
};
pub use history::{Count as HistoryCount, History, HistoryError, HistoryPoint, Origin, history};
pub use since::{read_state, since};
