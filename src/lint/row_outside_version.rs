use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::Operation;
use crate::shape::Node;
use crate::version::Window;

static RULE: Rule = Rule {
    id: "row-outside-version",
    severity: Severity::Error,
    summary: "no microversion has both a row and what it belongs to",
    explanation: "The entry exists for some microversions, and the operation or section it is listed in for others; the two never meet, so the parameter can never be sent or received there.",
    bad: ".. rest_method:: GET /things\n   :max_version: 2.35\n\n- new_name: new_name\n\n(new_name:\n  min_version: 2.60)",
    good: "- old_name: old_name",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for (index, operation) in context.indexed_operations() {
        let bodies = &context.shapes.bodies[index];
        for (_, body) in bodies.all() {
            members(rule, context, operation, &body.node, operation.window, findings);
        }
        for row in &operation.rows {
            let own = context.reference.definition(row).map(|definition| (definition.window, definition));
            let Some((own, definition)) = own.filter(|(own, _)| row.window.is_empty() && !own.is_empty())
            else {
                continue;
            };
            let section = operation.tables.get(row.table).map(|table| table.window).unwrap_or_default();
            // A section that the operation never has is wrong itself, whatever its rows say.
            if section.intersect(operation.window).is_empty() {
                continue;
            }
            let message =
                format!("`{}` exists {own}, but the operation or section it stands in does not", row.name);
            findings.push(
                Finding::new(rule, row.name_span, Subject::row(&row.name), message)
                    .with_help("remove the row, or correct the versions of the entry or the operation")
                    .with_operation(operation.key())
                    .with_related(definition.entry.name_span, format!("entry `{}`", definition.entry.name))
                    .with_related(operation.span, format!("the operation exists {}", operation.window)),
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
    let own = node.windows().reduce(Window::hull).unwrap_or(Window::ALL);
    let around = around.intersect(own);
    for (part, child) in node.children() {
        if let [placed] = child.rows.as_slice() {
            let never = !placed.window.is_empty() && !around.is_empty() && !placed.window.overlaps(around);
            if never && placed.why.is_sure() {
                let row = &operation.rows[placed.row];
                let name = Some(part.key()).filter(|key| !key.is_empty()).unwrap_or(&row.name);
                let message =
                    format!("`{name}` exists {}, but what it stands in exists {around}", placed.window);
                let finding = Finding::new(rule, row.name_span, Subject::row(&row.name), message)
                    .with_help("correct the versions of one of the two entries")
                    .with_operation(operation.key());
                let entry = context.reference.definition(row).map(|definition| &definition.entry);
                findings.push(match entry {
                    Some(entry) => finding.with_related(entry.name_span, format!("entry `{}`", entry.name)),
                    None => finding,
                });
            }
        }
        members(rule, context, operation, child, around, findings);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, entry, operation};

    const RULE: &str = "row-outside-version";

    fn messages(chapter: &str, dictionary: &str) -> Vec<String> {
        ask(RULE, chapter, dictionary).into_iter().map(|finding| finding.headline().to_owned()).collect()
    }

    #[test]
    fn a_row_after_the_end_of_its_operation_is_told() {
        let chapter = operation("GET /things", "Response", "   - size: size\n")
            .replace("GET /things", "GET /things\n   max_version: 2.35");
        let size = entry("size", "body", "integer");
        let late = size.clone() + "  min_version: 2.60\n";
        let message = "`size` exists from 2.60, but the operation or section it stands in does not";
        assert_eq!(messages(&chapter, &late), [message]);
        assert_eq!(messages(&chapter, &(size + "  min_version: 2.35\n")), [""; 0]);
    }

    #[test]
    fn a_child_after_the_end_of_its_parent_is_told() {
        let rows = "   - disk: disk\n   - disk.size: size\n";
        let chapter = operation("GET /things", "Response", rows);
        let disk = entry("disk", "body", "object") + "  max_version: 2.9\n";
        let size = entry("size", "body", "integer");
        let late = format!("{disk}{size}  min_version: 2.10\n");
        assert_eq!(
            messages(&chapter, &late),
            ["`size` exists from 2.10, but what it stands in exists until 2.9"]
        );
        assert_eq!(messages(&chapter, &format!("{disk}{size}  min_version: 2.9\n")), [""; 0]);
    }

    #[test]
    fn one_parent_of_several_is_enough() {
        let rows = "   - disk: disk\n   - disk: disk_new\n   - disk.size: size\n";
        let dictionary = entry("disk", "body", "object")
            + "  max_version: 2.9\n"
            + &entry("disk_new", "body", "object")
            + "  min_version: 2.10\n"
            + &entry("size", "body", "integer")
            + "  min_version: 2.10\n";
        assert_eq!(messages(&operation("GET /things", "Response", rows), &dictionary), [""; 0]);
    }
}
