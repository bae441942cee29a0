use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::reference::Types;
use crate::shape::Node;

static RULE: Rule = Rule {
    id: "row-type-conflict",
    severity: Severity::Warning,
    summary: "two rows of one name have different types at the same time",
    explanation: "Rows of one name are alternatives when their microversions never meet. These two meet, stand at the same place, and say different types: a reader cannot know which one holds.",
    bad: "- id: id_integer\n- id: id_string",
    good: "- id: id_integer\n- id: id_string\n\n(id_integer with max_version 2.52, id_string with min_version 2.53)",
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for (operation, bodies) in context.reference.operations.iter().zip(&context.shapes.bodies) {
        for body in bodies.request.iter().chain(&bodies.response) {
            walk(rule, context, operation, &body.node, findings);
        }
    }
}

fn walk(
    rule: &'static Rule,
    context: &Context<'_>,
    operation: &crate::reference::Operation,
    node: &Node,
    findings: &mut Findings,
) {
    let types = |definition: Option<usize>| -> Types {
        definition
            .and_then(|at| context.reference.definitions.get(at))
            .map(|definition| definition.kind.types)
            .unwrap_or_default()
    };
    if let [first, second] = node.rows.as_slice() {
        let (one, other) = (types(first.definition), types(second.definition));
        let differ = !one.is_none() && !other.is_none() && !one.meets(other);
        let rows = (operation.rows.get(first.row), operation.rows.get(second.row));
        if let (true, (Some(a), Some(b))) = (differ && first.window.overlaps(second.window), rows) {
            let message = format!("`{}` is listed as {one} and as {other} for the same versions", b.name);
            findings.push(
                Finding::new(rule, b.name_span, message)
                    .help("keep one of the rows, or say with min_version and max_version which holds when")
                    .operation(operation.key())
                    .related(a.name_span, format!("{one} here")),
            );
        }
    }
    for inner in node.members.values().chain(node.items.as_deref()).chain(node.values.as_deref()) {
        walk(rule, context, operation, inner, findings);
    }
}
