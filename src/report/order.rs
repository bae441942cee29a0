use std::cmp::Ordering;

use crate::finding::{Finding, Findings};
use crate::place::Span;
use crate::source::Sources;

/// Drops exact repetitions.
pub(super) fn drop_repetitions(findings: &mut Findings) {
    findings.sort_by(|one, other| {
        (&one.place, one.rule.id, &one.message).cmp(&(&other.place, other.rule.id, &other.message))
    });
    findings.dedup_by(|later, earlier| same(later, earlier));
}

/// Puts findings in the order of every report: path, position, rule, message. Positions in samples are looked for, so
/// this is only for findings that are shown.
pub fn order(findings: &mut Findings, sources: &Sources) {
    let mut keyed: Vec<(Span, Finding)> = std::mem::take(findings)
        .into_iter()
        .map(|finding| (sources.span_of(&finding.place), finding))
        .collect();
    keyed.sort_by(|(span, one), (other_span, other)| {
        // Most findings of a file meet others of the same file.
        let by_path = match span.source == other_span.source {
            true => Ordering::Equal,
            false => sources.path(span.source).cmp(sources.path(other_span.source)),
        };
        let left = (span.start, one.rule.id, &one.message);
        by_path.then_with(|| left.cmp(&(other_span.start, other.rule.id, &other.message)))
    });
    findings.extend(keyed.into_iter().map(|(.., finding)| finding));
}

fn same(one: &Finding, other: &Finding) -> bool {
    one.rule.id == other.rule.id
        && one.severity == other.severity
        && one.place == other.place
        && one.message == other.message
        && one.operations == other.operations
        && one.help == other.help
        && one.related.len() == other.related.len()
        && one.related.iter().zip(&other.related).all(|(left, right)| {
            left.place == right.place && left.message == right.message && left.operation == right.operation
        })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{MISSING, TYPE};
    use super::*;
    use crate::place::SourceId;

    #[test]
    fn findings_stand_in_the_order_of_the_sources() {
        let sources = Sources::from_texts([("b.inc", "0123456789"), ("a.inc", "0123456789")]);
        let at = |source, start| Span::new(SourceId(source), start, start + 1);
        let mut findings = vec![
            Finding::new(&TYPE, at(0, 1), "late file"),
            Finding::new(&TYPE, at(1, 5), "second"),
            Finding::new(&TYPE, at(1, 5), "second"),
            Finding::new(&MISSING, at(1, 5), "zuletzt"),
            Finding::new(&TYPE, at(1, 5), "second").operation("GET /a"),
            Finding::new(&TYPE, at(1, 0), "first"),
        ];
        drop_repetitions(&mut findings);
        order(&mut findings, &sources);
        let seen: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(seen, ["first", "zuletzt", "second", "second", "late file"]);
    }
}
