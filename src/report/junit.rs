use std::io::{self, Write};

use super::Report;
use super::escape::xml;
use super::shown_place::ShownPlace;
use crate::finding::Finding;

/// Writes one suite a file and one case a finding. What makes the exit code other than 0 is a failure; the
/// rest are cases that pass and say so in their output. Without findings one case passes, because some
/// readers take an empty file for a broken run.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    let (tests, failures) = (report.findings.len().max(1), failures(report.findings, report));
    writeln!(out, r#"<testsuites name="apiref" tests="{tests}" failures="{failures}" errors="0">"#)?;
    let file = |finding: &Finding| report.sources.file_of(finding.place().source());
    let same_file = |one: &Finding, other: &Finding| file(one) == file(other);
    for findings in report.findings.chunk_by(same_file) {
        write_suite(findings, report, out)?;
    }
    if report.findings.is_empty() {
        writeln!(out, r#"  <testsuite name="apiref" tests="1" failures="0" errors="0">"#)?;
        writeln!(out, r#"    <testcase classname="apiref" name="no findings"/>"#)?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// Does the finding make the exit code other than 0?
fn is_failure(finding: &Finding, report: &Report<'_>) -> bool {
    report.fail_on.fails(finding) || finding.is_unread()
}

fn failures(findings: &[Finding], report: &Report<'_>) -> usize {
    findings.iter().filter(|finding| is_failure(finding, report)).count()
}

fn write_suite(findings: &[Finding], report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let path = findings.first().map_or("", |finding| report.sources.path(finding.place().source()));
    let (name, tests, failures) = (xml(path), findings.len(), failures(findings, report));
    writeln!(out, r#"  <testsuite name="{name}" tests="{tests}" failures="{failures}" errors="0">"#)?;
    for finding in findings {
        write_case(finding, report, out)?;
    }
    writeln!(out, "  </testsuite>")
}

fn write_case(finding: &Finding, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let ShownPlace { path, line, column, .. } = ShownPlace::new(finding.place(), report.sources);
    let (file, rule, body) = (xml(path), xml(finding.rule().id), body(finding, report));
    let body = xml(&body);
    write!(
        out,
        r#"    <testcase classname="{file}" name="{rule} at {line}:{column}" file="{file}" line="{line}">"#
    )?;
    if !is_failure(finding, report) {
        write!(out, "<system-out>{body}</system-out>")?;
    } else {
        let (kind, message) = (finding.severity(), finding.headline());
        write!(out, r#"<failure type="{kind}" message="{}">{body}</failure>"#, xml(message))?;
    }
    writeln!(out, "</testcase>")
}

/// The finding in some lines: message, help, operations, other places.
fn body(finding: &Finding, report: &Report<'_>) -> String {
    let mut lines = vec![finding.headline().to_owned()];
    lines.extend(finding.body().map(str::to_owned));
    lines.extend(finding.help().iter().map(|help| format!("help: {help}")));
    if !finding.operations().is_empty() {
        lines.push(format!("in {}", finding.operations().join(", ")));
    }
    for related in finding.related() {
        let ShownPlace { path, line, column, .. } = ShownPlace::new(&related.place, report.sources);
        lines.push(format!("{path}:{line}:{column}: {}", related.label.as_str()));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::events::Event;
    use quick_xml::{Reader, XmlVersion};

    use super::super::fixture::{MISSING, TYPE, Tree, UNUSED};
    use super::*;

    /// The names of the elements of a well-formed text, each with the value of its `message`.
    fn elements(text: &str) -> Vec<(String, Option<String>)> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        let mut found = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) | Event::Empty(tag) => {
                    let name = tag.name().as_ref().to_owned();
                    let message =
                        tag.attributes().map(Result::unwrap).find(|one| one.key.as_ref() == "message");
                    found.push((
                        name,
                        message
                            .map(|one| one.normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned()),
                    ));
                }
                Event::Eof => return found,
                _ => {}
            }
        }
    }

    fn names(text: &str) -> Vec<String> {
        elements(text).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_file_is_a_suite_and_a_finding_a_case() {
        let mut tree = Tree::new();
        tree.findings.extend([tree.at_row(&MISSING, "absent"), tree.at_row(&UNUSED, "unused")]);
        let printed = tree.print(write);
        let expected = ["testsuites", "testsuite", "testcase", "failure", "testsuite", "testcase", "failure"];
        assert_eq!(names(&printed)[..7], expected);
        assert_eq!(names(&printed)[7..], ["testcase", "system-out"]);
        assert!(printed.contains(r#"<testsuites name="apiref" tests="3" failures="2" errors="0">"#));
        assert!(
            printed.contains(r#"<testcase classname="api-ref/samples/list.json" name="sample-type at 2:11""#)
        );
        assert!(printed.contains("\napi-ref/volumes.inc:4:3: documented here</failure>"));
    }

    #[test]
    fn no_findings_are_a_case_that_passes() {
        let mut tree = Tree::new();
        tree.findings.clear();
        assert_eq!(names(&tree.print(write)), ["testsuites", "testsuite", "testcase"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn no_text_breaks_the_xml(message in "[<>&\"'a\\]\\[!\u{0}\u{1b}\u{85}\u{fffe}\n-]{0,40}", help in any::<String>()) {
            let mut tree = Tree::new();
            tree.findings = vec![tree.at_row(&TYPE, &message).with_help(help)];
            let printed = tree.print(write);
            prop_assert!(!printed.replace('\n', "").contains(super::super::escape::hidden));
            let found = elements(&printed);
            prop_assert_eq!(found.len(), 4);
            prop_assert_eq!(found[3].1.as_deref(), Some(tree.findings[0].headline()));
        }
    }
}
