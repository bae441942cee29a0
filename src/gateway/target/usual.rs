//! A document for gateways as most are, and ways to change it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// A document with one operation.
pub(super) fn usual() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Library", "version": "1" },
        "paths": { "/books/{id}": { "get": {
            "operationId": "show",
            "summary": "Show a book",
            "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
            "responses": { "200": { "description": "Found", "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/Book" },
            } } } },
        } } },
        "components": { "schemas": { "Book": { "type": "object", "properties": { "name": { "type": "string" } } } } },
    })
}

/// The operation of the usual document, by a reference of either kind.
pub(super) fn operation<D: Member>(document: D) -> D {
    document.member("paths").member("/books/{id}").member("get")
}

pub(super) fn book(document: &mut Value) -> &mut Value {
    &mut document["components"]["schemas"]["Book"]
}

pub(super) trait Member {
    fn member(self, name: &str) -> Self;
}

impl Member for &Value {
    fn member(self, name: &str) -> Self {
        &self[name]
    }
}

impl Member for &mut Value {
    fn member(self, name: &str) -> Self {
        &mut self[name]
    }
}

/// Adds an operation with a path.
pub(super) fn put(document: &mut Value, path: &str) {
    let variables: BTreeSet<&str> =
        path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
    let parameters: Vec<Value> = variables
        .into_iter()
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    let id = format!("get_{}", path.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
    document["paths"][path]["get"] = json!({ "operationId": id, "parameters": parameters, "responses": { "204": { "description": "Done" } } });
}

pub(super) fn many_paths(document: &mut Value) {
    (0..301).for_each(|number| put(document, &format!("/p{number}")));
}

/// Adds a parameter to the operation.
pub(super) fn add(document: &mut Value, parameter: Value) {
    operation(document)["parameters"].as_array_mut().unwrap().push(parameter);
}

pub(super) fn send(document: &mut Value, media: &str) {
    put(document, "/files");
    let mut sends = document["paths"]["/files"]["get"].take();
    sends["requestBody"] =
        json!({ "content": { media: { "schema": { "type": "string", "format": "binary" } } } });
    document["paths"]["/files"] = json!({ "put": sends });
}

/// Makes the parameter and the response of the operation components.
pub(super) fn share_all(document: &mut Value) {
    let parameter = operation(&mut *document)["parameters"][0].take();
    let response = operation(&mut *document)["responses"]["200"].take();
    document["components"]["parameters"] = json!({ "id": parameter });
    document["components"]["responses"] = json!({ "found": response });
    operation(&mut *document)["parameters"][0] = json!({ "$ref": "#/components/parameters/id" });
    operation(document)["responses"]["200"] = json!({ "$ref": "#/components/responses/found" });
}

pub(super) fn share_schema(document: &mut Value, name: &str) {
    document["components"]["schemas"][name] = json!({ "type": "string" });
    book(document)["properties"]["name"] = json!({ "$ref": format!("#/components/schemas/{name}") });
}

/// Lets the document ask for a token.
pub(super) fn secure(document: &mut Value) {
    document["security"] = json!([{ "token": [] }]);
    document["components"]["securitySchemes"] =
        json!({ "token": { "type": "apiKey", "in": "header", "name": "X-Auth-Token" } });
}

pub(super) fn paths(document: &Value) -> Vec<&str> {
    document["paths"].as_object().unwrap().keys().map(String::as_str).collect()
}

pub(super) fn schemas(document: &Value) -> Vec<&str> {
    document["components"]["schemas"].as_object().unwrap().keys().map(String::as_str).collect()
}

pub(super) fn has(document: &Value, path: &str) -> bool {
    paths(document).contains(&path)
}

/// Is there a member of this name anywhere?
pub(super) fn says(document: &Value, word: &str) -> bool {
    document.to_string().contains(&format!("\"{word}\":"))
}

pub(super) fn parameter<'d>(document: &'d Value, name: &str) -> Option<&'d Value> {
    operation(document)["parameters"].as_array()?.iter().find(|parameter| parameter["name"] == name)
}

pub(super) fn refers_to_schemas_alone(document: &Value) -> bool {
    let text = document.to_string();
    text.matches("\"#/components/").count() == text.matches("\"#/components/schemas/").count()
}

/// Are the variables of each path names of groups, no two of them the same?
pub(super) fn has_group_names(document: &Value) -> bool {
    paths(document).iter().all(|path| {
        let names: Vec<&str> = path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        let is_name = |name: &&str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        names.iter().all(is_name) && names.iter().collect::<BTreeSet<_>>().len() == names.len()
    })
}

/// Do all paths with the same text before a variable call it the same?
pub(super) fn has_one_name_at_each_place(document: &Value) -> bool {
    let names: BTreeSet<&str> =
        paths(document).iter().filter_map(|path| path.strip_prefix("/books/{")?.split('}').next()).collect();
    names.len() == 1
}
