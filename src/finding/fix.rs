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
    /// Is there nothing better while others are left to do? What they mend may be what it makes, or takes away.
    pub is_last: bool,
}

impl Fix {
    /// A change after which everything means what it meant, or plainly was meant to.
    pub fn safe(title: impl Into<Line>) -> Self {
        Self { title: title.into(), level: FixLevel::Safe, edits: Vec::new(), is_last: false }
    }

    /// A change that a maintainer should look at.
    pub fn suggested(title: impl Into<Line>) -> Self {
        Self { title: title.into(), level: FixLevel::Suggested, edits: Vec::new(), is_last: false }
    }

    /// To be tried when nothing else is left to mend.
    #[must_use]
    pub(crate) fn at_last(self) -> Self {
        Self { is_last: true, ..self }
    }

    /// Puts a text in place of what a span covers.
    #[must_use]
    pub fn replacing(mut self, span: Span, text: impl Into<String>) -> Self {
        self.add(Edit { span, text: text.into() });
        self
    }

    fn add(&mut self, edit: Edit) {
        let order = |edit: &Edit| (edit.span.source, edit.span.start, edit.span.end);
        let at = self.edits.partition_point(|known| order(known) <= order(&edit));
        self.edits.insert(at, edit);
    }

    /// Does what another one does as well.
    pub(super) fn take_in(&mut self, other: &Self) {
        for edit in &other.edits {
            if !self.edits.contains(edit) {
                self.add(edit.clone());
            }
        }
    }

    /// Puts a text where a span begins.
    #[must_use]
    pub fn inserting(self, before: Span, text: impl Into<String>) -> Self {
        self.replacing(Span { end: before.start, ..before }, text)
    }

    /// Takes away what a span covers.
    #[must_use]
    pub fn removing(self, span: Span) -> Self {
        self.replacing(span, "")
    }
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
