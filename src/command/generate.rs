use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use rayon::prelude::*;

use super::error::CommandError;
use super::generate_arguments::{GenerateArguments, Profile};
use super::incomplete::Lost;
use super::output::{Folder, Place};
use super::replace::{Prepared, put_all};
use super::run::unless_closed;
use super::{baseline, gateway, incomplete};
use crate::analysis::{Analysis, AnalysisError, Checked, Document, Form, Importer};
use crate::config::{DocumentFormat, FailOn, OpenApiVersion};
use crate::finding::{Finding, Findings, Matter};
use crate::report::{Report, printed};
use crate::triage::{number, order};

/// Validates every sample, writes the documents and prints the totals.
pub(super) fn run(
    analysis: &mut Analysis,
    arguments: &GenerateArguments,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    baseline::read(analysis, None)?;
    let form = form(analysis, arguments)?;
    if arguments.output.as_deref() == Some(Path::new("-")) {
        return print_documents(analysis, arguments, &form, out, log);
    }
    let mut parts = vec![Part::new(place(analysis, arguments, &form), form)?];
    if arguments.names_no_form() {
        parts.extend(held(analysis, &parts)?);
    }
    let locks = lock(&parts);
    // The samples come first: the memory that their contracts needed is what the documents are made in.
    analysis.findings()?;
    let written = write(&parts, analysis);
    let Written { documents, lines } =
        written.inspect_err(|_| parts.iter().for_each(|part| part.folder.forget()))?;
    drop(locks);
    // The work is done, whoever listens.
    unless_closed(print(&lines, log))?;
    let generated = analysis.generated(&documents)?;
    unless_closed(print_totals(analysis, &generated, out))?;
    // Like the analysis, they are left to the end of the process.
    std::mem::forget(documents);
    incomplete::exit_code(
        Lost::inputs(generated.summary.unread),
        arguments.allow_incomplete,
        "the documents",
        log,
    )
}

/// Locks each folder once: whoever asks for the same lock twice waits for himself.
fn lock(parts: &[Part]) -> Vec<File> {
    let mut seen = BTreeSet::new();
    let distinct = parts.iter().filter(|part| seen.insert(part.folder.place().path()));
    distinct.filter_map(|part| part.folder.lock()).collect()
}

/// Prints the documents, and the totals to `log`.
fn print_documents(
    analysis: &Analysis,
    arguments: &GenerateArguments,
    form: &Form,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let documents: Vec<Document> = analysis.documents(form)?.collect();
    if form.format == DocumentFormat::Json && documents.len() > 1 {
        return Err(usage(
            "there are several documents, and JSON on standard output is one: name a root document as SOURCE, \
             or leave `--format` out",
        ));
    }
    for (number, document) in documents.iter().enumerate() {
        document.check()?;
        if number > 0 {
            writeln!(out, "---")?;
        }
        out.write_all(document.text().as_bytes())?;
    }
    out.flush()?;
    let generated = analysis.generated(&documents)?;
    unless_closed(print_totals(analysis, &generated, log))?;
    incomplete::exit_code(
        Lost::inputs(generated.summary.unread),
        arguments.allow_incomplete,
        "the documents",
        log,
    )
}

/// Documents of one form, and the folder that they go to.
struct Part {
    folder: Folder,
    form: Form,
}

impl Part {
    fn new(place: Place, form: Form) -> Result<Self, CommandError> {
        Ok(Self { folder: Folder::open(place)?, form })
    }
}

/// The other forms of documents that are there: they are renewed as well, so that one command is enough after
/// a change of the sources.
fn held(analysis: &Analysis, parts: &[Part]) -> Result<Vec<Part>, CommandError> {
    let layout = analysis.sources().layout();
    if layout.only.is_some() || layout.scope != layout.source_dir {
        return Ok(Vec::new());
    }
    let root = &layout.root;
    let others =
        analysis.held_forms().into_iter().filter(|(_, form)| parts.iter().all(|part| part.form != *form));
    others.map(|(path, form)| Part::new(Place::Below { root: root.clone(), path }, form)).collect()
}

/// The form that is asked for, by the command line or else by the configuration.
fn form(analysis: &Analysis, arguments: &GenerateArguments) -> Result<Form, CommandError> {
    let mut form = Form::configured(analysis.config());
    form.microversion = arguments.microversion.unwrap_or(form.microversion);
    form.format = arguments.format.unwrap_or(form.format);
    form.declared_only |= arguments.declared_only;
    form.openapi = arguments.openapi.unwrap_or(form.openapi);
    match arguments.profile() {
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
                    "a document for gateways names its server: pass `--server-url \
                     https://cloud.example.com/volume`, or set `server-url` in apiref.toml",
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

/// Where the documents go to.
fn place(analysis: &Analysis, arguments: &GenerateArguments, form: &Form) -> Place {
    if let Some(folder) = &arguments.output {
        return Place::Typed(folder.clone());
    }
    let root = analysis.sources().layout().root.clone();
    match &form.importer {
        Some(importer) => Place::Below { root, path: analysis.gateway_folder(importer.options.target) },
        None => Place::Below { root, path: analysis.output_folder_of(form.openapi) },
    }
}

/// A document that is to be put in place of what is there, unless it is the same. What is there was valid
/// when it was written.
struct Change {
    /// The length of its text in bytes.
    size: usize,
    prepared: Option<Prepared>,
}

impl Change {
    fn new(document: &Document, folder: &Folder) -> Result<Self, CommandError> {
        let text = document.text();
        let prepared = if folder.holds(&document.file, &text) {
            None
        } else {
            document.check()?;
            Some(folder.prepare(&document.file, &text)?)
        };
        Ok(Self { size: text.len(), prepared })
    }
}

/// Documents that are written, and a line about each.
#[derive(Default)]
struct Written {
    documents: Vec<Document>,
    lines: Vec<String>,
}

/// Writes the documents that change, if all of them are valid, and puts them all in their places.
fn write(parts: &[Part], analysis: &Analysis) -> Result<Written, CommandError> {
    let mut written = Written::default();
    let mut prepared = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let documents = analysis.documents(&part.form);
        // A version that the reference no longer has: `apiref check` tells what is left over.
        if number > 0 && matches!(documents, Err(AnalysisError::Question(_))) {
            continue;
        }
        let documents: Vec<Document> = documents?.collect();
        prepared.extend(prepare(&documents, &part.folder, analysis, &mut written.lines)?);
        written.documents.extend(documents);
    }
    put_all(prepared)?;
    Ok(written)
}

/// Writes the documents that change beside their places, and a line about each.
fn prepare(
    documents: &[Document],
    folder: &Folder,
    analysis: &Analysis,
    lines: &mut Vec<String>,
) -> Result<Vec<Prepared>, CommandError> {
    let changes: Vec<Change> =
        documents.par_iter().map(|document| Change::new(document, folder)).collect::<Result<_, _>>()?;
    let root = &analysis.sources().layout().root;
    let line = |(document, change): (&Document, &Change)| {
        let word = if change.prepared.is_some() { "wrote" } else { "unchanged" };
        let shown = folder.place().join(&document.file).shown(root);
        let operations = document.counts.operations.saturating_sub(document.left_out);
        let size = change.size.div_ceil(1024);
        format!("{word} {shown} ({}, {size} KiB)", number(operations, "operations"))
    };
    lines.extend(documents.iter().zip(&changes).map(line));
    Ok(changes.into_iter().filter_map(|change| change.prepared).collect())
}

fn print(lines: &[String], log: &mut dyn Write) -> Result<(), CommandError> {
    for line in lines {
        writeln!(log, "{}", printed(line))?;
    }
    Ok(())
}

/// The findings about the documents, and the totals by rule; the findings about the sources are what
/// `apiref check` prints.
fn print_totals(analysis: &Analysis, generated: &Checked, out: &mut dyn Write) -> Result<(), CommandError> {
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
        report.write_table(out)?;
        if findings.len() > of_documents.len() {
            let which = if of_documents.is_empty() { "them" } else { "those that are not listed here" };
            writeln!(out, "`apiref check` shows {which}")?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", generated.summary.line(findings))?;
    out.flush()?;
    Ok(())
}

/// The findings about these documents, which a check of the sources does not show.
fn of_documents(findings: &[Finding]) -> Findings {
    findings.iter().filter(|finding| finding.rule().matter == Matter::Documents).cloned().collect()
}
