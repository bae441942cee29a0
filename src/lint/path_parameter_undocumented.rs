use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::{Bound, Direction};

static RULE: Rule = Rule {
    id: "path-parameter-undocumented",
    severity: Severity::Error,
    summary: "a URL variable has no row",
    explanation: "The URL has a variable that no row of the request table describes, so readers do not know what to put there. Where the request has no table at all this is a warning.",
    bad: ".. rest_method:: GET /volumes/{volume_id}\n\n(no row `volume_id`)",
    good: "- volume_id: volume_id_path",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    // Whoever registers a callback knows its URL.
    for operation in context.operations().filter(|operation| !operation.is_callback()) {
        let bare = !operation.tables.iter().any(|table| table.direction != Some(Direction::Response));
        for (binding, variable) in operation.bindings.iter().zip(operation.template.variables()) {
            // A row whose entry is not found is a finding of its own.
            let has_row = operation.rows_of(Direction::Request).any(|row| {
                row.definition.is_none() && [&variable.name, &variable.written].contains(&&row.name)
            });
            if binding.how != Bound::Not || has_row {
                continue;
            }
            let message = format!("`{}` is a variable of the URL, but no row describes it", variable.written);
            let help = match context.path_entry(operation, &variable.name) {
                Some(entry) => format!(
                    "add the row `- {}: {entry}` to the request table; the entry is there",
                    variable.written
                ),
                None => format!(
                    "add a row for `{}` to the request table, with an entry that is `in: path`",
                    variable.written
                ),
            };
            // Without a table the whole request is yet to be described.
            let severity = if bare { Severity::Warning } else { rule.severity };
            findings.push(
                Finding::new(rule, variable.span, Subject::variable(&variable.written), message)
                    .with_help(help)
                    .with_operation(operation.key())
                    .with_severity(severity),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, entry, operation};
    use crate::finding::Severity;

    const RULE: &str = "path-parameter-undocumented";

    #[test]
    fn a_variable_without_a_row_is_told_with_the_entry_that_fits() {
        let dictionary = entry("size", "query", "integer") + &entry("id_path", "path", "string");
        let findings = ask(RULE, &operation("GET /things/{id}", "Request", "   - size: size\n"), &dictionary);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].severity(), Severity::Error);
        let help = findings[0].help();
        assert_eq!(help, Some("add the row `- id: id_path` to the request table; the entry is there"));
    }

    #[test]
    fn without_a_request_table_it_is_a_warning() {
        let chapter = operation("GET /things/{id}", "Response", "   - size: size\n");
        let findings = ask(RULE, &chapter, &entry("size", "body", "integer"));
        assert_eq!(
            findings.iter().map(|finding| finding.severity()).collect::<Vec<_>>(),
            [Severity::Warning]
        );
    }

    #[test]
    fn described_variables_are_fine() {
        let chapter = operation("GET /things/{id}", "Request", "   - id: id\n");
        assert!(ask(RULE, &chapter, &entry("id", "path", "string")).is_empty());
    }
}
