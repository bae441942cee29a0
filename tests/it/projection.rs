//! The documents in other versions of OpenAPI: valid, and nothing lost.

use apiref::{Document, Finding, Form, OpenApiVersion};
use roas::validation::{Options, Validate};
use serde_json::{Value, json};

use crate::apiref::{on_tree, project as our_project};
use crate::documents::every_document_in;

/// Every document of every tree in a version of OpenAPI.
fn every_projection(version: OpenApiVersion, check: impl Fn(&Document) -> Option<String> + Sync) {
    every_document_in(&Form::default().with_openapi(version), check);
}

#[test]
fn nothing_that_is_emitted_is_lost() {
    for version in OpenApiVersion::ALL {
        every_projection(version, |document| {
            let told: Vec<&str> = document.findings.iter().map(Finding::headline).collect();
            (!told.is_empty()).then(|| format!("{version:?}: {told:?}"))
        });
    }
}

#[test]
fn the_official_schemas_accept_every_projection() {
    for version in OpenApiVersion::ALL {
        every_projection(version, |document| {
            assert_eq!(document.value["openapi"], version.as_str());
            document.check().err().map(|problem| format!("{version:?}: {problem}"))
        });
    }
}

#[test]
fn roas_accepts_every_projection() {
    // As for the documents that these are made from.
    let options =
        || Options::IgnoreExternalReferences | Options::IgnoreUnusedTags | Options::IgnoreUnusedSchemas;
    every_projection(OpenApiVersion::V3_0, |document| {
        let mut older = document.value.clone();
        without_lists_of_null(&mut older);
        let spec = serde_json::from_value::<roas::v3_0::spec::Spec>(older).map_err(|error| error.to_string());
        spec.and_then(|spec| spec.validate(options(), None).map_err(|error| error.to_string())).err()
    });
    every_projection(OpenApiVersion::V3_2, |document| {
        let spec = serde_json::from_value::<roas::v3_2::spec::Spec>(document.value.clone())
            .map_err(|error| error.to_string());
        spec.and_then(|spec| spec.validate(options(), None).map_err(|error| error.to_string())).err()
    });
}

/// roas reads the values of a list as strings; null, which 3.0.3 wants there, is none.
pub(crate) fn without_lists_of_null(document: &mut Value) {
    if let Some(values) = document.get_mut("enum").and_then(Value::as_array_mut) {
        values.retain(|value| !value.is_null());
        if values.is_empty() {
            values.push(json!(""));
        }
    }
    match document {
        Value::Array(items) => items.iter_mut().for_each(without_lists_of_null),
        Value::Object(members) => members.values_mut().for_each(without_lists_of_null),
        _ => {}
    }
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
    assert!(stale.stdout.contains("run `apiref generate` and commit"), "{}", stale.stdout);
}

#[test]
fn one_command_renews_every_form_that_is_there() {
    let tree = tempfile::tempdir().unwrap();
    let root = tree.path();
    copy(&our_project().join("api-ref"), &root.join("api-ref"));
    std::fs::write(root.join("apiref.toml"), "server-url = \"https://cloud.example.com/volume\"\n").unwrap();
    let forms: [&[&str]; 5] = [
        &[],
        &["--microversion", "all"],
        &["--openapi", "3.0"],
        &["--openapi", "3.0", "--microversion", "all", "--format", "json"],
        &["--profile", "gateway"],
    ];
    for options in forms {
        let run = on_tree("generate", root, options);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }
    std::fs::write(root.join("generated/other.3.0.openapi.yaml"), "openapi: 3.0.3\n").unwrap();
    let dictionary = root.join("api-ref/source/v3/parameters.yaml");
    let entries = std::fs::read_to_string(&dictionary).unwrap();
    std::fs::write(&dictionary, entries.replace("    The UUID of", "    The id of")).unwrap();
    let stale = |run: &crate::apiref::Run| run.stdout.matches("does not match its sources").count();
    assert!(stale(&on_tree("check", root, &[])) > 4);
    let run = on_tree("generate", root, &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(run.stderr.lines().filter(|line| line.starts_with("wrote ")).count(), 5, "{}", run.stderr);
    assert_eq!(stale(&on_tree("check", root, &[])), 0);
    assert!(!root.join("generated/block-storage-v3.3.0.openapi.yaml").exists());
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
