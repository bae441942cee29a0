//! Recorded traffic as a witness: exchanges are read from a recording one by one, routed by the documented
//! paths, and held to the contract of their microversion.
//!
//! A recording may be large, and full of secrets. It is cut into records piece by piece ([`recording`],
//! [`format`]), many of which are read and judged at the same time ([`judge`], [`verdict`], [`names`], [`published`]); what stays is counted
//! ([`tally`]) and holds no value, and of names only what looks like one ([`shown`]).

mod beside;
mod exchange;
mod findings;
mod format;
mod har;
mod headers;
mod json_lines;
mod judge;
mod keystoneauth;
mod log_lines;
mod names;
mod observe;
mod observed;
mod published;
mod python;
mod recording;
mod router;
mod rules;
mod shown;
mod tally;
mod tempest;
mod verdict;

pub(crate) use observe::{Failure, observe};
pub use observed::{NeverSeen, Observed, Sightings};
pub(crate) use published::Published;
pub use recording::{Recording, RecordingError};
pub(crate) use rules::RULES;
