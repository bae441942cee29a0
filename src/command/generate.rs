use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::Value;

use super::arguments::{GenerateArguments, Profile};
use super::documents::{Form, Written};
use super::error::CommandError;
use super::output::{self, Prepared};
use super::session::Session;
use super::{gateway, summary};
use crate::config::OpenApiVersion;
use crate::finding::{Finding, Findings};
use crate::projection;
use crate::report::{Filter, Report, Selection, number, order};
use crate::shape::Shapes;

/// Validates every sample, writes the documents and prints the totals.
pub(super) fn run(
    arguments: &GenerateArguments,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let mut session = Session::open(&arguments.tree)?;
    let shapes = session.shapes();
    let mut form = Form::configured(&session.config);
    form.microversion = arguments.microversion.unwrap_or(form.microversion);
    form.format = arguments.format.unwrap_or(form.format);
    form.declared_only |= arguments.declared_only;
    form.openapi = arguments.openapi.unwrap_or(form.openapi);
    let form = form.checked(&session)?;
    // The samples come first: the memory that their contracts needed is what the documents are made in.
    session.judge(&shapes);
    let (documents, folder) = documents(arguments, form, &session, &shapes)?;
    // Like the session, the documents are left to the end of the process.
    let written = ManuallyDrop::new(put_all(documents, &folder, &session, log)?);
    session.findings.extend(written.iter().flat_map(|document| document.findings.clone()));
    print_totals(session, &written, out)?;
    Ok(0)
}

/// A document beside the one on the disk.
struct Compared {
    /// Without its text and value, which nobody asks for again: the next document is made in their memory.
    document: Written,
    /// The length of its text in bytes.
    size: usize,
    /// What is to be put in place of what is there, unless it is the same; an error if it is not valid. What is there was
    /// valid when it was written.
    change: Result<Option<Prepared>, CommandError>,
}

impl Compared {
    fn new(mut document: Written, folder: &Path) -> Self {
        let path = folder.join(&document.file);
        let text = std::mem::take(&mut document.text);
        let change = if output::holds(&path, &text) {
            Ok(None)
        } else {
            document.checked().and_then(|()| Prepared::new(path, &text)).map(Some)
        };
        document.emitted.value = Value::Null;
        Self { document, size: text.len(), change }
    }
}

/// The documents of the profile, and the folder they go to.
fn documents(
    arguments: &GenerateArguments,
    form: Form,
    session: &Session,
    shapes: &Shapes,
) -> Result<(Vec<Compared>, PathBuf), CommandError> {
    match arguments.profile {
        Profile::Docs => match arguments.gateway.given() {
            Some(option) => {
                Err(CommandError::Usage(format!("`{option}` is for documents of `--profile gateway`")))
            }
            None => {
                let usual = || session.output_folder_of(form.openapi);
                let folder = arguments.output.clone().unwrap_or_else(usual);
                let compared = form.write(session, shapes, |document| Compared::new(document, &folder));
                Ok((compared, folder))
            }
        },
        Profile::Gateway => {
            if arguments.openapi.is_some_and(|wanted| wanted != OpenApiVersion::V3_0) {
                let text = "documents for gateways are OpenAPI 3.0.3: leave `--openapi` out";
                return Err(CommandError::Usage(text.to_owned()));
            }
            let usual = || session.output_folder().join("gateway");
            let folder = arguments.output.clone().unwrap_or_else(usual);
            let written = gateway::write(&arguments.gateway, form, session, shapes)?;
            let compared = written.into_par_iter().map(|document| Compared::new(document, &folder)).collect();
            Ok((compared, folder))
        }
    }
}

/// Puts the documents that change in their places, if all of them are valid.
fn put_all(
    documents: Vec<Compared>,
    folder: &Path,
    session: &Session,
    log: &mut dyn Write,
) -> Result<Vec<Written>, CommandError> {
    let documents: Vec<(Written, usize, Option<Prepared>)> = documents
        .into_iter()
        .map(|compared| Ok((compared.document, compared.size, compared.change?)))
        .collect::<Result<_, CommandError>>()?;
    let mut put = Vec::with_capacity(documents.len());
    for (document, size, change) in documents {
        let path = folder.join(&document.file);
        let word = if change.is_some() { "wrote" } else { "unchanged" };
        change.map_or(Ok(()), Prepared::put)?;
        let shown = path.strip_prefix(&session.sources.layout().root).unwrap_or(&path);
        let operations = document.emitted.counts.operations.saturating_sub(document.left_out);
        let size = size.div_ceil(1024);
        writeln!(log, "{word} {} ({}, {size} KiB)", shown.display(), number(operations, "operations"))?;
        put.push(document);
    }
    Ok(put)
}

/// The findings about the documents, and the totals by rule; the findings about the sources are what `apiref check` prints.
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
    let mut of_documents = of_documents(&session.findings);
    order(&mut of_documents, &session.sources);
    if !of_documents.is_empty() {
        Report { findings: &of_documents, ..report }.write_lines(out)?;
        writeln!(out)?;
    }
    if !session.findings.is_empty() {
        report.write_statistics(out)?;
        if session.findings.len() > of_documents.len() {
            let which = if of_documents.is_empty() { "them" } else { "those that are not listed here" };
            writeln!(out, "`apiref check` shows {which}")?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", summary.line(&session.findings))?;
    Ok(())
}

/// The findings about these documents, which a check of the sources does not show.
fn of_documents(findings: &[Finding]) -> Findings {
    let rules: Vec<&str> =
        projection::RULES.iter().chain(crate::gateway::RULES).map(|rule| rule.id).collect();
    findings.iter().filter(|finding| rules.contains(&finding.rule.id)).cloned().collect()
}
