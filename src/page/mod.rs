//! What people look at: one HTML file that shows text, samples and schemas side by side.
//!
//! The file needs nothing but itself. What it shows first is markup; the rest lies in it as compact data, and
//! the script makes rows of it when somebody opens them. Everything from the sources is hostile: markup goes
//! through `maud`, data through one escape, the script only ever sets texts, and a policy in the file lets
//! nothing else run.

mod bodies;
mod chart;
mod data;
mod finding;
mod matrix;
mod operation;
mod overview;
#[expect(clippy::module_inception, reason = "the page is what the layer is about")]
mod page;
mod policy;
mod pool;
mod prose;
mod repair;
mod sample;
mod since;
mod target;
mod timeline;

#[cfg(feature = "viewer")]
pub(crate) use operation::versions_of;
pub(crate) use page::{Beside, Page};
pub(crate) use since::Since;
pub(crate) use timeline::drawing;
