use crate::place::Place;
use crate::source::Sources;

/// A place as a report shows it.
#[derive(Debug, Clone)]
pub(super) struct ShownPlace<'a> {
    /// The file, from the repository root.
    pub(super) path: &'a str,
    /// Line, from 1.
    pub(super) line: u32,
    /// Column in characters, from 1.
    pub(super) column: u32,
    /// The JSON pointer, in a sample.
    pub(super) pointer: Option<&'a str>,
}

impl<'a> ShownPlace<'a> {
    /// Looks a place up in its source.
    pub(super) fn new(place: &'a Place, sources: &'a Sources) -> Self {
        let span = sources.span_of(place);
        let position = sources.position(span);
        Self {
            path: sources.path(place.source()),
            line: position.line,
            column: position.column,
            pointer: place.pointer().map(crate::place::Pointer::as_str),
        }
    }
}
