//! The forms in which a user may name the tree.

use std::path::PathBuf;

use serde_json::Value;

use crate::apiref::{apiref, project};

/// `METHOD path` of the operations that the model of SOURCE holds.
fn operations(source: &str) -> Vec<String> {
    let source: PathBuf = chapter().join(source);
    let run = apiref(&["model".as_ref(), source.as_os_str(), "--root".as_ref(), chapter().as_os_str()]);
    let model = run.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let operations = model["operations"].as_array().unwrap();
    operations.iter().map(|one| format!("{} {}", text(&one["method"]), text(&one["path"]))).collect()
}

fn chapter() -> PathBuf {
    project().join("tests/cases/seed/snapshots")
}

#[test]
fn the_same_tree_is_read_by_each_of_its_names() {
    let whole = operations("api-ref/source");
    assert_eq!(whole.len(), 9);
    for source in
        [".", "api-ref", "api-ref/source/v2/index.rst", "api-ref/source/v2/volumes-v2-snapshots.inc"]
    {
        assert_eq!(operations(source), whole, "{source}");
    }
}

#[test]
fn a_chapter_alone_leaves_the_others_out() {
    let own = project().join("api-ref/source/v3/volumes-v3-snapshots-actions.inc");
    let run = apiref(&["model".as_ref(), own.as_os_str(), "--root".as_ref(), project().as_os_str()]);
    assert_eq!(run.json()["operations"].as_array().unwrap().len(), 4);
}

#[test]
fn what_is_not_there_is_an_error() {
    for source in ["api-ref/nowhere", "README.md", "api-ref/source/v2/samples"] {
        let source = chapter().join(source);
        let run = apiref(&["check".as_ref(), source.as_os_str(), "--root".as_ref(), chapter().as_os_str()]);
        assert_eq!(run.code, Some(2), "{}: {}{}", source.display(), run.stdout, run.stderr);
        assert!(!run.stderr.is_empty());
    }
}
