//! The front door: one value that holds a reference as it was read, and answers everything that people ask of
//! it.
//!
//! The command line, the tests and the benches stand on this and on nothing below it. An [`Analysis`] never
//! changes: other files or another configuration are another analysis.

mod allowances;
#[expect(clippy::module_inception, reason = "the type is what the layer is about")]
mod analysis;
mod at;
mod authorship;
mod bodies;
mod cancel;
mod check;
mod document;
mod error;
mod form;
mod judged;
mod line;
mod model;
mod observe;
mod overlaps;
mod released;
mod rules;
mod sample;
mod stale;
mod summary;
#[cfg(feature = "cli")]
mod testimony;
#[cfg(feature = "cli")]
mod versions;

pub use analysis::Analysis;
pub use at::At;
pub(crate) use authorship::is_ours;
pub use cancel::Cancel;
pub use check::Checked;
pub use document::Document;
pub use error::AnalysisError;
pub use form::{Form, Importer};
pub use judged::JudgedSample;
pub use model::Model;
pub use observe::Watched;
pub(crate) use released::{Allowed, CHANGE_WITHOUT_VERSION};
pub use rules::all as all_rules;
#[cfg(feature = "cli")]
pub(crate) use testimony::Column;
#[cfg(feature = "cli")]
pub(crate) use versions::Versions;
