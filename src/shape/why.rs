/// Why a row stands where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// It is the only row, and describes the body itself.
    Body,
    /// Its name is a key of the root.
    Root,
    /// It is the wrapper.
    Wrapper,
    /// It is the wrapper, but for singular and plural.
    WrapperByNumber,
    /// Its name is a key directly in the wrapper.
    InWrapper,
    /// Its name is a key at one deeper place only.
    Deeper,
    /// Its name is a key at several places; this one lies in the container listed before it, or comes first.
    Nearest,
    /// Its row has a shallower place, and the same key stands here in a documented object too.
    Shared,
    /// Its dotted name says so.
    Dotted,
    /// Its section's title names the object.
    Section,
    /// The same name but for `-`, `_`, case or prefix.
    NearName,
    /// All values of a map show its name, and nothing else does.
    InValues,
    /// A row with the same name after another prefix stands here.
    Beside,
    /// Another operation on the resource shows it at this place.
    Sibling,
    /// No sample shows it: put under the wrapper, or at the root.
    Assumed,
    /// It is a placeholder for data keys.
    Placeholder,
}

impl Why {
    /// The words for `apiref explain`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Body => "the body itself",
            Self::Root => "a key of the root",
            Self::Wrapper => "the wrapper key",
            Self::WrapperByNumber => "the wrapper key, but for singular and plural",
            Self::InWrapper => "a key directly in the wrapper",
            Self::Deeper => "the only place where a sample shows the key",
            Self::Nearest => "the nearest of several places where samples show the key",
            Self::Shared => "the same key in another documented object",
            Self::Dotted => "its dotted name says so",
            Self::Section => "the title of its section names the object",
            Self::NearName => "the same name but for spelling",
            Self::InValues => "a key of all values of a map",
            Self::Beside => "beside its namesake with another prefix",
            Self::Sibling => "other operations on the resource have it here",
            Self::Assumed => "no sample shows it; assumed here",
            Self::Placeholder => "a placeholder for data keys",
        }
    }

    /// May the row's `required` be believed here?
    pub(crate) fn is_sure_or_assumed(self) -> bool {
        !matches!(self, Self::Shared)
    }

    /// Does the name of the row stand for the names of keys, rather than being one?
    pub(crate) fn stands_for_names(self) -> bool {
        matches!(self, Self::Placeholder | Self::InValues | Self::Body)
    }

    /// Is the place backed by a sample or by the name itself?
    pub(crate) fn is_sure(self) -> bool {
        !matches!(self, Self::Assumed | Self::Beside | Self::Sibling | Self::NearName | Self::Shared)
    }
}
