//! Azure API Management.

use super::demand::{Demand, Step};
use super::edits;
use crate::projection::Kind;

const RESTRICTIONS: &str = "azure-docs, api-management-api-import-restrictions.md";

pub(super) static DEMANDS: &[Demand] = &[
    Demand {
        key: "azure.openapi",
        says: "the version is at most 3.0.3",
        source: RESTRICTIONS,
        step: Step::Version("3.0.3"),
    },
    Demand {
        key: "azure.method",
        says: "OpenAPI has no field for the method, and nothing else is imported",
        source: "OpenAPI 3.0, Path Item Object",
        step: Step::Extensions,
    },
    Demand {
        key: "azure.shape",
        says: "paths of one shape have the same names of variables",
        source: "azure-docs#105288",
        step: Step::Held,
    },
    Demand {
        key: "azure.verb",
        says: "it knows no such method",
        source: RESTRICTIONS,
        step: Step::Verbs(&["trace"]),
    },
    Demand {
        key: "azure.inline",
        says: "of the components only schemas are read",
        source: RESTRICTIONS,
        step: Step::Inline(&["parameters", "responses", "requestBodies", "headers", "examples"]),
    },
    Demand {
        key: "azure.links",
        says: "they are not read",
        source: RESTRICTIONS,
        step: Step::Drop(Kind::Response, &["links"]),
    },
    Demand {
        key: "azure.operation",
        says: "an operation has none of its own",
        source: RESTRICTIONS,
        step: Step::Drop(Kind::Operation, &["security", "servers", "externalDocs", "callbacks"]),
    },
    Demand {
        key: "azure.security",
        says: "they are not read: the gateway asks for no token, and hands the header on",
        source: RESTRICTIONS,
        step: Step::Drop(Kind::Components, &["securitySchemes", "links", "callbacks"]),
    },
    Demand {
        key: "azure.requirement",
        says: "a requirement needs its scheme",
        source: RESTRICTIONS,
        step: Step::Edit(edits::require_nothing),
    },
    Demand {
        key: "azure.cookies",
        says: "no parameter travels in a cookie",
        source: RESTRICTIONS,
        step: Step::DropParameters(|parameter| edits::is_in(parameter, "cookie")),
    },
    Demand {
        key: "azure.query",
        says: "an array in a query has a name for each value",
        source: RESTRICTIONS,
        step: Step::Drop(Kind::Parameter, &["style", "explode", "allowReserved", "allowEmptyValue"]),
    },
    Demand {
        key: "azure.required",
        says: "a required parameter of a query would be part of the path, so none is required",
        source: RESTRICTIONS,
        step: Step::Loss(edits::optional_queries),
    },
    Demand {
        key: "azure.names",
        says: "a name stands once in path and query",
        source: RESTRICTIONS,
        step: Step::Loss(edits::without_namesakes),
    },
    Demand {
        key: "azure.opid",
        says: "an operation id has small letters, digits and hyphens",
        source: RESTRICTIONS,
        step: Step::Edit(edits::hyphenate_ids),
    },
    Demand {
        key: "azure.server",
        says: "the service is found by an https server alone: set the URL of the backend by hand",
        source: RESTRICTIONS,
        step: Step::Loss(edits::plain_servers),
    },
    Demand { key: "azure.size", says: "a document has at most 4 MB", source: RESTRICTIONS, step: Step::Held },
    Demand {
        key: "azure.recursion",
        says: "no schema holds itself",
        source: RESTRICTIONS,
        step: Step::Told(edits::holds_itself, "has a schema that holds itself"),
    },
];
