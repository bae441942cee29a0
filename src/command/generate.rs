use std::io::Write;

use super::arguments::GenerateArguments;
use super::documents::{Choice, Form, Written};
use super::error::CommandError;
use super::output::{self, Change};
use super::session::Session;
use super::summary;
use crate::report::{Filter, Report, Selection};

/// Writes the documents, then validates every sample and prints the totals.
pub(super) fn run(
    arguments: &GenerateArguments,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let mut session = Session::open(&arguments.tree)?;
    let shapes = session.shapes();
    let mut form = Form::configured(&session)?;
    if let Some(text) = &arguments.microversion {
        form.microversion = Choice::parse(text)?;
    }
    form.format = arguments.format.unwrap_or(form.format);
    form.declared_only |= arguments.declared_only;
    form.openapi = arguments.openapi.map_or(form.openapi, Into::into);
    let written = form.write(&session, &shapes)?;
    let folder = arguments.output.clone().unwrap_or_else(|| session.output_folder_of(form.openapi));
    for document in &written {
        write_one(document, &folder, &session, log)?;
    }
    session.judge(&shapes);
    session.findings.extend(written.iter().flat_map(|document| document.findings.clone()));
    print_totals(session, &written, out)?;
    Ok(0)
}

fn write_one(
    document: &Written,
    folder: &std::path::Path,
    session: &Session,
    log: &mut dyn Write,
) -> Result<(), CommandError> {
    let path = folder.join(&document.file);
    let change = output::write(&path, &document.text)?;
    let shown = path.strip_prefix(&session.sources.layout().root).unwrap_or(&path);
    let word = match change {
        Change::Written => "wrote",
        Change::Unchanged => "unchanged",
    };
    writeln!(log, "{word} {} ({} operations)", shown.display(), document.emitted.counts.operations)?;
    Ok(())
}

/// The totals by rule; the findings themselves are what `apiref check` prints.
fn print_totals(mut session: Session, written: &[Written], out: &mut dyn Write) -> Result<(), CommandError> {
    let known = super::rules::ids();
    let allowances = super::allowances::gather(&session.reference, &session.sources, &mut session.findings);
    let filter = Filter {
        config: &session.config,
        selection: &Selection::default(),
        allowances: &allowances,
        baseline: None,
        known: &known,
        whole: false,
    };
    let filtered = filter.apply(&mut session.findings, &session.sources);
    let summary = summary::of(&session, written, &filtered);
    let report = Report { findings: &session.findings, sources: &session.sources, summary: &summary };
    if !session.findings.is_empty() {
        report.write_statistics(out)?;
        writeln!(out, "`apiref check` shows them\n")?;
    }
    writeln!(out, "{}", summary.line(&session.findings))?;
    Ok(())
}
