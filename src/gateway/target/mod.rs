//! What one gateway demands of a document beyond the profile: a table for each, a row for each demand, with where
//! it is written down. A row is data; what is done about it is one of a few steps.

mod apigee;
mod aws;
mod azure;
#[cfg(test)]
mod cases;
mod components;
mod demand;
mod edits;
mod extensions;
mod fitting;
mod google;
mod kong;
mod limits;
mod refusals;
#[cfg(test)]
mod tests;
mod tyk;
#[cfg(test)]
mod usual;

pub(super) use components::{hoist, inline};
pub(super) use fitting::Fitting;
pub(super) use limits::TARGET_LIMIT;
pub(crate) use refusals::TARGET_OVERLAP;
pub(super) use refusals::TARGET_REFUSED;

use demand::Demand;

use crate::config::Target;

/// The demands of a gateway, in the order in which they are met.
fn table(target: Target) -> &'static [Demand] {
    match target {
        Target::Kong => kong::DEMANDS,
        Target::Aws => aws::DEMANDS,
        Target::Azure => azure::DEMANDS,
        Target::Tyk => tyk::DEMANDS,
        Target::Apigee => apigee::DEMANDS,
        Target::Google => google::DEMANDS,
    }
}
