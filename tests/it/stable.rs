//! The same input gives the same bytes, and a small change a small difference.

use std::fs;
use std::path::{Path, PathBuf};

use similar::{ChangeTag, TextDiff};
use tempfile::TempDir;

use crate::apiref::{on_tree, project};

/// What is added to the chapter: an operation with an entry and a sample of its own.
const OPERATION: &str = "

Show the owner of a snapshot
~~~~~~~~~~~~~~~~~~~~~~~~~~~~

.. rest_method:: GET /v3/{project_id}/snapshots/{snapshot_id}/owner

Says who asked for the snapshot.

Response codes
--------------

.. rest_status_code:: success ../status.yaml

   - 200

Request
-------

.. rest_parameters:: parameters.yaml

   - project_id: project_id_path
   - snapshot_id: snapshot_id_path

Response
--------

.. rest_parameters:: parameters.yaml

   - owner: snapshot_owner
   - name: name

Response Example
----------------

.. literalinclude:: ./samples/snapshot-owner-show-response.json
   :language: javascript
";

const ENTRY: &str = "snapshot_owner:
  in: body
  required: true
  type: object
  description: |
    Who asked for the snapshot.
";

#[test]
fn place_order_and_threads_leave_no_trace() {
    let files = files(&project().join("api-ref"));
    let here = copy(files.iter());
    let there = copy(files.iter().rev());
    let one = outcome(here.path());
    let other = outcome(there.path());
    assert!(one.iter().map(|(_, text)| text.len()).sum::<usize>() > 10_000);
    assert_eq!(one, other);
}

#[test]
fn one_more_operation_is_one_more_piece() {
    let before = copy(files(&project().join("api-ref")).iter());
    let after = copy(files(&project().join("api-ref")).iter());
    let v3 = after.path().join("api-ref/source/v3");
    append(&v3.join("volumes-v3-snapshots.inc"), OPERATION);
    append(&v3.join("parameters.yaml"), ENTRY);
    fs::write(
        v3.join("samples/snapshot-owner-show-response.json"),
        "{\n  \"owner\": {\n    \"name\": \"ada\"\n  }\n}\n",
    )
    .unwrap();
    let mut shown = String::new();
    for (name, old) in documents(before.path()) {
        let new = fs::read_to_string(after_documents(after.path()).join(&name)).unwrap();
        let difference = TextDiff::from_lines(&old, &new);
        let removed = difference.iter_all_changes().any(|change| change.tag() == ChangeTag::Delete);
        assert!(!removed, "{name} lost a line:\n{}", difference.unified_diff());
        shown.push_str(&difference.unified_diff().header(&name, &name).to_string());
    }
    compare(&project().join("tests/it/one-more-operation.diff"), &shown);
}

#[test]
fn a_second_run_writes_nothing_and_a_stale_document_shows_its_difference() {
    let tree = copy(files(&project().join("api-ref")).iter());
    let root = tree.path();
    let written = on_tree("generate", root, &[]);
    assert!(written.stderr.contains("wrote generated/block-storage-v3.openapi.yaml"), "{}", written.stderr);
    let document = root.join("generated/block-storage-v3.openapi.yaml");
    let before = fs::metadata(&document).unwrap().modified().unwrap();
    let again = on_tree("generate", root, &[]);
    assert!(!again.stderr.contains("wrote"), "{}", again.stderr);
    assert_eq!(fs::metadata(&document).unwrap().modified().unwrap(), before);

    append(&root.join("api-ref/source/v3/volumes-v3-snapshots.inc"), OPERATION);
    append(&root.join("api-ref/source/v3/parameters.yaml"), ENTRY);
    let check = on_tree("check", root, &["--select", "output-stale"]);
    assert_eq!(check.code, Some(1));
    let shown = check.stdout + &check.stderr;
    for part in [
        "run `apiref generate`",
        "+  \"/v3/{project_id}/snapshots/{snapshot_id}/owner\":",
        "@@",
        "output-stale",
    ] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
}

/// Compares with what is kept, or keeps it anew.
fn compare(kept: &Path, shown: &str) {
    if std::env::var_os("APIREF_UPDATE").is_some_and(|value| value == "1") {
        fs::write(kept, shown).unwrap();
    }
    assert_eq!(fs::read_to_string(kept).unwrap(), shown);
}

/// The documents and the findings.
fn outcome(root: &Path) -> Vec<(String, String)> {
    let mut all = documents(root);
    for format in ["text", "json", "sarif"] {
        all.push((format.to_owned(), on_tree("check", root, &["--output-format", format]).stdout));
    }
    all
}

fn after_documents(root: &Path) -> PathBuf {
    documents(root);
    root.join("out")
}

/// Writes the documents, in all microversions and the latest, and reads them.
fn documents(root: &Path) -> Vec<(String, String)> {
    let folder = root.join("out");
    for versions in ["all", "latest"] {
        let run = on_tree("generate", root, &["-o", folder.to_str().unwrap(), "--microversion", versions]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }
    files(&folder)
        .into_iter()
        .map(|(path, text)| (path.file_name().unwrap().to_string_lossy().into_owned(), text))
        .collect()
}

/// The files below a folder with their texts, by path below its parent.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let parent = folder.parent().unwrap();
    let mut found: Vec<(PathBuf, String)> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .map(|path| (path.strip_prefix(parent).unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    found.sort();
    found
}

/// A new folder with these files, written in this order.
fn copy<'a>(files: impl Iterator<Item = &'a (PathBuf, String)>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let place = folder.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }
    folder
}

fn append(path: &Path, text: &str) {
    let old = fs::read_to_string(path).unwrap();
    fs::write(path, old + text).unwrap();
}
