use std::fmt::Write as _;

use crate::finding::{Finding, Severity};
use crate::traffic::{Observed, Sightings};
use crate::witness::{Coverage, Share};

/// How many things of one kind were read, and how many of them came out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Count {
    /// The kind, a plural that ends in `s`: `operations`.
    pub name: &'static str,
    /// How many the sources have.
    pub read: usize,
    /// How many the documents have; `None` for what is not emitted as such.
    pub emitted: Option<usize>,
}

/// How much input was lost: findings that say so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unread {
    /// All of them, reported or not.
    pub all: usize,
    /// Those that neither the baseline nor an allowance with a reason excuses: with them a run is not clean.
    pub open: usize,
    /// Those of the open ones that lost more than a sample: documents are not complete.
    pub incomplete: usize,
    /// Those that are reported.
    pub shown: usize,
}

/// The numbers of a run, beside its findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// What was read and emitted, in the order in which it is told.
    pub counts: Vec<Count>,
    /// Findings that the configuration or a comment took away.
    pub suppressed: usize,
    /// Findings that the baseline knows; `None` where there is no baseline.
    pub baselined: Option<usize>,
    /// Input that was lost.
    pub unread: Unread,
    /// How the findings compare with an earlier state; `None` where they are not compared.
    pub turnover: Option<Turnover>,
    /// How much of a specification is documented; `None` where there is none.
    pub coverage: Option<Coverage>,
    /// What recorded traffic covers; `None` where none was read.
    pub observed: Option<Observed>,
}

/// How the findings of two states compare.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Turnover {
    /// Those that were not there.
    pub new: usize,
    /// Those that are no longer there.
    pub mended: usize,
    /// Those that are there as before.
    pub before: usize,
}

impl Turnover {
    /// The numbers of a comparison.
    pub(crate) fn new(new: usize, mended: usize, before: usize) -> Self {
        Self { new, mended, before }
    }
}

impl Summary {
    /// Adds a count.
    #[must_use]
    pub fn count(mut self, name: &'static str, read: usize, emitted: Option<usize>) -> Self {
        self.counts.push(Count { name, read, emitted });
        self
    }

    /// The last line of every text report: what was read, and what was found.
    pub fn line(&self, findings: &[Finding]) -> String {
        let mut line = self.observed.as_ref().map(watched).unwrap_or_default();
        for count in &self.counts {
            let _ = write!(line, "{}, ", told(count));
        }
        if !self.counts.is_empty() {
            line.truncate(line.len() - 2);
            line.push_str("; ");
        }
        let totals = Totals::new(findings);
        let (errors, warnings, notes) = (totals.errors, totals.warnings, totals.notes);
        let _ = write!(line, "{}, {}, ", number(errors, "errors"), number(warnings, "warnings"));
        line.push_str(&number(notes, "notes"));
        if self.suppressed > 0 {
            let _ = write!(line, ", {} suppressed", self.suppressed);
        }
        if let Some(baselined) = self.baselined {
            let _ = write!(line, ", {baselined} in the baseline");
        }
        if let Some(Turnover { new, mended, before }) = self.turnover {
            let _ = write!(line, "; {new} new, {mended} mended, {before} as before");
        }
        if let Some(Coverage { operations, parameters, properties, .. }) = self.coverage {
            let told =
                |share: Share, name: &str| format!("{} of {}", share.documented, number(share.all, name));
            let _ = write!(
                line,
                "; of the specification {}, {}, {} are documented",
                told(operations, "operations"),
                told(parameters, "parameters"),
                told(properties, "keys")
            );
        }
        let Unread { all, shown, .. } = self.unread;
        if all > shown {
            let were = if all == 1 { "was" } else { "were" };
            let _ = write!(line, "; {} {were} not read", number(all, "inputs"));
        }
        line
    }
}

/// Findings by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
}

impl Totals {
    pub(crate) fn new(findings: &[Finding]) -> Self {
        let mut totals = Self::default();
        for finding in findings {
            match finding.severity() {
                Severity::Error => totals.errors += 1,
                Severity::Warning => totals.warnings += 1,
                Severity::Note => totals.notes += 1,
            }
        }
        totals
    }
}

/// `212 exchanges, 3 elsewhere, seen 8 of 25 operations, ...; `
fn watched(observed: &Observed) -> String {
    let mut line = counted(observed.exchanges, "exchanges");
    let others = [
        (observed.elsewhere, "with other services"),
        (observed.unreadable, "unreadable"),
        (observed.other_formats, "bodies in other formats"),
        (observed.cut, "bodies cut off"),
        (observed.untold, "further causes"),
    ];
    for (count, what) in others.into_iter().filter(|(count, _)| *count > 0) {
        let _ = write!(line, ", {count} {what}");
    }
    let Observed { operations, codes, parameters, properties, .. } = observed;
    let seen = |coverage: &Sightings, plural: &str| {
        format!("{} of {}", coverage.seen(), number(coverage.documented, plural))
    };
    let _ = write!(
        line,
        "; seen {}, {}, {}, {}; ",
        seen(operations, "operations"),
        seen(codes, "codes"),
        seen(parameters, "parameters"),
        seen(properties, "properties"),
    );
    line
}

fn counted(count: u64, plural: &str) -> String {
    number(usize::try_from(count).unwrap_or(usize::MAX), plural)
}

/// `9 operations`, or `9 operations (8 emitted)` where some were lost.
fn told(count: &Count) -> String {
    let read = number(count.read, count.name);
    match count.emitted {
        Some(emitted) if emitted != count.read => format!("{read} ({emitted} emitted)"),
        _ => read,
    }
}

/// A number with its plural, or with the singular for one.
pub(crate) fn number(count: usize, plural: &str) -> String {
    let noun = if count == 1 { plural.strip_suffix('s').unwrap_or(plural) } else { plural };
    format!("{count} {noun}")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{MISSING, TYPE};
    use super::*;
    use crate::finding::Subject;
    use crate::place::{Place, SourceId};

    #[test]
    fn the_line_tells_what_was_lost_and_what_was_left_out() {
        let place = || Place::source_file(SourceId(0));
        let subject = Subject::whole_file;
        let findings =
            [Finding::new(&TYPE, place(), subject(), "a"), Finding::new(&MISSING, place(), subject(), "b")];
        let summary = Summary { suppressed: 2, baselined: Some(0), ..Summary::default() }
            .count("operations", 9, Some(8))
            .count("samples", 1, Some(1));
        assert_eq!(
            summary.line(&findings),
            "9 operations (8 emitted), 1 sample; 1 error, 1 warning, 0 notes, 2 suppressed, 0 in the baseline"
        );
        assert_eq!(Summary::default().line(&[]), "0 errors, 0 warnings, 0 notes");
        let summary = Summary { turnover: Some(Turnover::new(3, 5, 143)), ..Summary::default() };
        assert_eq!(summary.line(&[]), "0 errors, 0 warnings, 0 notes; 3 new, 5 mended, 143 as before");
        let unread = Unread { all: 2, shown: 1, ..Unread::default() };
        let summary = Summary { unread, ..Summary::default() };
        assert_eq!(summary.line(&[]), "0 errors, 0 warnings, 0 notes; 2 inputs were not read");
    }
}
