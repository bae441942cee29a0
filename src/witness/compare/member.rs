use super::view::View;
use crate::reference::Direction;
use crate::version::Window;

/// A key of an object, as a specification has it.
#[derive(Debug, Clone)]
pub(super) struct Member<'d> {
    pub(super) view: View<'d>,
    /// Is it there whenever the object is, in all ways that have it?
    pub(super) required: bool,
    /// Does the specification say so, or the contrary, of each of them alike?
    pub(super) is_clear: bool,
    /// Does each of them say which keys are required?
    pub(super) names_required: bool,
    /// Is it only in answers, or only in requests?
    pub(super) only_in: Option<Direction>,
    /// The versions that have it.
    pub(super) window: Window,
    /// Where it is declared first.
    pub(super) pointer: String,
}
