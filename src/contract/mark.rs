use super::drift::{Drift, What};
use crate::reference::{OperationId, SampleId};

/// A place where a sample and the text disagree, for those who show the sample.
#[derive(Debug, Clone)]
#[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "only pages show them"))]
pub(crate) struct Mark {
    /// The operation.
    pub operation: OperationId,
    /// The sample of the operation.
    pub sample: SampleId,
    /// The value; of a missing key the object that lacks it.
    pub pointer: String,
    /// What disagrees.
    pub kind: MarkKind,
    /// The key that is missing.
    pub key: Option<String>,
}

/// What disagrees at a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// No row has the key.
    Undocumented,
    /// Another type than declared.
    Type,
    /// A null that the text does not mention.
    Null,
    /// A value that is not listed, or malformed.
    Value,
    /// A required key is absent.
    Missing,
    /// The version of the sample does not have the key.
    OutsideVersion,
}

impl Mark {
    /// The mark of a drift; nothing where the text says that keys are left out.
    pub(super) fn new(drift: &Drift) -> Option<Self> {
        let kind = match &drift.what {
            What::Undocumented { .. } | What::Misspelt { .. } => MarkKind::Undocumented,
            What::Type { .. } => MarkKind::Type,
            What::Null { .. } => MarkKind::Null,
            What::Format { .. } | What::Enum { .. } => MarkKind::Value,
            What::Missing { .. } => MarkKind::Missing,
            What::OutsideVersion { .. } => MarkKind::OutsideVersion,
            What::Elided => return None,
        };
        let key = match &drift.what {
            What::Missing { key, .. } => Some(key.clone()),
            _ => None,
        };
        let (operation, sample) = (drift.operation, drift.sample);
        Some(Self { operation, sample, pointer: drift.pointer.clone(), kind, key })
    }
}
