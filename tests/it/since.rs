//! `apiref check --since` and `--staged`: what a change brings, in repositories made by script.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::apiref::Run;
use crate::repository::{Repository, git};

const BOXES: &str = "api-ref/source/boxes.inc";
const ENTRIES: &str = "api-ref/source/parameters.yaml";
const SHOW: &str = "api-ref/source/samples/show.json";
const LIST: &str = "api-ref/source/samples/list.json";

/// New, mended, as before.
fn turnover(run: &Run) -> [u64; 3] {
    let json = run.json();
    let since = &json["summary"]["since"];
    ["new", "mended", "before"].map(|key| since[key].as_u64().unwrap_or_else(|| panic!("{}", run.stdout)))
}

fn since(repository: &Repository, revision: &str) -> Run {
    repository.apiref(&["check", "--since", revision, "--output-format", "json"])
}

/// The rule and the subject's place of each finding that is reported.
fn reported(run: &Run) -> Vec<String> {
    let json = run.json();
    let findings = json["findings"].as_array().unwrap();
    let told = findings.iter().map(|finding| {
        format!("{} {}", finding["rule"].as_str().unwrap(), finding["message"].as_str().unwrap())
    });
    told.collect()
}

/// Commits a change of the small reference, and compares with what was before.
fn changed(change: impl FnOnce(&Repository)) -> Run {
    let repository = Repository::with_boxes();
    change(&repository);
    since(&repository, "HEAD")
}

#[test]
fn an_unchanged_tree_brings_nothing() {
    let run = changed(|_| {});
    assert_eq!((turnover(&run), run.code), ([0, 0, 2], Some(0)), "{}", run.stdout);
}

#[test]
fn lines_that_move_and_files_with_other_names_are_no_news() {
    let run = changed(|repository| {
        // Lines move, a sample and a text are renamed, the prefix of all URLs is another one, and a variable.
        let text = repository.read(BOXES).replace("/v2.0/", "/v2/").replace("box_id", "id");
        repository.write("api-ref/source/containers.inc", text.replace("samples/show.json", "new/box.json"));
        repository.replace("api-ref/source/index.rst", "boxes.inc", "containers.inc");
        repository.replace(ENTRIES, "box_id:", "# The path.\n\nid:");
        repository.write("api-ref/source/new/box.json", format!("\n\n{}", repository.read(SHOW)));
        fs::remove_file(repository.at(SHOW)).unwrap();
        fs::remove_file(repository.at(BOXES)).unwrap();
    });
    assert_eq!((turnover(&run), run.code), ([0, 0, 2], Some(0)), "{}", run.stdout);
}

#[test]
fn titles_and_places_in_a_list_are_no_news() {
    let run = changed(|repository| {
        repository.replace(BOXES, "List boxes\n----------", "List all boxes\n--------------");
        repository.replace(
            LIST,
            "\"boxes\": [\n",
            "\"boxes\": [\n    {\"width\": 1},\n    {\"width\": 2},\n",
        );
    });
    assert_eq!((turnover(&run), run.code), ([0, 0, 2], Some(0)), "{}", run.stdout);
}

#[test]
fn drift_that_is_added_is_told_and_what_is_mended_is_counted() {
    let run = changed(|repository| {
        repository.replace(SHOW, "\"depth\": 3", "\"label\": 3");
    });
    assert_eq!((turnover(&run), run.code), ([1, 1, 1], Some(1)), "{}", run.stdout);
    assert!(reported(&run)[0].contains("sample-type the entry of `label`"), "{}", run.stdout);
}

#[test]
fn a_finding_far_from_the_changed_line_is_told() {
    let run = changed(|repository| {
        // The entry changes, and the sample that nobody touched is wrong.
        repository.replace(ENTRIES, "type: integer", "type: string");
    });
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    assert!(
        reported(&run).iter().any(|told| told.starts_with("sample-type the entry of `width`")),
        "{}",
        run.stdout
    );
}

#[test]
fn of_equal_findings_the_additional_one_is_new() {
    let repository = Repository::with_boxes();
    repository.replace(BOXES, "   - box_id: box_id\n", "   - box_id: box_id\n   - box_id: box_id\n");
    repository.commit("Twice");
    repository.replace(BOXES, "   - box_id: box_id\n", "   - box_id: box_id\n   - box_id: box_id\n");
    let run = since(&repository, "HEAD");
    let [new, _, _] = turnover(&run);
    assert!(new >= 1, "{}", run.stdout);
    assert!(reported(&run).iter().all(|told| told.starts_with("row-duplicate")), "{}", run.stdout);
}

#[test]
fn a_known_cause_in_a_further_operation_is_a_note() {
    let repository = Repository::with_boxes();
    repository.replace(ENTRIES, "type: integer", "type: string");
    repository.commit("A type that no sample has");
    let more = "\nShow lid\n--------\n\n.. rest_method:: GET /v2.0/lid\n\nNormal response codes: 200\n\n\
                Response\n~~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - width: width\n\n\
                Response Example\n~~~~~~~~~~~~~~~~\n\n.. literalinclude:: samples/lid.json\n";
    repository.write("api-ref/source/samples/lid.json", "{\"width\": 1}\n");
    let text = repository.read(BOXES);
    repository.write(BOXES, text + more);
    let run = since(&repository, "HEAD");
    let told = reported(&run);
    assert!(told.iter().any(|told| told.contains("known, and also here")), "{}", run.stdout);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let known: Vec<bool> = run.json()["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["message"].as_str().unwrap().contains("known, and"))
        .map(|finding| finding["operations"] == serde_json::json!(["GET /v2.0/lid"]))
        .collect();
    assert_eq!(known, [true], "{}", run.stdout);
}

#[test]
fn warnings_fail_unless_somebody_says_otherwise() {
    let repository = Repository::with_boxes();
    repository.replace(SHOW, "\"depth\": 3", "\"depth\": 3,\n  \"weight\": 4");
    let code = |more: &[&str]| {
        let arguments: Vec<&str> = ["check", "--since", "HEAD"].iter().chain(more).copied().collect();
        repository.apiref(&arguments).code
    };
    assert_eq!(code(&[]), Some(1));
    assert_eq!(code(&["--fail-on", "error"]), Some(0));
    repository.write("apiref.toml", "fail-on = \"error\"\n");
    assert_eq!(code(&[]), Some(0));
}

#[test]
fn the_configuration_names_the_revision_and_judges_both_states() {
    let repository = Repository::with_boxes();
    repository
        .write("apiref.toml", "[check]\nsince = \"HEAD\"\n\n[rules]\nsample-key-undocumented = \"off\"\n");
    let run = repository.apiref(&["check", "--output-format", "json"]);
    assert_eq!((turnover(&run), run.code), ([0, 0, 0], Some(0)), "{}", run.stdout);
    let run = repository.apiref(&["check", "--no-since", "--output-format", "json"]);
    assert_eq!(run.json()["summary"].get("since"), None);
    let run = repository.apiref(&["check", "--write-baseline"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

#[test]
fn the_last_line_tells_the_numbers() {
    let repository = Repository::with_boxes();
    repository.replace(SHOW, "\"depth\": 3", "\"weight\": 3");
    let run = repository.apiref(&["check", "--since", "HEAD"]);
    assert!(run.stdout.trim_end().ends_with("; 1 new, 1 mended, 1 as before"), "{}", run.stdout);
}

#[test]
fn reports_for_machines_hold_what_is_new_alone() {
    let repository = Repository::with_boxes();
    repository.replace(SHOW, "\"depth\": 3", "\"depth\": 3,\n  \"weight\": 4");
    let report = |format: &str| repository.apiref(&["check", "--since", "HEAD", "--output-format", format]);
    let sarif = report("sarif").json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 1);
    assert_eq!(results[0]["baselineState"], "new");
    assert!(report("junit").stdout.contains("tests=\"1\" failures=\"1\""));
    assert_eq!(report("concise").stdout.matches("sample-key-undocumented").count(), 1);
    assert_eq!(report("github").stdout.matches("::warning").count(), 1);
}

#[test]
fn input_that_is_lost_is_never_hidden() {
    let repository = Repository::with_boxes();
    repository.replace("api-ref/source/index.rst", "boxes.inc\n", "boxes.inc\n\n.. include:: gone.inc\n");
    repository.commit("Include what is not there");
    let run = since(&repository, "HEAD");
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    assert!(reported(&run).iter().any(|told| told.starts_with("include-missing")), "{}", run.stdout);
    let sarif = repository.apiref(&["check", "--since", "HEAD", "--output-format", "sarif"]).json();
    assert_eq!(sarif["runs"][0]["results"][0]["baselineState"], "unchanged");
}

#[test]
fn three_dots_mean_the_commit_in_common() {
    let repository = Repository::with_boxes();
    repository.git(&["checkout", "--quiet", "-b", "change"]);
    repository.write("README", "of the change");
    repository.commit("On the branch");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.replace(SHOW, "\"depth\": 3", "\"label\": \"x\"");
    repository.commit("Mend on main");
    repository.git(&["checkout", "--quiet", "change"]);
    assert_eq!(turnover(&since(&repository, "main")), [1, 0, 1]);
    assert_eq!(turnover(&since(&repository, "main...")), [0, 0, 2]);
    repository.git(&["merge", "--quiet", "--no-edit", "main"]);
    assert_eq!(turnover(&since(&repository, "HEAD~1")), [0, 1, 1]);
    let range = since(&repository, "main..HEAD");
    assert_eq!(range.code, Some(2));
    assert!(range.stderr.contains("is a range: name one revision"), "{}", range.stderr);
}

#[test]
fn without_a_reference_at_the_revision_all_is_new() {
    let repository = Repository::new();
    repository.write("README", "nothing yet");
    repository.commit("Begin");
    repository.write_boxes();
    let run = since(&repository, "HEAD");
    assert_eq!((turnover(&run), run.code), ([2, 0, 0], Some(1)), "{}", run.stdout);
    assert!(run.stderr.contains("at HEAD there is no such reference"), "{}", run.stderr);
}

#[test]
fn a_reference_in_another_folder_is_found() {
    let repository = Repository::with_boxes();
    fs::create_dir(repository.at("doc")).unwrap();
    fs::rename(repository.at("api-ref"), repository.at("doc/api-ref")).unwrap();
    let run = repository.apiref(&["check", "doc/api-ref", "--since", "HEAD", "--output-format", "json"]);
    assert_eq!((turnover(&run), run.code), ([0, 0, 2], Some(0)), "{}", run.stdout);
}

#[test]
fn what_is_staged_is_compared_with_the_last_commit() {
    let repository = Repository::with_boxes();
    repository.replace(SHOW, "\"depth\": 3", "\"depth\": 3,\n  \"weight\": 4");
    repository.git(&["add", "--all"]);
    repository.replace(SHOW, "\"weight\": 4", "\"weight\": 4,\n  \"colour\": 5");
    let staged = || repository.apiref(&["check", "--staged", "--output-format", "json"]);
    let run = staged();
    assert_eq!((turnover(&run), run.code), ([1, 0, 2], Some(1)), "{}", run.stdout);
    assert!(reported(&run)[0].contains("`weight`"), "{}", run.stdout);
    repository.git(&["commit", "--quiet", "--message", "more"]);
    assert_eq!(turnover(&staged()), [0, 0, 3]);
    let run = repository.apiref(&["check", "--staged", "--since", "HEAD~1", "--output-format", "json"]);
    assert_eq!(turnover(&run), [1, 0, 2]);
}

#[test]
fn the_first_commit_is_compared_with_nothing() {
    let repository = Repository::new();
    repository.write_boxes();
    repository.git(&["add", "--all"]);
    let run = repository.apiref(&["check", "--staged", "--output-format", "json"]);
    assert_eq!((turnover(&run), run.code), ([2, 0, 0], Some(1)), "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_hook_of_a_commit_sees_what_the_commit_will_hold() {
    let repository = Repository::with_boxes();
    let told = repository.at(".git/told");
    let hook =
        format!("#!/bin/sh\n{} check --staged >{} 2>&1\n", env!("CARGO_BIN_EXE_apiref"), told.display());
    repository.write(".git/hooks/pre-commit", hook);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(repository.at(".git/hooks/pre-commit"), fs::Permissions::from_mode(0o755))
            .unwrap();
    }
    repository.replace(SHOW, "\"depth\": 3", "\"depth\": 3,\n  \"weight\": 4");
    let output = Command::new("git")
        .current_dir(repository.path())
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--all", "--message", "x"])
        .output()
        .unwrap();
    let text = fs::read_to_string(&told).unwrap();
    assert!(!output.status.success(), "the hook let it pass: {text}");
    assert!(text.contains("`weight`") && text.contains("1 new"), "{text}");
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let repository = Repository::with_boxes();
    repository.write("README", "more");
    repository.commit("More");
    let folder = tempfile::tempdir().unwrap();
    let from = format!("file://{}", repository.path().display());
    git(folder.path(), &["clone", "--quiet", "--depth", "1", &from, "clone"]);
    let clone = folder.path().join("clone");
    let run = |revision: &str| {
        crate::apiref::apiref_in(&clone, &["check", "--since", revision].map(std::ffi::OsStr::new))
    };
    let shallow = run("HEAD~1");
    assert_eq!(shallow.code, Some(2));
    assert!(shallow.stderr.contains("git fetch --unshallow"), "{}", shallow.stderr);
    let other = run("origin/stable");
    assert!(other.stderr.contains("git fetch origin +refs/heads/stable"), "{}", other.stderr);
    assert_eq!(run("HEAD").code, Some(0));
}

#[test]
fn a_worktree_and_a_folder_below_are_places_to_run_in() {
    let repository = Repository::with_boxes();
    let other = tempfile::tempdir().unwrap();
    let worktree = other.path().join("tree");
    repository.git(&["worktree", "add", "--quiet", worktree.to_str().unwrap(), "HEAD"]);
    for folder in [worktree.join("api-ref/source/samples"), repository.at("api-ref/source/samples")] {
        fs::write(folder.join("show.json"), "{\"width\": 7, \"depth\": 3, \"weight\": 1}").unwrap();
        let run = crate::apiref::apiref_in(
            &folder,
            &["check", "--since", "HEAD", "--output-format", "json"].map(std::ffi::OsStr::new),
        );
        assert_eq!(turnover(&run), [1, 0, 2], "{}{}", run.stdout, run.stderr);
    }
}

#[test]
fn a_submodule_is_a_repository_of_its_own() {
    let inner = Repository::with_boxes();
    let outer = Repository::new();
    let from = inner.path().to_str().unwrap();
    outer.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", from, "docs"]);
    outer.commit("Docs");
    outer.write("docs/api-ref/source/samples/show.json", "{\"width\": 7, \"weight\": 1}");
    let run = outer.apiref(&["check", "docs/api-ref", "--since", "HEAD", "--output-format", "json"]);
    assert_eq!(turnover(&run), [1, 1, 1], "{}{}", run.stdout, run.stderr);
}

#[test]
fn names_of_files_may_be_odd() {
    let repository = Repository::new();
    repository.write_boxes();
    let odd = "samples/a b\"c' größe\t[x]*.json";
    repository.replace(BOXES, "samples/show.json", odd);
    let text = repository.read(SHOW);
    repository.write(&format!("api-ref/source/{odd}"), &text);
    repository.commit("Odd names");
    repository.write(&format!("api-ref/source/{odd}"), text.replace("\"depth\"", "\"weight\""));
    let run = since(&repository, "HEAD");
    assert_eq!(turnover(&run)[0], 1, "{}{}", run.stdout, run.stderr);
}

/// Runs the program with another PATH.
fn with_path(folder: &Path, path: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_apiref"))
        .current_dir(folder)
        .args(arguments)
        .env("PATH", path)
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn where_there_is_no_git_or_no_repository_it_is_said() {
    let repository = Repository::with_boxes();
    let arguments = ["check", "--since", "HEAD"];
    let (code, stderr) = with_path(repository.path(), "/nonexistent", &arguments);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("the `git` program is not found"), "{stderr}");
    // A `git` that the tree brings is not run.
    let (code, stderr) = with_path(repository.path(), ".:", &arguments);
    assert_eq!(code, Some(2), "{stderr}");
    fs::remove_dir_all(repository.at(".git")).unwrap();
    let run = repository.apiref(&arguments);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("is in no git repository"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn nothing_that_a_repository_names_is_run() {
    use std::os::unix::fs::PermissionsExt;

    let repository = Repository::with_boxes();
    let outside = tempfile::tempdir().unwrap();
    let marker = outside.path().join("marker");
    crate::repository::plant(&repository.at(".git/config"), &marker);
    repository.write(".gitattributes", "* filter=x diff=x\n");
    for hook in ["pre-commit", "post-checkout", "post-index-change", "fsmonitor-watchman"] {
        let path = repository.at(&format!(".git/hooks/{hook}"));
        fs::copy(outside.path().join("marker.sh"), &path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    // A bare repository that the change has brought.
    let bare = repository.at("api-ref/source");
    for folder in ["objects", "refs"] {
        fs::create_dir_all(bare.join(folder)).unwrap();
    }
    fs::write(bare.join("HEAD"), "ref: refs/heads/main\n").unwrap();
    crate::repository::plant(&bare.join("config"), &marker);
    for arguments in [
        &["check", "--since", "HEAD"][..],
        &["check", "--since", "HEAD..."],
        &["check", "--staged"],
        &["check", "api-ref/source", "--since", "HEAD"],
    ] {
        let run = repository.apiref(arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}: {}{}", run.stdout, run.stderr);
        assert!(!marker.exists(), "{arguments:?} ran something");
    }
    // The trap works: git by itself falls into it.
    let _ = Command::new("git").current_dir(repository.path()).arg("status").output().unwrap();
    assert!(marker.exists());
}

#[cfg(unix)]
#[test]
fn a_repository_of_somebody_else_is_a_clear_error() {
    let repository = Repository::with_boxes();
    let output = Command::new(env!("CARGO_BIN_EXE_apiref"))
        .current_dir(repository.path())
        .args(["check", "--since", "HEAD"])
        .env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("belongs to another user") && stderr.contains("safe.directory"), "{stderr}");
}

#[test]
fn documents_that_git_tracks_are_missed() {
    let repository = Repository::with_boxes();
    let missed = |repository: &Repository| {
        let run = repository.apiref(&["check", "--output-format", "concise"]);
        run.stdout.contains("`generated` is not there, though git tracks files in it")
    };
    assert!(!missed(&repository));
    repository.apiref(&["generate"]);
    repository.commit("Generate documents");
    assert!(!missed(&repository));
    fs::remove_dir_all(repository.at("generated")).unwrap();
    assert!(missed(&repository));
    repository.commit("Remove them");
    assert!(!missed(&repository));
}
