use std::io::Write;
use std::path::Path;

use super::arguments::ReportArguments;
use super::baseline;
use super::check::selection;
use super::error::CommandError;
use super::output::Place;
use super::replace::{Prepared, put_all};
use super::run::unless_closed;
use crate::analysis::{Analysis, Checked};
use crate::page::Page;
use crate::report::printed;
use crate::triage::number;

/// Writes the report as a page.
pub(super) fn run(
    analysis: &mut Analysis,
    arguments: &ReportArguments,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let selection = selection(&arguments.select, &arguments.ignore)?;
    baseline::read(analysis, arguments.baseline.as_deref())?;
    let checked = analysis.check(&selection)?;
    if arguments.output == Path::new("-") {
        out.write_all(Page::new(analysis, &checked)?.html().as_bytes())?;
        return Ok(0);
    }
    put_all(prepare(analysis, &checked, &arguments.output)?.into_iter().collect())?;
    let shown = arguments.output.display();
    let line = format!("wrote {shown}: {}", number(checked.findings.len(), "findings"));
    unless_closed(writeln!(log, "{}", printed(&line)).map_err(CommandError::from))?;
    Ok(0)
}

/// The page in a file; nothing if it is there already.
pub(super) fn prepare(
    analysis: &Analysis,
    checked: &Checked,
    path: &Path,
) -> Result<Option<Prepared>, CommandError> {
    Place::Typed(path.to_owned()).prepare(Page::new(analysis, checked)?.html())
}
