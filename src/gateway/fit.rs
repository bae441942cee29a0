use std::collections::BTreeMap;

use serde_json::Value;

use super::target::Fitting;
use super::{
    ServerUrl, bodies, formats, headers, omissions, parameters, paths, patterns, responses, samples, size,
    target, title, unused,
};
use crate::config::Gateway;
use crate::finding::Findings;
use crate::openapi::Yield;
use crate::projection::Origin;

/// A document that gateways import, and what had to change for it.
#[derive(Debug)]
pub(crate) struct Fitted {
    /// The document.
    pub value: Value,
    /// What changed, and what importers may stumble over.
    pub findings: Findings,
    /// How many operations of the text are left out.
    pub left_out: usize,
    /// The paths as the text has them, by those of the document.
    pub texts: BTreeMap<String, String>,
}

/// Fits a document of OpenAPI 3.0.3 to gateways. Paths and their variables come last, because the steps
/// before them look operations up by the path that the text has.
pub(crate) fn fit(mut value: Value, server: &ServerUrl, options: &Gateway, origin: &Origin<'_>) -> Fitted {
    let mut findings = Findings::new();
    server.put(&mut value);
    title::simplify(&mut value);
    // Before the examples go: what they show holds without them too.
    formats::drop_contradicted(&mut value, origin, &mut findings);
    formats::drop_of_parameters(&mut value);
    // What samples show as null stays allowed, in other words.
    let mut gives_way = Yield::Everything;
    if options.no_nullable {
        omissions::forget_nullable(&mut value);
        gives_way = Yield::EverythingWithoutNullable;
    }
    if !options.strict {
        samples::accept_all(&mut value, gives_way);
    }
    let mut left_out = omissions::apply(&mut value, options);
    bodies::move_aside(&mut value, origin, &mut findings);
    headers::open(&mut value);
    responses::complete(&mut value, origin, &mut findings);
    patterns::move_aside(&mut value, origin, &mut findings);
    let texts = paths::rewrite(&mut value, origin, &mut findings);
    if options.inline_parameters {
        parameters::inline(&mut value);
    }
    if options.inline_responses {
        target::inline(&mut value, &["responses"]);
    }
    target::hoist(&mut value);
    let told = &mut findings;
    let mut fitting =
        options.target.map(|target| Fitting { target, server, origin, texts: &texts, findings: told });
    if let Some(fitting) = &mut fitting {
        left_out += fitting.apply(&mut value);
    }
    unused::remove(&mut value);
    if let Some(fitting) = &mut fitting {
        fitting.judge(&value);
    }
    size::judge(&value, origin, &mut findings);
    Fitted { value, findings, left_out, texts }
}
