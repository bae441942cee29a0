//! What is made of sources that could not all be read.

use std::io::Write;

use super::error::CommandError;
use super::run::{COULD_NOT_RUN, unless_closed};
use crate::report::printed;
use crate::triage::{Unread, number};

/// The exit code of work whose input is not complete, unless that is allowed; what to do goes to `log`.
pub(super) fn exit_code(
    unread: Unread,
    is_allowed: bool,
    what: &str,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    if unread.incomplete == 0 || is_allowed {
        return Ok(0);
    }
    let inputs = number(unread.incomplete, "inputs");
    let line = format!(
        "error: {inputs} could not be read, so {what} may lack something: `apiref check` shows what, `--allow-incomplete` accepts it"
    );
    unless_closed(writeln!(log, "{}", printed(&line)).map_err(CommandError::from))?;
    Ok(COULD_NOT_RUN)
}
