use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity};

static RULE: Rule = Rule {
    id: "row-outside-version",
    severity: Severity::Error,
    summary: "no microversion has both a row and what it belongs to",
    explanation: "The entry exists for some microversions, and the operation or section it is listed in for others; the two never meet, so the parameter can never be sent or received there.",
    bad: ".. rest_method:: GET /things\n   :max_version: 2.35\n\n- new_name: new_name\n\n(new_name:\n  min_version: 2.60)",
    good: "- old_name: old_name",
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        for row in &operation.rows {
            let own = context.reference.definition(row).map(|definition| (definition.window, definition));
            let Some((own, definition)) = own.filter(|(own, _)| row.window.is_empty() && !own.is_empty())
            else {
                continue;
            };
            let message =
                format!("`{}` exists {own}, but the operation or section it stands in does not", row.name);
            findings.push(
                Finding::new(rule, row.name_span, message)
                    .help("remove the row, or correct the versions of the entry or the operation")
                    .operation(operation.key())
                    .related(definition.entry.name_span, format!("entry `{}`", definition.entry.name))
                    .related(operation.span, format!("the operation exists {}", operation.window)),
            );
        }
    }
}
