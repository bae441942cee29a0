//! The documents in other versions of OpenAPI: valid, and nothing lost.

use apiref::config::OpenApiVersion;
use apiref::projection::{Kind, Origin, Projected, findings, project, visit, visit_object};
use proptest::prelude::*;
use roas::validation::{Options, Validate};
use serde_json::{Value, json};

use crate::apiref::{on_tree, project as our_project};
use crate::documents::every_document;
use crate::tree::Tree;

fn projected(document: &Value, version: OpenApiVersion) -> Value {
    project(document.clone(), version).value
}

#[test]
fn nothing_that_is_emitted_is_lost() {
    every_document(|_, _, document| {
        OpenApiVersion::ALL.into_iter().find_map(|version| {
            let Projected { losses, .. } = project(document.clone(), version);
            (!losses.is_empty()).then(|| format!("{version:?}: {losses:?}"))
        })
    });
}

#[test]
fn version_3_1_is_the_document_itself() {
    every_document(|_, _, document| {
        (projected(document, OpenApiVersion::V3_1) != *document).then(|| "differs".to_owned())
    });
}

#[test]
fn the_official_schemas_accept_every_projection() {
    every_document(|_, _, document| {
        OpenApiVersion::ALL.into_iter().find_map(|version| {
            let value = projected(document, version);
            assert_eq!(value["openapi"], version.as_str());
            apiref::openapi::problem(&value).map(|problem| format!("{version:?}: {problem}"))
        })
    });
}

#[test]
fn roas_accepts_every_projection() {
    every_document(|_, _, document| {
        let mut older = projected(document, OpenApiVersion::V3_0);
        without_lists_of_null(&mut older);
        // As for the documents that these are made from.
        let options =
            Options::IgnoreExternalReferences | Options::IgnoreUnusedTags | Options::IgnoreUnusedSchemas;
        let older = serde_json::from_value::<roas::v3_0::spec::Spec>(older)
            .map_err(|error| error.to_string())
            .and_then(|spec| spec.validate(options, None).map_err(|error| error.to_string()));
        let newer = projected(document, OpenApiVersion::V3_2);
        let newer = serde_json::from_value::<roas::v3_2::spec::Spec>(newer)
            .map_err(|error| error.to_string())
            .and_then(|spec| spec.validate(options, None).map_err(|error| error.to_string()));
        older.and(newer).err()
    });
}

/// roas reads the values of a list as strings; null, which 3.0.3 wants there, is none.
pub(crate) fn without_lists_of_null(document: &mut Value) {
    visit(document, &mut |kind, _, object| {
        if kind == Kind::Schema
            && let Some(values) = object.get_mut("enum").and_then(Value::as_array_mut)
        {
            values.retain(|value| !value.is_null());
            if values.is_empty() {
                values.push(json!(""));
            }
        }
    });
}

#[test]
fn a_loss_is_told_at_the_operation_that_it_concerns() {
    let tree = Tree::read(our_project()).unwrap();
    let mut emitted = tree.documents(false).remove(0);
    let schemas = emitted.value["components"]["schemas"].as_object_mut().unwrap();
    schemas["SnapshotCreateRequest"]["propertyNames"] = json!({"maxLength": 9});
    emitted.value["info"]["summary"] = json!("Snapshots");
    let projected = project(emitted.value, OpenApiVersion::V3_0);
    let origin = Origin::new(tree.reference(), emitted.number).unwrap();
    let told: Vec<(String, Vec<String>)> = findings(&projected.value, &projected.losses, &origin)
        .into_iter()
        .map(|finding| (finding.headline().to_owned(), finding.operations().to_vec()))
        .collect();
    let create = vec!["POST /v2/{project_id}/snapshots".to_owned()];
    assert_eq!(
        told,
        [
            ("OpenAPI 3.0.3 has no words for the summary of the whole document".to_owned(), vec![]),
            ("OpenAPI 3.0.3 has no words for `propertyNames` of a schema".to_owned(), create),
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
    assert_eq!(apiref::openapi::problem(&newer), None);
    let older = projected(&document, OpenApiVersion::V3_0);
    assert_eq!(older["paths"]["/a"], json!({"x-copy": operation}));
}

#[test]
fn another_version_goes_to_a_folder_of_its_own() {
    let tree = tempfile::tempdir().unwrap();
    copy(&our_project().join("api-ref"), &tree.path().join("api-ref"));
    let run = |options: &[&str]| {
        let run = on_tree("generate", tree.path(), options);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    };
    let version = |path: &str| {
        let text = std::fs::read_to_string(tree.path().join(path)).unwrap();
        text.lines().next().unwrap().to_owned()
    };
    run(&[]);
    run(&["--openapi", "3.0"]);
    run(&["--openapi", "3.2", "-o", &tree.path().join("out").to_string_lossy()]);
    assert_eq!(version("generated/block-storage-v3.openapi.yaml"), "openapi: \"3.1.0\"");
    assert_eq!(version("generated/openapi-3.0/block-storage-v3.openapi.yaml"), "openapi: \"3.0.3\"");
    assert_eq!(version("out/block-storage-v3.openapi.yaml"), "openapi: \"3.2.0\"");
    assert_eq!(on_tree("check", tree.path(), &[]).code, Some(0));
    let older = tree.path().join("generated/openapi-3.0/block-storage-v2.openapi.yaml");
    std::fs::write(older, "openapi: \"3.0.3\"\n").unwrap();
    let stale = on_tree("check", tree.path(), &[]);
    assert_eq!(stale.code, Some(1), "{}", stale.stdout);
    assert!(stale.stdout.contains("run `apiref generate --openapi 3.0` and commit"), "{}", stale.stdout);
}

#[test]
fn the_configured_version_is_the_one_that_is_compared() {
    let tree = tempfile::tempdir().unwrap();
    copy(&our_project().join("api-ref"), &tree.path().join("api-ref"));
    std::fs::write(tree.path().join("apiref.toml"), "openapi = \"3.0.3\"\n").unwrap();
    assert_eq!(on_tree("generate", tree.path(), &[]).code, Some(0));
    let text = std::fs::read_to_string(tree.path().join("generated/block-storage-v3.openapi.yaml")).unwrap();
    assert!(text.starts_with("openapi: \"3.0.3\"\n"));
    assert_eq!(on_tree("check", tree.path(), &[]).code, Some(0));
    std::fs::remove_file(tree.path().join("apiref.toml")).unwrap();
    assert_eq!(on_tree("check", tree.path(), &[]).code, Some(1));
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.path().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
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

/// A schema of 3.0.3 by the letter of its clarification: `nullable` adds null to the type beside it, and to nothing else.
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
