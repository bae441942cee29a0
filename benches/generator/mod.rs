//! Makes API references of any size that look like real ones: tables with nested, dotted and versioned rows,
//! maps and arrays, prose, codes in both notations, and samples that agree with their tables but for a stated
//! share.
//!
//! The same plan gives the same bytes. A resource looks the same in trees of every size, so a small tree is
//! the beginning of a large one.

mod body;
mod chapter;
mod deed;
mod dictionary;
mod document;
mod drift;
mod field;
mod operation;
mod random;
mod resource;
mod tree;
mod value;
mod window;
mod words;

pub(crate) use tree::Tree;

/// How a tree grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Form {
    /// Documents of 200 operations each, a chapter for each resource.
    Documents,
    /// One document, a chapter for each resource.
    Chapters,
    /// One document with one chapter.
    Operations,
    /// One operation with so many rows, and a sample for every twenty of them.
    Rows,
}

/// What to make.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) form: Form,
    /// The number of operations, or of rows where there is one operation.
    pub(crate) size: usize,
    pub(crate) seed: u64,
    /// Of a hundred samples, how many disagree with their tables, on average.
    pub(crate) drift: usize,
}

impl Plan {
    /// The number of operations.
    fn limit(&self) -> usize {
        if self.form == Form::Rows { self.size.min(1) } else { self.size }
    }
}
