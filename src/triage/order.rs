use std::cmp::Ordering;

use crate::finding::{Finding, Findings};
use crate::place::Span;
use crate::source::Sources;

/// Drops exact repetitions.
pub(super) fn drop_repetitions(findings: &mut Findings) {
    findings.sort_by(|one, other| {
        (one.place(), one.rule().id, one.headline()).cmp(&(other.place(), other.rule().id, other.headline()))
    });
    findings.dedup();
}

/// Puts findings in the order of every report: path, position, rule, message. Positions in samples are looked
/// for, so this is only for findings that are shown.
pub(crate) fn order(findings: &mut Findings, sources: &Sources) {
    let mut keyed: Vec<(Span, Finding)> = std::mem::take(findings)
        .into_iter()
        .map(|finding| (sources.span_of(finding.place()), finding))
        .collect();
    keyed.sort_by(|(span, one), (other_span, other)| {
        // Most findings of a file meet others of the same file.
        let by_path = match span.source == other_span.source {
            true => Ordering::Equal,
            false => sources.path(span.source).cmp(sources.path(other_span.source)),
        };
        let left = (span.start, one.rule().id, one.headline());
        by_path.then_with(|| left.cmp(&(other_span.start, other.rule().id, other.headline())))
    });
    findings.extend(keyed.into_iter().map(|(.., finding)| finding));
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{MISSING, TYPE};
    use super::*;
    use crate::finding::Subject;
    use crate::place::SourceId;

    #[test]
    fn findings_stand_in_the_order_of_the_sources() {
        let sources = Sources::from_texts([("b.inc", "0123456789"), ("a.inc", "0123456789")]);
        let at = |source, start| Span::new(SourceId(source), start, start + 1);
        let mut findings = vec![
            Finding::new(&TYPE, at(0, 1), Subject::row("size"), "late file"),
            Finding::new(&TYPE, at(1, 5), Subject::row("size"), "second"),
            Finding::new(&TYPE, at(1, 5), Subject::row("size"), "second"),
            Finding::new(&MISSING, at(1, 5), Subject::row("size"), "zuletzt"),
            Finding::new(&TYPE, at(1, 5), Subject::row("size"), "second").with_operation("GET /a"),
            Finding::new(&TYPE, at(1, 0), Subject::row("size"), "first"),
        ];
        drop_repetitions(&mut findings);
        order(&mut findings, &sources);
        let seen: Vec<&str> = findings.iter().map(|finding| finding.headline()).collect();
        assert_eq!(seen, ["first", "zuletzt", "second", "second", "late file"]);
    }
}
