use std::path::PathBuf;

use clap::Args;

use super::arguments::{NamedTree, PresentationArguments};
use crate::config::FailOn;
use crate::report;

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
    /// The form of the report on standard output: text, concise, json, sarif, junit, github or gitlab
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) output_format: report::Format,
    #[command(flatten)]
    pub(super) presentation: PresentationArguments,
    /// Write a report in another form to a file as well: FORMAT=PATH; may be given several times.
    #[arg(long, value_name = "FORMAT=PATH")]
    pub(super) output_file: Vec<String>,
    /// The lowest severity that fails the run: error, warning, note or never [default: error; warning with a
    /// baseline]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,
    /// Report only these rules (ids or patterns such as observe-key-*), separated by commas.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Do not report these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// Print how often each rule fired instead of the findings.
    #[arg(long)]
    pub(super) statistics: bool,
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
