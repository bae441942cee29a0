use std::io::Write;
use std::path::{Path, PathBuf};

use super::arguments::CheckArguments;
use super::error::CommandError;
use super::output::Place;
use super::replace::{Prepared, put_all};
use super::run::{COULD_NOT_RUN, unless_closed};
use super::since::States;
use super::{baseline, open, page, watch};
use crate::analysis::{Analysis, Checked, all_rules};
use crate::config::{FailOn, Glob};
use crate::finding::Finding;
use crate::report::{Format, Presentation, Report, Style, printed};
use crate::triage::{Baseline, Selection, Unread, number};

/// Checks the reference and compares the documents that are there.
pub(super) fn run(
    arguments: &CheckArguments,
    verbose: bool,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let selection = selection(&arguments.select, &arguments.ignore)?;
    if arguments.watch {
        return watch::run(arguments, &selection, style, out, log);
    }
    let mut states = States::read(&arguments.into(), log)?;
    if arguments.tree.source.is_none() {
        open::tell_root(&states.now, log)?;
    }
    if verbose {
        open::tell_files(&states.now, log)?;
    }
    let code = check(&mut states, arguments, &selection, style, out, log);
    // The process ends here: to give every small text back first would cost a tenth of the time.
    std::mem::forget(states);
    code
}

fn check(
    states: &mut States,
    arguments: &CheckArguments,
    selection: &Selection,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let place = baseline::place(&states.now, arguments.baseline.as_deref());
    if arguments.write_baseline {
        let is_of_all = arguments.select.is_empty() && arguments.ignore.is_empty();
        refuse_parts(is_of_all)?;
        baseline::recall(&mut states.now, &place)?;
        return write_baseline(&states.now.to_baseline()?, &place, log);
    }
    for state in states.all() {
        baseline::read(state, arguments.baseline.as_deref())?;
    }
    let checked = states.check(selection)?;
    let fail_on = fail_on(arguments, states);
    let analysis = &states.now;
    let report = Report {
        findings: &checked.findings,
        sources: analysis.sources(),
        summary: &checked.summary,
        fail_on,
    };
    if analysis.baseline().is_some_and(Baseline::is_outdated) {
        let shown = place.path().display().to_string();
        let line =
            format!("{shown} is a baseline of version 1; `apiref check --write-baseline` writes it anew");
        unless_closed(writeln!(log, "{}", printed(&line)).map_err(CommandError::from))?;
    }
    put_reports(analysis, &checked, &report, &arguments.output_file)?;
    let presentation = arguments.presentation.in_style(style);
    unless_closed(print(&report, arguments.output_format, arguments.statistics, &presentation, out))?;
    let code = exit_code(fail_on, &checked.findings, checked.summary.unread);
    if code == COULD_NOT_RUN && checked.summary.unread.open > checked.summary.unread.shown {
        unless_closed(writeln!(log, "{HIDDEN}").map_err(CommandError::from))?;
    }
    Ok(code)
}

/// Why a check without a finding does not end with 0.
const HIDDEN: &str = "error: something could not be read, which no pattern makes clean (`--ignore`, `--select`, \
                      `[rules]`, `[[overrides]]`): an entry of the baseline does, or a comment `apiref: \
                      allow RULE -- reason`";

/// Prints the findings of a command, or how many there are of each rule.
pub(super) fn print(
    report: &Report<'_>,
    format: Format,
    statistics: bool,
    presentation: &Presentation,
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    if statistics {
        report.write_statistics(format, out)?;
    } else {
        report.write_as(format, presentation, out)?;
    }
    out.flush()?;
    Ok(())
}

/// The rules that the user names.
pub(super) fn selection(select: &[String], ignore: &[String]) -> Result<Selection, CommandError> {
    let globs = |texts: &[String]| -> Result<Vec<Glob>, CommandError> {
        texts
            .iter()
            .map(|text| {
                Glob::try_from(text.trim().to_owned()).map_err(|error| CommandError::Usage(error.to_string()))
            })
            .collect()
    };
    let known: Vec<&str> = all_rules().into_iter().map(|rule| rule.id).collect();
    let selection = Selection { select: globs(select)?, ignore: globs(ignore)? };
    for (text, glob) in select.iter().chain(ignore).zip(selection.select.iter().chain(&selection.ignore)) {
        if !known.iter().any(|id| glob.matches(id)) {
            let near = crate::finding::nearest(text, known.iter().copied());
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(CommandError::Usage(format!("no rule is called `{text}`{hint}")));
        }
    }
    Ok(selection)
}

/// From which severity on a finding fails the check. With a baseline, or compared with another state, all
/// that is left is new, so warnings do.
pub(super) fn fail_on(arguments: &CheckArguments, states: &States) -> FailOn {
    let is_new = states.now.baseline().is_some() || states.are_compared();
    let usual = if is_new { FailOn::Warning } else { FailOn::default() };
    arguments.fail_on.or(states.now.config().fail_on).unwrap_or(usual)
}

/// The same for a check that is compared with nothing.
pub(super) fn usual_fail_on(analysis: &Analysis) -> FailOn {
    let usual = if analysis.baseline().is_some() { FailOn::Warning } else { FailOn::default() };
    analysis.config().fail_on.unwrap_or(usual)
}

/// 0 clean, 1 findings, 2 something could not be read and nothing else says so.
pub(super) fn exit_code(fail_on: FailOn, findings: &[Finding], unread: Unread) -> u8 {
    if findings.iter().any(|finding| fail_on.fails(finding)) {
        1
    } else if unread.open > 0 {
        COULD_NOT_RUN
    } else {
        0
    }
}

/// A baseline of some rules would forget the others.
pub(super) fn refuse_parts(is_of_all: bool) -> Result<(), CommandError> {
    let text = "a baseline holds the findings of all rules: leave `--select` and `--ignore` out";
    if is_of_all { Ok(()) } else { Err(CommandError::Usage(text.to_owned())) }
}

pub(super) fn write_baseline(
    baseline: &Baseline,
    place: &Place,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
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
pub(super) fn refuse_other_file(place: &Place) -> Result<(), CommandError> {
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

/// Writes the reports in files, all or none.
pub(super) fn put_reports(
    analysis: &Analysis,
    checked: &Checked,
    report: &Report<'_>,
    wanted: &[String],
) -> Result<(), CommandError> {
    let reports: Vec<Prepared> = wanted
        .iter()
        .filter_map(|wanted| prepare_report(analysis, checked, report, wanted).transpose())
        .collect::<Result<_, _>>()?;
    put_all(reports)
}

/// A report in a file: `FORMAT=PATH`; nothing if it is there already.
fn prepare_report(
    analysis: &Analysis,
    checked: &Checked,
    report: &Report<'_>,
    wanted: &str,
) -> Result<Option<Prepared>, CommandError> {
    let usage = || {
        CommandError::Usage(format!(
            "`--output-file {wanted}`: write FORMAT=PATH, such as sarif=apiref.sarif"
        ))
    };
    let (format, path) = wanted.split_once('=').ok_or_else(usage)?;
    if path == "-" {
        let text = "standard output is what `--output-format` is for: `--output-file` names a file";
        return Err(CommandError::Usage(text.to_owned()));
    }
    if format == "html" {
        return page::prepare(analysis, checked, Path::new(path));
    }
    let format: Format = format
        .parse()
        .map_err(|error: crate::report::UnknownFormat| CommandError::Usage(format!("{error}, or html")))?;
    let mut bytes = Vec::new();
    report.write(format, Style::Plain, &mut bytes)?;
    Place::Typed(PathBuf::from(path)).prepare(&String::from_utf8_lossy(&bytes))
}
