//! The YAML of an API reference: dictionaries (`parameters.yaml`), status texts (`status.yaml`) and the small
//! lists inside directives. Scalars stay text (2.10 is not 2.1) and everything has a span.

mod any;
mod dictionary;
mod document;
mod entry;
mod fields;
mod mend;
mod reader;
mod row;
mod rule;
mod scan;
mod status;

pub use entry::{Dictionary, Entry, EntryMap, Field, ListItem, PairItem, Reason, Status, Statuses};
pub use row::{list, pairs};
pub use rule::RULES;
