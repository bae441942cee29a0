//! Every folder below `tests/cases`, and our own reference.

use rayon::prelude::*;
use serde_json::Value;

use crate::apiref::{Run, on_tree, project};
use crate::case::{self, Case};

#[test]
fn every_case_comes_out_as_expected() {
    let cases = case::all();
    assert!(!cases.is_empty());
    if std::env::var_os("APIREF_UPDATE").is_some_and(|value| value == "1") {
        cases.par_iter().for_each(Case::update);
        return;
    }
    fail_on(cases.par_iter().filter_map(|case| {
        let problems = case.compare().err()?;
        Some(format!("{}:\n{problems}", case.name))
    }));
}

#[test]
fn clean_cases_have_no_findings() {
    let clean: Vec<Case> = case::all().into_iter().filter(Case::is_clean).collect();
    assert!(!clean.is_empty());
    fail_on(clean.par_iter().filter_map(|case| {
        let run = on_tree("check", &case.folder, &["--output-format", "json", "--fail-on", "note"]);
        let silent = run.code == Some(0) && findings(&run).is_empty();
        (!silent).then(|| format!("{}:\n{}{}", case.name, run.stdout, run.stderr))
    }));
}

#[test]
fn expected_files_belong_to_a_case() {
    assert_eq!(case::abandoned(), Vec::<std::path::PathBuf>::new());
}

#[test]
fn our_own_reference_is_clean_and_its_documents_are_fresh() {
    let run = on_tree("check", project(), &["--output-format", "json", "--fail-on", "note"]);
    assert_eq!(findings(&run), Vec::<Value>::new());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

#[test]
fn our_own_reference_has_all_its_operations() {
    let model = on_tree("model", project(), &[]).json();
    let below = |folder: &str| {
        let operations = model["operations"].as_array().unwrap();
        let inside = |operation: &&Value| operation["file"].as_str().unwrap().contains(folder);
        operations.iter().filter(inside).count()
    };
    assert_eq!(below("source/v2/"), 9);
    assert_eq!(below("source/v3/"), 16);
}

fn findings(run: &Run) -> Vec<Value> {
    run.json()["findings"].as_array().unwrap().clone()
}

fn fail_on(problems: impl ParallelIterator<Item = String>) {
    let problems: Vec<String> = problems.collect();
    assert!(problems.is_empty(), "{}\n{} cases differ", problems.join("\n"), problems.len());
}
