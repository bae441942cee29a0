//! Kong: `deck file openapi2kong`, and `openapi-2-kong` of npm.

use super::demand::{Demand, Step};
use super::edits;

pub(super) static DEMANDS: &[Demand] = &[
    Demand {
        key: "kong.openapi",
        says: "the version is one of 3.0.0 to 3.0.3",
        source: "openapi-2-kong 3.6.0, observed: it refuses 3.0.4 and 3.1",
        step: Step::Version("3.0.3"),
    },
    Demand {
        key: "kong.method",
        says: "OpenAPI has no field for the method, and nothing else is imported",
        source: "OpenAPI 3.0, Path Item Object",
        step: Step::Extensions,
    },
    Demand {
        key: "kong.server",
        says: "there is a server, without variables",
        source: "openapi-2-kong 3.6.0, observed: no servers defined in spec",
        step: Step::Held,
    },
    Demand {
        key: "kong.variable",
        says: "a variable is the name of a group in an expression, of at most 32 characters, once in a path",
        source: "Kong/deck#2056; nginx -t, observed",
        step: Step::Held,
    },
    Demand {
        key: "kong.header",
        says: "a list of values of a header makes routes",
        source: "Kong/go-apiops#98",
        step: Step::Held,
    },
    Demand {
        key: "kong.security",
        says: "`--generate-security` takes one scheme openIdConnect and no other",
        source: "go-apiops, docs/security-o2k.md: do not pass the option, or pass --ignore-security-errors",
        step: Step::Told(edits::has_schemes, "keeps schemes that it does not read"),
    },
];
