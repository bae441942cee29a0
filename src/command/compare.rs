//! The reference against specifications that were derived from the code of the service.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::{NamedTree, PresentationArguments};
use super::check::{self, exit_code, refuse_parts, selection, usual_fail_on, write_baseline};
use super::error::CommandError;
use super::output::Place;
use super::run::unless_closed;
use super::{baseline, open};
use crate::analysis::Analysis;
use crate::config::FailOn;
use crate::report::{self, Report, Style};
use crate::source::read_typed;
use crate::witness::Specification;

/// The most bytes of a specification that are read.
const LONGEST: u64 = 64 << 20;

/// What `compare` takes.
#[derive(Debug, Clone, Args)]
pub(super) struct CompareArguments {
    /// OpenAPI documents that were derived from the code of the service (.yaml, .yml, .json) [default: those
    /// of `[compare] specs` in the configuration]
    #[arg(value_name = "SPEC")]
    pub(super) specs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) tree: NamedTree,
    /// The form of the report on standard output: text, concise, json, sarif, junit, github or gitlab
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) output_format: report::Format,
    #[command(flatten)]
    pub(super) presentation: PresentationArguments,
    /// Write a report in another form to a file as well: FORMAT=PATH; may be given several times.
    #[arg(long, value_name = "FORMAT=PATH")]
    pub(super) output_file: Vec<String>,
    /// The lowest severity that fails the comparison: error, warning, note or never [default: error; warning
    /// with a baseline]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,
    /// Report only these rules (ids or patterns such as compare-property-*), separated by commas.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Do not report these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// Print how often each rule fired instead of the findings.
    #[arg(long)]
    pub(super) statistics: bool,
    /// A file of known findings, which are not reported again.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Record the differences of now as known; what the baseline file knows of checks stays
    #[arg(long)]
    pub(super) write_baseline: bool,
}

/// Compares, reports, and fails as it is asked to.
pub(super) fn run(
    arguments: &CompareArguments,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let selection = selection(&arguments.select, &arguments.ignore)?;
    let mut analysis = open::analysis(&arguments.tree.clone().into())?;
    if arguments.tree.source.is_none() {
        open::tell_root(&analysis, log)?;
    }
    let specs = specifications(arguments, &analysis)?;
    if arguments.write_baseline {
        refuse_parts(arguments.select.is_empty() && arguments.ignore.is_empty())?;
        let place = baseline::place(&analysis, arguments.baseline.as_deref());
        baseline::recall(&mut analysis, &place)?;
        return write_baseline(&analysis.compared_to_baseline(&specs)?, &place, log);
    }
    baseline::read(&mut analysis, arguments.baseline.as_deref())?;
    let checked = analysis.compare(&specs, &selection)?;
    let fail_on = arguments.fail_on.unwrap_or_else(|| usual_fail_on(&analysis));
    let report = Report {
        findings: &checked.findings,
        sources: analysis.sources(),
        summary: &checked.summary,
        fail_on,
    };
    check::put_reports(&analysis, &checked, &report, &arguments.output_file)?;
    let presentation = arguments.presentation.in_style(style);
    unless_closed(check::print(&report, arguments.output_format, arguments.statistics, &presentation, out))?;
    Ok(exit_code(fail_on, &checked.findings, checked.summary.unread))
}

/// Reads those that are named, else those of the configuration.
fn specifications(
    arguments: &CompareArguments,
    analysis: &Analysis,
) -> Result<Vec<Specification>, CommandError> {
    if !arguments.specs.is_empty() {
        let read = |path: &PathBuf| {
            let shown = path.display().to_string();
            let text = read_typed(path, LONGEST)
                .map_err(|source| CommandError::Read { path: shown.clone(), source })?;
            specification(path, &shown, &text)
        };
        return arguments.specs.iter().map(read).collect();
    }
    let root = analysis.sources().layout().root.clone();
    let configured = analysis.config().compare.specs.iter().map(|path| {
        let place = Place::Below { root: root.clone(), path: path.clone() };
        let text = place.read()?;
        let text =
            text.ok_or_else(|| CommandError::Usage(format!("{path}: there is no such specification")))?;
        specification(Path::new(path), path, &text)
    });
    let specs = configured.collect::<Result<Vec<_>, CommandError>>()?;
    if specs.is_empty() {
        let text = "name a specification, or list some in the configuration: `[compare] specs = [...]`";
        return Err(CommandError::Usage(text.to_owned()));
    }
    Ok(specs)
}

/// Findings call it by the name of its file: where it lies is another place on every machine.
fn specification(path: &Path, shown: &str, text: &str) -> Result<Specification, CommandError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| shown.to_owned());
    Specification::parse(&name, text).map_err(|error| CommandError::Usage(format!("{shown}: {error}")))
}
