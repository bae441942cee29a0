use crate::config::ConfigError;
use crate::source::LayoutError;

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub(super) enum CommandError {
    #[error(transparent)]
    Layout(#[from] LayoutError),
    #[error("{0}")]
    Config(ConfigError),
    #[error("{path}: {source}")]
    Write { path: String, source: std::io::Error },
    #[error("no operation found in {0}: no .rst or .inc file there has a `rest_method`")]
    NoOperation(String),
    #[error("{0}")]
    Usage(String),
    #[error(
        "the document {name} would not be valid OpenAPI: {problem}; this is a bug of apiref, please report it"
    )]
    InvalidDocument { name: String, problem: String },
    /// Printing failed; a closed pipe is no error.
    #[error("cannot print: {0}")]
    Print(#[from] std::io::Error),
}

impl CommandError {
    /// The reader went away: nothing is wrong.
    pub(super) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Print(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}
