/// How much of a specification is documented.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coverage {
    /// Its operations, actions counted one by one.
    pub operations: Share,
    /// The parameters of documented operations: of the query and headers.
    pub parameters: Share,
    /// The keys of documented objects.
    pub properties: Share,
}

/// A part of a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Share {
    /// What is documented.
    pub documented: usize,
    /// All there is.
    pub all: usize,
}

impl Coverage {
    /// Both together.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            operations: self.operations.plus(other.operations),
            parameters: self.parameters.plus(other.parameters),
            properties: self.properties.plus(other.properties),
        }
    }
}

impl Share {
    /// Counts one more.
    pub(super) fn count(&mut self, is_documented: bool) {
        self.all += 1;
        self.documented += usize::from(is_documented);
    }

    fn plus(self, other: Self) -> Self {
        Self { documented: self.documented + other.documented, all: self.all + other.all }
    }
}
