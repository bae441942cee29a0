use std::collections::BTreeMap;

use super::row_type_conflict::kinds_differ;
use super::{Context, Lint};
use crate::collections::HashSet;
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject};
use crate::reference::{Location, Operation, OperationId, Row, RowId, Types};
use crate::shape::{Node, Placed};

static RULE: Rule = Rule {
    id: "row-duplicate",
    severity: Severity::Warning,
    summary: "a table lists the same parameter twice",
    explanation: "The name stands twice in one table with the same entry, or twice at the same place \
                  outside of the body, for the same versions. One of the two was meant to be something else, \
                  or is left over. Rows of a body that may stand in other objects are fine: those with other \
                  entries, and those with the row of an object or list between them that may hold the \
                  second. Rows whose versions never meet are alternatives, and fine too.",
    bad: "- name: name\n- size: size\n- name: name",
    good: "- name: name\n- size: size",
    fix: Some("the second of two equal rows goes"),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for (number, operation) in context.indexed_operations() {
        for (at, known) in repetitions(context, operation) {
            let between = Between { context, number, operation };
            if between.may_hold(at, known) {
                continue;
            }
            let row = &operation.rows[at];
            findings.push(
                Finding::new(
                    rule,
                    row.name_span,
                    Subject::row(&row.name),
                    format!("`{}` stands twice in the table", row.name),
                )
                .with_help("remove one of the two rows")
                .with_fix(
                    Fix::suggested("remove the second of the two rows")
                        .removing(context.sources.lines_of(row.name_span.to(row.reference_span))),
                )
                .with_operation(operation.key())
                .with_related(known.name_span, "first here"),
            );
        }
    }
}

/// What stands between two rows of one name in a table.
struct Between<'a> {
    context: &'a Context<'a>,
    number: OperationId,
    operation: &'a Operation,
}

impl Between<'_> {
    /// May an object or list whose row stands between `known` and the row `later` hold the later one?
    fn may_hold(&self, later: RowId, known: &Row) -> bool {
        let rows = self.operation.rows.entries();
        let row = &self.operation.rows[later];
        let is_between = |at: RowId, other: &Row| {
            other.table == row.table && at < later && other.name_span.start > known.name_span.start
        };
        rows.filter(|(at, other)| is_between(*at, other))
            .filter(|(_, other)| self.is_container(other))
            .any(|(at, _)| self.has_room(at, &self.names_after(at, later)))
    }

    /// The names of the rows after that of a container, up to the later one and the row after it: those of its
    /// members, if samples show some of them in it.
    fn names_after(&self, container: RowId, later: RowId) -> Vec<&str> {
        let rows: Vec<(RowId, &Row)> = self.operation.rows.entries().collect();
        let ends = rows.iter().position(|(at, _)| *at == later).map_or(0, |at| at + 2);
        let inside =
            rows.into_iter().take(ends).filter(|(at, row)| *at > container && !self.is_container(row));
        inside.map(|(_, row)| row.name.as_str()).collect()
    }

    fn is_container(&self, row: &Row) -> bool {
        let types = self.context.reference.definition(row).map(|known| known.kind.types).unwrap_or_default();
        row.location == Location::Body && types.meets(Types::CONTAINERS)
    }

    /// Does a sample show one of the keys in the object of a row, or does none show what is in it?
    fn has_room(&self, container: RowId, names: &[&str]) -> bool {
        let bodies = &self.context.shapes.bodies[self.number];
        let mut waiting: Vec<&Node> = bodies.all().map(|(_, body)| &body.node).collect();
        let mut is_seen = false;
        while let Some(node) = waiting.pop() {
            let is_own = |placed: &Placed| placed.operation == self.number && placed.row == container;
            let content = node.content();
            if node.rows.iter().any(is_own) && content.seen.count > 0 && !content.members.is_empty() {
                is_seen = true;
                if names.iter().any(|name| content.members.contains_key(*name)) {
                    return true;
                }
            }
            waiting.extend(node.children().map(|(_, child)| child));
        }
        !is_seen
    }
}

/// The rows that only repeat an earlier one, by their ids, each with that one.
pub(super) fn repetitions<'a>(context: &Context<'_>, operation: &'a Operation) -> BTreeMap<RowId, &'a Row> {
    let mut found = BTreeMap::new();
    // Hardly any table names a thing twice.
    let mut names: HashSet<(usize, &str)> = HashSet::default();
    if operation.rows.iter().all(|row| names.insert((row.table, &row.name))) {
        return found;
    }
    let mut namesakes: BTreeMap<(usize, &str), Vec<&Row>> = BTreeMap::new();
    for (at, row) in operation.rows.entries() {
        let before = namesakes.entry((row.table, &row.name)).or_default();
        if let Some(known) = before.iter().find(|other| is_same(context, other, row)) {
            found.insert(at, *known);
        }
        before.push(row);
    }
    found
}

/// Are two rows of one name in one table the same?
fn is_same(context: &Context<'_>, one: &Row, other: &Row) -> bool {
    let told = kinds_differ(context.reference, one.definition, other.definition);
    let both_outside = one.location == other.location && other.location != Location::Body;
    one.window.overlaps(other.window) && (one.reference == other.reference || both_outside && !told)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, ask_files, entry, operation};

    fn count(rows: &str, section: &str, dictionary: &str) -> usize {
        ask("row-duplicate", &operation("GET /things", section, rows), dictionary).len()
    }

    #[test]
    fn the_same_entry_twice_is_a_duplicate() {
        assert_eq!(
            count("   - size: size\n   - size: size\n", "Response", &entry("size", "body", "integer")),
            1
        );
    }

    #[test]
    fn the_second_may_stand_in_an_object_between_them() {
        let dictionary = entry("size", "body", "integer") + &entry("box", "body", "object");
        let rows = "   - size: size\n   - box: box\n   - size: size\n";
        assert_eq!(count(rows, "Response", &dictionary), 0);
        let text = dictionary.replace("object", "string");
        assert_eq!(count(rows, "Response", &text), 1);
    }

    #[test]
    fn the_second_may_be_left_out_of_an_object_whose_other_rows_are_shown() {
        let rows = "   - lid: box\n   - size: size\n   - box: box\n   - color: color\n   - size: size\n";
        let chapter = operation("GET /things", "Response", rows) + "\n.. literalinclude:: show.json\n";
        let dictionary = entry("size", "body", "integer")
            + &entry("box", "body", "object")
            + &entry("color", "body", "string");
        let count = |sample: &str| {
            let files =
                [("index.rst", chapter.as_str()), ("parameters.yaml", &dictionary), ("show.json", sample)];
            ask_files("row-duplicate", &files).0.len()
        };
        assert_eq!(count(r#"{"lid": {"size": 1}, "box": {"color": "red"}}"#), 0);
        assert_eq!(count(r#"{"lid": {"size": 1}, "box": {"weight": 1}}"#), 1);
    }

    #[test]
    fn other_entries_are_duplicates_outside_of_the_body() {
        let two = |place: &str| entry("size_1", place, "integer") + &entry("size_2", place, "integer");
        let rows = "   - size: size_1\n   - size: size_2\n";
        assert_eq!(count(rows, "Request", &two("query")), 1);
        assert_eq!(count(rows, "Response", &two("body")), 0);
    }

    #[test]
    fn alternatives_for_other_versions_are_fine() {
        let old = entry("size_old", "query", "integer") + "  max_version: 2.5\n";
        let new = entry("size_new", "query", "integer") + "  min_version: 2.6\n";
        assert_eq!(count("   - size: size_old\n   - size: size_new\n", "Request", &(old + &new)), 0);
    }
}
