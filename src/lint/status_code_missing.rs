use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::reference::CodeKind;

static RULE: Rule = Rule {
    id: "status-code-missing",
    severity: Severity::Warning,
    summary: "an operation lists no success code",
    explanation: "Readers and generated clients need to know what success looks like. List the codes with `rest_status_code`, or in a line `Normal response codes: 200`.",
    bad: ".. rest_method:: GET /volumes\n\nLists volumes.",
    good: ".. rest_method:: GET /volumes\n\nLists volumes.\n\n.. rest_status_code:: success status.yaml\n\n   - 200",
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let success = operation.codes.iter().any(|code| code.kind == CodeKind::Success || code.code < 400);
        if !success && !operation.url.is_empty() {
            findings.push(
                Finding::new(
                    rule,
                    operation.title_span,
                    format!("`{}` lists no success code", operation.title),
                )
                .help("add `.. rest_status_code:: success status.yaml` with the codes")
                .operation(operation.key()),
            );
        }
    }
}
