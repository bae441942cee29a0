//! Where something stands: sources, byte spans, lines and columns, JSON pointers.
//!
//! A stage keeps *symbolic* places (a span, or a pointer into a sample); they become lines and columns only
//! when somebody looks at them. The bytes behind a pointer are found by [`crate::json`].

mod line;
mod pointer;
mod span;
mod value_path;

pub use line::{Columns, LineColumn, LineTable};
pub use pointer::Pointer;
pub use span::{SourceId, Span};
pub(crate) use value_path::ValuePath;

/// Where a finding points.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Bytes of a source, usually one token.
    Text(Span),
    /// A value of a JSON sample; its bytes are looked up in the text when it is shown.
    Value(SourceId, Pointer),
    /// The key of a member of a JSON sample; the pointer names the member.
    Key(SourceId, Pointer),
}

impl Place {
    /// A source as a whole.
    pub fn source_file(source: SourceId) -> Self {
        Self::Text(Span::new(source, 0, 0))
    }

    /// The source that the place is in.
    pub fn source(&self) -> SourceId {
        match self {
            Self::Text(span) => span.source,
            Self::Value(source, _) | Self::Key(source, _) => *source,
        }
    }

    /// The JSON pointer, for a place in a sample.
    pub fn pointer(&self) -> Option<&Pointer> {
        match self {
            Self::Text(_) => None,
            Self::Value(_, pointer) | Self::Key(_, pointer) => Some(pointer),
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::Text(span)
    }
}
