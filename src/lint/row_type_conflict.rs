use std::collections::BTreeMap;

use super::context::Use;
use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::{DefinitionId, Location, Operation, Reference, Types};
use crate::shape::Node;

static RULE: Rule = Rule {
    id: "row-type-conflict",
    severity: Severity::Warning,
    summary: "two rows of one name have different types at the same time",
    explanation: "Rows of one name are alternatives when their microversions never meet. These two meet, stand at the same place, and say different types: a reader cannot know which one holds.",
    bad: "- id: id_integer\n- id: id_string",
    good: "- id: id_integer\n- id: id_string\n\n(id_integer with max_version 2.52, id_string with min_version 2.53)",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

/// Pairs of definitions with the rows that bring them together: the earlier row of the first of them, and the
/// later row of each.
type Conflicts<'a> = BTreeMap<(DefinitionId, DefinitionId), (Use<'a>, Vec<Use<'a>>)>;

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let mut conflicts = Conflicts::new();
    for (index, operation) in context.indexed_operations() {
        outside_of_bodies(context, operation, &mut conflicts);
        let bodies = &context.shapes.bodies[index];
        for (_, body) in bodies.all() {
            in_body(context.reference, &body.node, &mut conflicts);
        }
    }
    for ((one, other), (known, later)) in conflicts {
        let Some(first) = later.first() else { continue };
        let (one, other) = (types(context.reference, Some(one)), types(context.reference, Some(other)));
        let message = format!("`{}` is listed as {one} and as {other} for the same versions", first.row.name);
        let subject = Subject::entry(&first.row.reference);
        let finding = Finding::new(rule, first.row.name_span, subject, message)
            .with_help("keep one of the rows, or say with min_version and max_version which holds when")
            .with_related(known.row.name_span, format!("{one} here"));
        findings.push(context.with_uses(finding, &later));
    }
}

/// Do the entries say types that have nothing in common?
pub(super) fn kinds_differ(
    reference: &Reference,
    one: Option<DefinitionId>,
    other: Option<DefinitionId>,
) -> bool {
    let (one, other) = (types(reference, one), types(reference, other));
    !one.is_none() && !other.is_none() && !one.meets(other)
}

fn types(reference: &Reference, definition: Option<DefinitionId>) -> Types {
    let definition = definition.map(|at| &reference.definitions[at]);
    definition.map(|definition| definition.kind.types).unwrap_or_default()
}

/// Headers, variables and queries stand where they stand; in a body the shape says what stands together.
fn outside_of_bodies<'a>(context: &Context<'a>, operation: &'a Operation, conflicts: &mut Conflicts<'a>) {
    let rows: Vec<_> = operation.rows.iter().filter(|row| row.location != Location::Body).collect();
    for (at, row) in rows.iter().enumerate() {
        for known in rows.iter().take(at) {
            let same = known.table == row.table && known.name == row.name && known.location == row.location;
            if same && known.window.overlaps(row.window) {
                let uses = [Use { operation, row: known }, Use { operation, row }];
                note(context.reference, uses, conflicts);
            }
        }
    }
}

fn in_body<'a>(reference: &'a Reference, root: &Node, conflicts: &mut Conflicts<'a>) {
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        for (at, placed) in node.rows.iter().enumerate() {
            for known in node.rows.iter().take(at).filter(|known| known.window.overlaps(placed.window)) {
                let used = |place: &crate::shape::Placed| {
                    let operation = &reference.operations[place.operation];
                    Use { operation, row: &operation.rows[place.row] }
                };
                note(reference, [used(known), used(placed)], conflicts);
            }
        }
        waiting.extend(node.children().map(|(_, child)| child));
    }
}

fn note<'a>(reference: &Reference, [known, later]: [Use<'a>; 2], conflicts: &mut Conflicts<'a>) {
    let (Some(one), Some(other)) = (known.row.definition, later.row.definition) else { return };
    if kinds_differ(reference, Some(one), Some(other)) {
        let (_, uses) = conflicts.entry((one, other)).or_insert_with(|| (known, Vec::new()));
        if !uses.iter().any(|used| used.row.name_span == later.row.name_span) {
            uses.push(later);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, entry, operation};

    const ROWS: &str = "   - size: size_number\n   - size: size_text\n";

    fn dictionary(place: &str) -> [String; 2] {
        [entry("size_number", place, "integer"), entry("size_text", place, "string")]
    }

    #[test]
    fn types_that_meet_in_time_conflict() {
        for (section, place) in [("Response", "body"), ("Request", "query")] {
            let findings = ask(
                "row-type-conflict",
                &operation("GET /things", section, ROWS),
                &dictionary(place).concat(),
            );
            let messages: Vec<&str> = findings.iter().map(|finding| finding.headline()).collect();
            assert_eq!(messages, ["`size` is listed as integer and as string for the same versions"]);
        }
    }

    #[test]
    fn one_pair_of_entries_is_one_finding() {
        let two = operation("GET /things", "Request", ROWS)
            + "\n"
            + &operation("GET /others", "Request", ROWS).replace("Things\n", "Others\n");
        let findings = ask("row-type-conflict", &two, &dictionary("query").concat());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].operations(), ["GET /things", "GET /others"]);
    }

    #[test]
    fn alternatives_for_other_versions_are_fine() {
        let [old, new] = dictionary("body");
        let dictionary = old + "  max_version: 2.5\n" + &new + "  min_version: 2.6\n";
        assert!(
            ask("row-type-conflict", &operation("GET /things", "Response", ROWS), &dictionary).is_empty()
        );
    }
}
