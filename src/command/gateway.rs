use super::error::CommandError;
use crate::analysis::Analysis;
use crate::gateway::ServerUrl;

/// The server that the caller names, else the configured one.
pub(super) fn server(named: Option<&str>, analysis: &Analysis) -> Result<Option<ServerUrl>, CommandError> {
    let (option, text) = match named {
        Some(text) => ("--server-url", Some(text)),
        None => ("`server-url` of the configuration", analysis.config().server_url.as_deref()),
    };
    let server = text.map(ServerUrl::parse).transpose();
    server.map_err(|error| CommandError::Usage(format!("{option}: {error}")))
}
