//! reStructuredText: a text becomes a block tree with spans, and blocks become CommonMark.
//!
//! Knows no OpenStack: a directive is a name, arguments, options and content, whatever it means. Titles stay
//! in the flow with their style, because levels are only known once a document is put together from its
//! includes.

mod block;
mod body;
mod boundary;
mod cells;
mod columns;
mod commonmark;
mod directive;
mod escape;
mod explicit;
mod grid_table;
mod inline;
mod inline_writer;
mod line;
mod list;
mod markdown_blocks;
mod marker;
mod notes;
#[cfg(test)]
mod outline;
mod plain;
#[cfg(test)]
mod properties;
mod scope;
mod simple_table;
mod table;
mod title;
mod typographic;
mod walk;

pub(crate) use block::{
    Block, Definition, Directive, Enumeration, FieldItem, Kind, Table, Text, Title, TitleStyle,
};
pub(crate) use body::parse;
pub(crate) use commonmark::{commonmark, description};
pub(crate) use plain::{folded, is_bold_line, plain, plain_in};
pub(crate) use scope::Scope;
pub(crate) use typographic::typographic;
