//! `apiref` reads an API reference, emits OpenAPI 3, and proves the samples consistent with it.

pub mod command;
pub mod config;
pub mod contract;
pub mod finding;
pub mod lint;
pub mod openapi;
pub mod place;
pub mod reference;
pub mod report;
pub mod rst;
pub mod shape;
pub mod source;
pub mod yaml;
