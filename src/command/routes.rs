use std::io::Write;

use super::arguments::{RouteFormat, RoutesArguments};
use super::error::CommandError;
use super::gateway;
use super::printed::printed;
use crate::analysis::{Analysis, Form, Importer};
use crate::report::escape_json;

/// Prints the routes of all documents, as gateways import them, as one table.
pub(super) fn run(
    analysis: &Analysis,
    arguments: &RoutesArguments,
    out: &mut dyn Write,
) -> Result<u8, CommandError> {
    let server = gateway::server(arguments.server_url.as_deref(), analysis)?.unwrap_or_default();
    let mut form = Form::configured(analysis.config());
    form.microversion = arguments.microversion.unwrap_or(form.microversion);
    form.importer = Some(Importer { server: server.clone(), options: analysis.config().gateway });
    let routes = analysis.routes(&form)?;
    let text = match arguments.format {
        RouteFormat::Text => routes.text(),
        RouteFormat::Json => routes.json(),
        RouteFormat::Kong => routes.kong(&server),
        RouteFormat::Nginx => routes.nginx(&server),
    };
    let text = match arguments.format {
        RouteFormat::Text => printed(&text),
        RouteFormat::Json => escape_json(&text),
        // Configuration, not for a log.
        RouteFormat::Kong | RouteFormat::Nginx => text.as_str().into(),
    };
    out.write_all(text.as_bytes())?;
    Ok(0)
}
