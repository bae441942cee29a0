//! JSON texts that people write: the value, keys that stand twice, where a pointer leads, and what the first
//! mistake is.
//!
//! `serde_json` reads; this layer adds what it does not tell an author.

mod call;
mod duplicate;
mod escape;
mod hash;
mod http;
mod lenient;
mod locate;
mod mistake;
mod normal;
mod patch;
mod read;
mod repair;
mod scanner;
mod schema;
mod shell;

pub(crate) use call::{Call, curl_call};
pub(crate) use duplicate::superfluous;
pub(crate) use escape::escape_hidden;
pub(crate) use hash::hash;
pub(crate) use http::{http_body, http_target};
pub(crate) use locate::{Places, pointer_at};
pub(crate) use patch::{holds_patch, is_operation};
pub(crate) use read::read_json;
pub(crate) use schema::{schema_of, without_null};
pub(crate) use shell::curl_body;
