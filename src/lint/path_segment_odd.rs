use std::collections::BTreeMap;

use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::{Operation, Piece};
use crate::shape::singular;

static RULE: Rule = Rule {
    id: "path-segment-odd",
    severity: Severity::Note,
    summary: "one URL writes the singular where the others write the plural, or the reverse",
    explanation: "Of the URLs that begin alike, one has `zone` where several have `zones`. Services are seldom \
                  so, and a request to the URL that is misspelt is answered with 404.",
    bad: ".. rest_method:: GET /zones/{zone_id}\n\n.. rest_method:: PATCH /zone/{zone_id}",
    good: ".. rest_method:: GET /zones/{zone_id}\n\n.. rest_method:: PATCH /zones/{zone_id}",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

/// So many URLs show what the usual spelling is.
const USUAL: usize = 2;

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for document in &context.reference.documents {
        let mut spellings: BTreeMap<(String, String), BTreeMap<&str, Vec<Use<'_>>>> = BTreeMap::new();
        for operation in &context.reference.operations[document.operations] {
            for (before, segment, holds) in collections(operation) {
                let key = (before, singular(segment).into_owned());
                let spelling = spellings.entry(key).or_default().entry(segment).or_default();
                spelling.push((operation, holds));
            }
        }
        for spelling in spellings.into_values().filter(|spelling| spelling.len() == 2) {
            let mut by_count: Vec<(&str, Vec<Use<'_>>)> = spelling.into_iter().collect();
            by_count.sort_by_key(|(_, operations)| operations.len());
            if let [(odd, few), (usual, many)] = by_count.as_slice()
                && let ([(operation, true)], true) = (few.as_slice(), many.len() >= USUAL)
            {
                let message =
                    format!("`{odd}` in the URL is `{usual}` in {} others that begin alike", many.len());
                let finding = Finding::new(rule, operation.url_span, Subject::url(&operation.url), message)
                    .with_help(format!("write `{usual}`, if the service says so here, too"))
                    .with_operation(operation.key());
                let other = many.first().map(|(other, _)| other.url_span);
                findings.extend(other.map(|span| finding.with_related(span, "another URL")));
            }
        }
    }
}

/// An operation, and whether a variable follows the segment in its URL.
type Use<'a> = (&'a Operation, bool);

/// The fixed segments, each with the path before it, and whether a variable follows.
fn collections(operation: &Operation) -> Vec<(String, &str, bool)> {
    let segments = &operation.template.segments;
    let mut before = String::new();
    let mut found = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        match segment.as_slice() {
            [Piece::Literal(text)] => {
                let is_variable = |next: &Vec<Piece>| matches!(next.as_slice(), [Piece::Variable(_)]);
                found.push((before.clone(), text.as_str(), segments.get(at + 1).is_some_and(is_variable)));
                before.push_str(&format!("/{text}"));
            }
            _ => before.push_str("/{}"),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, operation};

    fn count(urls: &[&str]) -> usize {
        let chapters: Vec<String> = urls.iter().map(|url| operation(url, "Request", "")).collect();
        ask("path-segment-odd", &chapters.join("\n"), "").len()
    }

    #[test]
    fn the_only_singular_among_plurals_is_told() {
        assert_eq!(count(&["GET /zones/{x}", "PUT /zones/{x}", "PATCH /zone/{x}"]), 1);
    }

    #[test]
    fn other_beginnings_and_even_counts_are_fine() {
        assert_eq!(count(&["GET /a/zones/{x}", "PUT /a/zones/{x}", "PATCH /b/zone/{x}"]), 0);
        assert_eq!(count(&["GET /zones/{x}", "PATCH /zone/{x}"]), 0);
    }
}
