use crate::analysis::AnalysisError;
use crate::config::ConfigError;
use crate::source::{GitError, LayoutError};

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub(super) enum CommandError {
    #[error(transparent)]
    Layout(#[from] LayoutError),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    #[error(transparent)]
    Git(#[from] GitError),
    #[error("{path}: {source}")]
    Read { path: String, source: std::io::Error },
    #[error("{path}: {source}")]
    Write { path: String, source: std::io::Error },
    /// Something stands where only files and folders of our own may.
    #[error("{path} {why}")]
    Refused { path: String, why: &'static str },
    #[error("{0} was not written by apiref: move it elsewhere, or choose another folder with `--output`")]
    Foreign(String),
    #[error(
        "{0} is another file than a baseline: name another one with `--baseline` or the key `baseline`, or delete it"
    )]
    NoBaseline(String),
    #[error("{file}: `{key}` {why}: name a place inside the repository, or give one on the command line")]
    Key { file: String, key: String, why: &'static str },
    #[error("{0}")]
    Usage(String),
    /// Printing failed, perhaps because the reader went away.
    #[error("cannot print: {0}")]
    Print(#[from] std::io::Error),
}

impl CommandError {
    /// Did the reader go away?
    pub(super) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Print(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}
