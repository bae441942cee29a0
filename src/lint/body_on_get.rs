use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::reference::{Direction, Location};

static RULE: Rule = Rule {
    id: "body-on-get",
    severity: Severity::Warning,
    summary: "a request that has no body lists body parameters",
    explanation: "GET and HEAD carry no body, and DELETE seldom does: gateways drop it. A row whose entry is `in: body` is most likely a query parameter, and is emitted as one. Requests that show a sample of their body are left alone.",
    bad: ".. rest_method:: GET /volumes\n\n- name: name_body",
    good: ".. rest_method:: GET /volumes\n\n- name: name_query",
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let uses = context.by_definition(|operation, _, row, definition| {
        operation.method.is_bodyless()
            && row.direction != Some(Direction::Response)
            && row.location == Location::Query
            && definition.location == Some(Location::Body)
    });
    for (number, uses) in uses {
        let Some(definition) = context.reference.definitions.get(number) else { continue };
        let Some(first) = uses.first() else { continue };
        let message =
            format!("`{}` is `in: body`, but {} has no request body", first.row.name, first.operation.key());
        let finding = Finding::new(rule, first.row.name_span, message)
            .help("name an entry that is `in: query`, or remove the row")
            .related(definition.entry.name_span, format!("entry `{}`", definition.entry.name));
        findings.push(context.with_uses(finding, &uses));
    }
}
