use std::io::Write;

use super::arguments::{RouteFormat, RoutesArguments};
use super::documents::{Choice, Form};
use super::error::CommandError;
use super::session::Session;
use crate::route::{self, Route, Server};

/// Prints the routes of all documents as one table.
pub(super) fn run(arguments: &RoutesArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let server = server(arguments)?;
    let session = Session::open(&arguments.tree)?;
    let mut form = Form::configured(&session)?;
    if let Some(text) = &arguments.microversion {
        form.microversion = Choice::parse(text)?;
    }
    let documents = form.write(&session, &session.shapes())?;
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

fn server(arguments: &RoutesArguments) -> Result<Server, CommandError> {
    let Some(url) = &arguments.server_url else { return Ok(Server::default()) };
    Server::parse(url).map_err(|error| CommandError::Usage(format!("--server-url: {error}")))
}

fn conflicts(routes: &[Route]) -> route::Conflicts {
    route::conflicts(routes.iter().map(|route| (route.method.as_str(), &route.pattern)))
}
