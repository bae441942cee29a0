//! Documents in other versions of OpenAPI, made by hand.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Kind, Origin, findings, project, visit_object};
use crate::config::{Config, OpenApiVersion};
use crate::finding::Findings;
use crate::reference;
use crate::source::Sources;

fn projected(document: &Value, version: OpenApiVersion) -> Value {
    project(document.clone(), version).value
}

#[test]
fn version_3_1_is_the_document_itself() {
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1", "summary": "s"},
        "paths": {"/a": {"x-copy": {"responses": {"200": {"description": "Done"}}}}},
        "components": {"schemas": {"A": {"type": ["string", "null"], "examples": ["a"]}}},
    });
    assert_eq!(projected(&document, OpenApiVersion::V3_1), document);
}

#[test]
fn a_loss_is_told_at_the_operation_that_it_concerns() {
    let text = "A\n=\n\nMake a box\n==========\n\n.. rest_method:: POST /boxes\n";
    let mut sources = Sources::from_texts([("index.rst", text)]);
    let reference = reference::build(&mut sources, &Config::default(), &mut Findings::new());
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1", "summary": "Boxes"},
        "paths": {"/boxes": {"post": {
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Box"}}}},
            "responses": {"201": {"description": "Created"}},
        }}},
        "components": {"schemas": {"Box": {"type": "object", "propertyNames": {"maxLength": 9}}}},
    });
    let projected = project(document, OpenApiVersion::V3_0);
    let origin = Origin::new(&reference, 0).unwrap();
    let told: Vec<(String, Vec<String>)> = findings(&projected.value, &projected.losses, &origin)
        .into_iter()
        .map(|finding| (finding.headline().to_owned(), finding.operations().to_vec()))
        .collect();
    assert_eq!(
        told,
        [
            ("OpenAPI 3.0.3 has no words for the summary of the whole document".to_owned(), vec![]),
            (
                "OpenAPI 3.0.3 has no words for `propertyNames` of a schema".to_owned(),
                vec!["POST /boxes".to_owned()]
            ),
        ]
    );
}

#[test]
fn verbs_without_a_field_have_one_in_3_2() {
    let operation = json!({"responses": {"201": {"description": "Created"}}});
    let document = json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"},
                          "paths": {"/a": {"x-copy": operation}}});
    let newer = projected(&document, OpenApiVersion::V3_2);
    assert_eq!(newer["paths"]["/a"], json!({"additionalOperations": {"COPY": operation}}));
    assert_eq!(crate::openapi::problem(&newer), None);
    let older = projected(&document, OpenApiVersion::V3_0);
    assert_eq!(older["paths"]["/a"], json!({"x-copy": operation}));
}

#[test]
fn what_is_no_verb_of_http_has_no_field_in_3_2_either() {
    let operation = json!({"responses": {"200": {"description": "Done"}}});
    let document = json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"},
                          "paths": {"/a": {"x-get:": operation, "x-x-copy": operation}}});
    let newer = projected(&document, OpenApiVersion::V3_2);
    let expected = json!({"x-get:": operation, "additionalOperations": {"X-COPY": operation}});
    assert_eq!(newer["paths"]["/a"], expected);
    assert_eq!(crate::openapi::problem(&newer), None);
}

/// Schemas of 3.1 as we emit them, and some that we do not.
fn schemas() -> impl Strategy<Value = Value> {
    let types = prop::collection::btree_set(
        prop::sample::select(vec!["string", "integer", "boolean", "null", "array", "object"]),
        1..4,
    );
    let leaf = prop_oneof![
        types.prop_map(|types| json!({ "type": types })),
        Just(json!({"type": "null"})),
        Just(json!({})),
        Just(json!({"const": null})),
        Just(json!({"const": "a"})),
        Just(json!({"type": ["string", "null"], "enum": ["a", null]})),
        Just(json!({"type": ["string", "null"], "enum": ["a"]})),
        Just(json!({"type": ["integer", "string"], "minimum": 1, "minLength": 1})),
        Just(json!({"type": "integer", "exclusiveMinimum": 0, "maximum": 1})),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let several = prop::collection::vec(inner.clone(), 1..3);
        prop_oneof![
            inner.clone().prop_map(|items| json!({"type": ["array", "null"], "items": items})),
            (inner.clone(), any::<bool>()).prop_map(|(member, open)| json!({
                "type": "object", "properties": {"a": member}, "required": ["a"],
                "additionalProperties": open
            })),
            several.clone().prop_map(|choices| json!({ "anyOf": choices })),
            several.clone().prop_map(|choices| json!({ "oneOf": choices })),
            inner.clone().prop_map(|choice| json!({"anyOf": [choice, {"type": "null"}]})),
            (inner.clone(), inner).prop_map(|(when, then)| json!({"if": when, "then": then})),
        ]
    })
}

fn values() -> impl Strategy<Value = Value> {
    let leaf =
        prop::sample::select(vec![json!(null), json!(0), json!(1), json!("a"), json!(""), json!(true)]);
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..2).prop_map(Value::Array),
            inner.prop_map(|member| json!({ "a": member })),
        ]
    })
}

/// A schema of 3.0.3 by the letter of its clarification: `nullable` adds null to the type beside it, and to
/// nothing else.
fn in_draft_4(mut schema: Value) -> Value {
    visit_object(&mut schema, Kind::Schema, &mut |_, _, object| {
        let Some(members) = object.as_object_mut() else { return };
        if members.remove("nullable") == Some(json!(true))
            && let Some(one) = members.get("type").cloned()
        {
            members.insert("type".to_owned(), json!([one, "null"]));
        }
    });
    schema
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_projected_schema_accepts_the_same_values(schema in schemas(), values in prop::collection::vec(values(), 8)) {
        let document = json!({"openapi": "3.1.0", "components": {"schemas": {"A": schema}}});
        let older = projected(&document, OpenApiVersion::V3_0)["components"]["schemas"]["A"].clone();
        let before = jsonschema::draft202012::new(&schema).unwrap();
        let after = jsonschema::draft4::new(&in_draft_4(older.clone())).unwrap();
        for value in values {
            prop_assert_eq!(before.is_valid(&value), after.is_valid(&value), "{} as {} for {}", schema, older, value);
        }
    }
}
