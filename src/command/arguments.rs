use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::check_arguments::CheckArguments;
use super::common::CommonArguments;
use super::compare::CompareArguments;
use super::configuration::ConfigCommand;
use super::diff_arguments::DiffArguments;
use super::generate_arguments::GenerateArguments;
use super::observe_arguments::ObserveArguments;
use super::routes_arguments::RoutesArguments;

/// Reads an API reference, emits OpenAPI 3, and proves the samples consistent with it.
#[derive(Debug, Parser)]
#[command(name = "apiref", version, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) common: CommonArguments,
}

#[derive(Debug, Clone, Subcommand)]
pub(super) enum Command {
    /// Write the OpenAPI documents, validate every sample and print a summary. Without options about the
    /// documents, every form of them that lies in the output folder is renewed.
    Generate(GenerateArguments),
    /// Check the reference without writing: findings and stale documents fail it.
    Check(CheckArguments),
    /// Mend what can be proven: each edit is tried in memory, and the whole reference is read and checked again.
    Fix(FixArguments),
    /// Tell what changed in the contract: between revisions, folders, OpenAPI documents or microversions.
    Diff(DiffArguments),
    /// Compare text and samples with OpenAPI documents that were derived from the code of the service, and
    /// tell which of the three stands alone.
    Compare(CompareArguments),
    /// Tell which commit brought which finding.
    History(HistoryArguments),
    /// Tell where recorded exchanges disagree with the reference, and what of it they never show.
    Observe(ObserveArguments),
    /// Print the model of the reference as JSON, with places.
    Model(TreeArguments),
    /// List every route, and where one hides another; or write the table for a gateway.
    Routes(RoutesArguments),
    /// Write a page that shows text, samples and schemas side by side, with the findings in place: one HTML
    /// file that needs nothing but itself.
    Report(ReportArguments),
    /// Serve that page on this machine alone, and make it anew after each save.
    Preview(PreviewArguments),
    /// Explain a rule, the bodies of an operation, or the version of a sample.
    Explain(ExplainArguments),
    /// List all rules.
    Rules(RulesArguments),
    /// Show the configuration that holds, or the schema of it and of reports.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Write a configuration with what is found here, and say how to begin.
    Init(InitArguments),
    /// Print what a shell needs to complete commands and options.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print a manual page, in roff.
    Man {
        /// The command that it is about; else it is about all of the program.
        command: Option<String>,
    },
}

/// Which tree.
#[derive(Debug, Clone, Args)]
pub(super) struct TreeArguments {
    /// A source folder, a repository root, a root .rst or a lone .inc; with `check` also a sample or a
    /// dictionary: what points into it [default: api-ref/source or api-ref, in this folder or above it]
    pub(super) source: Option<PathBuf>,
    /// Further ones, each checked or written by itself; with `routes` one table of all
    #[arg(value_name = "SOURCE")]
    pub(super) more: Vec<PathBuf>,
    /// The repository root; nothing outside it is read [default: the nearest folder with .git, else the one
    /// that holds api-ref]
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    #[command(flatten)]
    pub(super) configuration: ConfigurationArguments,
}

/// Which configuration, and how much is read.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct ConfigurationArguments {
    /// The configuration to use instead of the one that is found above the sources; its paths count from the
    /// root
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,
    /// Use no configuration file: a change under review may have brought it
    #[arg(long)]
    pub(super) isolated: bool,
    /// How many MiB are read in all [default: 32]
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u32).range(1..=2048))]
    pub(super) max_size: Option<u32>,
}

/// Which findings a page shows.
#[derive(Debug, Clone, Args)]
pub(super) struct ShownArguments {
    /// Show findings of these rules only (ids or patterns such as sample-*), separated by commas.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Do not show findings of these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// A file of known findings, which are not shown.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
}

#[derive(Debug, Clone, Args)]
pub(super) struct ReportArguments {
    #[command(flatten)]
    pub(super) tree: TreeArguments,
    /// The file to write, or - for standard output
    #[arg(short, long, value_name = "FILE", default_value = "apiref-report.html")]
    pub(super) output: PathBuf,
    /// Show also what changed since a revision of git: findings that are new or mended, and the contract
    #[arg(long, value_name = "REV")]
    pub(super) since: Option<String>,
    /// Show also how many findings were open over time, along the first parents of HEAD: each state of the sources is read
    #[arg(long)]
    pub(super) history: bool,
    #[command(flatten)]
    pub(super) witnesses: WitnessArguments,
    #[command(flatten)]
    pub(super) shown: ShownArguments,
}

/// What other witnesses are asked.
#[derive(Debug, Clone, Args)]
pub(super) struct WitnessArguments {
    /// Show also what an OpenAPI document that was derived from the code says beside each row, and where it
    /// differs; may be given several times [default: those of `[compare] specs` in the configuration]
    #[arg(long, value_name = "SPEC")]
    pub(super) spec: Vec<PathBuf>,
    /// Show also how often recorded exchanges have each row, and where they disagree; in the forms that
    /// `apiref observe` reads; may be given several times
    #[arg(long, value_name = "TRAFFIC")]
    pub(super) traffic: Vec<PathBuf>,
}

#[derive(Debug, Clone, Args)]
pub(super) struct PreviewArguments {
    #[command(flatten)]
    pub(super) tree: TreeArguments,
    /// The port to listen on [default: a free one]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    pub(super) port: u16,
    /// Show the page in a browser
    #[arg(long)]
    pub(super) open: bool,
    #[command(flatten)]
    pub(super) shown: ShownArguments,
}

#[derive(Debug, Clone, Args)]
pub(super) struct FixArguments {
    #[command(flatten)]
    pub(super) tree: TreeArguments,
    /// Apply also what a maintainer should look at, not only what plainly restores the meaning.
    #[arg(long)]
    pub(super) suggested: bool,
    /// Print the difference instead of writing files; the exit code is 1 if there is something to do.
    #[arg(long, conflicts_with = "interactive")]
    pub(super) diff: bool,
    /// Show each fix and ask.
    #[arg(long)]
    pub(super) interactive: bool,
    /// Mend also where an OpenAPI document that was derived from the code and the samples agree against the
    /// text; may be given several times
    #[arg(long, value_name = "SPEC")]
    pub(super) spec: Vec<PathBuf>,
    /// Mend only findings of these rules (ids or patterns such as sample-*), separated by commas.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Do not mend findings of these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// Mend only findings that concern an operation, given as 'METHOD path'; may be given several times.
    #[arg(long, value_name = "OPERATION")]
    pub(super) operation: Vec<String>,
    /// Mend only the finding with this fingerprint, as JSON reports have it; may be given several times.
    #[arg(long, value_name = "FINGERPRINT")]
    pub(super) finding: Vec<String>,
    /// A file of known findings, which are left alone.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Write also to files with changes that are in no commit.
    #[arg(long)]
    pub(super) allow_dirty: bool,
}

#[derive(Debug, Clone, Args)]
pub(super) struct HistoryArguments {
    #[command(flatten)]
    pub(super) tree: TreeArguments,
    /// Follow these rules alone (ids or patterns such as sample-*), separated by commas.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) rule: Vec<String>,
    /// Begin at this revision; what was there then is told as older
    #[arg(long, value_name = "REV")]
    pub(super) since: Option<String>,
    /// The form of the answer on standard output.
    #[arg(long, value_enum, default_value_t = HistoryFormat::Text)]
    pub(super) format: HistoryFormat,
}

/// The forms of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum HistoryFormat {
    /// For people: the findings by commit, then tables by year and by rule
    Text,
    /// For programs: the same
    Json,
    /// The findings as a table
    Csv,
    /// The findings that were open over time, as a drawing
    Svg,
}

#[derive(Debug, Clone, Args)]
pub(super) struct RulesArguments {
    /// The form of the list.
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(super) format: ListFormat,
}

/// The forms of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// For people
    Text,
    /// For programs: everything that there is to know
    Json,
}

#[derive(Debug, Clone, Args)]
pub(super) struct InitArguments {
    #[command(flatten)]
    pub(super) tree: TreeArguments,
    /// Print the configuration instead of writing it.
    #[arg(long)]
    pub(super) print: bool,
}

#[derive(Debug, Clone, Args)]
pub(super) struct ExplainArguments {
    /// The id of a rule.
    #[arg(required_unless_present_any = ["operation", "sample"])]
    pub(super) rule: Option<String>,
    /// Show the bodies of an operation, by 'METHOD path' or operation id, and where every part comes from.
    #[arg(long, value_name = "OPERATION", conflicts_with = "rule")]
    pub(super) operation: Option<String>,
    /// Show how the microversion of a sample was found.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["rule", "operation"])]
    pub(super) sample: Option<String>,
    #[command(flatten)]
    pub(super) tree: NamedTree,
}

/// Which tree, where the arguments are something else.
#[derive(Debug, Clone, Args)]
pub(super) struct NamedTree {
    /// The tree that is meant: a source folder, a repository root, a root .rst or a lone .inc [default:
    /// api-ref/source or api-ref, in this folder or above it]
    #[arg(long, value_name = "SOURCE")]
    pub(super) source: Option<PathBuf>,
    /// The repository root; nothing outside it is read.
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    #[command(flatten)]
    pub(super) configuration: ConfigurationArguments,
}

impl From<NamedTree> for TreeArguments {
    fn from(NamedTree { source, root, configuration }: NamedTree) -> Self {
        Self { source, more: Vec::new(), root, configuration }
    }
}
