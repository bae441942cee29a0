//! The rules as a whole: their words, their page, and a case for each.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use apiref::{Rule, all_rules};

use crate::apiref::project;
use crate::tree::{Tree, own_trees};

/// Rules that no case can show, because they need more than a tree and `check`; each has a test of its own.
const ELSEWHERE: [&str; 32] = [
    "baseline-renamed",
    "baseline-stale",
    "change-without-version",
    "gateway-body",
    "gateway-format",
    "gateway-path",
    "gateway-pattern",
    "gateway-rename",
    "gateway-size",
    "gateway-success",
    "input-too-much",
    "observe-code-undocumented",
    "observe-header-undocumented",
    "observe-key-missing",
    "observe-key-outside-version",
    "observe-key-undocumented",
    "observe-null-undocumented",
    "observe-operation-undocumented",
    "observe-query-undocumented",
    "observe-schema",
    "observe-type",
    "output-stale",
    "projection-loss",
    "route-merged",
    "route-order",
    "route-unsupported",
    "source-name-not-utf8",
    "source-too-large",
    "source-unreadable",
    "target-limit",
    "target-overlap",
    "target-refused",
];

#[test]
fn every_rule_has_words() {
    for rule in all_rules() {
        let words = [rule.summary, rule.explanation, rule.bad, rule.good];
        assert!(words.iter().all(|words| !words.trim().is_empty()), "{}", rule.id);
        assert!(!rule.summary.ends_with('.'), "{}: a headline has no full stop", rule.id);
    }
}

#[test]
fn every_rule_fires_in_a_case() {
    let files = walkdir::WalkDir::new(project().join("tests/cases")).into_iter().map(|entry| entry.unwrap());
    let findings: String = files
        .filter(|file| file.file_name() == "findings.txt" || file.file_name() == "compared.txt")
        .map(|file| fs::read_to_string(file.path()).unwrap())
        .collect();
    let silent: Vec<&str> = all_rules()
        .into_iter()
        .map(|rule| rule.id)
        .filter(|id| !findings.contains(&format!("[{id}]")))
        .collect();
    assert_eq!(silent, ELSEWHERE);
}

#[test]
fn every_fix_that_is_offered_has_words() {
    let mut offered = BTreeSet::new();
    for tree in own_trees().iter().filter_map(|folder| Tree::read(folder)) {
        for finding in tree.findings().iter().filter(|finding| !finding.fixes().is_empty()) {
            assert!(finding.rule().fix.is_some(), "{} says nothing of its fix", finding.rule().id);
            offered.insert(finding.rule().id);
        }
    }
    assert!(offered.len() > 15, "{offered:?}");
}

#[test]
fn the_page_of_rules_is_fresh() {
    let path = project().join("RULES.md");
    let page = page(&all_rules());
    if std::env::var_os("APIREF_UPDATE").is_some_and(|value| value == "1") {
        fs::write(&path, &page).unwrap();
    }
    assert!(fs::read_to_string(path).unwrap() == page, "RULES.md is stale; APIREF_UPDATE=1 writes it");
}

fn page(rules: &[&Rule]) -> String {
    let mut page = "# Rules\n\n`apiref explain RULE` prints the same. This page is written by a test.\n\n\
                    | rule | severity | |\n|---|---|---|\n"
        .to_owned();
    for rule in rules {
        writeln!(page, "| [`{0}`](#{0}) | {1} | {2} |", rule.id, rule.severity, rule.summary).unwrap();
    }
    for rule in rules {
        write!(page, "\n## {}\n\n*{}*: {}.\n\n{}\n", rule.id, rule.severity, rule.summary, rule.explanation)
            .unwrap();
        if rule.unread {
            page.push_str("\nInput is lost with it: a check that has it does not end with 0, unless the baseline or a reason at the place excuses it.\n");
        }
        if let Some(fix) = rule.fix {
            write!(page, "\nIts fix: {fix}.\n").unwrap();
        }
        for (word, example) in [("Bad", rule.bad), ("Good", rule.good)] {
            write!(page, "\n{word}:\n\n````text\n{example}\n````\n").unwrap();
        }
    }
    page
}
