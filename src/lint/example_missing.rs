use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::{Direction, Media, Operation};

static RULE: Rule = Rule {
    id: "example-missing",
    severity: Severity::Note,
    summary: "a table of a body has no sample",
    explanation: "The table lists what is in the body, but no sample shows it: readers cannot see the nesting, and nothing can be checked.",
    bad: "Response\n--------\n\n.. rest_parameters:: parameters.yaml\n\n   - volume: volume",
    good: "Response\n--------\n\n.. rest_parameters:: parameters.yaml\n\n   - volume: volume\n\n.. literalinclude:: samples/create-response.json",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for (operation, direction, body) in context.bodies() {
        if body.documented && body.samples.is_empty() && !shows_other_media(context, operation, direction) {
            findings.extend(missing(rule, context, operation, direction));
        }
    }
}

fn shows_other_media(context: &Context<'_>, operation: &Operation, direction: Direction) -> bool {
    operation.samples_of(direction).any(|sample| {
        let file = context.reference.sample_file(sample);
        file.is_none_or(|file| file.media != Media::Json || file.value.is_none())
    })
}

fn missing(
    rule: &'static Rule,
    context: &Context<'_>,
    operation: &Operation,
    direction: Direction,
) -> Option<Finding> {
    let span = operation.table_span(direction)?;
    let side = direction.as_str();
    let message = format!("the {side} table of `{}` has no sample", operation.title);
    let help = match unreferenced(context, operation, direction) {
        Some(path) => {
            format!("`{path}` is shown by no operation and seems to fit: show it with `literalinclude`")
        }
        None => format!("record a {side} of the service and show it with `literalinclude`"),
    };
    let finding = Finding::new(rule, span, Subject::operation(&operation.title), message).with_help(help);
    Some(finding.with_operation(operation.key()))
}

/// A sample file that nothing shows and that is called like the sample of the other direction, but for the
/// word of the direction.
fn unreferenced<'a>(context: &Context<'a>, operation: &Operation, direction: Direction) -> Option<&'a str> {
    let other = direction.opposite();
    let wanted: Vec<String> = operation
        .samples_of(other)
        .filter_map(|sample| context.reference.sample_file(sample))
        .map(|file| context.sources.path(file.source).replace(other.as_str(), direction.as_str()))
        .map(|path| match direction {
            Direction::Request => path.replace("-resp.", "-req."),
            Direction::Response => path.replace("-req.", "-resp."),
        })
        .collect();
    context.reference.unreferenced.iter().find(|path| wanted.contains(path)).map(String::as_str)
}
