use std::collections::BTreeSet;

use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject};
use crate::place::Span;
use crate::reference::{Bound, Direction};

static RULE: Rule = Rule {
    id: "path-parameter-misplaced",
    severity: Severity::Error,
    summary: "the row of a URL variable is not `in: path`",
    explanation: "The URL has a variable, and the row with its name uses an entry that travels elsewhere: most often an entry made for a body was reused. It is read as a path parameter here, but os-api-ref prints it as what it says.",
    bad: ".. rest_method:: GET /snapshots/{snapshot_id}\n\n- snapshot_id: snapshot_id\n\n(snapshot_id:\n  in: body)",
    good: "- snapshot_id: snapshot_id_path\n\n(snapshot_id_path:\n  in: path)",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let uses = context.by_definition(|operation, at, row, _| {
        row.direction != Some(Direction::Response)
            && operation
                .bindings
                .iter()
                .any(|binding| binding.row == Some(at) && binding.how == Bound::Misplaced)
    });
    for (number, uses) in uses {
        let definition = &context.reference.definitions[number];
        let Some(first) = uses.first() else { continue };
        // An `in` that is no place is told where it is read.
        if definition.location.is_none() {
            continue;
        }
        let entry = &definition.entry;
        let said = entry.location.as_ref().map_or("nothing", |field| field.value.trim());
        let message =
            format!("`{}` is a variable of the URL, but its entry says `in: {said}`", first.row.name);
        let help = match context.path_entry(first.operation, &first.row.name) {
            Some(other) => format!("name the entry `{other}` in these rows; it is `in: path`"),
            None => {
                format!("add an entry `{}_path` that is `in: path` and name it in these rows", first.row.name)
            }
        };
        let place = entry.location.as_ref().map_or(entry.name_span, |field| field.span);
        let finding = Finding::new(rule, place, Subject::entry(&entry.name), message).with_help(help);
        let finding = match context.path_entry(first.operation, &first.row.name) {
            Some(other) => {
                let fix = Fix::suggested(format!("name the entry `{other}`, which is `in: path`"));
                let rows: BTreeSet<Span> = uses.iter().map(|used| used.row.reference_span).collect();
                finding.with_fix(rows.into_iter().fold(fix, |fix, row| fix.replacing(row, other)))
            }
            None => finding,
        };
        findings.push(context.with_uses(finding, &uses));
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, ask_files, entry, operation, token};

    const ROWS: &str = "   - thing_id: thing_id\n";

    #[test]
    fn one_entry_is_one_finding_at_its_place() {
        let one = operation("GET /things/{thing_id}", "Request", ROWS);
        let two = operation("PUT /things/{thing_id}", "Request", ROWS).replace("Things\n", "Update\n");
        let dictionary = entry("thing_id", "body", "string") + &entry("thing_id_1", "path", "string");
        let files = [("index.rst", one + "\n" + &two), ("parameters.yaml", dictionary)];
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        let (findings, sources) = ask_files("path-parameter-misplaced", &files);
        assert_eq!(findings.len(), 1);
        assert_eq!(token(&findings[0], &sources), "body");
        assert_eq!(findings[0].operations(), ["GET /things/{thing_id}", "PUT /things/{thing_id}"]);
        assert_eq!(findings[0].help(), Some("name the entry `thing_id_1` in these rows; it is `in: path`"));
    }

    #[test]
    fn an_entry_of_the_path_is_fine() {
        let chapter = operation("GET /things/{thing_id}", "Request", ROWS);
        assert!(ask("path-parameter-misplaced", &chapter, &entry("thing_id", "path", "string")).is_empty());
        assert!(ask("path-parameter-misplaced", &chapter, &entry("thing_id", "paht", "string")).is_empty());
    }
}
