use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Lint};
use crate::finding::{Finding, Findings, Related, Rule, Severity, Subject};
use crate::reference::{CodeKind, Location, Operation};
use crate::rst::Kind;

static RULE: Rule = Rule {
    id: "status-code-missing",
    severity: Severity::Warning,
    summary: "an operation lists no success code",
    explanation: "Readers and generated clients need to know what success looks like. List the codes with `rest_status_code`, or in a line `Normal response codes: 200`. Where the text says `Status: 200 OK` this is a note: readers can tell, tools cannot. An operation that only says that it is gone (410) or not implemented (501) and has no body has no success. A variant of a request, on the method and path of one that lists its codes, needs none of its own.",
    bad: ".. rest_method:: GET /volumes\n\nLists volumes.",
    good: ".. rest_method:: GET /volumes\n\nLists volumes.\n\n.. rest_status_code:: success status.yaml\n\n   - 200",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    // In the document, variants of one request have the codes of any of them.
    let succeeds = |operation: &Operation| {
        operation.codes.iter().any(|code| code.kind == CodeKind::Success || code.code < 400)
    };
    let listed: BTreeSet<String> =
        context.operations().filter(|one| succeeds(one)).map(Operation::key).collect();
    let mut chapters: BTreeMap<(usize, usize), Chapter<'_>> = BTreeMap::new();
    for operation in context.operations().filter(|operation| !operation.url.is_empty()) {
        let chapter = chapters.entry((operation.document, operation.chapter)).or_default();
        if succeeds(operation) || is_gone(operation) || listed.contains(&operation.key()) {
            chapter.has_codes = true;
            continue;
        }
        chapter.told.push((operation, status_line(context, operation)));
    }
    for chapter in chapters.into_values() {
        findings.extend(chapter.findings(rule));
    }
}

/// The operations of a chapter that list no success code.
#[derive(Default)]
struct Chapter<'a> {
    /// Each with the line of its text that says a code.
    told: Vec<(&'a Operation, Option<&'a str>)>,
    /// Other operations do.
    has_codes: bool,
}

/// From so many operations on it is a habit of the chapter that none lists codes.
const HABIT: usize = 4;

impl Chapter<'_> {
    fn findings(self, rule: &'static Rule) -> Vec<Finding> {
        let is_habit =
            !self.has_codes && self.told.len() >= HABIT && self.told.iter().all(|(_, line)| line.is_none());
        match self.told.split_first() {
            Some(((first, _), others)) if is_habit => {
                let message = format!(
                    "none of the {} operations of this chapter lists a success code",
                    self.told.len()
                );
                let whole = Finding::new(rule, first.title_span, Subject::operation(&first.title), message)
                    .with_help("list the codes of each with `rest_status_code`, or in a line `Normal response codes: ...`")
                    .with_operation(first.key());
                let others = others.iter().map(|(operation, _)| *operation);
                vec![others.fold(whole, |whole, other| {
                    let place = Related::new(other.title_span, "and here").with_operation(Some(other.key()));
                    let mut whole = whole.with_operation(other.key());
                    whole.add_related(place);
                    whole
                })]
            }
            _ => self.told.iter().map(|(operation, line)| finding(rule, operation, *line)).collect(),
        }
    }
}

/// Does the operation only fail: it says that it is gone or not implemented, and describes no body?
fn is_gone(operation: &Operation) -> bool {
    let says_so = operation.codes.iter().any(|code| matches!(code.code, 410 | 501));
    says_so && operation.samples.is_empty() && operation.rows.iter().all(|row| row.location != Location::Body)
}

fn finding(rule: &'static Rule, operation: &Operation, line: Option<&str>) -> Finding {
    let message = format!("`{}` lists no success code", operation.title);
    let finding = Finding::new(rule, operation.title_span, Subject::operation(&operation.title), message)
        .with_operation(operation.key());
    match line {
        Some(line) => finding
            .with_help(format!(
                "list the code of `{line}` with `rest_status_code`, or in a line `Normal response codes: ...`"
            ))
            .with_severity(Severity::Note),
        None => finding
            .with_help("list the codes with `rest_status_code`, or in a line `Normal response codes: ...`"),
    }
}

/// A line such as `Status: 204 No Content` in the text of the operation.
fn status_line<'a>(context: &Context<'a>, operation: &Operation) -> Option<&'a str> {
    let ids = operation.prose.iter().flat_map(|prose| &prose.blocks);
    ids.filter_map(|id| context.reference.block(*id)).find_map(|block| {
        let Kind::Paragraph(text) = &block.kind else { return None };
        text.value.lines().map(str::trim).find(|line| line.starts_with("Status: 2"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::ask;
    use crate::finding::Severity;

    fn severities(text: &str) -> Vec<Severity> {
        let chapter = format!("Things\n======\n\n.. rest_method:: GET /things\n\n{text}\n");
        ask("status-code-missing", &chapter, "").iter().map(|finding| finding.severity()).collect()
    }

    #[test]
    fn an_operation_without_a_success_code_is_told() {
        assert_eq!(severities("Lists them."), [Severity::Warning]);
        assert_eq!(severities("Error response codes: 404"), [Severity::Warning]);
    }

    #[test]
    fn a_chapter_without_any_codes_is_told_once() {
        let many = |count: usize, codes: &str| {
            let operations = (0..count).map(|number| {
                format!("Thing {number}\n-------\n\n.. rest_method:: GET /things/{number}\n\nText.\n\n")
            });
            let last = format!("Last one\n--------\n\n.. rest_method:: GET /last\n\n{codes}\n");
            let chapter = format!("Doc\n===\n\n{}{last}", operations.collect::<String>());
            ask("status-code-missing", &chapter, "").len()
        };
        assert_eq!([many(2, ""), many(3, ""), many(9, "")], [3, 1, 1]);
        assert_eq!(many(9, "Normal response codes: 200"), 9);
    }

    #[test]
    fn an_operation_that_is_gone_needs_none() {
        assert_eq!(severities("Error response codes: 410"), []);
        assert_eq!(severities("Error response codes: 404, 501"), []);
        let sample = "Error response codes: 410\n\nResponse\n--------\n\n.. literalinclude:: things.json";
        assert_eq!(severities(sample), [Severity::Warning]);
    }

    #[test]
    fn a_variant_of_a_request_needs_no_codes_of_its_own() {
        let more =
            "Normal response codes: 200\n\nOthers\n======\n\n.. rest_method:: GET /things\n\nLists others.";
        assert_eq!(severities(more), []);
        assert_eq!(severities(&more.replace("GET /things", "PUT /things")), [Severity::Warning]);
    }

    #[test]
    fn a_code_in_the_text_makes_it_a_note() {
        assert_eq!(severities("Response\n--------\n\nStatus: 204 No Content"), [Severity::Note]);
        assert_eq!(severities("Response\n--------\n\nStatus: 404 Not Found"), [Severity::Warning]);
    }

    #[test]
    fn a_listed_code_is_fine() {
        assert_eq!(severities("Normal response codes: 200"), []);
    }
}
