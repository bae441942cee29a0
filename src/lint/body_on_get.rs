use serde_json::Value;

use super::context::Use;
use super::fitting::is_meant_for_variable;
use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::{Direction, Location, Media, Method, Operation, Sample};

static RULE: Rule = Rule {
    id: "body-on-get",
    severity: Severity::Warning,
    summary: "a request that has no body lists body parameters",
    explanation: "GET and HEAD carry no body, and DELETE seldom does (a note there): gateways drop it. A row whose entry is `in: body` is most likely a query parameter, and is emitted as one. Where the request shows a sample of its body, the method is likelier wrong.",
    bad: ".. rest_method:: GET /volumes\n\n- name: name_body",
    good: ".. rest_method:: GET /volumes\n\n- name: name_query",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        findings.extend(with_sample(rule, context, operation));
    }
    let uses = context.by_definition(|operation, at, row, definition| {
        operation.method.is_bodyless()
            && !is_meant_for_variable(operation, at)
            && row.direction != Some(Direction::Response)
            && row.location == Location::Query
            && definition.location == Some(Location::Body)
    });
    for (number, uses) in uses {
        let definition = &context.reference.definitions[number];
        let Some(first) = uses.first() else { continue };
        let message =
            format!("`{}` is `in: body`, but {} has no request body", first.row.name, first.operation.key());
        let finding =
            Finding::new(rule, first.row.name_span, Subject::entry(&definition.entry.name), message)
                .with_help(help(context, &uses, first.operation))
                .with_severity(if uses.iter().all(|used| used.operation.method == Method::Delete) {
                    Severity::Note
                } else {
                    rule.severity
                })
                .with_related(definition.entry.name_span, format!("entry `{}`", definition.entry.name));
        findings.push(context.with_uses(finding, &uses));
    }
}

/// Where another operation has the same method and path, the method is likelier wrong than the row.
fn help(context: &Context<'_>, uses: &[Use<'_>], operation: &Operation) -> String {
    let is_namesake = |other: &&Operation| other.key() == operation.key() && other.span != operation.span;
    if let Some(namesake) = context.operations().find(is_namesake) {
        return format!(
            "correct the method, which `{}` has too; if it is right, name an entry that is `in: query`",
            namesake.title
        );
    }
    // A table that no title calls the request's is likelier that of the answer, where none other is.
    let is_untitled = uses.iter().all(|used| used.row.direction.is_none());
    let is_answer = is_untitled && operation.rows_of(Direction::Response).next().is_none();
    match context.entry_instead(uses, Location::Query) {
        Some(other) => format!("name the entry `{other}` in the row; it is `in: query`"),
        None if is_answer => "if it is part of the response, put a title `Response` above the table; if it is sent, name an entry that is `in: query`".to_owned(),
        None if !uses.iter().any(|used| reads(&used.operation.title)) => "correct the method, if the service takes a body; if it is sent in the query, name an entry that is `in: query`".to_owned(),
        None => "name an entry that is `in: query`; if it is sent as a body, correct the method".to_owned(),
    }
}

/// Words of titles of operations that read: only these filter by what they send.
const READING: [&str; 14] = [
    "check", "count", "describe", "detail", "details", "display", "download", "fetch", "find", "get", "list",
    "query", "search", "show",
];

/// Does a title say that the operation reads?
fn reads(title: &str) -> bool {
    let mut words = title.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        let single = word.strip_suffix(['s', 'S']).unwrap_or(word);
        READING.iter().any(|known| word.eq_ignore_ascii_case(known) || single.eq_ignore_ascii_case(known))
    })
}

/// A body is documented and shown: probably another verb is meant.
fn with_sample(rule: &'static Rule, context: &Context<'_>, operation: &Operation) -> Option<Finding> {
    if !operation.method.is_bodyless() {
        return None;
    }
    let row = operation
        .rows
        .iter()
        .find(|row| row.direction == Some(Direction::Request) && row.location == Location::Body);
    let mut samples = operation.samples_of(Direction::Request);
    let sample = samples
        .find(|sample| context.reference.sample_file(sample).is_some_and(|file| file.media == Media::Json))?;
    let Some(row) = row else { return of_sample_alone(rule, context, operation, sample) };
    let severity = if operation.method == Method::Delete { Severity::Note } else { rule.severity };
    let message = format!("{} shows a request body, which gateways drop", operation.key());
    Some(
        Finding::new(rule, operation.span, Subject::operation(&operation.title), message)
            .with_help(
                "correct the method, if the service knows another one; else put what is sent into the query",
            )
            .with_operation(operation.key())
            .with_severity(severity)
            .with_related(row.name_span, "a row of the body")
            .with_related(sample.span, "the sample"),
    )
}

/// A body is shown, and no row speaks of one: the example was copied.
fn of_sample_alone(
    rule: &'static Rule,
    context: &Context<'_>,
    operation: &Operation,
    sample: &Sample,
) -> Option<Finding> {
    let value = context.reference.sample_file(sample)?.value.as_ref()?;
    let is_empty = value.is_null() || value.as_object().is_some_and(serde_json::Map::is_empty);
    if is_empty || operation.method == Method::Delete {
        return None;
    }
    let shows_it = |other: &&Operation| {
        !other.method.is_bodyless()
            && other.samples_of(Direction::Request).any(|shown| shown.file == sample.file)
    };
    let owner =
        context.operations().find(shows_it).map(|other| format!(" (it is the request of {})", other.key()));
    let message = format!("{} shows a request body, and has none", operation.key());
    let help = if owner.is_none() && is_answer(operation, value) {
        "move it below a title that says response: the response table lists what it shows".to_owned()
    } else {
        format!("remove the example{}, or correct the method", owner.unwrap_or_default())
    };
    Some(
        Finding::new(rule, sample.span, Subject::operation(&operation.title), message)
            .with_help(help)
            .with_operation(operation.key())
            .with_related(operation.span, "the operation"),
    )
}

/// Lists the response table all keys of a body, where no sample shows the response?
fn is_answer(operation: &Operation, value: &Value) -> bool {
    let names = |key: &str| operation.rows_of(Direction::Response).any(|row| row.name == key);
    let members = value.as_object();
    operation.samples_of(Direction::Response).next().is_none()
        && members.is_some_and(|members| !members.is_empty() && members.keys().all(|key| names(key)))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, entry, operation};
    use crate::finding::Severity;

    fn severities(method: &str, rows: &str) -> Vec<Severity> {
        let dictionary = entry("id", "path", "string") + &entry("force", "body", "boolean");
        let findings = ask("body-on-get", &operation(method, "Request", rows), &dictionary);
        findings.iter().map(|finding| finding.severity()).collect()
    }

    #[test]
    fn a_body_row_of_a_request_without_body_is_told() {
        assert_eq!(severities("GET /things", "   - force: force\n"), [Severity::Warning]);
        assert_eq!(severities("DELETE /things", "   - force: force\n"), [Severity::Note]);
    }

    #[test]
    fn a_namesake_makes_the_method_likelier_wrong() {
        let chapter = operation("GET /things", "Response", "")
            + "\n"
            + &operation("GET /things", "Request", "   - force: force\n").replace("Things\n", "Touch.\n");
        let findings = ask("body-on-get", &chapter, &entry("force", "body", "boolean"));
        let help = findings.first().and_then(|finding| finding.help());
        assert!(help.is_some_and(|help| help.starts_with("correct the method, which `Things` has too")));
    }

    #[test]
    fn an_operation_that_does_not_read_has_likelier_another_method() {
        let help = |title: &str| {
            let chapter = operation("GET /parcels", "Request", "   - force: force\n");
            let chapter = chapter.replace("Things\n", &format!("{title}\n"));
            let findings = ask("body-on-get", &chapter, &entry("force", "body", "boolean"));
            findings[0].help().map(|help| help.starts_with("correct the method"))
        };
        assert_eq!([help("Import"), help("Lists")], [Some(true), Some(false)]);
    }

    #[test]
    fn bodies_that_are_sent_are_fine() {
        assert_eq!(severities("POST /things", "   - force: force\n"), []);
        assert_eq!(severities("GET /things/{id}", "   - id: id\n"), []);
    }

    #[test]
    fn the_help_names_a_query_entry_that_fits() {
        let dictionary = entry("force", "body", "boolean") + &entry("force_query", "query", "boolean");
        let findings =
            ask("body-on-get", &operation("GET /things", "Request", "   - force: force\n"), &dictionary);
        let help = findings[0].help();
        assert_eq!(help, Some("name the entry `force_query` in the row; it is `in: query`"));
    }
}
