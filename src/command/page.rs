use std::io::Write;
use std::path::Path;

use super::arguments::{ReportArguments, WitnessArguments};
use super::compare::specifications;
use super::error::CommandError;
use super::history::follow;
use super::output::Place;
use super::replace::{Prepared, put_all};
use super::reporting::selection;
use super::run::unless_closed;
use super::since::{States, Wanted};
use super::{baseline, observe, open};
use crate::analysis::{Analysis, Checked, Column};
use crate::page::{Beside, Page, Since};
use crate::report::printed;
use crate::triage::{Selection, number};

/// Writes the report as a page.
pub(super) fn run(
    arguments: &ReportArguments,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let selection = selection(&arguments.shown.select, &arguments.shown.ignore)?;
    let since = arguments.since.as_deref();
    let wanted = Wanted { tree: &arguments.tree, since, staged: false, may_be_configured: false };
    let mut states = States::read(&wanted, log)?;
    for state in states.all() {
        baseline::read(state, arguments.shown.baseline.as_deref())?;
    }
    let analysis = &states.now;
    if arguments.tree.source.is_none() {
        open::tell_root(analysis, log)?;
    }
    let mut checked = analysis.check(&selection)?;
    let columns = testimony(analysis, &arguments.witnesses, &selection, &mut checked, log)?;
    let compared = states.first_before().zip(since);
    let compared =
        compared.map(|(before, name)| Since::new(name, before, analysis, &selection)).transpose()?;
    let history = arguments.history.then(|| follow(analysis, None, &selection, log)).transpose()?;
    let beside = Beside { since: compared.as_ref(), history: history.as_ref(), columns: &columns };
    let page = Page::with(analysis, &checked, beside)?;
    if arguments.output == Path::new("-") {
        out.write_all(page.html().as_bytes())?;
        return Ok(0);
    }
    put_all(Place::Typed(arguments.output.clone()).prepare(page.html())?.into_iter().collect())?;
    let shown = arguments.output.display();
    let line = format!("wrote {shown}: {}", number(checked.findings.len(), "findings"));
    unless_closed(writeln!(log, "{}", printed(&line)).map_err(CommandError::from))?;
    Ok(0)
}

/// Asks other witnesses, where there are any: what they find is told with what the check found.
fn testimony(
    analysis: &Analysis,
    arguments: &WitnessArguments,
    selection: &Selection,
    checked: &mut Checked,
    log: &mut dyn Write,
) -> Result<Vec<Column>, CommandError> {
    let specs = specifications(&arguments.spec, analysis)?;
    let recordings =
        arguments.traffic.iter().map(|path| observe::open(path)).collect::<Result<Vec<_>, _>>()?;
    if specs.is_empty() && recordings.is_empty() {
        return Ok(Vec::new());
    }
    let testimony = analysis.testimony(&specs, recordings, selection)?;
    testimony.tell(analysis, checked);
    if let Some(first) = &testimony.first_unreadable {
        let count = checked.summary.observed.as_ref().map_or(0, |observed| observed.unreadable);
        let count = number(usize::try_from(count).unwrap_or(usize::MAX), "records");
        let line = format!("warning: {count} could not be read ({first}), and are not on the page");
        unless_closed(writeln!(log, "{}", printed(&line)).map_err(CommandError::from))?;
    }
    Ok(testimony.columns)
}

/// The page in a file; nothing if it is there already.
pub(super) fn prepare(
    analysis: &Analysis,
    checked: &Checked,
    path: &Path,
) -> Result<Option<Prepared>, CommandError> {
    Place::Typed(path.to_owned()).prepare(Page::new(analysis, checked)?.html())
}
