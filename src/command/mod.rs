//! What a user asks for: the command line, and one file a command. This layer alone prints and writes.

mod arguments;
mod baseline;
mod check;
mod check_arguments;
mod common;
mod compare;
mod configuration;
mod diff;
mod diff_arguments;
mod error;
mod explain;
mod fix;
mod gateway;
mod generate;
mod generate_arguments;
mod history;
mod incomplete;
mod init;
mod manual;
mod observe;
mod observe_arguments;
mod open;
mod output;
mod page;
mod preview;
mod progress;
mod replace;
mod reporting;
mod request;
mod routes;
mod routes_arguments;
mod run;
mod server;
mod since;
mod temporary;
#[cfg(feature = "viewer")]
mod viewer;
mod watch;
mod watched;

pub use run::main;
