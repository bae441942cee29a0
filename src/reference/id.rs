use crate::collections::Id;

/// Ids as numbers of types of their own.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) struct $name(usize);

        impl Id for $name {
            fn new(position: usize) -> Self {
                Self(position)
            }

            fn position(self) -> usize {
                self.0
            }
        }
    )*};
}

ids! {
    /// An operation of a [`Reference`](super::Reference).
    OperationId;
    /// A dictionary entry of a [`Reference`](super::Reference).
    DefinitionId;
    /// A sample file of a [`Reference`](super::Reference).
    SampleFileId;
    /// A row of an [`Operation`](super::Operation).
    RowId;
    /// A sample of an [`Operation`](super::Operation).
    SampleId;
}
