//! Where something stands: sources, byte spans, lines and columns, JSON pointers.
//!
//! A stage keeps *symbolic* places (a span, or a pointer into a sample); they become lines and columns
//! only when somebody looks at them.

mod duplicate;
mod fingerprint;
mod json;
mod line;
mod mistake;
mod pointer;
mod scanner;
mod span;
mod text;

pub use duplicate::Duplicate;
pub use fingerprint::fingerprint;
pub use json::{JsonRead, read_json};
pub use line::{LineColumn, LineTable};
pub use mistake::JsonError;
pub use pointer::{Pointer, locate};
pub use span::{SourceId, Span};
pub use text::{holds, lines};

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

    /// The bytes of the place, given the text of its source. A pointer that leads nowhere gives the
    /// nearest ancestor that exists.
    pub fn span(&self, text: &str) -> Span {
        match self {
            Self::Text(span) => *span,
            Self::Value(source, pointer) => {
                let range = locate(text, pointer).value;
                Span::new(*source, range.start, range.end)
            }
            Self::Key(source, pointer) => {
                let found = locate(text, pointer);
                let range = found.key.unwrap_or(found.value);
                Span::new(*source, range.start, range.end)
            }
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::Text(span)
    }
}
