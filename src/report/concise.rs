use std::io::{self, Write};

use super::Report;
use super::escape::visible;
use super::shown_place::ShownPlace;
use super::text::headline;

/// Writes the findings and the summary line.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_findings(report, out)?;
    writeln!(out, "{}", report.summary.line(report.findings))
}

/// Writes `path:line:column: rule message`, one finding a line.
pub(super) fn write_findings(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.findings {
        let ShownPlace { path, line, column, .. } = ShownPlace::new(&finding.place, report.sources);
        let (path, message) = (visible(path), visible(headline(&finding.message)));
        writeln!(out, "{path}:{line}:{column}: {} {message}", finding.rule.id)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{TYPE, Tree};
    use super::*;

    #[test]
    fn one_finding_is_one_line() {
        let mut tree = Tree::new();
        tree.findings.push(tree.at_row(&TYPE, "two\nlines"));
        assert_eq!(
            tree.print(write),
            "api-ref/samples/list.json:2:11: sample-type `size` is a string, documented as integer\n\
             api-ref/volumes.inc:4:3: sample-type two\n\
             2 errors, 0 warnings, 0 notes\n"
        );
    }
}
