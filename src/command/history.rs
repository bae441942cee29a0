//! Which commit brought which finding.

use std::io::{IsTerminal, Write};

use super::arguments::{HistoryArguments, HistoryFormat};
use super::error::CommandError;
use super::reporting::selection;
use super::{baseline, open};
use crate::analysis::Analysis;
use crate::change::{History, HistoryError, history};
use crate::page::drawing;
use crate::report::{printed, write_json};
use crate::source::Repository;
use crate::triage::Selection;

/// Follows the findings of today back along the history of the sources.
pub(super) fn run(
    arguments: &HistoryArguments,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let selection = selection(&arguments.rule, &[])?;
    let mut now = open::analysis(&arguments.tree)?;
    baseline::read(&mut now, None)?;
    let told = follow(&now, arguments.since.as_deref(), &selection, log)?;
    match arguments.format {
        HistoryFormat::Text => out.write_all(printed(&told.text()).as_bytes())?,
        HistoryFormat::Csv => out.write_all(printed(&told.csv()).as_bytes())?,
        HistoryFormat::Json => write_json(&told.json(), out)?,
        HistoryFormat::Svg => match drawing(&told) {
            Some(drawing) => out.write_all(drawing.as_bytes())?,
            None => {
                let text = "the history of the sources has only one state: there is no line to draw";
                return Err(CommandError::Usage(text.to_owned()));
            }
        },
    }
    // The process ends here.
    std::mem::forget(now);
    Ok(0)
}

/// Reads the history of the sources, and says on a terminal how far it is.
pub(super) fn follow(
    now: &Analysis,
    since: Option<&str>,
    selection: &Selection,
    log: &mut dyn Write,
) -> Result<History, CommandError> {
    let repository = Repository::open(&now.sources().layout().root)?.caching();
    let is_watched = std::io::stderr().is_terminal();
    let mut tell = |done: usize, all: usize| {
        if is_watched {
            // Nobody misses what cannot be told.
            let _ = write!(log, "\rread {done} of {all} commits");
            let _ = log.flush();
        }
    };
    let told = history(now, &repository, since, selection, &mut tell);
    if is_watched {
        let _ = writeln!(log);
    }
    told.map_err(|error| match error {
        HistoryError::Git(error) => CommandError::from(error),
        HistoryError::Analysis(error) => CommandError::from(error),
    })
}
