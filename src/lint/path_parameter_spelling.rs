use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject};
use crate::reference::{Bound, Operation};

static RULE: Rule = Rule {
    id: "path-parameter-spelling",
    severity: Severity::Warning,
    summary: "a URL variable and its row are spelt differently",
    explanation: "The URL says one name and the table nearly the same. Readers who look the variable up do not find it.",
    bad: ".. rest_method:: GET /types/{typeId}\n\n- type_id: type_id_path",
    good: ".. rest_method:: GET /types/{type_id}\n\n- type_id: type_id_path",
    fix: Some("the name that the URL has, in the row"),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        for (binding, variable) in operation.bindings.iter().zip(operation.template.variables()) {
            let Some(row) = binding.row.map(|at| &operation.rows[at]) else { continue };
            // `{a-b}` is reported as a URL already when its row says the same.
            if !matches!(binding.how, Bound::Spelling | Bound::Left)
                || row.name == variable.written
                || !is_in_one_piece(operation)
            {
                continue;
            }
            let message = format!("`{}` of the URL is called `{}` in the table", variable.written, row.name);
            findings.push(
                Finding::new(rule, variable.span, Subject::variable(&variable.written), message)
                    .with_help("use one name for both")
                    .with_fixes(is_name(&variable.written).then(|| {
                        Fix::suggested(format!("call the row `{}`, as the URL does", variable.written))
                            .replacing(row.name_span, &variable.written)
                    }))
                    .with_operation(operation.key())
                    .with_related(row.name_span, "the row"),
            );
        }
    }
}

/// Does the URL stand in one piece? Of one with blanks or line breaks it is told that it is malformed, and its
/// names have lost them.
fn is_in_one_piece(operation: &Operation) -> bool {
    operation.url_span.range().len() == operation.url.len()
}

/// Is it one word, and not `shelf id` or `shelf/name`, which the URL had better not say either?
fn is_name(written: &str) -> bool {
    written.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, entry, operation};

    fn count(url: &str) -> usize {
        let chapter = operation(url, "Request", "   - type_id: type_id\n");
        ask("path-parameter-spelling", &chapter, &entry("type_id", "path", "string")).len()
    }

    #[test]
    fn names_that_differ_are_told() {
        assert_eq!(["GET /types/{TypeID}", "GET /types/{kind}"].map(count), [1, 1]);
    }

    #[test]
    fn equal_names_and_those_that_are_no_identifiers_are_fine() {
        // What is no identifier is told as a malformed URL.
        assert_eq!(count("GET /types/{type-id}"), 0);
        assert_eq!(count("GET /types/{type_id}"), 0);
    }
}
