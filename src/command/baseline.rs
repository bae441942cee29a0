//! The file of known findings: where it is, and what was known when it was written.

use std::io::Write;
use std::path::Path;

use super::error::CommandError;
use super::output::Place;
use super::replace::put_all;
use super::run::unless_closed;
use crate::analysis::Analysis;
use crate::report::printed;
use crate::triage::{Baseline, number};

/// The usual file, in the repository root.
const USUAL: &str = "apiref-baseline.json";

/// The file that is `named`, else the configured one, else the usual one.
pub(super) fn place(analysis: &Analysis, named: Option<&Path>) -> Place {
    let root = || analysis.sources().layout().root.clone();
    match (named, &analysis.config().baseline) {
        (Some(path), _) => Place::Typed(path.to_owned()),
        (None, Some(path)) => Place::Below { root: root(), path: path.clone() },
        (None, None) => Place::Below { root: root(), path: USUAL.to_owned() },
    }
}

/// Takes what a file that is there knows, for a new one that keeps a part of it; what is no baseline knows
/// nothing.
pub(super) fn recall(analysis: &mut Analysis, place: &Place) -> Result<(), CommandError> {
    if let Some(text) = place.read()? {
        // A file with a merge conflict in it may be written anew.
        let _ = analysis.set_baseline(text, &place.path().display().to_string());
    }
    Ok(())
}

/// Reads it: one that was named or configured must be there and sound; the usual one is read if it is there.
pub(super) fn read(analysis: &mut Analysis, named: Option<&Path>) -> Result<(), CommandError> {
    let is_wanted = named.is_some() || analysis.config().baseline.is_some();
    let place = place(analysis, named);
    let shown = place.path().display().to_string();
    match place.read()? {
        Some(text) => Ok(analysis.set_baseline(text, &shown)?),
        None if is_wanted => Err(none(&shown, "check")),
        None => Ok(()),
    }
}

/// Says that there is no such file; `command` makes one.
pub(super) fn none(shown: &str, command: &str) -> CommandError {
    CommandError::Usage(format!(
        "{shown}: there is no such baseline; `apiref {command} --write-baseline` makes one"
    ))
}

/// A baseline of some rules would forget the others.
pub(super) fn refuse_parts(is_of_all: bool) -> Result<(), CommandError> {
    let text = "a baseline holds the findings of all rules: leave `--select` and `--ignore` out";
    if is_of_all { Ok(()) } else { Err(CommandError::Usage(text.to_owned())) }
}

/// Writes what is known from now on, and says how much that is.
pub(super) fn write(baseline: &Baseline, place: &Place, log: &mut dyn Write) -> Result<u8, CommandError> {
    refuse_other_file(place)?;
    put_all(place.prepare(&baseline.to_json())?.into_iter().collect())?;
    let line = format!(
        "wrote {} to {}; from now on only new ones are reported",
        number(baseline.count(), "findings"),
        place.path().display()
    );
    unless_closed(writeln!(log, "{}", printed(&line)).map_err(CommandError::from))?;
    Ok(0)
}

/// An error where the file is there, and no baseline.
fn refuse_other_file(place: &Place) -> Result<(), CommandError> {
    if !place.is_stream() && place.read()?.is_some_and(|there| !is_baseline(&there)) {
        return Err(CommandError::NoBaseline(place.path().display().to_string()));
    }
    Ok(())
}

/// May a new baseline take the place of this text? It is one, perhaps with a merge conflict in it, or nothing
/// at all.
fn is_baseline(text: &str) -> bool {
    let text = text.trim_start();
    let holds = |key: &str| text.contains(&format!("\"{key}\":"));
    // A report has a summary, too.
    text.is_empty()
        || text.starts_with(['{', '<']) && holds("version") && holds("findings") && !holds("summary")
}
