use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::reference::Bound;

static RULE: Rule = Rule {
    id: "path-parameter-spelling",
    severity: Severity::Warning,
    summary: "a URL variable and its row are spelt differently",
    explanation: "The URL says one name and the table nearly the same. Readers who look the variable up do not find it.",
    bad: ".. rest_method:: GET /types/{type-id}\n\n- type_id: type_id_path",
    good: ".. rest_method:: GET /types/{type_id}\n\n- type_id: type_id_path",
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        for (binding, variable) in operation.bindings.iter().zip(operation.template.variables()) {
            let Some(row) = binding.row.and_then(|at| operation.rows.get(at)) else { continue };
            // `{a-b}` is reported as a URL already when its row says the same.
            if !matches!(binding.how, Bound::Spelling | Bound::Left) || row.name == variable.written {
                continue;
            }
            let message = format!("the URL has `{{{}}}`, the table `{}`", variable.written, row.name);
            findings.push(
                Finding::new(rule, variable.span, message)
                    .help("use one name for both")
                    .operation(operation.key())
                    .related(row.name_span, "the row"),
            );
        }
    }
}
