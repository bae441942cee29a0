use std::ffi::OsString;
use std::io::Write;

use clap::Parser;

use super::arguments::{Arguments, Command};
use super::error::CommandError;
use super::model::Model;
use super::session::Session;
use super::{check, explain, generate, routes, rules};
use crate::report::Style;

/// Could not run: usage, configuration, no tree, no operation.
const COULD_NOT_RUN: u8 = 2;

/// Runs a command line. What the user asked for goes to `out`, what happens on the way to `log`; `style` is for reports on `out`. Returns the exit
/// code: 0 clean, 1 findings or stale documents, 2 could not run.
pub fn main(
    arguments: impl IntoIterator<Item = OsString>,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let text = error.render();
            let shown = if error.use_stderr() { write!(log, "{text}") } else { write!(out, "{text}") };
            return if shown.is_err() || error.use_stderr() { COULD_NOT_RUN } else { 0 };
        }
    };
    let result = dispatch(&arguments.command, style, out, log).and_then(|code| {
        // The verdict stands, whether or not the reader waits for all of it.
        unless_closed(out.flush().map_err(CommandError::from))?;
        Ok(code)
    });
    match result {
        Ok(code) => code,
        Err(error) if error.is_closed_pipe() => 0,
        Err(error) => {
            // Nobody listens when even this fails.
            let _ = writeln!(log, "error: {error}");
            COULD_NOT_RUN
        }
    }
}

/// Printing that failed because the reader went away has not failed.
pub(super) fn unless_closed(printed: Result<(), CommandError>) -> Result<(), CommandError> {
    match printed {
        Err(error) if error.is_closed_pipe() => Ok(()),
        printed => printed,
    }
}

fn dispatch(
    command: &Command,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    match command {
        Command::Generate(arguments) => generate::run(arguments, out, log),
        Command::Check(arguments) => check::run(arguments, style, out, log),
        Command::Model(tree) => {
            let session = Session::open(tree)?;
            serde_json::to_writer_pretty(&mut *out, &Model::new(&session.reference, &session.sources))
                .map_err(std::io::Error::from)?;
            writeln!(out)?;
            Ok(0)
        }
        Command::Routes(arguments) => routes::run(arguments, out),
        Command::Explain(arguments) => explain::run(arguments, out),
        Command::Rules => {
            for rule in rules::all() {
                writeln!(out, "{:<30} {:<8} {}", rule.id, rule.severity, rule.summary)?;
            }
            Ok(0)
        }
    }
}
