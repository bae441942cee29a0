//! What a user asks for: the command line, and one file a command. This layer alone prints and writes.

mod allowances;
mod arguments;
mod check;
mod documents;
mod error;
mod explain;
mod gateway;
mod generate;
mod model;
mod output;
mod routes;
mod rules;
mod run;
mod sample;
mod session;
mod stale;
mod summary;
mod tree;

pub use rules::{all as all_rules, ids as rule_ids};
pub use run::main;
