use serde_json::Value;

use super::format::Broken;
use super::general::ANY;
use super::renamed::Renamed;
use crate::place::Pointer;
use crate::reference::{Direction, OperationId, Reference, RowId, SampleFileId, SampleId, Types};
use crate::shape::Placed;
use crate::version::Version;

/// A disagreement between one sample and its contract.
#[derive(Debug, Clone)]
pub(super) struct Drift {
    pub(super) operation: OperationId,
    pub(super) direction: Direction,
    pub(super) sample: SampleId,
    /// The file of the sample.
    pub(super) file: SampleFileId,
    /// The value, or the object that lacks a key.
    pub(super) pointer: String,
    /// The pointer with every index of an array replaced: the items of a list are one place.
    pub(super) general: String,
    pub(super) what: What,
}

/// What disagrees.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A value of another type than declared.
    Type { placed: Option<Placed>, declared: Types, shown: Types },
    /// A null that the text does not mention.
    Null { placed: Option<Placed> },
    /// A required key is absent.
    Missing {
        key: String,
        placed: Option<Placed>,
        never_shown: bool,
        /// How many samples of the body show it.
        shown_in: usize,
        /// The sample says which version it is of.
        exact: bool,
    },
    /// Required keys are absent, as the text before the sample says.
    Elided,
    /// A key that no row has; the wrapper that the table leaves out among them.
    Undocumented {
        key: String,
        wrapper: bool,
        shown: Types,
        /// The row of another operation on the same method and path.
        beside: Option<(OperationId, RowId)>,
        /// A row of the same object that samples show elsewhere and not here, with nearly the same name.
        like: Option<Placed>,
    },
    /// A key that no row has, where the table has one that is nearly the same and missing.
    Misspelt {
        key: String,
        placed: Placed,
        /// What says that it is the same under another name, where the two are not spelt alike.
        renamed: Option<Renamed>,
    },
    /// A documented key that this version does not have.
    OutsideVersion { key: String, placed: Placed, version: Version, exact: bool },
    /// A malformed value.
    Format { format: Broken, text: String, placed: Option<Placed> },
    /// A value that the `enum` of the entry does not have.
    Enum { placed: Placed, text: String, values: Vec<String>, from: ListedIn },
}

/// Where the values that a parameter may have are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListedIn {
    /// In `enum`.
    Field,
    /// In the description, which says that it must be one of them.
    TextThatMust,
    /// In the description.
    Text,
}

impl Drift {
    /// The value at its place.
    pub(super) fn value<'a>(&self, reference: &'a Reference) -> Option<&'a Value> {
        reference.samples[self.file].value.as_ref()?.pointer(&self.pointer)
    }

    /// The object around the key that it is about; a missing key's own place is that object.
    pub(super) fn object(&self) -> &str {
        self.around(&self.pointer)
    }

    /// The same in every item of a list.
    pub(super) fn general_object(&self) -> &str {
        self.around(&self.general)
    }

    fn around<'p>(&self, pointer: &'p str) -> &'p str {
        match &self.what {
            What::Missing { .. } => pointer,
            _ => pointer.rsplit_once('/').map_or("", |(parent, _)| parent),
        }
    }

    /// The key that the object lacks, or has too much.
    pub(super) fn loose_key(&self) -> Option<&str> {
        match &self.what {
            What::Missing { key, .. } | What::Undocumented { key, wrapper: false, .. } => Some(key),
            _ => None,
        }
    }

    /// The key that no row has.
    pub(super) fn stranger(&self) -> Option<&str> {
        match &self.what {
            What::Undocumented { key, .. } => Some(key),
            _ => None,
        }
    }

    /// The innermost key on the way to it.
    pub(super) fn key(&self) -> Option<String> {
        let steps: Vec<String> = Pointer::from_text(&self.general).steps().collect();
        steps.into_iter().rev().find(|step| step != ANY)
    }

    /// Its row and entry.
    pub(super) fn placed(&self) -> Option<&Placed> {
        match &self.what {
            What::Type { placed, .. }
            | What::Null { placed }
            | What::Missing { placed, .. }
            | What::Format { placed, .. } => placed.as_ref(),
            What::OutsideVersion { placed, .. }
            | What::Enum { placed, .. }
            | What::Misspelt { placed, .. } => Some(placed),
            What::Undocumented { .. } | What::Elided => None,
        }
    }
}
