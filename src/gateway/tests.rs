//! Demands of importers that no reference of ours shows, one a test, on a document made by hand.

use serde_json::{Value, json};

use super::fit::Fitted;
use super::{ServerUrl, fit, size};
use crate::config::{Config, Gateway};
use crate::finding::Findings;
use crate::projection::Origin;
use crate::reference;
use crate::source::Sources;

/// A document with one operation, changed before it is fitted.
fn changed(change: impl FnOnce(&mut Value)) -> Fitted {
    let text = "A\n=\n\nShow a book\n===========\n\n.. rest_method:: GET /books/{id}\n";
    let mut sources = Sources::from_texts([("index.rst", text)]);
    let reference = reference::build(&mut sources, &Config::default(), &mut Findings::new());
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Library", "version": "1"},
        "paths": {"/books/{id}": {"get": {
            "operationId": "show", "summary": "Show a book",
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "responses": {"200": {"description": "Found", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Book"}
            }}}},
        }}},
        "components": {"schemas": {"Book": {"type": "object", "properties": {"name": {"type": "string"}}}}},
    });
    change(&mut document);
    let origin = Origin::new(&reference, 0).unwrap();
    fit(document, &ServerUrl::default(), &Gateway::default(), &origin)
}

fn told(fitted: &Fitted, rule: &str) -> Vec<String> {
    let of_rule = fitted.findings.iter().filter(|finding| finding.rule().id == rule);
    of_rule.map(|finding| finding.headline().to_owned()).collect()
}

#[test]
fn no_request_has_to_name_a_microversion() {
    let header =
        |name: &str| json!({"in": "header", "name": name, "required": true, "schema": {"enum": ["1.2"]}});
    let operation =
        json!({"responses": {}, "parameters": [header("OpenStack-API-Version"), header("If-Match")]});
    let fitted = changed(|document| document["paths"]["/one"] = json!({ "get": operation }));
    let parameters = &fitted.value["paths"]["/one"]["get"]["parameters"];
    assert_eq!(parameters[0]["required"], false);
    assert_eq!(parameters[1]["required"], true);
    assert_eq!(parameters[0]["schema"], json!({"x-enum": ["1.2"]}));
}

#[test]
fn parameters_have_no_format_but_uuid() {
    let query = |name: &str, format: &str| json!({"in": "query", "name": name, "schema": {"type": "string", "format": format}});
    let parameters = json!([query("since", "date-time"), query("shelf", "uuid")]);
    let operation = json!({"responses": {}, "parameters": parameters});
    let fitted = changed(|document| document["paths"]["/one"] = json!({ "get": operation }));
    let parameters = &fitted.value["paths"]["/one"]["get"]["parameters"];
    assert_eq!(parameters[0]["schema"], json!({"type": "string"}));
    assert_eq!(parameters[1]["schema"]["format"], "uuid");
}

#[test]
fn patterns_compile_everywhere() {
    let pattern = |text: &str| json!({"type": "string", "pattern": text});
    let fitted = changed(|document| {
        document["components"]["schemas"]["Book"]["properties"] =
            json!({"one": pattern("^(?!a)"), "two": pattern("^(?:a)")});
    });
    let text = fitted.value.to_string();
    assert!(
        text.contains(r#"{"type":"string","x-pattern":"^(?!a)"}"#) && text.contains(r#""pattern":"^(?:a)""#)
    );
    assert_eq!(
        told(&fitted, "gateway-pattern"),
        ["the pattern `^(?!a)` is no part of the document for gateways"]
    );
    let finding = fitted.findings.iter().find(|finding| finding.rule().id == "gateway-pattern").unwrap();
    assert_eq!(finding.operations(), ["GET /books/{id}"]);
}

#[test]
fn large_documents_are_told() {
    let fitted = changed(|document| document["info"]["description"] = json!("a".repeat(size::LARGEST)));
    assert_eq!(told(&fitted, "gateway-size").len(), 1);
}

#[test]
fn summaries_are_short() {
    let fitted =
        changed(|document| document["paths"]["/books/{id}"]["get"]["summary"] = json!("é".repeat(300)));
    let summary = fitted.value["paths"]["/books/{id}"]["get"]["summary"].as_str().unwrap();
    assert!(summary.chars().count() < 300 && summary.ends_with("é..."));
}
