//! From a document of OpenAPI 3.0.3 to one that gateways import: one server, routes and names that a router
//! takes, and nothing that importers refuse.
//!
//! Each file makes one demand of importers true. What the profile changes is told at the operation that it
//! concerns; what the document says already is left alone.

mod bodies;
mod fit;
mod formats;
mod headers;
mod identifiers;
mod names;
mod omissions;
mod operations;
mod parameters;
mod paths;
mod patterns;
mod responses;
mod samples;
mod server;
mod size;
mod target;
#[cfg(test)]
mod tests;
mod title;
mod unused;

pub(crate) use fit::fit;
pub(crate) use identifiers::tell_apart;
pub use server::ServerUrl;
pub(crate) use target::TARGET_OVERLAP;

use crate::finding::Rule;

/// The rules of this layer.
pub(crate) static RULES: &[&Rule] = &[
    &bodies::GATEWAY_BODY,
    &formats::GATEWAY_FORMAT,
    &names::GATEWAY_RENAME,
    &paths::GATEWAY_PATH,
    &patterns::GATEWAY_PATTERN,
    &responses::GATEWAY_SUCCESS,
    &size::GATEWAY_SIZE,
    &target::TARGET_LIMIT,
    &target::TARGET_OVERLAP,
    &target::TARGET_REFUSED,
];
