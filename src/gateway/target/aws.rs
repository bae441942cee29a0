//! Amazon API Gateway: REST APIs, and HTTP APIs where they differ.

use super::demand::{Demand, Step};
use super::{edits, extensions};
use crate::projection::Kind;

const KNOWN_ISSUES: &str = "api-gateway-known-issues.md of the developer guide";

pub(super) static DEMANDS: &[Demand] = &[
    Demand {
        key: "aws.openapi",
        says: "the version is 3.0.x; the page on imports links 3.0.1",
        source: "api-gateway-import-api.html",
        step: Step::Version("3.0.1"),
    },
    Demand {
        key: "aws.segment",
        says: "a segment is a variable, or letters, digits and `.`, `_`, `:`, `-`",
        source: "claudia#11, aws-cdk#22477; moto 5.2.5 refuses others",
        step: Step::Segments(edits::is_segment_of_aws),
    },
    Demand {
        key: "aws.sibling",
        says: "a place in the tree of paths has one name, over all methods",
        source: "aws-apigateway-importer#202, serverless#859, serverless#3075",
        step: Step::Held,
    },
    Demand {
        key: "aws.reserved",
        says: "the path is its own",
        source: KNOWN_ISSUES,
        step: Step::Reserved(&["/ping", "/sping"]),
    },
    Demand {
        key: "aws.parameters",
        says: "parameters stand at the operation, responses do too",
        source: "moto 5.2.5, observed; known issues: a reference to a response is written out",
        step: Step::Inline(&["parameters", "responses", "requestBodies", "headers", "examples"]),
    },
    Demand {
        key: "aws.models",
        says: "the name of a model is letters and digits",
        source: "tflint-ruleset-aws#101, micronaut-openapi#1646",
        step: Step::SchemaNames(|c| c.is_ascii_alphanumeric()),
    },
    Demand {
        key: "aws.schema",
        says: "models are schemas of draft 4 without these words",
        source: KNOWN_ISSUES,
        step: Step::Drop(
            Kind::Schema,
            &[
                "additionalProperties",
                "allOf",
                "oneOf",
                "anyOf",
                "not",
                "discriminator",
                "example",
                "exclusiveMinimum",
                "exclusiveMaximum",
                "nullable",
                "pattern",
                "readOnly",
            ],
        ),
    },
    Demand {
        key: "aws.format",
        says: "models know no such format",
        source: KNOWN_ISSUES,
        step: Step::Formats(&["int32", "int64"]),
    },
    Demand {
        key: "aws.info",
        says: "the document has a description",
        source: "moto 5.2.5, observed: it stops without",
        step: Step::Edit(edits::describe),
    },
    Demand {
        key: "aws.integration",
        says: "an operation says where it leads to, and each variable there comes from one of the path",
        source: "aws-cdk#17318, serverless#3840; moto 5.2.5 takes it, observed",
        step: Step::Edit(extensions::aws),
    },
    Demand {
        key: "aws.headers",
        says: "it arrives as x-amzn-Remapped-..., or not at all",
        source: KNOWN_ISSUES,
        step: Step::Headers(&[
            "accept",
            "accept-charset",
            "accept-encoding",
            "age",
            "authorization",
            "connection",
            "content-encoding",
            "content-length",
            "content-md5",
            "content-type",
            "date",
            "expect",
            "host",
            "max-forwards",
            "pragma",
            "proxy-authenticate",
            "range",
            "referer",
            "server",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "via",
            "warn",
            "www-authenticate",
        ]),
    },
    Demand {
        key: "aws.body",
        says: "a body has at most 10 MB",
        source: "limits.md of the developer guide",
        step: Step::Media(&["application/octet-stream"]),
    },
    Demand {
        key: "aws.size",
        says: "an import has at most 6 MB",
        source: "TImportRestApiRequest.html",
        step: Step::Most(edits::kibibytes, 6 * 1024, "KiB"),
    },
    Demand {
        key: "aws.resources",
        says: "a REST API has at most 300 resources, unless the quota is raised",
        source: "limits.md of the developer guide",
        step: Step::Most(edits::resources, 300, "resources"),
    },
    Demand {
        key: "aws.integrations",
        says: "an HTTP API has at most 300 integrations, which no quota raises",
        source: "limits.md of the developer guide",
        step: Step::Most(edits::operation_count, 300, "integrations"),
    },
];
