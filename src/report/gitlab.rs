use std::io::{self, Write};

use serde::Serialize;

use super::Report;
use super::escape::write_json;
use super::shown_place::ShownPlace;
use crate::finding::{Finding, Severity};
use crate::triage::identity::fingerprint;

/// Writes a code quality report as GitLab reads it: an array of issues, each with a fingerprint of its own.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<Issue<'_>> = report.findings.iter().map(|finding| Issue::new(finding, report)).collect();
    write_json(&issues, out)
}

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

impl<'a> Issue<'a> {
    fn new(finding: &'a Finding, report: &Report<'a>) -> Self {
        let ShownPlace { path, line, .. } = ShownPlace::new(finding.place(), report.sources);
        Self {
            description: finding.headline(),
            check_name: finding.rule().id,
            fingerprint: fingerprint(finding, report.sources),
            severity: match finding.severity() {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            location: Location { path, lines: Lines { begin: line } },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::super::fixture::{MISSING, Tree};
    use super::*;
    use crate::triage::identity::number_twins;

    #[test]
    fn an_issue_has_what_gitlab_asks_for() {
        let mut issues: Value = serde_json::from_str(&Tree::new().print(write)).unwrap();
        assert!(issues[0]["fingerprint"].take().is_string());
        assert_eq!(
            issues,
            json!([{
                "description": "`size` is a string, documented as integer",
                "check_name": "sample-type",
                "fingerprint": null,
                "severity": "major",
                "location": {"path": "api-ref/samples/list.json", "lines": {"begin": 2}}
            }])
        );
    }

    #[test]
    fn no_two_issues_share_a_fingerprint() {
        let mut tree = Tree::new();
        tree.findings = (0..9).map(|_| tree.at_pointer(&MISSING, "the same")).collect();
        number_twins(&mut tree.findings, &tree.sources);
        let issues: Vec<Value> = serde_json::from_str(&tree.print(write)).unwrap();
        let prints: BTreeSet<&str> =
            issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(prints.len(), 9);
    }
}
