//! What is made of sources that could not all be read.

use std::io::Write;

use super::error::CommandError;
use super::run::{COULD_NOT_RUN, unless_closed};
use crate::report::printed;
use crate::triage::{Unread, number};

/// What the work lacks.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Lost {
    /// Inputs that could not be read.
    pub(super) inputs: usize,
    /// Routes that the format cannot say.
    pub(super) routes: usize,
}

impl Lost {
    /// What could not be read.
    pub(super) fn inputs(unread: Unread) -> Self {
        Self { inputs: unread.incomplete, routes: 0 }
    }
}

/// The exit code of work that lacks something, unless that is allowed; what to do goes to `log`.
pub(super) fn exit_code(
    lost: Lost,
    is_allowed: bool,
    what: &str,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    if is_allowed || (lost.inputs == 0 && lost.routes == 0) {
        return Ok(0);
    }
    let inputs = format!("{} could not be read", number(lost.inputs, "inputs"));
    let verb = if lost.routes == 1 { "is" } else { "are" };
    let routes = format!("{} {verb} left out, as told above", number(lost.routes, "routes"));
    let check = "`apiref check` shows what, ";
    let (told, check) = match (lost.inputs, lost.routes) {
        (_, 0) => (inputs, check),
        (0, _) => (routes, ""),
        _ => (format!("{inputs}, and {routes}"), check),
    };
    let line = format!("error: {told}, so {what} may lack something: {check}`--allow-incomplete` accepts it");
    unless_closed(writeln!(log, "{}", printed(&line)).map_err(CommandError::from))?;
    Ok(COULD_NOT_RUN)
}
