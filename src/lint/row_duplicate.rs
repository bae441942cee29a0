use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity};

static RULE: Rule = Rule {
    id: "row-duplicate",
    severity: Severity::Warning,
    summary: "a table lists the same parameter twice",
    explanation: "The name and the entry stand twice in one table. One of the two was meant to be something else, or is left over. Rows of one name with other entries may be alternatives for other versions or places, and are fine.",
    bad: "- name: name\n- size: size\n- name: name",
    good: "- name: name\n- size: size",
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        for (at, row) in operation.rows.iter().enumerate() {
            let before = operation.rows.get(..at).unwrap_or_default();
            let Some(known) = before.iter().find(|other| {
                other.table == row.table && other.name == row.name && other.reference == row.reference
            }) else {
                continue;
            };
            findings.push(
                Finding::new(rule, row.name_span, format!("`{}` stands twice in the table", row.name))
                    .help("remove one of the two rows")
                    .operation(operation.key())
                    .related(known.name_span, "first here"),
            );
        }
    }
}
