use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::reference::{Operation, Window};
use crate::shape::Node;

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
    for (index, operation) in context.indexed_operations() {
        let bodies = context.shapes.bodies.get(index);
        for body in bodies.into_iter().flat_map(|bodies| bodies.request.iter().chain(&bodies.response)) {
            members(rule, context, operation, &body.node, operation.window, findings);
        }
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

/// Members that never exist together with the object they stand in.
fn members(
    rule: &'static Rule,
    context: &Context<'_>,
    operation: &Operation,
    node: &Node,
    around: Window,
    findings: &mut Findings,
) {
    let own = node.rows.iter().map(|placed| placed.window).reduce(Window::hull).unwrap_or(Window::ALL);
    let around = around.intersect(own);
    for (key, member) in &node.members {
        if let [placed] = member.rows.as_slice() {
            let never = !placed.window.is_empty() && !around.is_empty() && !placed.window.overlaps(around);
            let row = operation.rows.get(placed.row).filter(|_| never && placed.why.is_sure());
            if let Some(row) = row {
                let message =
                    format!("`{key}` exists {}, but what it stands in exists {around}", placed.window);
                let finding = Finding::new(rule, row.name_span, message)
                    .help("correct the versions of one of the two entries")
                    .operation(operation.key());
                let entry = context.reference.definition(row).map(|definition| &definition.entry);
                findings.push(match entry {
                    Some(entry) => finding.related(entry.name_span, format!("entry `{}`", entry.name)),
                    None => finding,
                });
            }
        }
        members(rule, context, operation, member, around, findings);
    }
    for inner in node.items.iter().chain(&node.values) {
        members(rule, context, operation, inner, around, findings);
    }
}
