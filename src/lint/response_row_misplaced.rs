use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::reference::{Direction, Location};

static RULE: Rule = Rule {
    id: "response-row-misplaced",
    severity: Severity::Warning,
    summary: "a row of a response is `in: path` or `in: query`",
    explanation: "A response has headers and a body; nothing in it travels in a path or a query. The entry was made for a request and reused. The row is read as part of the body.",
    bad: "Response\n--------\n\n- volume_id: volume_id_path",
    good: "Response\n--------\n\n- volume_id: volume_id_body",
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let uses = context.by_definition(|_, _, row, definition| {
        row.direction == Some(Direction::Response)
            && matches!(definition.location, Some(Location::Path | Location::Query))
    });
    for (number, uses) in uses {
        let Some(definition) = context.reference.definitions.get(number) else { continue };
        let Some(first) = uses.first() else { continue };
        let said = definition.location.map_or("?", Location::as_str);
        let message = format!("`{}` is part of a response, but its entry says `in: {said}`", first.row.name);
        let finding = Finding::new(rule, first.row.reference_span, message)
            .help("name an entry that is `in: body`, with the type that the response has")
            .related(definition.entry.name_span, format!("entry `{}`", definition.entry.name));
        findings.push(context.with_uses(finding, &uses));
    }
}
