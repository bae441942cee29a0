use std::io::Write;

use super::check_arguments::CheckArguments;
use super::error::CommandError;
use super::run::{COULD_NOT_RUN, unless_closed};
use super::since::States;
use super::{baseline, open, watch};
use crate::config::FailOn;
use crate::report::{Style, printed};
use crate::triage::{Baseline, Selection};

/// Checks the reference and compares the documents that are there.
pub(super) fn run(
    arguments: &CheckArguments,
    verbose: bool,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let selection = arguments.reporting.selection()?;
    if arguments.watch {
        return watch::run(arguments, &selection, style, out, log);
    }
    let mut states = States::read(&arguments.into(), log)?;
    if arguments.tree.source.is_none() {
        open::tell_root(&states.now, log)?;
    }
    if verbose {
        open::tell_files(&states.now, log)?;
    }
    let code = check(&mut states, arguments, &selection, style, out, log);
    // The process ends here: to give every small text back first would cost a tenth of the time.
    std::mem::forget(states);
    code
}

fn check(
    states: &mut States,
    arguments: &CheckArguments,
    selection: &Selection,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let place = baseline::place(&states.now, arguments.baseline.as_deref());
    if arguments.write_baseline {
        baseline::refuse_parts(arguments.reporting.is_of_all())?;
        baseline::recall(&mut states.now, &place)?;
        return baseline::write(&states.now.to_baseline()?, &place, log);
    }
    for state in states.all() {
        baseline::read(state, arguments.baseline.as_deref())?;
    }
    let checked = states.check(selection)?;
    let fail_on = fail_on(arguments, states);
    let analysis = &states.now;
    if analysis.baseline().is_some_and(Baseline::is_outdated) {
        let shown = place.path().display().to_string();
        let line =
            format!("{shown} is a baseline of version 1; `apiref check --write-baseline` writes it anew");
        unless_closed(writeln!(log, "{}", printed(&line)).map_err(CommandError::from))?;
    }
    let code = arguments.reporting.put(analysis, &checked, fail_on, style, out)?;
    if code == COULD_NOT_RUN && checked.summary.unread.open > checked.summary.unread.shown {
        unless_closed(writeln!(log, "{HIDDEN}").map_err(CommandError::from))?;
    }
    Ok(code)
}

/// Why a check without a finding does not end with 0.
const HIDDEN: &str = "error: something could not be read, which no pattern makes clean (`--ignore`, `--select`, \
                      `[rules]`, `[[overrides]]`): an entry of the baseline does, or a comment `apiref: \
                      allow RULE -- reason`";

/// From which severity on a finding fails the check. With a baseline, or compared with another state, all
/// that is left is new, so warnings do.
pub(super) fn fail_on(arguments: &CheckArguments, states: &States) -> FailOn {
    let is_new = states.now.baseline().is_some() || states.are_compared();
    let usual = if is_new { FailOn::Warning } else { FailOn::default() };
    arguments.reporting.fail_on.or(states.now.config().fail_on).unwrap_or(usual)
}
