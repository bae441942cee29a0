use super::Line;
use crate::place::Span;

/// A change of the sources that would mend a finding: all of its edits, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// What it does, in the imperative: `write two colons`.
    pub title: Line,
    /// How far it can be trusted.
    pub level: FixLevel,
    /// The edits, sorted by their place and without overlaps; several files where the cause needs it.
    pub edits: Vec<Edit>,
}

/// How far a fix can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FixLevel {
    /// The meaning stays, or is plainly restored.
    Safe,
    /// A maintainer should look at it.
    Suggested,
}

/// A text in place of some bytes of a file, as they were read; an insertion replaces an empty span.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edit {
    /// The file and the bytes.
    pub span: Span,
    /// What is to stand there.
    pub text: String,
}
