//! What recorded traffic says about the reference.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::baseline;
use super::error::CommandError;
use super::observe_arguments::ObserveArguments;
use super::open;
use super::output::Place;
use super::reporting::usual_fail_on;
use super::run::{COULD_NOT_RUN, unless_closed};
use crate::analysis::{Analysis, Watched};
use crate::report::{Style, printed};
use crate::source::open_typed;
use crate::traffic::Recording;
use crate::triage::number;

/// The usual file of known findings of this command, in the repository root.
const USUAL: &str = "apiref-observe-baseline.json";

/// Holds recorded exchanges to the reference.
pub(super) fn run(
    arguments: &ObserveArguments,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let selection = arguments.reporting.selection()?;
    let mut analysis = open::analysis(&arguments.tree.clone().into())?;
    let place = place(&analysis, arguments.baseline.as_deref());
    if !arguments.write_baseline {
        read_baseline(&mut analysis, &place, arguments.baseline.is_some())?;
    }
    let recordings = arguments.traffic.iter().map(|path| open(path)).collect::<Result<Vec<_>, _>>()?;
    let watched = analysis.observe(recordings, &selection)?;
    if arguments.write_baseline {
        return baseline::write(&watched.baseline, &place, log);
    }
    report(&analysis, &watched, arguments, style, out, log)
}

/// Opens a recording; it is read later, piece by piece.
pub(super) fn open(path: &Path) -> Result<Recording, CommandError> {
    let shown = path.display().to_string();
    let input = open_typed(path).map_err(|source| CommandError::Read { path: shown.clone(), source })?;
    // No report holds where a folder of this machine lies.
    let last = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = if path.is_absolute() { last.unwrap_or(shown) } else { shown };
    Ok(Recording { name, input })
}

fn report(
    analysis: &Analysis,
    watched: &Watched,
    arguments: &ObserveArguments,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let fail_on = arguments.reporting.fail_on.unwrap_or_else(|| usual_fail_on(analysis));
    let checked = &watched.checked;
    let code = arguments.reporting.put(analysis, checked, fail_on, style, out)?;
    let lost = checked.summary.observed.as_ref().map_or(0, |observed| observed.unreadable);
    if lost > 0 && !arguments.allow_incomplete {
        let first = watched.first_unreadable.as_deref().unwrap_or_default();
        let count = number(usize::try_from(lost).unwrap_or(usize::MAX), "records");
        let line = format!("error: {count} could not be read ({first}): `--allow-incomplete` accepts it");
        unless_closed(writeln!(log, "{}", printed(&line)).map_err(CommandError::from))?;
        return Ok(if code == 0 { COULD_NOT_RUN } else { code });
    }
    Ok(code)
}

/// What is known of recordings is a file of its own: a check would take it for out of date.
fn place(analysis: &Analysis, named: Option<&Path>) -> Place {
    match named {
        Some(path) => Place::Typed(PathBuf::from(path)),
        None => Place::Below { root: analysis.sources().layout().root.clone(), path: USUAL.to_owned() },
    }
}

fn read_baseline(analysis: &mut Analysis, place: &Place, is_wanted: bool) -> Result<(), CommandError> {
    let shown = place.path().display().to_string();
    match place.read()? {
        Some(text) => Ok(analysis.set_baseline(text, &shown)?),
        None if is_wanted => Err(baseline::none(&shown, "observe")),
        None => Ok(()),
    }
}
