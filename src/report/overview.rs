use std::io::{self, Write};

use super::{Report, statistics};
use crate::triage::number;

/// From this many findings on a text report starts with the totals and says how to begin.
const MANY: usize = 25;

/// Writes the totals by rule and how to begin, if there is more than a person can read at once and no
/// baseline yet.
pub(super) fn write_overview(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    if !is_first_day(report) {
        return Ok(());
    }
    statistics::write(report, out)?;
    writeln!(out, "\n{}\n", hint(report))
}

/// Are there many findings, and neither a baseline nor an earlier state that they are compared with?
pub(super) fn is_first_day(report: &Report<'_>) -> bool {
    let summary = report.summary;
    report.findings.len() >= MANY && summary.baselined.is_none() && summary.turnover.is_none()
}

/// How to begin with a tree that has many findings.
pub(super) fn hint(report: &Report<'_>) -> String {
    let summary = report.summary;
    let command = match (&summary.coverage, &summary.observed) {
        (Some(_), _) => "compare",
        (_, Some(_)) => "observe",
        _ => "check",
    };
    format!(
        "{} to begin with: `apiref {command} --write-baseline` records them, so that from then on only new ones \
         are reported",
        number(report.findings.len(), "findings")
    )
}
