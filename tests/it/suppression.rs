//! What a user allows, and what an exit code says.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::apiref::{Run, on_tree, project};

const SAMPLE: &str = "api-ref/source/samples/room-show-response.json";

/// A copy of a small tree with five warnings.
fn tree() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let case = project().join("tests/cases/drift/misspelt-key");
    for entry in walkdir::WalkDir::new(case.join("api-ref")) {
        let path = entry.unwrap().into_path();
        let place = folder.path().join(path.strip_prefix(&case).unwrap());
        if path.is_dir() {
            fs::create_dir_all(place).unwrap();
        } else {
            fs::copy(path, place).unwrap();
        }
    }
    folder
}

fn check(root: &Path, more: &[&str]) -> Run {
    on_tree("check", root, &[&["--output-format", "json"], more].concat())
}

fn rules(run: &Run) -> Vec<String> {
    let report = run.json();
    let findings: &Vec<Value> = report["findings"].as_array().unwrap();
    findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

fn edit(root: &Path, file: &str, from: &str, to: &str) {
    let path = root.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn a_baseline_survives_moved_lines_and_names_what_is_gone() {
    let tree = tree();
    let root = tree.path();
    let written = check(root, &["--write-baseline"]);
    assert_eq!(written.code, Some(0), "{}", written.stderr);
    assert_eq!(rules(&check(root, &["--fail-on", "warning"])), Vec::<String>::new());
    edit(root, SAMPLE, "{", "{\n\n\n");
    edit(root, "api-ref/source/index.rst", "Show a room\n", ".. A remark.\n\nShow a room\n");
    assert_eq!(rules(&check(root, &["--fail-on", "warning"])), Vec::<String>::new());

    edit(root, SAMPLE, "\"room\": \"4\"", "\"roam\": \"4\"");
    let mended = check(root, &[]);
    assert_eq!(rules(&mended), ["baseline-stale", "baseline-stale"]);

    let moved = "api-ref/source/samples/book-display-response.json";
    fs::rename(root.join("api-ref/source/samples/book-show-response.json"), root.join(moved)).unwrap();
    edit(root, "api-ref/source/index.rst", "book-show-response", "book-display-response");
    assert_eq!(
        rules(&check(root, &[])),
        ["baseline-stale", "baseline-stale"],
        "a sample is known by any name"
    );
}

#[test]
fn with_a_baseline_new_warnings_fail() {
    let tree = tree();
    let root = tree.path();
    assert_eq!(check(root, &[]).code, Some(0), "warnings alone pass");
    check(root, &["--write-baseline"]);
    assert_eq!(check(root, &[]).code, Some(0));
    edit(root, SAMPLE, "\"room\": \"4\"", "\"room\": \"4\", \"rome\": \"5\"");
    let new = check(root, &[]);
    assert_eq!(
        (new.code, rules(&new)),
        (Some(1), vec!["sample-key-undocumented".to_owned()]),
        "{}",
        new.stdout
    );
    assert_eq!(check(root, &["--fail-on", "error"]).code, Some(0));
    fs::write(root.join("apiref.toml"), "fail-on = \"error\"\n").unwrap();
    assert_eq!(check(root, &[]).code, Some(0));
}

#[test]
fn generate_leaves_out_what_the_baseline_knows() {
    let tree = tree();
    let root = tree.path();
    let before = on_tree("generate", root, &[]);
    assert!(before.stdout.contains("sample-key-missing"), "{}", before.stdout);
    check(root, &["--write-baseline"]);
    let after = on_tree("generate", root, &[]);
    assert_eq!(after.code, Some(0), "{}", after.stderr);
    assert!(!after.stdout.contains("sample-key-missing"), "{}", after.stdout);
    assert!(after.stdout.contains(" in the baseline"), "{}", after.stdout);
}

#[test]
fn a_baseline_of_version_1_is_read_and_written_anew() {
    let tree = tree();
    let root = tree.path();
    let report = check(root, &[]).json();
    let entries: Vec<Value> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            serde_json::json!({
                "rule": finding["rule"], "file": finding["file"], "pointer": finding["pointer"],
                "name": "what the message said", "operations": finding["operations"], "count": 1
            })
        })
        .collect();
    let path = root.join("apiref-baseline.json");
    fs::write(&path, serde_json::json!({"version": 1, "findings": entries}).to_string()).unwrap();
    let run = check(root, &["--fail-on", "note"]);
    assert_eq!((run.code, rules(&run)), (Some(0), Vec::new()), "{}", run.stdout);
    assert!(run.stderr.contains("version 1") && run.stderr.contains("--write-baseline"), "{}", run.stderr);
    check(root, &["--write-baseline"]);
    assert!(fs::read_to_string(&path).unwrap().contains("\"version\": 2"));
    let run = check(root, &["--fail-on", "note"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{}", run.stdout);
}

#[test]
fn a_baseline_that_cannot_be_read_stops_the_run() {
    let tree = tree();
    let root = tree.path();
    let missing = root.join("none.json");
    let run = check(root, &["--baseline", missing.to_str().unwrap()]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--write-baseline"), "{}", run.stderr);
    fs::write(root.join("apiref-baseline.json"), "{\"version\": ").unwrap();
    let run = check(root, &[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("apiref-baseline.json"), "{}", run.stderr);
}

#[test]
fn rules_are_graded_by_path_and_by_operation() {
    let tree = tree();
    let root = tree.path();
    let all = rules(&check(root, &[])).len();
    fs::write(
        root.join("apiref.toml"),
        "[rules]\nsample-key-spelling = \"off\"\n\n[[overrides]]\noperations = [\"GET /books/{book_id}/room\"]\nrules = { sample-key-missing = \"error\" }\n\n[[overrides]]\npaths = [\"api-ref/source/samples/shelf-*\"]\nrules = { sample-key-missing = \"note\" }\n",
    )
    .unwrap();
    let run = check(root, &[]);
    assert_eq!(run.code, Some(1), "an error now");
    let found = rules(&run);
    assert_eq!(found.len(), all - 1);
    let report = run.json();
    let graded: Vec<(&str, &str)> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (finding["rule"].as_str().unwrap(), finding["severity"].as_str().unwrap()))
        .collect();
    assert_eq!(
        graded,
        [
            ("sample-key-missing", "error"),
            ("sample-key-undocumented", "warning"),
            ("sample-key-missing", "note")
        ]
    );
}

#[test]
fn a_configuration_with_unknown_words_stops_the_run() {
    let tree = tree();
    let root = tree.path();
    for (text, hint) in [
        ("fail-onn = \"error\"\n", "fail-on"),
        ("[rules]\nsample-key-mising = \"off\"\n", "sample-key-missing"),
        ("[rules]\nsample-type = \"fatal\"\n", "error"),
    ] {
        fs::write(root.join("apiref.toml"), text).unwrap();
        let run = check(root, &[]);
        assert_eq!(run.code, Some(2), "{text}");
        assert!(run.stderr.contains(hint), "{text}: {}", run.stderr);
        assert!(run.stderr.contains("apiref.toml"), "{text}: {}", run.stderr);
    }
}

#[test]
fn the_threshold_decides_unless_something_was_not_read() {
    let tree = tree();
    let root = tree.path();
    for (threshold, code) in [("error", 0), ("warning", 1), ("note", 1), ("never", 0)] {
        assert_eq!(check(root, &["--fail-on", threshold]).code, Some(code), "{threshold}");
    }
    fs::write(root.join(SAMPLE), "{\"title\": ").unwrap();
    for (threshold, code) in [("error", 1), ("never", 2)] {
        assert_eq!(check(root, &["--fail-on", threshold]).code, Some(code), "{threshold}");
    }
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(check(empty.path(), &["--fail-on", "never"]).code, Some(2));
}

#[test]
fn rules_are_selected_by_name_and_pattern() {
    let tree = tree();
    let root = tree.path();
    assert_eq!(rules(&check(root, &["--select", "sample-key-spelling"])), ["sample-key-spelling"]);
    let rest = rules(&check(root, &["--ignore", "sample-key-*"]));
    assert_eq!(rest, Vec::<String>::new());
    let run = check(root, &["--select", "sample-key-speling"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("sample-key-spelling"), "{}", run.stderr);
}
