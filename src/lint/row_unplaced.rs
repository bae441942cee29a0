use super::row_duplicate::repetitions;
use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::json::holds_patch;
use crate::openapi::held_rows;
use crate::reference::{Location, Operation, OperationId, Row};

static RULE: Rule = Rule {
    id: "row-unplaced",
    severity: Severity::Warning,
    summary: "a row has no place in any document",
    explanation: "Nothing that is listed gets lost in silence. A table below a title that says neither \
                  request nor response cannot be placed, and neither can a row of a body whose sample shows \
                  nothing but free keys: such a table was copied from another operation.",
    bad: "Metadata\n--------\n\n.. rest_parameters:: parameters.yaml\n\n   - name: name",
    good: "Response\n--------\n\n.. rest_parameters:: parameters.yaml\n\n   - name: name",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for (index, operation) in context.indexed_operations() {
        let held = held_rows(context.shapes, index, operation);
        if held.iter().all(|held| *held) {
            continue;
        }
        let repeated = repetitions(context, operation);
        let lost: Vec<&Row> = operation
            .rows
            .entries()
            .filter(|(at, row)| {
                !held[*at]
                    && !is_told(context, index, row)
                    && !repeated.contains_key(at)
                    && !is_repeated(operation, row, held.as_slice())
            })
            .map(|(_, row)| row)
            .collect();
        let Some(first) = lost.first() else { continue };
        let message = match lost.len() - 1 {
            0 => format!("`{}` has no place in {}", first.name, body_of(operation, first)),
            1 => format!("`{}` and 1 more row have no place in {}", first.name, body_of(operation, first)),
            others => format!(
                "`{}` and {others} more rows have no place in {}",
                first.name,
                body_of(operation, first)
            ),
        };
        let is_patched = is_patched(context, operation, first);
        let help = if first.direction.is_none() {
            "put the table below a title that says request or response"
        } else if is_patched {
            "nothing is wrong if the rows say what the patch may change; describe `op`, `path` and `value` to have them in the document"
        } else {
            "remove the rows, if they were copied from another operation; else show them in a sample"
        };
        let finding = Finding::new(rule, first.name_span, Subject::operation(&operation.title), message)
            .with_help(help)
            .with_operation(operation.key());
        // What a patch changes is named by its paths: the rows are right, and no keys of the body.
        let finding = if is_patched { finding.with_severity(Severity::Note) } else { finding };
        let others = lost.iter().skip(1).take(24);
        findings
            .push(others.fold(finding, |finding, row| finding.with_related(row.name_span, "nor this one")));
    }
}

/// Does a sample patch what the row is about?
fn is_patched(context: &Context<'_>, operation: &Operation, row: &Row) -> bool {
    row.direction.is_some_and(|direction| {
        let files =
            operation.samples_of(direction).filter_map(|sample| context.reference.sample_file(sample));
        files.filter_map(|file| file.value.as_ref()).any(holds_patch)
    })
}

/// Has another table of the same direction the same row, with a place?
fn is_repeated(operation: &Operation, row: &Row, held: &[bool]) -> bool {
    let mut placed = operation.rows.iter().zip(held).filter(|(_, held)| **held);
    row.definition.is_some()
        && placed.any(|(other, _)| {
            other.name == row.name
                && other.definition == row.definition
                && other.direction == row.direction
                && other.window == row.window
        })
}

fn body_of(operation: &Operation, row: &Row) -> String {
    match row.direction {
        Some(direction) => format!("the {} of `{}`", direction.as_str(), operation.title),
        None => format!("`{}`: nothing says whether it is request or response", operation.title),
    }
}

/// Is there a finding for the row already: a path parameter that is no variable, versions that never meet, a
/// required row of a body of free keys?
fn is_told(context: &Context<'_>, index: OperationId, row: &Row) -> bool {
    let definition = context.reference.definition(row);
    let bodies = &context.shapes.bodies[index];
    let homeless = bodies.all().any(|(_, body)| body.has_required_homeless(context.reference, index));
    row.location == Location::Path
        || (row.window.is_empty() && definition.is_some())
        || (homeless && definition.is_some_and(|definition| definition.required))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, entry, operation};

    #[test]
    fn a_table_that_says_neither_request_nor_response_is_told() {
        let count = |section: &str| {
            let chapter = operation("POST /things", section, "   - name: name\n   - size: size\n");
            ask(
                "row-unplaced",
                &chapter,
                &(entry("name", "body", "string") + &entry("size", "body", "integer")),
            )
            .len()
        };
        assert_eq!(["Metadata", "Response"].map(count), [1, 0]);
    }

    #[test]
    fn a_row_that_only_repeats_another_is_told_as_that() {
        let chapter = operation("POST /things", "Response", "   - name: name\n   - name: name\n");
        assert!(ask("row-unplaced", &chapter, &entry("name", "body", "string")).is_empty());
    }
}
