use crate::config::OperationIds;
use crate::version::{Version, Window};

/// How documents are made.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Options {
    /// Which microversions a document covers.
    pub view: View,
    /// Leave out keys that only samples show.
    pub declared_only: bool,
    /// Keep what the text requires, also where a sample contradicts it.
    pub strict: bool,
    /// What the ids of operations are made of.
    pub operation_ids: OperationIds,
}

/// The microversions that a document covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum View {
    /// Everything, each thing with its window.
    #[default]
    All,
    /// What is active at one version.
    At(Version),
}

impl View {
    /// Is a thing with this window part of the document?
    pub(crate) fn sees(self, window: Window) -> bool {
        match self {
            Self::All => !window.is_empty(),
            Self::At(version) => window.contains(version),
        }
    }
}
