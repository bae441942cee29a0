//! The reference against specifications that were derived from the code of the service.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::NamedTree;
use super::error::CommandError;
use super::output::Place;
use super::reporting::{ReportingArguments, usual_fail_on};
use super::{baseline, open};
use crate::analysis::Analysis;
use crate::report::Style;
use crate::source::read_typed;
use crate::witness::Specification;

/// The most bytes of a specification that are read.
const LONGEST: u64 = 32 << 20;

/// What `compare` takes.
#[derive(Debug, Clone, Args)]
pub(super) struct CompareArguments {
    /// OpenAPI documents that were derived from the code of the service (.yaml, .yml, .json) [default: those
    /// of `[compare] specs` in the configuration]
    #[arg(value_name = "SPEC")]
    pub(super) specs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) tree: NamedTree,
    #[command(flatten)]
    pub(super) reporting: ReportingArguments,
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
    let selection = arguments.reporting.selection()?;
    let mut analysis = open::analysis(&arguments.tree.clone().into())?;
    if arguments.tree.source.is_none() {
        open::tell_root(&analysis, log)?;
    }
    let specs = specifications(&arguments.specs, &analysis)?;
    if specs.is_empty() {
        let text = "name a specification, or list some in the configuration: `[compare] specs = [...]`";
        return Err(CommandError::Usage(text.to_owned()));
    }
    if arguments.write_baseline {
        baseline::refuse_parts(arguments.reporting.is_of_all())?;
        let place = baseline::place(&analysis, arguments.baseline.as_deref());
        baseline::recall(&mut analysis, &place)?;
        return baseline::write(&analysis.compared_to_baseline(&specs)?, &place, log);
    }
    baseline::read(&mut analysis, arguments.baseline.as_deref())?;
    let checked = analysis.compare(&specs, &selection)?;
    let fail_on = arguments.reporting.fail_on.unwrap_or_else(|| usual_fail_on(&analysis));
    arguments.reporting.put(&analysis, &checked, fail_on, style, out)
}

/// Reads those that are named, else those of the configuration.
pub(super) fn specifications(
    named: &[PathBuf],
    analysis: &Analysis,
) -> Result<Vec<Specification>, CommandError> {
    if !named.is_empty() {
        let read = |path: &PathBuf| {
            let shown = path.display().to_string();
            let text = read_typed(path, LONGEST)
                .map_err(|source| CommandError::Read { path: shown.clone(), source })?;
            specification(path, &shown, &text)
        };
        return named.iter().map(read).collect();
    }
    let root = analysis.sources().layout().root.clone();
    let configured = analysis.config().compare.specs.iter().map(|path| {
        let place = Place::Below { root: root.clone(), path: path.clone() };
        let text = place.read()?;
        let text =
            text.ok_or_else(|| CommandError::Usage(format!("{path}: there is no such specification")))?;
        specification(Path::new(path), path, &text)
    });
    configured.collect()
}

/// Findings call it by the name of its file: where it lies is another place on every machine.
fn specification(path: &Path, shown: &str, text: &str) -> Result<Specification, CommandError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| shown.to_owned());
    Specification::parse(&name, text).map_err(|error| CommandError::Usage(format!("{shown}: {error}")))
}
