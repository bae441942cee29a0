use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use std::collections::{BTreeMap, BTreeSet};

static RULE: Rule = Rule {
    id: "path-shape-conflict",
    severity: Severity::Warning,
    summary: "two URLs differ only in the names of their variables",
    explanation: "A router cannot tell `/a/{x}` from `/a/{y}`, and OpenAPI calls them identical. The names of the first are used for both.",
    bad: ".. rest_method:: GET /types/{type_id}\n\n.. rest_method:: PUT /types/{id}",
    good: ".. rest_method:: GET /types/{type_id}\n\n.. rest_method:: PUT /types/{type_id}",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for document in &context.reference.documents {
        let mut first: BTreeMap<String, &crate::reference::Operation> = BTreeMap::new();
        let mut told = BTreeSet::new();
        let operations = context.reference.operations[document.operations].iter();
        for operation in operations.filter(|operation| !operation.is_callback()) {
            let known = *first.entry(operation.template.shape()).or_insert(operation);
            if std::ptr::eq(known, operation) {
                continue;
            }
            let (one, other) = (known.template.written(), operation.template.written());
            if one == other || !told.insert((one.clone(), other.clone())) {
                continue;
            }
            findings.push(
                Finding::new(
                    rule,
                    operation.url_span,
                    Subject::url(&other),
                    format!("`{other}` is the same route as `{one}`"),
                )
                .with_help("give the variables the same names, or correct the URL that is wrong")
                .with_operation(operation.key())
                .with_related(known.url_span, "the other URL"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, operation};

    fn count(urls: &[&str]) -> usize {
        let part = |url: &&str| operation(url, "Request", "");
        let chapters: Vec<String> = urls.iter().map(part).collect();
        ask("path-shape-conflict", &chapters.join("\n"), "").len()
    }

    #[test]
    fn a_pair_of_templates_is_told_once() {
        assert_eq!(count(&["GET /a/{x}", "PUT /a/{y}", "DELETE /a/{y}"]), 1);
        assert_eq!(count(&["GET /a/{x}", "PUT /a/{y}", "DELETE /a/{z}"]), 2);
    }

    #[test]
    fn equal_names_and_other_routes_are_fine() {
        assert_eq!(count(&["GET /a/{x}", "PUT /a/{x}", "GET /b/{y}"]), 0);
    }
}
