use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::{Document, Operation};
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
        let mut first: BTreeMap<String, &Operation> = BTreeMap::new();
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
                .with_help(advice(document_operations(context, document), known, operation))
                .with_operation(operation.key())
                .with_related(known.url_span, "the other URL"),
            );
        }
    }
}

fn document_operations<'a>(context: &Context<'a>, document: &Document) -> &'a [Operation] {
    &context.reference.operations[document.operations]
}

/// The name that fewer URLs have is likelier wrong; where both mean what they say, one name has to cover both.
fn advice(operations: &[Operation], known: &Operation, later: &Operation) -> String {
    let differing = known.template.variables().zip(later.template.variables());
    let Some((one, other)) = differing.into_iter().find(|(one, other)| one.written != other.written) else {
        return "give the variables the same names, or correct the URL that is wrong".to_owned();
    };
    let count = |name: &str| {
        let has = |operation: &&Operation| operation.template.variables().any(|known| known.written == name);
        operations.iter().filter(has).count()
    };
    let (one, other) = (one.written.as_str(), other.written.as_str());
    let (wrong, right) = if count(one) < count(other) { (one, other) } else { (other, one) };
    format!(
        "write `{{{right}}}` for `{{{wrong}}}`, or, if both are right, one name for both; if another URL was meant, correct it"
    )
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
    fn the_name_that_fewer_urls_have_is_to_be_changed() {
        let urls = ["GET /a/{x}", "PUT /a/{y}", "DELETE /a/{y}"];
        let chapters: Vec<String> = urls.iter().map(|url| operation(url, "Request", "")).collect();
        let findings = ask("path-shape-conflict", &chapters.join("\n"), "");
        assert!(findings[0].help().is_some_and(|help| help.starts_with("write `{y}` for `{x}`")));
    }

    #[test]
    fn equal_names_and_other_routes_are_fine() {
        assert_eq!(count(&["GET /a/{x}", "PUT /a/{x}", "GET /b/{y}"]), 0);
    }
}
