use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::reference::{Bound, Direction};

static RULE: Rule = Rule {
    id: "path-parameter-misplaced",
    severity: Severity::Error,
    summary: "the row of a URL variable is not `in: path`",
    explanation: "The URL has a variable, and the row with its name uses an entry that travels elsewhere: most often an entry made for a body was reused. It is read as a path parameter here, but os-api-ref prints it as what it says.",
    bad: ".. rest_method:: GET /snapshots/{snapshot_id}\n\n- snapshot_id: snapshot_id\n\n(snapshot_id:\n  in: body)",
    good: "- snapshot_id: snapshot_id_path\n\n(snapshot_id_path:\n  in: path)",
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
        let Some(definition) = context.reference.definitions.get(number) else { continue };
        let Some(first) = uses.first() else { continue };
        let entry = &definition.entry;
        let said = entry.location.as_ref().map_or("nothing", |field| field.value.trim());
        let message =
            format!("`{}` is a variable of the URL, but its entry says `in: {said}`", first.row.name);
        let help =
            match context.path_entry(first.operation, &first.row.name).filter(|name| *name != entry.name) {
                Some(other) => format!("name the entry `{other}` in these rows; it is `in: path`"),
                None => format!(
                    "add an entry `{}_path` that is `in: path` and name it in these rows",
                    first.row.name
                ),
            };
        let place = entry.location.as_ref().map_or(entry.name_span, |field| field.span);
        findings.push(context.with_uses(Finding::new(rule, place, message).help(help), &uses));
    }
}
