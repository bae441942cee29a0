//! Google API Gateway. Cloud Endpoints with ESPv2 takes OpenAPI 2.0 and so none of our documents.

use super::demand::{Demand, Step};
use super::{edits, extensions};

pub(super) static DEMANDS: &[Demand] = &[
    Demand {
        key: "google.openapi",
        says: "the version is 3.0.x",
        source: "docs.cloud.google.com/api-gateway, openapi-v3-limitations",
        step: Step::Version("3.0.3"),
    },
    Demand {
        key: "google.method",
        says: "OpenAPI has no field for the method, and nothing else is imported",
        source: "OpenAPI 3.0, Path Item Object",
        step: Step::Extensions,
    },
    Demand {
        key: "google.segment",
        says: "a variable is a whole segment, and a path does not end with a slash",
        source: "api-gateway, path-templating; endpoints, known issues",
        step: Step::Segments(edits::is_whole_segment),
    },
    Demand {
        key: "google.root",
        says: "x-google-api-management names a backend, and x-google-backend leads to it",
        source: "api-gateway, oasv3-extensions; the value of x-google-backend in 3.x is a guess",
        step: Step::Edit(extensions::google),
    },
    Demand {
        key: "google.size",
        says: "a configuration has at most 10 MB",
        source: "api-gateway, openapi-v3-limitations",
        step: Step::Most(edits::kibibytes, 10 * 1024, "KiB"),
    },
];
