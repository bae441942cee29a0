use serde_json::Value;

use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::json::holds_patch;
use crate::reference::{Direction, Method, Operation};
use crate::rst::folded;
use crate::shape::Body;

static RULE: Rule = Rule {
    id: "table-missing",
    severity: Severity::Warning,
    summary: "a sample has no table that describes its body",
    explanation: "The operation shows a body, but no row of it stands in a table, so nothing in the sample can be looked up or checked.",
    bad: "Response Example\n----------------\n\n.. literalinclude:: samples/show-response.json",
    good: "Response\n--------\n\n.. rest_parameters:: parameters.yaml\n\n   - volume: volume\n\nResponse \
           Example\n----------------\n\n.. literalinclude:: samples/show-response.json",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for (operation, direction, body) in context.bodies().filter(|(_, _, body)| !body.documented) {
        findings.extend(missing(rule, context, operation, direction, body));
    }
}

fn missing(
    rule: &'static Rule,
    context: &Context<'_>,
    operation: &Operation,
    direction: Direction,
    body: &Body,
) -> Option<Finding> {
    let sample = body.samples.first().map(|at| &operation.samples[*at])?;
    // An empty body needs no table.
    let value = context.reference.sample_file(sample)?.value.as_ref()?;
    if value.as_object().is_some_and(serde_json::Map::is_empty) || value.is_null() {
        return None;
    }
    // Lists of lists, numbers and texts have no names that a row could describe.
    if !names_something(value, DEEPEST) {
        return None;
    }
    // What is in a JSON patch is no matter of the service, where the text says that it takes one.
    if value.is_array() && holds_patch(value) && speaks_of_patches(context, operation) {
        return None;
    }
    // That a GET shows a body is told as such.
    if direction == Direction::Request && matches!(operation.method, Method::Get | Method::Head) {
        return None;
    }
    let (side, title) = (direction.as_str(), &operation.title);
    let of = |message: String| Finding::new(rule, sample.span, Subject::operation(title), message);
    let finding = match operation.table_span(direction) {
        Some(span) => {
            of(format!("the {side} table of `{title}` lists nothing of the body that the sample shows"))
                .with_help(format!("add what is in the {side} body to the table"))
                .with_related(span, format!("the {side} table"))
        }
        None => of(format!("the {side} sample of `{title}` has no table"))
            .with_help(format!("add a `rest_parameters` table that lists what is in the {side} body")),
    };
    Some(finding.with_operation(operation.key()))
}

/// How deep a body is looked into.
const DEEPEST: usize = 64;

/// Is there an object with a key in it?
fn names_something(value: &Value, depth: usize) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => depth == 0 || items.iter().any(|item| names_something(item, depth - 1)),
        _ => false,
    }
}

/// Does the text of the operation name JSON patches, or their standard?
fn speaks_of_patches(context: &Context<'_>, operation: &Operation) -> bool {
    const NAMES: [&str; 5] = ["json patch", "json-patch", "jsonpatch", "rfc 6902", "rfc6902"];
    let blocks = operation.prose.iter().flat_map(|prose| &prose.blocks);
    let blocks = blocks.filter_map(|(source, at)| context.reference.blocks.get(source)?.get(*at));
    blocks.into_iter().any(|block| {
        let text = folded(block.span.slice(context.sources.text(block.span.source)));
        NAMES.iter().any(|name| text.contains(name))
    })
}
