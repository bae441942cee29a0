use std::io::Write;

use super::arguments::{RouteFormat, RoutesArguments};
use super::documents::Form;
use super::error::CommandError;
use super::gateway;
use super::session::Session;
use crate::route::{self, Route};

/// Prints the routes of all documents, as gateways import them, as one table.
pub(super) fn run(arguments: &RoutesArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let session = Session::open(&arguments.tree)?;
    let server = gateway::server(arguments.server_url.as_deref(), &session)?.unwrap_or_default();
    let mut form = Form::configured(&session.config);
    form.microversion = arguments.microversion.unwrap_or(form.microversion);
    let options = session.config.gateway;
    let documents = gateway::fitted(form.checked(&session)?, &server, &options, &session, &session.shapes());
    let emitted = documents.iter().map(|document| &document.emitted);
    let routes = route::routes(emitted.map(|emitted| (emitted.name.as_str(), &emitted.value)));
    let text = match arguments.format {
        RouteFormat::Text => route::text(&routes, &conflicts(&routes)),
        RouteFormat::Json => route::json(&routes, &conflicts(&routes)),
        RouteFormat::Kong => route::kong(&routes, &server),
        RouteFormat::Nginx => route::nginx(&routes, &server),
    };
    out.write_all(text.as_bytes())?;
    Ok(0)
}

fn conflicts(routes: &[Route]) -> route::Conflicts {
    route::conflicts(routes.iter().map(|route| (route.method.as_str(), &route.pattern)))
}
