//! How findings are reported: in which forms, which of them, and what fails the run.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::error::CommandError;
use super::output::Place;
use super::page;
use super::replace::{Prepared, put_all};
use super::run::{COULD_NOT_RUN, unless_closed};
use crate::analysis::{Analysis, Checked, all_rules};
use crate::config::{FailOn, Glob};
use crate::finding::{Finding, nearest};
use crate::report::{Format, Order, Presentation, Report, Style, UnknownFormat};
use crate::triage::{Selection, Unread};

/// What the commands take that report findings: in which form, which of them, and what fails the run.
#[derive(Debug, Clone, Args)]
pub(super) struct ReportingArguments {
    /// The form of the report on standard output: text, concise, json, sarif, junit, github or gitlab
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) output_format: Format,
    #[command(flatten)]
    pub(super) presentation: PresentationArguments,
    /// Write a report in another form to a file as well: FORMAT=PATH, with `check` also html=PATH; may be
    /// given several times.
    #[arg(long, value_name = "FORMAT=PATH")]
    pub(super) output_file: Vec<String>,
    /// The lowest severity that fails the run: error, warning, note or never [default: error; warning with a
    /// baseline, and with --since or --staged]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,
    /// Report only these rules (ids or patterns such as sample-*), separated by commas.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Do not report these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// Print how often each rule fired instead of the findings.
    #[arg(long)]
    pub(super) statistics: bool,
}

impl ReportingArguments {
    /// The rules that the user names.
    pub(super) fn selection(&self) -> Result<Selection, CommandError> {
        selection(&self.select, &self.ignore)
    }

    /// Are the findings of all rules reported?
    pub(super) fn is_of_all(&self) -> bool {
        self.select.is_empty() && self.ignore.is_empty()
    }

    /// Writes the reports in files, all or none, prints the one on standard output, and tells the exit code.
    pub(super) fn put(
        &self,
        analysis: &Analysis,
        checked: &Checked,
        fail_on: FailOn,
        style: Style,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        let report = Report {
            findings: &checked.findings,
            sources: analysis.sources(),
            summary: &checked.summary,
            fail_on,
        };
        let files = self
            .output_file
            .iter()
            .filter_map(|wanted| in_file(analysis, checked, &report, wanted).transpose());
        put_all(files.collect::<Result<_, _>>()?)?;
        unless_closed(self.print(&report, style, out))?;
        Ok(exit_code(fail_on, &checked.findings, checked.summary.unread))
    }

    fn print(&self, report: &Report<'_>, style: Style, out: &mut dyn Write) -> Result<(), CommandError> {
        if self.statistics {
            report.write_statistics(self.output_format, out)?;
        } else {
            report.write_as(self.output_format, &self.presentation.in_style(style), out)?;
        }
        Ok(out.flush()?)
    }
}

/// How the reports for people look.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "With the formats text and concise")]
pub(super) struct PresentationArguments {
    /// Show this many findings at most, the worst ones.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The order of findings [default: severity for text, file for concise]
    #[arg(long, value_name = "ORDER")]
    sort: Option<Order>,
    /// Leave out the last line, with the numbers of the run.
    #[arg(long)]
    no_summary: bool,
}

impl PresentationArguments {
    pub(super) fn in_style(&self, style: Style) -> Presentation {
        let Self { limit, sort, no_summary } = *self;
        Presentation { style, limit, order: sort, no_summary }
    }
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
            let near = nearest(text, known.iter().copied());
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(CommandError::Usage(format!("no rule is called `{text}`{hint}")));
        }
    }
    Ok(selection)
}

/// From which severity on a finding fails a run that is compared with no other state: with a baseline, all
/// that is left is new, so warnings do.
pub(super) fn usual_fail_on(analysis: &Analysis) -> FailOn {
    let usual = if analysis.baseline().is_some() { FailOn::Warning } else { FailOn::default() };
    analysis.config().fail_on.unwrap_or(usual)
}

/// 0 clean, 1 findings, 2 something could not be read and nothing else says so.
fn exit_code(fail_on: FailOn, findings: &[Finding], unread: Unread) -> u8 {
    if findings.iter().any(|finding| fail_on.fails(finding)) {
        1
    } else if unread.open > 0 {
        COULD_NOT_RUN
    } else {
        0
    }
}

/// A report in a file: `FORMAT=PATH`; nothing if it is there already.
fn in_file(
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
    let format: Format =
        format.parse().map_err(|error: UnknownFormat| CommandError::Usage(format!("{error}, or html")))?;
    let mut bytes = Vec::new();
    report.write(format, Style::Plain, &mut bytes)?;
    Place::Typed(PathBuf::from(path)).prepare(&String::from_utf8_lossy(&bytes))
}
