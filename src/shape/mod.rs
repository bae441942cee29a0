//! From flat tables to trees: where each row stands in a body, which objects are maps, and where every fact comes from.
//!
//! Three kinds of fact are kept apart: *declared* (rows and entries), *structural* (wrapper keys that tables leave out) and *observed* (keys only
//! samples show). What a sample shows never excuses the sample.

mod evidence;
mod graft;
mod infer;
mod map;
mod mention;
mod node;
mod placing;
mod prose;
mod said;
mod seen;
mod siblings;
mod since;
mod union;
mod walk;
mod why;
mod word;
mod wrapper;

pub use evidence::{DocumentVersions, Evidence, EvidenceKind, Recorded};
pub use infer::{Bodies, Body, Shapes, infer};
pub use node::{Key, MapReason, Members, Node, Pattern, Patterns, Placed, Step, Variant};
pub use placing::Near;
pub use prose::{MapText, Prose, Proses};
pub use seen::{Seen, is_uuid};
pub use walk::{Part, Within};
pub use why::Why;
pub use word::{is_shown_link, singular};
