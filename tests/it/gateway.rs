//! The profile for gateways on a small tree: one demand of importers a test, and the command line.

use std::collections::BTreeSet;

use apiref::{Document, Gateway};
use serde_json::{Value, json};

use crate::apiref::{Run, on_tree};
use crate::library::{SERVER, fitted_all, library, operations, parameters, told};
use crate::tree::Tree;

/// The document of the small tree.
fn fitted(options: Gateway) -> Document {
    let folder = library();
    let tree = Tree::read(folder.path()).unwrap();
    fitted_all(&tree, true, options).remove(0)
}

#[test]
fn there_is_one_absolute_server() {
    assert_eq!(fitted(Gateway::default()).value["servers"], json!([{ "url": SERVER }]));
}

#[test]
fn variables_are_groups_of_one_name_at_each_place() {
    let fitted = fitted(Gateway::default());
    let paths: Vec<&str> = fitted.value["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    for path in ["/books/{id}/chapters/{chapter_id}", "/books/{id}/chapters", "/agents/{agent_id}"] {
        assert!(paths.contains(&path), "{path}: {paths:?}");
    }
    let messages = told(&fitted.findings, "gateway-rename");
    assert_eq!(messages, ["the variable `{book_id}` of /books/{book_id}/chapters is `{id}` for gateways"]);
    let finding = fitted.findings.iter().find(|finding| finding.rule().id == "gateway-rename").unwrap();
    let both = ["GET /books/{book_id}/chapters", "GET /books/{book_id}/chapters/{chapter_id}"];
    assert_eq!(finding.operations(), both);
}

#[test]
fn odd_paths_are_told() {
    let fitted = fitted(Gateway::default());
    assert_eq!(
        told(&fitted.findings, "gateway-path"),
        [
            "the path /shelves/ is `/shelves` with a slash behind it",
            "the path /shelves/{shelf}:{book_id} has a variable that is no whole segment",
            "the path /signs/@{shelf} has an `@`",
            "the path /café is `/caf%C3%A9` for gateways",
        ]
    );
    assert!(fitted.value["paths"]["/caf%C3%A9"]["get"].is_object());
}

#[test]
fn requests_without_bodies_have_none() {
    let fitted = fitted(Gateway::default());
    let burn = &fitted.value["paths"]["/books/{id}"]["delete"];
    assert!(burn.get("requestBody").is_none());
    let schema = &burn["x-apiref-body"]["content"]["application/json"]["schema"];
    assert_eq!(schema["properties"]["force"]["type"], "boolean");
    assert_eq!(told(&fitted.findings, "gateway-body").len(), 1);
    assert!(fitted.value["paths"]["/books/{id}/action"]["post"]["requestBody"].is_object());
}

#[test]
fn headers_make_no_routes() {
    let fitted = fitted(Gateway::default());
    let show = &fitted.value["paths"]["/books/{id}"]["get"];
    let headers: Vec<&Value> =
        parameters(&fitted.value, show).filter(|parameter| parameter["in"] == "header").collect();
    assert_eq!(headers.len(), 1);
    assert_eq!(headers[0]["name"], "mode");
    assert_eq!(headers[0]["schema"], json!({"type": "string", "x-enum": ["fast", "slow"]}));
}

#[test]
fn every_operation_can_succeed() {
    let fitted = fitted(Gateway::default());
    assert!(fitted.value["paths"]["/old"]["get"]["responses"]["2XX"].is_object());
    assert_eq!(told(&fitted.findings, "gateway-success"), ["GET /old lists no status code of success"]);
}

#[test]
fn the_title_names_things() {
    assert_eq!(fitted(Gateway::default()).value["info"]["title"], "Library API v2");
}

#[test]
fn formats_that_examples_contradict_go() {
    // They are no truer where the examples are left out.
    for no_examples in [false, true] {
        let fitted = fitted(Gateway { no_examples, ..Gateway::default() });
        let schemas = fitted.value["components"]["schemas"].as_object().unwrap();
        let book = schemas.values().find(|schema| schema["properties"]["host"].is_object()).unwrap();
        assert!(book["properties"]["host"].get("format").is_none());
        assert_eq!(book["properties"]["added"]["format"], "date-time");
        assert_eq!(
            told(&fitted.findings, "gateway-format"),
            ["`a b` is no `hostname`; documents for gateways leave the format out"]
        );
    }
}

#[test]
fn options_leave_things_out() {
    let text = |options: Gateway| fitted(options).value.to_string();
    let plain = text(Gateway::default());
    for (options, word) in [
        (Gateway { no_examples: true, ..Gateway::default() }, "\"examples\""),
        (Gateway { no_deprecated: true, ..Gateway::default() }, "/count"),
        (Gateway { routes_only: true, ..Gateway::default() }, "\"schemas\""),
        (Gateway { routes_only: true, ..Gateway::default() }, "\"examples\""),
        (Gateway { no_nullable: true, ..Gateway::default() }, "\"nullable\""),
        (Gateway { inline_parameters: true, ..Gateway::default() }, "#/components/parameters"),
        (Gateway { inline_parameters: true, ..Gateway::default() }, "\"parameters\":{"),
    ] {
        assert!(plain.contains(word), "{word}");
        assert!(!text(options).contains(word), "{word} with {options:?}");
    }
}

#[test]
fn what_is_left_out_is_counted() {
    assert_eq!(fitted(Gateway::default()).left_out, 0);
    assert_eq!(fitted(Gateway { no_deprecated: true, ..Gateway::default() }).left_out, 1);
}

fn generate(folder: &std::path::Path, options: &[&str]) -> Run {
    on_tree("generate", folder, &[&["--profile", "gateway"], options].concat())
}

#[test]
fn a_document_names_its_server() {
    let folder = library();
    let run = generate(folder.path(), &[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("pass `--server-url https://"), "{}", run.stderr);
    assert_eq!(generate(folder.path(), &["--server-url", "cloud.example.com"]).code, Some(2));
    let wrong = generate(folder.path(), &["--server-url", SERVER, "--openapi", "3.1"]);
    assert_eq!(wrong.code, Some(2));
    let docs = on_tree("generate", folder.path(), &["--no-examples"]);
    assert_eq!(docs.code, Some(2));
    assert!(!folder.path().join("generated").exists());
}

#[test]
fn documents_for_gateways_stand_apart() {
    let folder = library();
    let text = format!("server-url = \"{SERVER}\"\n[gateway]\nno-examples = true\n");
    std::fs::write(folder.path().join("apiref.toml"), text).unwrap();
    let run = generate(folder.path(), &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("index.rst:39:25: warning[gateway-body] "), "{}", run.stdout);
    assert!(run.stderr.contains("generated/gateway/library.openapi.yaml"), "{}", run.stderr);
    let path = folder.path().join("generated/gateway/library.openapi.yaml");
    let written = std::fs::read_to_string(path).unwrap();
    assert!(written.starts_with("openapi: \"3.0.3\"\n") && !written.contains("examples:"));
    let check = on_tree("check", folder.path(), &["--output-format", "concise"]);
    assert!(!check.stdout.contains("gateway-") && !check.stdout.contains("output-stale"), "{}", check.stdout);
}

#[test]
fn documents_for_another_gateway_than_the_configured_have_their_own_folder() {
    let folder = library();
    std::fs::write(folder.path().join("apiref.toml"), format!("server-url = \"{SERVER}\"\n")).unwrap();
    for options in [&[][..], &["--target", "aws"]] {
        assert_eq!(generate(folder.path(), options).code, Some(0));
    }
    let written = |path: &str| std::fs::read_to_string(folder.path().join(path)).unwrap();
    let of_aws = "generated/gateway-aws/library.openapi.yaml";
    assert!(written(of_aws).contains("x-amazon-apigateway-integration"));
    assert!(!written("generated/gateway/library.openapi.yaml").contains("x-amazon"));
    let check = || on_tree("check", folder.path(), &["--output-format", "concise"]).stdout;
    assert!(!check().contains("output-stale"), "{}", check());
    // A change makes both stale, and one command renews both.
    let source = folder.path().join("api-ref/source/index.rst");
    let text = std::fs::read_to_string(&source).unwrap();
    std::fs::write(&source, text.replace("/café", "/coffee")).unwrap();
    let stale = check();
    assert!(stale.contains(of_aws) && stale.contains("`generated/gateway/library.openapi.yaml`"), "{stale}");
    assert_eq!(on_tree("generate", folder.path(), &[]).code, Some(0));
    assert!(!check().contains("output-stale"), "{}", check());
}

#[test]
fn documents_for_gateways_that_nobody_can_compare_are_told() {
    let folder = library();
    assert_eq!(generate(folder.path(), &["--server-url", SERVER]).code, Some(0));
    let check = || on_tree("check", folder.path(), &["--output-format", "concise"]).stdout;
    assert!(check().contains("warning[output-stale] `generated/gateway` holds documents"), "{}", check());
    std::fs::write(folder.path().join("apiref.toml"), format!("server-url = \"{SERVER}\"\n")).unwrap();
    assert!(!check().contains("output-stale"), "{}", check());
}

#[test]
fn documents_of_one_source_share_no_operation_id() {
    let folder = library();
    let source = folder.path().join("api-ref/source");
    let text = std::fs::read_to_string(source.join("index.rst")).unwrap();
    std::fs::write(source.join("other.rst"), text.replace("Library: API (v2)", "Library: API (v3)")).unwrap();
    let out = folder.path().join("out");
    let options = ["--server-url", SERVER, "--format", "json", "-o", &out.to_string_lossy()];
    let run = generate(folder.path(), &options);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let mut ids = BTreeSet::new();
    for name in ["library", "library-2"] {
        let text = std::fs::read_to_string(out.join(format!("{name}.openapi.json"))).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        for (_, _, operation) in operations(&document) {
            assert!(ids.insert(operation["operationId"].to_string()), "{operation}");
        }
    }
    assert_eq!(ids.len(), 26);
}

#[test]
fn a_comment_allows_what_gateways_change() {
    let folder = library();
    let source = folder.path().join("api-ref/source/index.rst");
    let text = std::fs::read_to_string(&source).unwrap();
    let line = ".. rest_method:: DELETE /books/{id}\n";
    let allowed = format!("{line}\n.. apiref: allow gateway-body -- our gateway keeps it\n");
    std::fs::write(&source, text.replace(line, &allowed)).unwrap();
    let run = generate(folder.path(), &["--server-url", SERVER]);
    assert!(!run.stdout.contains("gateway-body"), "{}", run.stdout);
    let check = on_tree("check", folder.path(), &["--output-format", "concise"]);
    assert!(!check.stdout.contains("allow-unused"), "{}", check.stdout);
}

#[test]
fn strict_documents_require_what_the_text_requires() {
    let index = "Boxes\n=====\n\nShow a box\n----------\n\n.. rest_method:: GET /boxes/{id}\n\nNormal response codes: 200\n\n\
        Response\n~~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - width: width\n   - height: height\n\n\
        Response Example\n~~~~~~~~~~~~~~~~\n\n.. literalinclude:: box.json\n";
    let entry =
        |name| format!("{name}: {{in: body, type: integer, required: true, description: How much.}}\n");
    let tree = Tree::of_texts([
        ("api-ref/source/index.rst", index),
        ("api-ref/source/parameters.yaml", &(entry("width") + &entry("height"))),
        ("api-ref/source/box.json", "{\"width\": 3}"),
    ])
    .unwrap();
    let required = |strict| {
        let document = fitted_all(&tree, false, Gateway { strict, ..Gateway::default() }).remove(0).value;
        document["components"]["schemas"]["BoxShowResponse"]["required"].clone()
    };
    assert_eq!(required(false), json!(["width"]));
    assert_eq!(required(true), json!(["width", "height"]));
}
