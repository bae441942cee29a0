//! A case for each demand of the tables: a document that does not meet it, and what becomes of it.

use serde_json::{Value, json};

use super::usual::{
    add, book, has, has_group_names, has_one_name_at_each_place, many_paths, operation, parameter, paths,
    put, refers_to_schemas_alone, says, schemas, secure, send, share_all, share_schema, usual,
};
use super::{Target, table};
use crate::config::{Config, Gateway};
use crate::finding::Findings;
use crate::gateway::fit::{Fitted, fit};
use crate::gateway::{ServerUrl, size};
use crate::projection::Origin;
use crate::reference;
use crate::source::Sources;

/// A case of a demand.
struct Case {
    /// The demand.
    key: &'static str,
    /// Changes the usual document so that it does not meet the demand.
    breach: fn(&mut Value),
    shows: Shows,
}

/// What a case shows.
enum Shows {
    /// The document meets the demand, which it did not before.
    Met(fn(&Value) -> bool),
    /// Something is told with these words, which is not told of the usual document.
    Told(&'static str),
}

use Shows::{Met, Told};

const fn case(key: &'static str, breach: fn(&mut Value), shows: Shows) -> Case {
    Case { key, breach, shows }
}

fn nothing(_: &mut Value) {}

fn copy(document: &mut Value) {
    document["paths"]["/books/{id}"]["x-copy"] = operation(&mut *document).clone();
}

static KONG: &[Case] = &[
    case("kong.openapi", |d| d["openapi"] = json!("3.1.0"), Met(|d| d["openapi"] == "3.0.3")),
    case("kong.method", copy, Met(|d| d["paths"]["/books/{id}"].get("x-copy").is_none())),
    case(
        "kong.server",
        |d| d["servers"] = json!([{ "url": "https://{host}/" }]),
        Met(|d| !d["servers"].to_string().contains("{host}")),
    ),
    case("kong.variable", |d| put(d, "/agents/{bgp-agent-id}/of/{bgp-agent-id}"), Met(has_group_names)),
    case(
        "kong.header",
        |d| add(d, json!({ "name": "mode", "in": "header", "schema": { "enum": ["fast"] } })),
        Met(|d| parameter(d, "mode").is_some_and(|mode| mode["schema"].get("enum").is_none())),
    ),
    case("kong.security", secure, Told("keeps schemes that it does not read")),
];

static AWS: &[Case] = &[
    case("aws.openapi", nothing, Met(|d| d["openapi"] == "3.0.1")),
    case("aws.method", copy, Met(|d| d["paths"]["/books/{id}"].get("x-copy").is_none())),
    case("aws.segment", |d| put(d, "/shelves/{shelf}:{book}"), Met(|d| !has(d, "/shelves/{shelf}:{book}"))),
    case("aws.sibling", |d| put(d, "/books/{other}/pages"), Met(has_one_name_at_each_place)),
    case("aws.reserved", |d| put(d, "/ping"), Met(|d| !has(d, "/ping"))),
    case("aws.parameters", share_all, Met(refers_to_schemas_alone)),
    case(
        "aws.models",
        |d| share_schema(d, "Book.Title_"),
        Met(|d| schemas(d).iter().all(|name| name.chars().all(|c| c.is_ascii_alphanumeric()))),
    ),
    case(
        "aws.schema",
        |d| book(d)["additionalProperties"] = json!({ "type": "string", "pattern": "^a", "nullable": true }),
        Met(|d| !["additionalProperties", "pattern", "nullable"].iter().any(|word| says(d, word))),
    ),
    case(
        "aws.format",
        |d| book(d)["properties"]["size"] = json!({ "type": "integer", "format": "int64" }),
        Met(|d| !d.to_string().contains("int64")),
    ),
    case("aws.info", nothing, Met(|d| d["info"]["description"].is_string())),
    case(
        "aws.integration",
        nothing,
        Met(|d| {
            let leads = &operation(d)["x-amazon-apigateway-integration"];
            leads["uri"] == "https://cloud.example.com/v1/books/{id}"
                && leads["requestParameters"]["integration.request.path.id"] == "method.request.path.id"
        }),
    ),
    case(
        "aws.headers",
        |d| add(d, json!({ "name": "Range", "in": "header", "schema": { "type": "string" } })),
        Told("the header `Range` at Amazon API Gateway"),
    ),
    case("aws.body", |d| send(d, "application/octet-stream"), Told("the body of PUT /files")),
    case("aws.size", |d| d["info"]["description"] = json!("a".repeat(7 << 20)), Told("KiB, more than 6144")),
    case("aws.resources", many_paths, Told("resources, more than 300")),
    case("aws.integrations", many_paths, Told("integrations, more than 300")),
];

static AZURE: &[Case] = &[
    case("azure.openapi", |d| d["openapi"] = json!("3.1.0"), Met(|d| d["openapi"] == "3.0.3")),
    case("azure.method", copy, Met(|d| d["paths"]["/books/{id}"].get("x-copy").is_none())),
    case("azure.shape", |d| put(d, "/books/{other}/pages"), Met(has_one_name_at_each_place)),
    case(
        "azure.verb",
        |d| d["paths"]["/books/{id}"]["trace"] = operation(&mut *d).clone(),
        Met(|d| d["paths"]["/books/{id}"].get("trace").is_none()),
    ),
    case("azure.inline", share_all, Met(refers_to_schemas_alone)),
    case(
        "azure.links",
        |d| operation(d)["responses"]["200"]["links"] = json!({ "next": { "operationId": "show" } }),
        Met(|d| !says(d, "links")),
    ),
    case(
        "azure.operation",
        |d| operation(d)["externalDocs"] = json!({ "url": "https://cloud.example.com" }),
        Met(|d| !says(d, "externalDocs")),
    ),
    case("azure.security", secure, Met(|d| !says(d, "securitySchemes"))),
    case("azure.requirement", secure, Met(|d| d.get("security").is_none())),
    case(
        "azure.cookies",
        |d| add(d, json!({ "name": "crumb", "in": "cookie", "schema": { "type": "string" } })),
        Met(|d| parameter(d, "crumb").is_none()),
    ),
    case(
        "azure.query",
        |d| {
            add(
                d,
                json!({ "name": "tag", "in": "query", "explode": false, "schema": { "type": "array", "items": {} } }),
            )
        },
        Met(|d| parameter(d, "tag").is_some_and(|tag| tag.get("explode").is_none())),
    ),
    case(
        "azure.required",
        |d| {
            add(
                d,
                json!({ "name": "page", "in": "query", "required": true, "schema": { "type": "integer" } }),
            )
        },
        Met(|d| parameter(d, "page").is_some_and(|page| page["required"] == false)),
    ),
    case(
        "azure.names",
        |d| add(d, json!({ "name": "ID", "in": "query", "schema": { "type": "integer" } })),
        Met(|d| parameter(d, "ID").is_none()),
    ),
    case(
        "azure.opid",
        |d| operation(d)["operationId"] = json!("Show_it"),
        Met(|d| operation(d)["operationId"] == "show-it"),
    ),
    case("azure.server", nothing, Told("set the URL of the backend by hand")),
    case(
        "azure.size",
        |d| d["info"]["description"] = json!("a".repeat(size::LARGEST)),
        Told("importers take"),
    ),
    case(
        "azure.recursion",
        |d| book(d)["properties"]["next"] = json!({ "$ref": "#/components/schemas/Book" }),
        Told("has a schema that holds itself"),
    ),
];

static TYK: &[Case] = &[
    case("tyk.openapi", |d| d["openapi"] = json!("3.1.0"), Met(|d| d["openapi"] == "3.0.3")),
    case("tyk.method", copy, Met(|d| d["paths"]["/books/{id}"].get("x-copy").is_none())),
    case("tyk.shape", |d| put(d, "/books/{other}/pages"), Met(has_one_name_at_each_place)),
    case(
        "tyk.root",
        nothing,
        Met(|d| {
            let gateway = &d["x-tyk-api-gateway"];
            gateway["upstream"]["url"] == "https://cloud.example.com/v1"
                && gateway["middleware"]["operations"]["show"]["allow"]["enabled"] == true
        }),
    ),
];

static APIGEE: &[Case] = &[
    case("apigee.openapi", nothing, Met(|d| d["openapi"] == "3.0.2")),
    case("apigee.method", copy, Met(|d| d["paths"]["/books/{id}"].get("x-copy").is_none())),
    case("apigee.flow", |d| put(d, "/books/newest"), Met(|d| paths(d) == ["/books/newest", "/books/{id}"])),
];

static GOOGLE: &[Case] = &[
    case("google.openapi", |d| d["openapi"] = json!("3.1.0"), Met(|d| d["openapi"] == "3.0.3")),
    case("google.method", copy, Met(|d| d["paths"]["/books/{id}"].get("x-copy").is_none())),
    case("google.segment", |d| put(d, "/shelves/"), Met(|d| !has(d, "/shelves/"))),
    case(
        "google.root",
        nothing,
        Met(|d| {
            let backends = &d["x-google-api-management"]["backends"];
            let name = d["x-google-backend"].as_str().unwrap_or_default();
            backends[name]["address"] == "https://cloud.example.com/v1"
        }),
    ),
    case(
        "google.size",
        |d| d["info"]["description"] = json!("a".repeat(11 << 20)),
        Told("KiB, more than 10240"),
    ),
];

const CASES: [(Target, &[Case]); 6] = [
    (Target::Kong, KONG),
    (Target::Aws, AWS),
    (Target::Azure, AZURE),
    (Target::Tyk, TYK),
    (Target::Apigee, APIGEE),
    (Target::Google, GOOGLE),
];

#[test]
fn every_demand_has_a_case() {
    for (target, cases) in CASES {
        let demands: Vec<&str> = table(target).iter().map(|demand| demand.key).collect();
        let with_case: Vec<&str> = cases.iter().map(|case| case.key).collect();
        assert_eq!(with_case, demands);
    }
    assert_eq!(CASES.map(|(target, _)| target), Target::ALL);
}

#[test]
fn every_demand_is_met_or_told() {
    let mut wrong = Vec::new();
    for (target, cases) in CASES {
        for case in cases {
            let mut document = usual();
            (case.breach)(&mut document);
            let holds = match case.shows {
                Met(is_met) => !is_met(&document) && is_met(&fitted(document, target, case).value),
                Told(words) => {
                    let is_told =
                        |fitted: Fitted| fitted.findings.iter().any(|one| one.headline().contains(words));
                    // This one is about the server alone.
                    let is_usual = case.key != "azure.server" && is_told(fitted(usual(), target, case));
                    !is_usual && is_told(fitted(document, target, case))
                }
            };
            wrong.extend((!holds).then_some(case.key));
        }
    }
    assert_eq!(wrong, Vec::<&str>::new());
}

fn fitted(document: Value, target: Target, case: &Case) -> Fitted {
    let text = "A\n=\n\nShow a book\n===========\n\n.. rest_method:: GET /books/{id}\n";
    let mut sources = Sources::from_texts([("index.rst", text)]);
    let reference = reference::build(&mut sources, &Config::default(), &mut Findings::new());
    let scheme = if case.key == "azure.server" { "http" } else { "https" };
    let server = ServerUrl::parse(&format!("{scheme}://cloud.example.com/v1")).unwrap();
    let options = Gateway { target: Some(target), ..Gateway::default() };
    fit(document, &server, &options, &Origin::new(&reference, 0).unwrap())
}
