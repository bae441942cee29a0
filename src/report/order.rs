use crate::finding::{Finding, Findings};
use crate::source::Sources;

/// Puts findings in the order of every report (path, position, rule, message) and drops exact repetitions.
pub fn order(findings: &mut Findings, sources: &Sources) {
    let mut keyed: Vec<(&str, u32, Finding)> = std::mem::take(findings)
        .into_iter()
        .map(|finding| {
            let span = sources.span_of(&finding.place);
            (sources.path(span.source), span.start, finding)
        })
        .collect();
    keyed.sort_by(|(path, start, one), (other_path, other_start, other)| {
        let left = (path, start, one.rule.id, &one.message);
        left.cmp(&(other_path, other_start, other.rule.id, &other.message))
    });
    keyed.dedup_by(|(.., later), (.., earlier)| same(later, earlier));
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
    use crate::place::{SourceId, Span};

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
        order(&mut findings, &sources);
        let seen: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(seen, ["first", "zuletzt", "second", "second", "late file"]);
    }
}
