use crate::place::Pointer;

/// Something that the other version of OpenAPI has no words for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Loss {
    /// Where in the document.
    pub at: Pointer,
    /// What is lost: "`propertyNames` of a schema".
    pub what: String,
}

/// The losses of a projection, in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Losses(pub(super) Vec<Loss>);

impl Losses {
    pub(super) fn push(&mut self, at: &Pointer, what: impl Into<String>) {
        self.0.push(Loss { at: at.clone(), what: what.into() });
    }
}
