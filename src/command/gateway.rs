use rayon::prelude::*;

use super::arguments::GatewayArguments;
use super::documents::{Draft, Form, Written};
use super::error::CommandError;
use super::session::Session;
use crate::config::{Gateway, OpenApiVersion};
use crate::gateway::{self, ServerUrl};
use crate::projection::Origin;
use crate::shape::Shapes;

/// The documents as gateways import them.
pub(super) fn write(
    arguments: &GatewayArguments,
    form: Form,
    session: &Session,
    shapes: &Shapes,
) -> Result<Vec<Written>, CommandError> {
    let Some(server) = server(arguments.server_url.as_deref(), session)? else {
        return Err(CommandError::Usage(
            "a document for gateways names its server: pass `--server-url https://cloud.example.com/volume`, or set `server-url` in apiref.toml"
                .to_owned(),
        ));
    };
    let options = arguments.or(session.config.gateway);
    let drafts = fitted(form, &server, &options, session, shapes);
    Ok(drafts.into_par_iter().map(|draft| form.written(draft)).collect())
}

/// The documents of a form, fitted to gateways, before they are text.
pub(super) fn fitted(
    form: Form,
    server: &ServerUrl,
    options: &Gateway,
    session: &Session,
    shapes: &Shapes,
) -> Vec<Draft> {
    let form = Form { openapi: OpenApiVersion::V3_0, ..form };
    let mut drafts: Vec<Draft> = form
        .draft(session, shapes)
        .into_par_iter()
        .map(|mut draft| {
            if let Some(origin) = Origin::new(&session.reference, draft.emitted.document) {
                let value = std::mem::take(&mut draft.emitted.value);
                let fitted = gateway::fit(value, server, options, &origin);
                draft.emitted.value = fitted.value;
                draft.findings.extend(fitted.findings);
                draft.left_out = fitted.left_out;
            }
            draft
        })
        .collect();
    gateway::tell_apart(
        drafts.iter_mut().map(|draft| (draft.emitted.name.as_str(), &mut draft.emitted.value)),
    );
    drafts
}

/// The server that the caller names, else the configured one.
pub(super) fn server(named: Option<&str>, session: &Session) -> Result<Option<ServerUrl>, CommandError> {
    let (option, text) = match named {
        Some(text) => ("--server-url", Some(text)),
        None => ("`server-url` of the configuration", session.config.server_url.as_deref()),
    };
    let server = text.map(ServerUrl::parse).transpose();
    server.map_err(|error| CommandError::Usage(format!("{option}: {error}")))
}
