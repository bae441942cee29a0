use crate::config::ConfigError;
use crate::finding::Fault;
use crate::source::LayoutError;
use crate::traffic::RecordingError;

/// Why there is no answer. What is wrong in the sources is never an error, but a finding.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnalysisError {
    /// There is no such tree.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// The configuration cannot be taken.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The tree holds nothing to analyse.
    #[error("no operation found in {0}: no .rst or .inc file there has a `rest_method`")]
    NoOperation(String),
    /// No operation was found, and something could not be read: the rule and what it says.
    #[error("no operation found, and not all was read: {0}")]
    Unread(String),
    /// What was asked cannot be answered: no such version, operation or sample. The text says what there is.
    #[error("{0}")]
    Question(String),
    /// A recording cannot be taken.
    #[error(transparent)]
    Recording(#[from] RecordingError),
    /// Somebody asked for the end.
    #[error("the analysis was cancelled")]
    Cancelled,
    /// A stage of this program made a mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// A mistake of this program, not of the sources.
    #[error("{0}; this is a bug of apiref, please report it")]
    Internal(String),
}

impl From<std::fmt::Error> for AnalysisError {
    /// Writing into a text in memory does not fail unless a part of it fails to show itself.
    fn from(error: std::fmt::Error) -> Self {
        Self::Internal(format!("an explanation could not be written: {error}"))
    }
}
