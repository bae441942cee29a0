use rayon::prelude::*;

use super::arguments::GatewayArguments;
use super::documents::{Draft, Form, Written};
use super::error::CommandError;
use super::session::Session;
use crate::config::OpenApiVersion;
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
    let server = server(arguments, session)?;
    let options = arguments.or(session.config.gateway);
    let form = Form { openapi: OpenApiVersion::V3_0, ..form };
    let mut drafts: Vec<Draft> = form
        .draft(session, shapes)
        .into_par_iter()
        .map(|mut draft| {
            if let Some(origin) = Origin::new(&session.reference, draft.emitted.document) {
                let value = std::mem::take(&mut draft.emitted.value);
                let fitted = gateway::fit(value, &server, &options, &origin);
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
    drafts.into_par_iter().map(|draft| form.written(draft)).collect()
}

fn server(arguments: &GatewayArguments, session: &Session) -> Result<ServerUrl, CommandError> {
    match arguments.server_url.as_ref().or(session.config.server_url.as_ref()) {
        Some(text) => ServerUrl::parse(text).map_err(CommandError::Usage),
        None => Err(CommandError::Usage(
            "a document for gateways names its server: pass `--server-url https://cloud.example.com/volume`, or set `server-url` in apiref.toml"
                .to_owned(),
        )),
    }
}
