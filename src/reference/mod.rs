//! The model: documents, chapters, operations, parameter rows, status codes and samples, with their places
//! and microversion windows.
//!
//! A document is put together from its includes and cut into sections; sections are given to operations by
//! their order, because authors get the nesting of titles wrong; directives become rows, codes and samples.

mod binding;
mod build;
mod code_block;
mod codes;
mod conflict;
mod direction;
mod document;
mod elision;
mod excerpt;
mod expansion;
mod id;
mod kind;
mod library;
mod mentioned;
mod method;
mod misplaced;
mod model;
mod namesake;
mod new_entry;
mod object_title;
mod old_entry;
mod outline;
mod reader;
mod required;
mod row_line;
mod sample;
mod service;
mod similar;
mod url;
mod url_reader;
mod version;
mod wanted;
mod younger;

pub(crate) use binding::{Binding, Bound};
pub(crate) use build::build;
pub(crate) use id::{DefinitionId, OperationId, RowId, SampleFileId, SampleId};
pub(crate) use kind::{Kind, Types};
pub(crate) use method::Method;
pub(crate) use misplaced::{OF_MANY, OF_ONE, lying_beside};
pub(crate) use model::{
    Caption, Chapter, Code, CodeKind, Definition, Document, Location, Operation, Prose, Reference, Remark,
    Row, Table,
};
pub use model::{Counts, Direction};
pub(crate) use namesake::{is_namesake, stem};
pub(crate) use new_entry::{NewEntries, NewEntry, Wanted};
pub(crate) use object_title::objects_named;
pub(crate) use old_entry::lines_of_entry;
pub(crate) use outline::is_example_title;
pub(crate) use reader::{holds_data, known_directives, part_directives};
pub(crate) use row_line::{row_above, row_among, row_below};
pub(crate) use sample::{Media, Sample, SampleFile};
pub(crate) use service::{USUAL_HEADER, Unmarked, VersionPolicy};
pub(crate) use url::{Piece, Template, identifier};
pub(crate) use version::{mentioned, misspelt_version, stated};

use crate::finding::Rule;

/// The rules of this layer.
pub(crate) static RULES: &[&Rule] = &[
    &conflict::CONFLICT_MARKER,
    &excerpt::EXCERPT_MISSING,
    &document::INCLUDE_MISSING,
    &document::INCLUDE_CYCLE,
    &document::PATH_OUTSIDE_ROOT,
    &document::PATH_HIDDEN,
    &document::DIRECTIVE_ARGUMENT,
    &outline::TITLE_LEVEL,
    &url_reader::URL_MALFORMED,
    &url_reader::URL_QUERY_STRING,
    &library::TYPE_UNKNOWN,
    &library::IN_UNKNOWN,
    &library::VERSION_MALFORMED,
    &library::WINDOW_EMPTY,
    &required::REQUIRED_UNKNOWN,
    &library::SAMPLE_NOT_JSON,
    &library::SAMPLE_DUPLICATE_KEY,
    &reader::METHOD_TEXT,
    &reader::ROWS_OUTSIDE,
    &reader::BLANK_LINE_MISSING,
    &reader::TITLE_INDENTED,
    &reader::LABEL_NO_TITLE,
    &reader::OPERATION_IN_EXAMPLE,
    &reader::FILE_MISSING,
    &reader::SAMPLE_MISSING,
    &reader::ENTRY_UNKNOWN,
    &reader::STATUS_CODE_UNKNOWN,
    &reader::STATUS_LABEL,
];
