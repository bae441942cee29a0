use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::reference::{Direction, Location};

static RULE: Rule = Rule {
    id: "path-parameter-not-in-url",
    severity: Severity::Warning,
    summary: "a path parameter is no variable of the URL",
    explanation: "The row is `in: path`, but the URL has no variable of its name, so it cannot be sent. Either the URL or the table is wrong.",
    bad: ".. rest_method:: GET /volumes\n\n- volume_id: volume_id_path",
    good: ".. rest_method:: GET /volumes/{volume_id}\n\n- volume_id: volume_id_path",
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let uses = context.by_definition(|operation, at, row, definition| {
        row.direction == Some(Direction::Request)
            && definition.location == Some(Location::Path)
            && !operation.bindings.iter().any(|binding| binding.row == Some(at))
    });
    for (number, uses) in uses {
        let Some(definition) = context.reference.definitions.get(number) else { continue };
        let Some(first) = uses.first() else { continue };
        let message =
            format!("`{}` is `in: path`, but is no variable of {}", first.row.name, first.operation.key());
        let finding = Finding::new(rule, first.row.name_span, message)
            .help("remove the row, add the variable to the URL, or name an entry that travels elsewhere")
            .related(definition.entry.name_span, format!("entry `{}`", definition.entry.name));
        findings.push(context.with_uses(finding, &uses));
    }
}
