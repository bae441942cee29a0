//! The integration tests, one binary. `tests/README.md` says how to add a case.

#![expect(clippy::disallowed_methods, reason = "tests read and write the disk as they like")]
#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]
#![expect(clippy::print_stderr, clippy::print_stdout, reason = "a test that skips or counts says so")]

mod apiref;
mod bodies;
mod card;
mod case;
mod cases;
mod compare;
mod compare_hostile;
mod diff;
mod documents;
mod files;
mod fix;
mod fuzzed;
mod gateway;
mod gateway_accepts;
mod gateway_documents;
mod history;
mod hostile;
mod layers;
mod library;
mod library_use;
mod manual;
mod microversions;
mod mistakes;
mod observe;
mod observe_hostile;
mod output;
mod pages;
mod preview;
mod printed;
mod projection;
mod prose;
mod report_page;
mod repository;
mod routes;
mod rules;
mod since;
mod slices;
mod sources;
mod stable;
mod suppression;
mod tree;
mod unread;
mod watch;
mod words;
