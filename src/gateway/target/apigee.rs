//! Apigee: `openapi2apigee` of npm.

use super::demand::{Demand, Step};
use super::edits;

pub(super) static DEMANDS: &[Demand] = &[
    Demand {
        key: "apigee.openapi",
        says: "the version is one of 3.0.0 to 3.0.2",
        source: "openapi2apigee 0.6.2, observed: it refuses 3.0.3",
        step: Step::Version("3.0.2"),
    },
    Demand {
        key: "apigee.method",
        says: "OpenAPI has no field for the method, and nothing else is imported",
        source: "OpenAPI 3.0, Path Item Object",
        step: Step::Extensions,
    },
    Demand {
        key: "apigee.flow",
        says: "there is a flow for each operation in the order of the document, and the first that fits is taken",
        source: "Apigee, flow-configurations",
        step: Step::Edit(edits::fixed_text_first),
    },
];
