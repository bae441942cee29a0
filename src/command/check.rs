use std::io::Write;
use std::path::{Path, PathBuf};

use super::allowances;
use super::arguments::CheckArguments;
use super::documents::Written;
use super::error::CommandError;
use super::run::unless_closed;
use super::session::Session;
use super::{output, rules, stale, summary};
use crate::config::{FailOn, Glob};
use crate::finding::{Finding, Findings};
use crate::gateway;
use crate::report::{Baseline, Filter, Format, Report, Selection, Style, order};

/// The file of known findings, in the repository root.
const BASELINE: &str = "apiref-baseline.json";

/// Rules of input that could not be read: what is behind them is unknown, so a run with one of them never counts as clean.
const UNREAD: &[&str] = &[
    "source-not-utf8",
    "source-too-large",
    "source-name-not-utf8",
    "input-too-much",
    "source-unreadable",
    "include-missing",
    "include-cycle",
    "path-outside-root",
    "path-hidden",
    "file-missing",
    "sample-missing",
    "sample-not-json",
    "dictionary-invalid",
    "status-file-invalid",
    "directive-argument-missing",
    "row-malformed",
];

/// Checks the reference and compares the documents that are there.
pub(super) fn run(
    arguments: &CheckArguments,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let selection = selection(arguments)?;
    if arguments.write_baseline && !(arguments.select.is_empty() && arguments.ignore.is_empty()) {
        let text = "a baseline holds the findings of all rules: leave `--select` and `--ignore` out";
        return Err(CommandError::Usage(text.to_owned()));
    }
    let mut session = Session::open(&arguments.tree)?;
    let shapes = session.shapes();
    session.judge(&shapes);
    let compared = stale::compare(&session, &shapes)?;
    session.findings.extend(compared.findings);
    let mut allowances = allowances::gather(&session.reference, &session.sources, &mut session.findings);
    // A check makes no documents for gateways: what is allowed there is neither used nor out of use.
    allowances.retain(|allowance| !gateway::RULES.iter().any(|rule| rule.id == allowance.rule));
    let known = rules::ids();
    let baseline_path = baseline_path(arguments, &session);
    if arguments.write_baseline {
        return write_baseline(&mut session, &selection, &allowances, &known, &baseline_path, log);
    }
    let baseline = read_baseline(arguments, &mut session, &baseline_path)?;
    let filter = Filter {
        config: &session.config,
        selection: &selection,
        allowances: &allowances,
        baseline: baseline.as_ref(),
        known: &known,
        whole: session.sources.layout().only.is_none(),
    };
    let filtered = filter.apply(&mut session.findings, &session.sources);
    order(&mut session.findings, &session.sources);
    let written: &[Written] = &compared.documents;
    let summary = summary::of(&session, written, &filtered);
    let report = Report { findings: &session.findings, sources: &session.sources, summary: &summary };
    for wanted in &arguments.output_file {
        write_report(&report, wanted)?;
    }
    unless_closed(print(&report, arguments, style, out))?;
    for note in &compared.notes {
        writeln!(log, "{note}")?;
    }
    Ok(exit_code(fail_on(arguments, &session), &session.findings))
}

fn print(
    report: &Report<'_>,
    arguments: &CheckArguments,
    style: Style,
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    if arguments.statistics {
        report.write_statistics(out)?;
        writeln!(out, "{}", report.summary.line(report.findings))?;
    } else {
        report.write(arguments.output_format, style, out)?;
    }
    out.flush()?;
    Ok(())
}

fn selection(arguments: &CheckArguments) -> Result<Selection, CommandError> {
    let globs = |texts: &[String]| -> Result<Vec<Glob>, CommandError> {
        texts
            .iter()
            .map(|text| {
                Glob::try_from(text.trim().to_owned()).map_err(|error| CommandError::Usage(error.to_string()))
            })
            .collect()
    };
    let known = rules::ids();
    let selection = Selection { select: globs(&arguments.select)?, ignore: globs(&arguments.ignore)? };
    for (text, glob) in
        arguments.select.iter().chain(&arguments.ignore).zip(selection.select.iter().chain(&selection.ignore))
    {
        if !known.iter().any(|id| glob.matches(id)) {
            let near = crate::finding::nearest(text, known.iter().copied());
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(CommandError::Usage(format!("no rule is called `{text}`{hint}")));
        }
    }
    Ok(selection)
}

fn fail_on(arguments: &CheckArguments, session: &Session) -> FailOn {
    arguments.fail_on.map(FailOn::from).or(session.config.fail_on).unwrap_or_default()
}

/// 0 clean, 1 findings, 2 something could not be read and nothing else says so.
fn exit_code(fail_on: FailOn, findings: &[Finding]) -> u8 {
    if fail_on.fails(findings)
        || findings
            .iter()
            .any(|finding| finding.rule.id == stale::OUTPUT_STALE.id && fail_on != FailOn::Never)
    {
        1
    } else if findings.iter().any(|finding| UNREAD.contains(&finding.rule.id)) {
        2
    } else {
        0
    }
}

fn baseline_path(arguments: &CheckArguments, session: &Session) -> PathBuf {
    let root = &session.sources.layout().root;
    match (&arguments.baseline, &session.config.baseline) {
        (Some(path), _) => path.clone(),
        (None, Some(path)) => root.join(path),
        (None, None) => root.join(BASELINE),
    }
}

/// The baseline: one that was named must be there and sound; the usual one is read if it is there.
fn read_baseline(
    arguments: &CheckArguments,
    session: &mut Session,
    path: &Path,
) -> Result<Option<Baseline>, CommandError> {
    let named = arguments.baseline.is_some() || session.config.baseline.is_some();
    let shown = path.display().to_string();
    let Some(text) = output::current(path) else {
        return if named {
            Err(CommandError::Usage(format!(
                "{shown}: there is no such baseline; `apiref check --write-baseline` makes one"
            )))
        } else {
            Ok(None)
        };
    };
    let name = path.file_name().map_or_else(|| shown.clone(), |name| name.to_string_lossy().into_owned());
    let id = session.sources.adopt(name, text.clone());
    match Baseline::parse(&text, id, &shown) {
        Ok(baseline) => Ok(Some(baseline)),
        Err(error) => Err(CommandError::Usage(error.to_string())),
    }
}

fn write_baseline(
    session: &mut Session,
    selection: &Selection,
    allowances: &[crate::report::Allowance],
    known: &[&str],
    path: &Path,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let mut findings: Findings = std::mem::take(&mut session.findings);
    findings.retain(|finding| finding.rule.id != stale::OUTPUT_STALE.id);
    let filter =
        Filter { config: &session.config, selection, allowances, baseline: None, known, whole: true };
    filter.apply(&mut findings, &session.sources);
    let baseline = Baseline::from_findings(&findings, &session.sources);
    output::write(path, &baseline.to_json())?;
    writeln!(
        log,
        "wrote {} to {}; from now on only new ones are reported",
        crate::report::number(baseline.count(), "findings"),
        path.display()
    )?;
    Ok(0)
}

fn write_report(report: &Report<'_>, wanted: &str) -> Result<(), CommandError> {
    let usage = || {
        CommandError::Usage(format!(
            "`--output-file {wanted}`: write FORMAT=PATH, such as sarif=apiref.sarif"
        ))
    };
    let (format, path) = wanted.split_once('=').ok_or_else(usage)?;
    let format: Format = format
        .parse()
        .map_err(|error: crate::report::UnknownFormat| CommandError::Usage(error.to_string()))?;
    let mut bytes = Vec::new();
    report.write(format, Style::Plain, &mut bytes)?;
    output::write(Path::new(path), &String::from_utf8_lossy(&bytes))?;
    Ok(())
}
