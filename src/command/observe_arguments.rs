use std::path::PathBuf;

use clap::Args;

use super::arguments::NamedTree;
use super::reporting::ReportingArguments;

/// What `apiref observe` takes.
#[derive(Debug, Clone, Args)]
pub(super) struct ObserveArguments {
    /// Recorded exchanges: HAR 1.2, JSON lines with method, url, status, request_headers, request_body,
    /// response_headers and response_body, the log of a client of OpenStack with --debug, or that of tempest;
    /// - is standard input
    #[arg(required = true, value_name = "TRAFFIC")]
    pub(super) traffic: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) tree: NamedTree,
    #[command(flatten)]
    pub(super) reporting: ReportingArguments,
    /// A file of known findings, which are not reported again [default: apiref-observe-baseline.json in the
    /// root, if it is there]
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Record the findings of now as known, in the baseline file.
    #[arg(long)]
    pub(super) write_baseline: bool,
    /// Succeed even if some records could not be read.
    #[arg(long)]
    pub(super) allow_incomplete: bool,
}
