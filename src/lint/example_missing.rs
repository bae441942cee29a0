use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject};
use crate::place::Span;
use crate::reference::{Direction, Media, Operation, Sample};

static RULE: Rule = Rule {
    id: "example-missing",
    severity: Severity::Note,
    summary: "a table of a body has no sample",
    explanation: "The table lists what is in the body, but no sample shows it: readers cannot see the nesting, and nothing can be checked.",
    bad: "Response\n--------\n\n.. rest_parameters:: parameters.yaml\n\n   - volume: volume",
    good: "Response\n--------\n\n.. rest_parameters:: parameters.yaml\n\n   - volume: volume\n\n.. literalinclude:: samples/create-response.json",
    fix: Some(
        "a sample that lies there, named like the one of the other direction, is shown below the table",
    ),
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
    let mut samples = operation.samples.iter().filter(|sample| sample.direction == Some(direction));
    samples.any(|sample| {
        let file = context.reference.sample_file(sample);
        sample.is_misplaced || file.is_none_or(|file| file.media != Media::Json || file.value.is_none())
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
    let lying = unreferenced(context, operation, direction);
    let help = match lying {
        Some((path, _)) => {
            format!("`{path}` is shown by no operation and seems to fit: show it with `literalinclude`")
        }
        None => format!("record a {side} of the service and show it with `literalinclude`"),
    };
    let mut finding = Finding::new(rule, span, Subject::operation(&operation.title), message).with_help(help);
    let fix = lying.and_then(|(path, sample)| shown(context, operation, direction, sample, path));
    if let Some(fix) = fix {
        finding.fix(fix);
    }
    Some(finding.with_operation(operation.key()))
}

/// A sample file that nothing shows and that is called like the sample of the other direction, but for the
/// word of the direction; with that sample.
fn unreferenced<'a, 'o>(
    context: &Context<'a>,
    operation: &'o Operation,
    direction: Direction,
) -> Option<(&'a str, &'o Sample)> {
    operation.samples_of(direction.opposite()).find_map(|sample| {
        let file = context.reference.sample_file(sample)?;
        let wanted = turned(context.sources.path(file.source), direction);
        let path = context.reference.unreferenced.iter().find(|path| **path == wanted)?;
        Some((path.as_str(), sample))
    })
}

/// What the sample of the other direction is called in this one.
fn turned(path: &str, direction: Direction) -> String {
    let path = path.replace(direction.opposite().as_str(), direction.as_str());
    match direction {
        Direction::Request => path.replace("-resp.", "-req."),
        Direction::Response => path.replace("-req.", "-resp."),
    }
}

/// Shows a file below the last row of the table, as the sample of the other direction is shown.
fn shown(
    context: &Context<'_>,
    operation: &Operation,
    direction: Direction,
    sample: &Sample,
    path: &str,
) -> Option<Fix> {
    let last = operation.rows_of(direction).map(|row| row.name_span).max_by_key(|span| span.start)?;
    let written = turned(&sample.path, direction);
    if sample.span.source != last.source || !path.ends_with(written.trim_start_matches(['.', '/'])) {
        return None;
    }
    let text = context.sources.text(last.source);
    let options = text.get(sample.span.end as usize..)?.split('\n').skip(1);
    let options = options.take_while(|line| line.starts_with(' ') && line.trim_start().starts_with(':'));
    let lines: String = options.map(|option| format!("\n{option}")).collect();
    let end = last.end as usize + text.get(last.end as usize..)?.find('\n')?;
    let fix = Fix::suggested(format!("show `{written}` below the table"));
    Some(fix.replacing(Span::new(last.source, end, end), format!("\n\n.. literalinclude:: {written}{lines}")))
}
