use std::io::Write;

use super::arguments::{RouteFormat, RoutesArguments};
use super::error::CommandError;
use super::run::unless_closed;
use super::{baseline, gateway, incomplete};
use crate::analysis::{Analysis, Form, Importer};
use crate::finding::Line;
use crate::report::{escape_json, printed};
use crate::route::Route;

/// Prints the routes of all documents, as gateways import them, as one table.
pub(super) fn run(
    analysis: &mut Analysis,
    arguments: &RoutesArguments,
    out: &mut dyn Write,
    log: &mut dyn Write,
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
    if matches!(arguments.format, RouteFormat::Text | RouteFormat::Json) {
        return Ok(0);
    }
    // What a gateway is configured with stands for the whole.
    out.flush()?;
    let is_nginx = arguments.format == RouteFormat::Nginx;
    let left_out = if is_nginx { routes.too_long_for_nginx(&server) } else { Vec::new() };
    for route in &left_out {
        let Route { method, path, .. } = route;
        let line = Line::new(format!(
            "warning[gateway-path]: longer than nginx takes, and left out: {method} {path}"
        ));
        unless_closed(writeln!(log, "{}", printed(line.as_str())).map_err(CommandError::from))?;
    }
    baseline::read(analysis, None)?;
    let mut unread = analysis.generated(&[])?.summary.unread;
    unread.incomplete += left_out.len();
    incomplete::exit_code(unread, arguments.allow_incomplete, "the configuration", log)
}
