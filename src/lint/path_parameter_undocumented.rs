use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::reference::Bound;

static RULE: Rule = Rule {
    id: "path-parameter-undocumented",
    severity: Severity::Error,
    summary: "a URL variable has no row",
    explanation: "The URL has a variable that no row of the request table describes, so readers do not know what to put there.",
    bad: ".. rest_method:: GET /volumes/{volume_id}\n\n(no row `volume_id`)",
    good: "- volume_id: volume_id_path",
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let bare = operation.rows.is_empty();
        for (binding, variable) in operation.bindings.iter().zip(operation.template.variables()) {
            if binding.how != Bound::Not {
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
            // Without any table the whole operation is yet to be described.
            let severity = if bare { Severity::Warning } else { rule.severity };
            findings.push(
                Finding::new(rule, variable.span, message)
                    .help(help)
                    .operation(operation.key())
                    .severity(severity),
            );
        }
    }
}
