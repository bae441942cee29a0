use std::str::FromStr;

use clap::{Args, ValueEnum};

use super::arguments::NamedTree;
use crate::config::{MicroversionChoice, UnknownMicroversion};

/// What `diff` takes.
#[derive(Debug, Clone, Args)]
pub(super) struct DiffArguments {
    /// The earlier state: a folder, an OpenAPI document (.yaml, .yml, .json), else a revision of git; REV...
    /// means the last commit that it has in common with HEAD
    #[arg(required_unless_present = "microversion")]
    pub(super) old: Option<String>,
    /// The later state [default: the reference as it is]
    #[arg(conflicts_with = "microversion")]
    pub(super) new: Option<String>,
    /// Compare two microversions of one state: FROM..TO, such as 2.90..2.91 or 2.1..latest
    #[arg(long, value_name = "FROM..TO")]
    pub(super) microversion: Option<VersionRange>,
    /// The form of the answer on standard output.
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(super) format: DiffFormat,
    /// The least that a change has to be to fail the run; one that lacks a new microversion counts as
    /// breaking, a correction of the text or what is allowed never fails.
    #[arg(long, value_enum, value_name = "CLASS", default_value_t = DiffFailOn::Breaking)]
    pub(super) fail_on: DiffFailOn,
    /// Excuse what lacks a new microversion: change-without-version
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) allow: Vec<String>,
    /// Tell changes of descriptions as well, not only how many there are.
    #[arg(long)]
    pub(super) descriptions: bool,
    /// Succeed even if a source, an included file, a dictionary or a directive could not be read.
    #[arg(long)]
    pub(super) allow_incomplete: bool,
    #[command(flatten)]
    pub(super) tree: NamedTree,
}

/// The forms of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people, by operation
    Text,
    /// For a comment under a change, or for release notes
    Markdown,
    /// For programs
    Json,
}

/// From which class on a change fails the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFailOn {
    /// What breaks those who use the API
    Breaking,
    /// Every change but documentation
    Compatible,
    /// Nothing
    Never,
}

/// Two microversions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct VersionRange {
    pub(super) from: MicroversionChoice,
    pub(super) to: MicroversionChoice,
}

impl FromStr for VersionRange {
    type Err = UnknownMicroversion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (from, to) = text.split_once("..").unwrap_or((text, ""));
        Ok(Self { from: from.parse()?, to: to.parse()? })
    }
}
