//! The YAML of an API reference: dictionaries (`parameters.yaml`), status texts (`status.yaml`) and the small
//! lists inside directives. Scalars stay text (2.10 is not 2.1) and everything has a span.

mod entry;

pub use entry::{Dictionary, Entry, Field, ListItem, PairItem, Reason, Status, Statuses};
