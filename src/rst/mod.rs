//! reStructuredText: a text becomes a block tree with spans, and blocks become CommonMark.
//!
//! Knows no OpenStack: a directive is a name, arguments, options and content, whatever it means. Titles stay
//! in the flow with their style, because levels are only known once a document is put together from its
//! includes.

mod block;
mod body;
mod columns;
mod directive;
mod explicit;
mod grid_table;
mod line;
mod list;
mod marker;
#[cfg(test)]
mod outline;
mod simple_table;
mod table;
mod stub;
mod title;
mod walk;

pub use block::{Block, Definition, Directive, Enumeration, FieldItem, Kind, Table, Text, Title, TitleStyle};
pub use body::parse;
pub use stub::{Scope, commonmark, description, is_bold_line, plain};
pub use walk::Walk;
