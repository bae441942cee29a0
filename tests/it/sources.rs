//! The forms in which a user may name the tree.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::apiref::{Run, apiref, project};

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

/// Runs `apiref check` in a folder, without naming the sources.
fn check_in(folder: &Path) -> Run {
    crate::apiref::apiref_in(folder, &["check".as_ref(), "--output-format".as_ref(), "concise".as_ref()])
}

#[test]
fn sources_are_found_from_any_folder_of_the_repository() {
    let repository = tempfile::tempdir().unwrap();
    let root = repository.path();
    std::fs::create_dir(root.join(".git")).unwrap();
    std::fs::create_dir_all(root.join("service/tests/unit")).unwrap();
    assert_eq!(check_in(root).code, Some(2));
    let text =
        "Shelves\n=======\n\nShow\n----\n\n.. rest_method:: GET /shelves\n\nNormal response codes: 200\n";
    let write = |folder: &str| {
        let source = root.join(folder);
        std::fs::create_dir_all(&source).unwrap();
        std::fs::write(source.join("index.rst"), text).unwrap();
    };
    // Under another name somewhere in the repository.
    write("service/api-refs/source");
    for folder in ["", "service", "service/tests/unit"] {
        let run = check_in(&root.join(folder));
        assert_eq!(run.code, Some(0), "{folder}: {}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains("1 operation"), "{}", run.stdout);
    }
    assert!(check_in(&root.join("service/tests")).stderr.contains("../../"));
    // Two that may be meant.
    write("docs/api_ref");
    let several = check_in(root);
    assert_eq!(several.code, Some(2));
    assert!(several.stderr.contains("docs/api_ref, service/api-refs/source"), "{}", several.stderr);
    // The usual name goes before all others.
    write("api-ref/source/v1");
    write("api-ref/source");
    let run = check_in(&root.join("api-ref/source/v1"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("2 operations"), "{}", run.stdout);
}

#[test]
fn sources_under_any_name_are_found_by_what_they_hold() {
    let repository = tempfile::tempdir().unwrap();
    let root = repository.path();
    std::fs::create_dir(root.join(".git")).unwrap();
    let write = |path: &str, text: &str| {
        std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        std::fs::write(root.join(path), text).unwrap();
    };
    let show = "Show\n====\n\n.. rest_method:: GET /shelves\n\nNormal response codes: 200\n";
    write("README.rst", "Shelves\n=======\n");
    write("docs/rest/conf.py", "");
    write("docs/rest/index.rst", "Shelves\n*******\n\n.. include:: v1/show.inc\n");
    write("docs/rest/v1/show.inc", show);
    for folder in ["", "docs"] {
        let run = check_in(&root.join(folder));
        assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains("1 operation"), "{}", run.stdout);
    }
    // Two that may be meant.
    write("other/index.rst", show);
    let several = check_in(root);
    assert_eq!(several.code, Some(2));
    assert!(several.stderr.contains("docs/rest, other"), "{}", several.stderr);
}

#[test]
fn a_sample_or_dictionary_shows_what_points_into_it() {
    let repository = crate::repository::Repository::with_boxes();
    repository.write("api-ref/source/samples/show.json", "{");
    repository.write("api-ref/source/samples/list.json", "[");
    repository.write("api-ref/source/parameters.yaml", "unused:\n  in: body\n  type: string\n");
    let check = |source: &str| {
        let run = repository.apiref(&["check", source, "--output-format", "concise", "--no-summary"]);
        let places = run.stdout.lines().map(|line| line.split(':').next().unwrap_or_default().to_owned());
        (places.collect::<std::collections::BTreeSet<_>>(), run.code)
    };
    let (all, _) = check("api-ref/source");
    assert!(all.len() > 2, "{all:?}");
    for (name, code) in [("samples/show.json", 1), ("samples/list.json", 1)] {
        let path = format!("api-ref/source/{name}");
        assert_eq!(check(&path), ([path.clone()].into(), Some(code)));
    }
    let (places, _) = check("api-ref/source/parameters.yaml");
    assert!(!places.is_empty() && places.iter().all(|place| !place.ends_with(".json")), "{places:?}");
    // Documents are made of a whole tree.
    let run = repository.apiref(&["generate", "api-ref/source/samples/show.json"]);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    assert!(run.stderr.contains("one file of a reference"), "{}", run.stderr);
}

#[test]
fn a_sample_is_explained_by_each_of_its_names() {
    let repository = crate::repository::Repository::with_boxes();
    let absolute = repository.at("api-ref/source/samples/show.json").display().to_string();
    let explained = |folder: &str, name: &str| {
        let run = crate::apiref::apiref_in(
            &repository.at(folder),
            &["explain".as_ref(), "--sample".as_ref(), name.as_ref()],
        );
        assert_eq!(run.code, Some(0), "{name} in {folder}: {}", run.stderr);
        run.stdout
    };
    let expected = explained("", "api-ref/source/samples/show.json");
    assert!(expected.contains("GET"), "{expected}");
    assert_eq!(explained("", &absolute), expected);
    assert_eq!(explained("api-ref/source/samples", "show.json"), expected);
}
