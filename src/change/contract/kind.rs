use std::fmt;

use super::Side;

/// What a change means for those who use the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Requests that were right are refused, or answers are what nobody expects.
    Breaking,
    /// Who used the API before can go on.
    Compatible,
    /// The API is the same.
    Documentation,
}

impl Class {
    /// The word that stands for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Compatible => "compatible",
            Self::Documentation => "documentation",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The kinds of change. What each means stands in one table, [`ChangeKind::class`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[expect(missing_docs, reason = "`words` says of each what it is")]
pub enum ChangeKind {
    OperationAdded,
    OperationRemoved,
    ActionAdded,
    ActionRemoved,
    PathChanged,
    PathVariableRenamed,
    TitleChanged,
    ParameterAdded,
    RequiredParameterAdded,
    ParameterRemoved,
    KeyAdded,
    RequiredKeyAdded,
    KeyRemoved,
    RequiredNow,
    OptionalNow,
    TypeWidened,
    TypeNarrowed,
    TypeReplaced,
    NullAllowed,
    NullForbidden,
    ValuesListed,
    ValuesUnlisted,
    ValueAdded,
    ValueRemoved,
    BoundTightened,
    BoundLoosened,
    DefaultChanged,
    DefaultStated,
    FormatChanged,
    SuccessCodeAdded,
    SuccessCodeRemoved,
    ErrorCodeAdded,
    ErrorCodeRemoved,
    HeaderAdded,
    HeaderRemoved,
    MediaTypeAdded,
    MediaTypeRemoved,
    WindowNarrowed,
    WindowWidened,
    Deprecated,
    Undeprecated,
    SampleAdded,
    SampleRemoved,
    SampleChanged,
    DescriptionChanged,
}

impl ChangeKind {
    /// Every kind, in the order of the table in the documentation.
    pub const ALL: &[Self] = &[
        Self::OperationAdded,
        Self::OperationRemoved,
        Self::ActionAdded,
        Self::ActionRemoved,
        Self::PathChanged,
        Self::PathVariableRenamed,
        Self::TitleChanged,
        Self::ParameterAdded,
        Self::RequiredParameterAdded,
        Self::ParameterRemoved,
        Self::KeyAdded,
        Self::RequiredKeyAdded,
        Self::KeyRemoved,
        Self::RequiredNow,
        Self::OptionalNow,
        Self::TypeWidened,
        Self::TypeNarrowed,
        Self::TypeReplaced,
        Self::NullAllowed,
        Self::NullForbidden,
        Self::ValuesListed,
        Self::ValuesUnlisted,
        Self::ValueAdded,
        Self::ValueRemoved,
        Self::BoundTightened,
        Self::BoundLoosened,
        Self::DefaultChanged,
        Self::DefaultStated,
        Self::FormatChanged,
        Self::SuccessCodeAdded,
        Self::SuccessCodeRemoved,
        Self::ErrorCodeAdded,
        Self::ErrorCodeRemoved,
        Self::HeaderAdded,
        Self::HeaderRemoved,
        Self::MediaTypeAdded,
        Self::MediaTypeRemoved,
        Self::WindowNarrowed,
        Self::WindowWidened,
        Self::Deprecated,
        Self::Undeprecated,
        Self::SampleAdded,
        Self::SampleRemoved,
        Self::SampleChanged,
        Self::DescriptionChanged,
    ];

    /// The slug that programs know it by, and what it is, in a few words.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::OperationAdded => ("operation-added", "an operation is new"),
            Self::OperationRemoved => ("operation-removed", "an operation is gone"),
            Self::ActionAdded => ("action-added", "an action is new"),
            Self::ActionRemoved => ("action-removed", "an action is gone"),
            Self::PathChanged => ("path-changed", "the path has another prefix"),
            Self::PathVariableRenamed => ("path-variable-renamed", "a variable of the path has another name"),
            Self::TitleChanged => ("title-changed", "the title is another one"),
            Self::ParameterAdded => ("parameter-added", "an optional parameter is new"),
            Self::RequiredParameterAdded => ("required-parameter-added", "a required parameter is new"),
            Self::ParameterRemoved => ("parameter-removed", "a parameter is gone"),
            Self::KeyAdded => ("key-added", "an optional key is new"),
            Self::RequiredKeyAdded => ("required-key-added", "a required key is new"),
            Self::KeyRemoved => ("key-removed", "a key is gone"),
            Self::RequiredNow => ("required-now", "what was optional is required"),
            Self::OptionalNow => ("optional-now", "what was required is optional"),
            Self::TypeWidened => ("type-widened", "the type takes more (integer, then number)"),
            Self::TypeNarrowed => ("type-narrowed", "the type takes less"),
            Self::TypeReplaced => ("type-replaced", "the type is another one"),
            Self::NullAllowed => ("null-allowed", "it may be null"),
            Self::NullForbidden => ("null-forbidden", "it may no longer be null"),
            Self::ValuesListed => ("values-listed", "only listed values are left"),
            Self::ValuesUnlisted => ("values-unlisted", "the values are no longer listed"),
            Self::ValueAdded => ("value-added", "a listed value is new"),
            Self::ValueRemoved => ("value-removed", "a listed value is gone"),
            Self::BoundTightened => ("bound-tightened", "a bound, a length or a pattern takes less"),
            Self::BoundLoosened => ("bound-loosened", "a bound, a length or a pattern takes more"),
            Self::DefaultChanged => ("default-changed", "the default is another one"),
            Self::DefaultStated => ("default-stated", "a default is stated, or no longer"),
            Self::FormatChanged => ("format-changed", "the format is another one"),
            Self::SuccessCodeAdded => ("success-code-added", "a code of success is new"),
            Self::SuccessCodeRemoved => ("success-code-removed", "a code of success is gone"),
            Self::ErrorCodeAdded => ("error-code-added", "a code of failure is new"),
            Self::ErrorCodeRemoved => ("error-code-removed", "a code of failure is gone"),
            Self::HeaderAdded => ("header-added", "a response header is new"),
            Self::HeaderRemoved => ("header-removed", "a response header is gone"),
            Self::MediaTypeAdded => ("media-type-added", "a body, or a form of it, is new"),
            Self::MediaTypeRemoved => ("media-type-removed", "a body, or a form of it, is gone"),
            Self::WindowNarrowed => ("window-narrowed", "it exists in fewer microversions"),
            Self::WindowWidened => ("window-widened", "it exists in more microversions"),
            Self::Deprecated => ("deprecated", "it is deprecated"),
            Self::Undeprecated => ("undeprecated", "it is no longer deprecated"),
            Self::SampleAdded => ("sample-added", "a sample is new"),
            Self::SampleRemoved => ("sample-removed", "a sample is gone"),
            Self::SampleChanged => ("sample-changed", "a sample is another one"),
            Self::DescriptionChanged => ("description-changed", "a description is another one"),
        }
    }

    /// The slug that programs know it by.
    pub fn id(self) -> &'static str {
        self.names().0
    }

    /// What it is, in a few words.
    pub fn words(self) -> &'static str {
        self.names().1
    }

    /// What it means on a side. Operations and what belongs to them as a whole are on the side of requests.
    pub fn class(self, side: Side) -> Class {
        use Class::{Breaking, Compatible, Documentation};
        let (request, response) = match self {
            Self::OperationAdded
            | Self::ActionAdded
            | Self::ParameterAdded
            | Self::KeyAdded
            | Self::SuccessCodeAdded
            | Self::ErrorCodeAdded
            | Self::ErrorCodeRemoved
            | Self::HeaderAdded
            | Self::MediaTypeAdded
            | Self::WindowWidened => (Compatible, Compatible),
            Self::OperationRemoved
            | Self::ActionRemoved
            | Self::PathChanged
            | Self::RequiredParameterAdded
            | Self::ParameterRemoved
            | Self::KeyRemoved
            | Self::TypeReplaced
            | Self::SuccessCodeRemoved
            | Self::HeaderRemoved
            | Self::MediaTypeRemoved
            | Self::WindowNarrowed => (Breaking, Breaking),
            Self::RequiredKeyAdded
            | Self::RequiredNow
            | Self::TypeNarrowed
            | Self::NullForbidden
            | Self::ValuesListed
            | Self::ValueRemoved
            | Self::BoundTightened => (Breaking, Compatible),
            Self::OptionalNow
            | Self::TypeWidened
            | Self::NullAllowed
            | Self::ValuesUnlisted
            | Self::ValueAdded
            | Self::BoundLoosened => (Compatible, Breaking),
            Self::DefaultChanged => (Breaking, Documentation),
            Self::PathVariableRenamed
            | Self::TitleChanged
            | Self::DefaultStated
            | Self::FormatChanged
            | Self::Deprecated
            | Self::Undeprecated
            | Self::SampleAdded
            | Self::SampleRemoved
            | Self::SampleChanged
            | Self::DescriptionChanged => (Documentation, Documentation),
        };
        match side {
            Side::Request => request,
            Side::Response => response,
        }
    }

    /// Does a service that negotiates microversions need a new one for it? So it does for all that two clouds
    /// at the same version would do differently, also where it is compatible.
    pub fn wants_version(self, side: Side) -> bool {
        self != Self::ErrorCodeRemoved && self.class(side) != Class::Documentation
    }
}
