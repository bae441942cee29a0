use std::path::PathBuf;

use clap::Args;

use super::arguments::TreeArguments;
use super::reporting::ReportingArguments;
use crate::report;

/// What `apiref check` takes.
#[derive(Debug, Clone, Args)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub(super) tree: TreeArguments,
    #[command(flatten)]
    pub(super) reporting: ReportingArguments,
    /// A file of known findings, which are not reported again.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Record the findings of now as known, in the baseline file [default: apiref-baseline.json in the root]
    #[arg(long)]
    pub(super) write_baseline: bool,
    /// Report only what is not there at a revision of git; REV... means the last commit that it has in common
    /// with HEAD
    #[arg(long, value_name = "REV", conflicts_with = "write_baseline")]
    pub(super) since: Option<String>,
    /// Check what is staged for the next commit, and report only what is not there at HEAD, or at --since
    #[arg(long, conflicts_with = "write_baseline")]
    pub(super) staged: bool,
    /// Check again after each save, and say what is new and what is mended; as text or concise
    #[arg(short, long, conflicts_with_all = ["write_baseline", "staged", "output_file", "statistics"])]
    pub(super) watch: bool,
    /// Report all findings, whatever `[check] since` of the configuration says
    #[arg(long, conflicts_with_all = ["since", "staged"])]
    pub(super) no_since: bool,
}

impl CheckArguments {
    /// Why this cannot be about several trees; nothing if it can.
    pub(super) fn problem_with_several(&self) -> Option<&'static str> {
        let is_one_value = !matches!(
            self.reporting.output_format,
            report::Format::Text | report::Format::Concise | report::Format::Github
        );
        if is_one_value || !self.reporting.output_file.is_empty() {
            return Some("a report for programs is about one source: run the command for each");
        }
        if self.watch {
            return Some("`--watch` is about one source: run the command for each");
        }
        (self.baseline.is_some() || self.write_baseline)
            .then_some("a baseline is about one source: run the command for each")
    }
}
