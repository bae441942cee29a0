use std::io::{self, Write};

use super::Report;
use super::escape::{command_data, command_property};
use super::shown_place::ShownPlace;
use crate::finding::{Finding, Severity};

/// Writes workflow commands, which GitHub shows as annotations of the changed lines, then the summary line.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.findings {
        let ShownPlace { path, line, column, .. } = ShownPlace::new(finding.place(), report.sources);
        let (level, file, title) = (level(finding.severity()), command_property(path), finding.rule().id);
        write!(out, "::{level} file={file},line={line},col={column},title={title}::")?;
        writeln!(out, "{}", command_data(&body(finding)))?;
    }
    writeln!(out, "{}", report.summary.line(report.findings))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

fn body(finding: &Finding) -> String {
    let body = finding.body().map(|body| format!("\n{body}")).unwrap_or_default();
    let help = finding.help().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    format!("{}{body}{help}", finding.headline())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{TYPE, Tree, UNUSED};
    use super::*;

    #[test]
    fn one_finding_is_one_command() {
        let mut tree = Tree::new();
        tree.findings.push(tree.at_row(&UNUSED, "100% unused"));
        assert_eq!(
            tree.print(write),
            "::error file=api-ref/samples/list.json,line=2,col=11,title=sample-type::\
             `size` is a string, documented as integer%0Ahelp: say `string` in the entry `size`\n\
             ::notice file=api-ref/volumes.inc,line=4,col=3,title=entry-unused::100%25 unused\n\
             1 error, 0 warnings, 1 note\n"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn no_message_starts_a_command_of_its_own(message in "[a\r\n:%\u{1b}\u{2028},]{0,40}", help in "[:\r\n]{0,9}") {
            let mut tree = Tree::new();
            tree.findings = vec![tree.at_row(&TYPE, &message).with_help(help)];
            prop_assert_eq!(tree.print(write).lines().count(), 2);
        }
    }
}
