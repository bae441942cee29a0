use serde::Serialize;
use utoipa::ToSchema;

use crate::traffic::{NeverSeen, Observed, Sightings};

/// What recorded traffic covers.
#[derive(Serialize, ToSchema)]
pub(super) struct Watched {
    /// Exchanges that were read, those with other services left out.
    exchanges: u64,
    /// Those with a documented path.
    routed: u64,
    /// Exchanges with services of which next to nothing is documented here, or with other hosts.
    elsewhere: u64,
    /// Records that could not be read.
    unreadable: u64,
    /// Bodies in other formats than JSON.
    other_formats: u64,
    /// Bodies of which only the beginning was recorded.
    cut: u64,
    /// Disagreements beyond the limit, which are not listed.
    untold: u64,
    operations: Sighted,
    codes: Sighted,
    /// Rows of headers and of the query.
    parameters: Sighted,
    /// Rows of bodies.
    properties: Sighted,
}

/// How much of what is documented was seen.
#[derive(Serialize, ToSchema)]
struct Sighted {
    documented: usize,
    seen: usize,
    /// What never was.
    never: Vec<Unseen>,
}

/// Something that was never seen.
#[derive(Serialize, ToSchema)]
struct Unseen {
    /// `METHOD path`.
    operation: String,
    /// The code, or the name of the row.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// `request` or `response`, for rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    direction: Option<&'static str>,
}

impl Watched {
    pub(super) fn new(observed: &Observed) -> Self {
        Self {
            exchanges: observed.exchanges,
            routed: observed.routed,
            elsewhere: observed.elsewhere,
            unreadable: observed.unreadable,
            other_formats: observed.other_formats,
            cut: observed.cut,
            untold: observed.untold,
            operations: Sighted::new(&observed.operations),
            codes: Sighted::new(&observed.codes),
            parameters: Sighted::new(&observed.parameters),
            properties: Sighted::new(&observed.properties),
        }
    }
}

impl Sighted {
    fn new(coverage: &Sightings) -> Self {
        let unseen = |never: &NeverSeen| Unseen {
            operation: never.operation.clone(),
            name: never.name.clone(),
            direction: never.direction.map(|direction| direction.as_str()),
        };
        Self {
            documented: coverage.documented,
            seen: coverage.seen(),
            never: coverage.never.iter().map(unseen).collect(),
        }
    }
}
