use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::arguments::{GenerateArguments, Profile};
use super::error::CommandError;
use super::gateway;
use super::output::{self, Prepared};
use crate::analysis::{Analysis, Document, Form, Importer};
use crate::config::{FailOn, OpenApiVersion};
use crate::finding::{Finding, Findings, Matter};
use crate::report::{Report, number, order};

/// Validates every sample, writes the documents and prints the totals.
pub(super) fn run(
    analysis: &Analysis,
    arguments: &GenerateArguments,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let form = form(analysis, arguments)?;
    let folder = folder(analysis, arguments, &form);
    // The samples come first: the memory that their contracts needed is what the documents are made in.
    analysis.findings()?;
    let documents: Vec<Document> = analysis.documents(&form)?.collect();
    put_all(&documents, &folder, analysis, log)?;
    print_totals(analysis, &documents, out)?;
    // Like the analysis, they are left to the end of the process.
    std::mem::forget(documents);
    Ok(0)
}

/// The form that is asked for, by the command line or else by the configuration.
fn form(analysis: &Analysis, arguments: &GenerateArguments) -> Result<Form, CommandError> {
    let mut form = Form::configured(analysis.config());
    form.microversion = arguments.microversion.unwrap_or(form.microversion);
    form.format = arguments.format.unwrap_or(form.format);
    form.declared_only |= arguments.declared_only;
    form.openapi = arguments.openapi.unwrap_or(form.openapi);
    match arguments.profile {
        Profile::Docs => {
            if let Some(option) = arguments.gateway.given() {
                return Err(usage(&format!("`{option}` is for documents of `--profile gateway`")));
            }
        }
        Profile::Gateway => {
            if arguments.openapi.is_some_and(|wanted| wanted != OpenApiVersion::V3_0) {
                return Err(usage("documents for gateways are OpenAPI 3.0.3: leave `--openapi` out"));
            }
            let Some(server) = gateway::server(arguments.gateway.server_url.as_deref(), analysis)? else {
                return Err(usage(
                    "a document for gateways names its server: pass `--server-url https://cloud.example.com/volume`, \
                     or set `server-url` in apiref.toml",
                ));
            };
            let options = arguments.gateway.or(analysis.config().gateway);
            form.importer = Some(Importer { server, options });
        }
    }
    Ok(form)
}

fn usage(text: &str) -> CommandError {
    CommandError::Usage(text.to_owned())
}

/// The folder that the documents go to.
fn folder(analysis: &Analysis, arguments: &GenerateArguments, form: &Form) -> PathBuf {
    let usual = || {
        let folder = match form.importer {
            Some(_) => format!("{}/gateway", analysis.output_folder()),
            None => analysis.output_folder_of(form.openapi),
        };
        analysis.sources().layout().on_disk(&folder)
    };
    arguments.output.clone().unwrap_or_else(usual)
}

/// A document that is to be put in place of what is there, unless it is the same. What is there was valid when it was written.
struct Change {
    /// The length of its text in bytes.
    size: usize,
    prepared: Option<Prepared>,
}

impl Change {
    fn new(document: &Document, folder: &Path) -> Result<Self, CommandError> {
        let path = folder.join(&document.file);
        let text = document.text();
        let prepared = if output::holds(&path, &text) {
            None
        } else {
            document.check()?;
            Some(Prepared::new(path, &text)?)
        };
        Ok(Self { size: text.len(), prepared })
    }
}

/// Puts the documents that change in their places, if all of them are valid.
fn put_all(
    documents: &[Document],
    folder: &Path,
    analysis: &Analysis,
    log: &mut dyn Write,
) -> Result<(), CommandError> {
    let changes: Vec<Change> =
        documents.par_iter().map(|document| Change::new(document, folder)).collect::<Result<_, _>>()?;
    for (document, change) in documents.iter().zip(changes) {
        let path = folder.join(&document.file);
        let word = if change.prepared.is_some() { "wrote" } else { "unchanged" };
        change.prepared.map_or(Ok(()), Prepared::put)?;
        let shown = path.strip_prefix(&analysis.sources().layout().root).unwrap_or(&path);
        let operations = document.counts.operations.saturating_sub(document.left_out);
        let size = change.size.div_ceil(1024);
        writeln!(log, "{word} {} ({}, {size} KiB)", shown.display(), number(operations, "operations"))?;
    }
    Ok(())
}

/// The findings about the documents, and the totals by rule; the findings about the sources are what `apiref check` prints.
fn print_totals(
    analysis: &Analysis,
    documents: &[Document],
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    let generated = analysis.generated(documents)?;
    let findings = &generated.findings;
    let report = Report {
        findings,
        sources: analysis.sources(),
        summary: &generated.summary,
        fail_on: FailOn::default(),
    };
    let mut of_documents = of_documents(findings);
    order(&mut of_documents, analysis.sources());
    if !of_documents.is_empty() {
        Report { findings: &of_documents, ..report }.write_lines(out)?;
        writeln!(out)?;
    }
    if !findings.is_empty() {
        report.write_statistics(out)?;
        if findings.len() > of_documents.len() {
            let which = if of_documents.is_empty() { "them" } else { "those that are not listed here" };
            writeln!(out, "`apiref check` shows {which}")?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", generated.summary.line(findings))?;
    Ok(())
}

/// The findings about these documents, which a check of the sources does not show.
fn of_documents(findings: &[Finding]) -> Findings {
    findings.iter().filter(|finding| finding.rule().matter == Matter::Documents).cloned().collect()
}
