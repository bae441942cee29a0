//! Tyk, from 5.3 on: an OAS API definition.

use super::demand::{Demand, Step};
use super::extensions;

pub(super) static DEMANDS: &[Demand] = &[
    Demand {
        key: "tyk.openapi",
        says: "the version is 3.0.x",
        source: "tyk-schemas, schema_TykOasApiDef_3.0.x.json; 3.1 only since 5.12.0 (apidef/oas/schema/3.1.json)",
        step: Step::Version("3.0.3"),
    },
    Demand {
        key: "tyk.method",
        says: "OpenAPI has no field for the method, and nothing else is imported",
        source: "OpenAPI 3.0, Path Item Object",
        step: Step::Extensions,
    },
    Demand {
        key: "tyk.shape",
        says: "paths of one shape have the same names of variables, over all methods",
        source: "kin-openapi#1265",
        step: Step::Held,
    },
    Demand {
        key: "tyk.root",
        says: "x-tyk-api-gateway says where the API listens, where it leads to, and which operations are let through",
        source: "Tyk 5.14.0, x-tyk-api-gateway.json",
        step: Step::Edit(extensions::tyk),
    },
];
