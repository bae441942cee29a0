use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::common::CommonArguments;
use super::compare::CompareArguments;
use super::configuration::ConfigCommand;
use super::diff_arguments::DiffArguments;
use super::observe_arguments::ObserveArguments;
use crate::config::{DocumentFormat, FailOn, Gateway, MicroversionChoice, OpenApiVersion, Target};
use crate::report;
use crate::report::{Order, Presentation, Style};
use crate::route::Router;

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

#[derive(Debug, Clone, Args)]
pub(super) struct GenerateArguments {
    #[command(flatten)]
    pub(super) tree: TreeArguments,
    /// The folder to write to, or - for standard output [default: generated, beside api-ref]
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// The microversion to describe: X.Y, latest or all [default: latest]
    #[arg(long, value_name = "VERSION")]
    pub(super) microversion: Option<MicroversionChoice>,
    /// The text form of the documents [default: yaml]
    #[arg(long)]
    pub(super) format: Option<DocumentFormat>,
    /// The version of OpenAPI to write [default: 3.1]; another one than the configured goes to a folder of
    /// its own, such as generated/openapi-3.0
    #[arg(long, value_name = "VERSION")]
    pub(super) openapi: Option<OpenApiVersion>,
    /// Leave out keys that only samples show.
    #[arg(long)]
    pub(super) declared_only: bool,
    /// Succeed even if a source, an included file, a dictionary or a directive could not be read.
    #[arg(long)]
    pub(super) allow_incomplete: bool,
    /// Who the documents are for; those for gateways are OpenAPI 3.0.3 and go to generated/gateway
    #[arg(long, value_name = "PROFILE", default_value = "docs")]
    profile: Profile,
    #[command(flatten)]
    pub(super) gateway: GatewayArguments,
}

impl GenerateArguments {
    /// Does the command line leave it to the configuration, and to what is there, which documents are made?
    pub(super) fn names_no_form(&self) -> bool {
        self.output.is_none()
            && self.microversion.is_none()
            && self.format.is_none()
            && self.openapi.is_none()
            && !self.declared_only
            && self.profile() == Profile::Docs
    }

    /// Who the documents are for: whoever names a gateway means its profile.
    pub(super) fn profile(&self) -> Profile {
        if self.gateway.target.is_some() { Profile::Gateway } else { self.profile }
    }
}

/// The values of `--profile`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Profile {
    /// Readers, and programs in general.
    Docs,
    /// Importers of API gateways.
    Gateway,
}

/// What `--profile gateway` takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "With --profile gateway")]
pub(super) struct GatewayArguments {
    /// Follow the rules of one gateway, too; implies `--profile gateway`
    #[arg(long, value_name = "TARGET")]
    pub(super) target: Option<Target>,
    /// Where the gateway finds the service: http(s)://host[:port]/prefix
    #[arg(long, value_name = "URL")]
    pub(super) server_url: Option<String>,
    /// Write parameters out in every operation.
    #[arg(long)]
    pub(super) inline_parameters: bool,
    /// Write responses out in every operation.
    #[arg(long)]
    pub(super) inline_responses: bool,
    /// Leave examples out.
    #[arg(long)]
    pub(super) no_examples: bool,
    /// Leave deprecated operations out.
    #[arg(long)]
    pub(super) no_deprecated: bool,
    /// Leave schemas and examples out: enough to route, not to validate.
    #[arg(long)]
    pub(super) routes_only: bool,
    /// Leave `nullable` out.
    #[arg(long)]
    pub(super) no_nullable: bool,
    /// Keep what the text demands, also where a sample of the operation contradicts it.
    #[arg(long)]
    pub(super) strict: bool,
}

impl GatewayArguments {
    /// What is asked for here or in the configuration.
    pub(super) fn or(&self, configured: Gateway) -> Gateway {
        Gateway {
            target: self.target.or(configured.target),
            inline_parameters: self.inline_parameters || configured.inline_parameters,
            inline_responses: self.inline_responses || configured.inline_responses,
            no_examples: self.no_examples || configured.no_examples,
            no_deprecated: self.no_deprecated || configured.no_deprecated,
            routes_only: self.routes_only || configured.routes_only,
            no_nullable: self.no_nullable || configured.no_nullable,
            strict: self.strict || configured.strict,
        }
    }

    /// The first option that is given: none of them means anything to other profiles.
    pub(super) fn given(&self) -> Option<&'static str> {
        let options = [
            (self.server_url.is_some(), "--server-url"),
            (self.inline_parameters, "--inline-parameters"),
            (self.inline_responses, "--inline-responses"),
            (self.no_examples, "--no-examples"),
            (self.no_deprecated, "--no-deprecated"),
            (self.routes_only, "--routes-only"),
            (self.no_nullable, "--no-nullable"),
            (self.strict, "--strict"),
        ];
        options.into_iter().find(|(given, _)| *given).map(|(_, name)| name)
    }
}

#[derive(Debug, Clone, Args)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub(super) tree: TreeArguments,
    /// The form of the report on standard output: text, concise, json, sarif, junit, github or gitlab
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) output_format: report::Format,
    #[command(flatten)]
    pub(super) presentation: PresentationArguments,
    /// Write a report in another form to a file as well: FORMAT=PATH, also html=PATH; may be given several
    /// times.
    #[arg(long, value_name = "FORMAT=PATH")]
    pub(super) output_file: Vec<String>,
    /// The lowest severity that fails the check: error, warning, note or never [default: error; warning with
    /// a baseline, --since or --staged]
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
    pub(super) shown: ShownArguments,
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

impl CheckArguments {
    /// Why this cannot be about several trees; nothing if it can.
    pub(super) fn problem_with_several(&self) -> Option<&'static str> {
        let is_one_value = !matches!(
            self.output_format,
            report::Format::Text | report::Format::Concise | report::Format::Github
        );
        if is_one_value || !self.output_file.is_empty() {
            return Some("a report for programs is about one source: run the command for each");
        }
        if self.watch {
            return Some("`--watch` is about one source: run the command for each");
        }
        (self.baseline.is_some() || self.write_baseline)
            .then_some("a baseline is about one source: run the command for each")
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
pub(super) struct RoutesArguments {
    #[command(flatten)]
    pub(super) tree: TreeArguments,
    /// The form of the table on standard output.
    #[arg(long, value_enum, default_value_t = RouteFormat::Text)]
    pub(super) format: RouteFormat,
    /// Where the service is reached, for gateways: http(s)://host[:port][/prefix]; the prefix is part of every
    /// route. With several sources once for all, or once for each in their order [default: `server-url` of the
    /// configuration of each, then http://localhost]
    #[arg(long, value_name = "URL")]
    pub(super) server_url: Vec<String>,
    /// The microversion whose operations are listed: X.Y, latest or all [default: latest]
    #[arg(long, value_name = "VERSION")]
    pub(super) microversion: Option<MicroversionChoice>,
    /// With a form for gateways: succeed even if a source, an included file, a dictionary or a directive could
    /// not be read, or a route is left out.
    #[arg(long)]
    pub(super) allow_incomplete: bool,
}

/// The forms of a table of routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RouteFormat {
    /// For people: the routes, then the pairs that take the same requests, then the totals
    Text,
    /// For programs: the same
    Json,
    /// Declarative configuration of Kong 3: a service for each document, a route for each operation
    Kong,
    /// A map of nginx from method and path to the operation id, for the http block
    Nginx,
    /// Objects of kind HTTPRoute for the Gateway API of Kubernetes
    Httproute,
    /// Static configuration of Envoy: a listener with all routes, a cluster for each server
    Envoy,
    /// Routes of APISIX for its standalone mode (apisix.yaml)
    Apisix,
    /// The same for `adc sync`: a service for each document
    Adc,
    /// Endpoints of KrakenD 2 (krakend.json), which pass bodies on as they are
    Krakend,
    /// A map of haproxy from method and path to the operation id
    Haproxy,
}

impl RouteFormat {
    /// What is configured with it; nothing if it is for readers.
    pub(super) fn router(self) -> Option<Router> {
        match self {
            Self::Text | Self::Json => None,
            Self::Kong => Some(Router::Kong),
            Self::Nginx => Some(Router::Nginx),
            Self::Httproute => Some(Router::HttpRoute),
            Self::Envoy => Some(Router::Envoy),
            Self::Apisix => Some(Router::Apisix),
            Self::Adc => Some(Router::Adc),
            Self::Krakend => Some(Router::Krakend),
            Self::Haproxy => Some(Router::Haproxy),
        }
    }
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
