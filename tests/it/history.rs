//! `apiref history`: which commit brought which finding.

use serde_json::json;

use crate::repository::Repository;

const BOXES: &str = "api-ref/source/boxes.inc";
const SHOW: &str = "api-ref/source/samples/show.json";

/// A repository in which findings came, moved, went and came again.
fn grown() -> Repository {
    let repository = Repository::with_boxes();
    repository.replace(SHOW, "\"depth\": 3", "\"depth\": 3,\n  \"weight\": 4");
    repository.commit("Add weight");
    repository.write("README", "nothing of the sources");
    repository.commit("Say something");
    repository.replace(BOXES, "/v2.0/", "/v2/");
    repository.commit("Move all URLs");
    repository.replace(SHOW, ",\n  \"weight\": 4", "");
    repository.commit("Take weight away");
    repository.git(&["checkout", "--quiet", "-b", "change"]);
    repository.replace(SHOW, "\"depth\": 3", "\"depth\": 3,\n  \"colour\": 4");
    repository.commit("Add colour");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.git(&["merge", "--quiet", "--no-ff", "--message", "Merge it", "change"]);
    repository
}

#[test]
fn each_finding_has_the_commit_that_brought_it() {
    let repository = grown();
    let told = repository.apiref(&["history", "--format", "json"]).json();
    let findings = told["findings"].as_array().unwrap();
    let subjects: Vec<(&str, bool)> = findings
        .iter()
        .map(|finding| (finding["subject"].as_str().unwrap(), finding["or-before"].as_bool().unwrap()))
        .collect();
    // The merge holds one commit, which is named instead.
    assert_eq!(
        subjects,
        [("Describe boxes", true), ("Describe boxes", true), ("Add colour", false)],
        "{told:#}"
    );
    assert_eq!((&told["commits"], &told["states"]), (&json!(5), &json!(5)));
    assert_eq!(told["rules"]["sample-key-undocumented"]["born"], 4);
    assert_eq!(told["rules"]["sample-key-undocumented"]["mended"], 1);
}

#[test]
fn the_forms_say_the_same() {
    let repository = grown();
    let text = repository.apiref(&["history"]);
    assert_eq!(text.code, Some(0), "{}", text.stderr);
    assert!(text.stdout.contains(" Add colour\n  warning[sample-key-undocumented] "), "{}", text.stdout);
    assert!(
        text.stdout.contains("\n3 findings; 5 commits read, 5 states of the sources\n"),
        "{}",
        text.stdout
    );
    let csv = repository.apiref(&["history", "--format", "csv"]).stdout;
    assert_eq!(csv.lines().count(), 4);
    assert!(csv.starts_with("day,commit,subject,rule,"));
    let of_rule = repository.apiref(&["history", "--rule", "sample-type", "--format", "csv"]).stdout;
    assert_eq!(of_rule.lines().count(), 1);
    assert_eq!(repository.apiref(&["history", "--rule", "no-such"]).code, Some(2));
}

#[test]
fn what_was_open_over_time_is_drawn() {
    let repository = grown();
    let told = repository.apiref(&["history", "--format", "json"]).json();
    let open = told["open"].as_array().unwrap().iter();
    let warnings: Vec<u64> = open.map(|point| point["warnings"].as_u64().unwrap()).collect();
    // Two from the start; weight comes, the URLs move, weight goes, colour comes.
    assert_eq!(warnings, [2, 3, 3, 2, 3], "{told:#}");
    let drawing = repository.apiref(&["history", "--format", "svg"]);
    assert_eq!(drawing.code, Some(0), "{}", drawing.stderr);
    assert!(drawing.stdout.starts_with("<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\""));
    assert!(drawing.stdout.contains("<path class=\"warning\" d=\"M44 170H44V"), "{}", drawing.stdout);
    let page = repository.apiref(&["report", "-o", "-", "--history"]);
    assert_eq!(page.code, Some(0), "{}", page.stderr);
    assert!(page.stdout.contains("<h2>Open findings over time</h2>"), "{}", page.stderr);
    assert!(page.stdout.contains("5 states of the sources, in 5 commits"));
    assert!(!repository.apiref(&["report", "-o", "-"]).stdout.contains("over time</h2>"));
}

#[test]
fn documents_are_stale_from_the_commit_that_left_them_behind() {
    let repository = Repository::with_boxes();
    assert_eq!(repository.apiref(&["generate"]).code, Some(0));
    repository.commit("Generate");
    repository.replace(SHOW, "\"depth\": 3", "\"depth\": 30");
    repository.commit("Forget documents");
    assert_eq!(repository.apiref(&["generate"]).code, Some(0));
    repository.commit("Generate again");
    repository.replace("generated/storage.openapi.yaml", "\ninfo:", "\nx-by-hand: 1\ninfo:");
    repository.commit("Edit by hand");
    let told = repository.apiref(&["history", "--rule", "output-stale", "--format", "json"]).json();
    let findings = told["findings"].as_array().unwrap();
    let subjects: Vec<&str> = findings.iter().map(|finding| finding["subject"].as_str().unwrap()).collect();
    assert_eq!(subjects, ["Edit by hand"], "{told:#}");
    assert_eq!(told["rules"]["output-stale"]["born"], 2);
    assert_eq!(told["rules"]["output-stale"]["mended"], 1);
}

#[test]
fn one_state_has_no_line() {
    let repository = Repository::with_boxes();
    let drawing = repository.apiref(&["history", "--format", "svg"]);
    assert_eq!(drawing.code, Some(2));
    assert!(drawing.stderr.contains("only one state") && drawing.stdout.is_empty(), "{}", drawing.stderr);
}

#[test]
fn only_what_is_behind_a_revision_is_read() {
    let repository = grown();
    let told = repository.apiref(&["history", "--since", "HEAD~1", "--format", "json"]).json();
    assert_eq!(told["commits"], 2);
    let before: Vec<bool> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["or-before"].as_bool().unwrap())
        .collect();
    assert_eq!(before, [true, true, false]);
}

#[test]
fn a_state_that_cannot_be_read_is_a_gap() {
    let repository = Repository::with_boxes();
    let text = repository.read("api-ref/source/index.rst");
    repository.write("api-ref/source/index.rst", "Nothing\n=======\n");
    repository.write(BOXES, "Nothing\n=======\n");
    repository.commit("Lose all");
    repository.git(&["revert", "--no-edit", "HEAD"]);
    assert_eq!(repository.read("api-ref/source/index.rst"), text);
    let told = repository.apiref(&["history", "--format", "json"]).json();
    assert_eq!(told["gaps"].as_array().unwrap().len(), 1, "{told:#}");
    let subjects: Vec<&str> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["subject"].as_str().unwrap())
        .collect();
    assert_eq!(subjects, ["Describe boxes", "Describe boxes"]);
}

#[test]
fn a_shallow_clone_says_that_there_may_be_more() {
    let repository = grown();
    let url = format!("file://{}", repository.path().display());
    let clone = Repository::new();
    clone.git(&["fetch", "--quiet", "--depth", "1", &url, "main"]);
    clone.git(&["reset", "--quiet", "--hard", "FETCH_HEAD"]);
    let told = clone.apiref(&["history"]);
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    assert!(told.stdout.contains("the clone is shallow"), "{}", told.stdout);
    assert!(!repository.apiref(&["history"]).stdout.contains("shallow"));
    assert_eq!(clone.apiref(&["history", "--format", "json"]).json()["shallow"], true);
}
