use crate::analysis::AnalysisError;
use crate::config::ConfigError;
use crate::source::LayoutError;

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub(super) enum CommandError {
    #[error(transparent)]
    Layout(#[from] LayoutError),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    #[error("{path}: {source}")]
    Write { path: String, source: std::io::Error },
    #[error("{0}")]
    Usage(String),
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
