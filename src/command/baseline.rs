//! The file of known findings: where it is, and what was known when it was written.

use std::path::Path;

use super::error::CommandError;
use super::output::Place;
use crate::analysis::Analysis;

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
