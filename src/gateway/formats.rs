use std::collections::BTreeMap;

use serde_json::Value;

use crate::finding::{Finding, Findings, Matter, Rule, Severity, Subject};
use crate::projection::{Contradiction, Kind, Origin, drop_contradicted_formats, visit};

pub(super) static GATEWAY_FORMAT: Rule = Rule {
    id: "gateway-format",
    severity: Severity::Note,
    matter: Matter::Documents,
    summary: "an example does not have the format that its text tells",
    explanation: "A format such as `date-time` is a remark for people, but some validating proxies insist \
                  on it. Many services write times without a zone, which RFC 3339 does not allow, and take \
                  them so in queries. A format that an example contradicts is in no document; with \
                  `--profile gateway` that is told. Parameters, of which there are no examples, have none \
                  there but `uuid`.",
    bad: "\"created_at\": \"2025-02-11T03:00:05\"",
    good: "\"created_at\": \"2025-02-11T03:00:05Z\"",
    ..Rule::USUAL
};

/// Drops every format that an example of the document contradicts.
pub(super) fn drop_contradicted(document: &mut Value, origin: &Origin<'_>, findings: &mut Findings) {
    let dropped = drop_contradicted_formats(document);
    findings.extend(told(document, &dropped, origin));
}

/// Drops the formats of parameters, but for UUIDs: nothing shows what clients send, and services take more there
/// than RFC 3339 allows, such as times without a zone or behind an operator.
pub(super) fn drop_of_parameters(document: &mut Value) {
    visit(document, &mut |kind, _, object| {
        if kind != Kind::Parameter {
            return;
        }
        let Some(Value::Object(schema)) = object.get_mut("schema") else { return };
        if schema.get("format").is_some_and(|format| format != "uuid") {
            schema.shift_remove("format");
        }
    });
}

/// One finding for a name and format, with all operations.
fn told(document: &Value, found: &[Contradiction], origin: &Origin<'_>) -> Findings {
    let mut causes: BTreeMap<(String, &str), Finding> = BTreeMap::new();
    for Contradiction { at, format, example } in found {
        let source = origin.of(document, at);
        let name = at.steps().last().unwrap_or_default();
        let finding = causes.entry((name.clone(), *format)).or_insert_with(|| {
            let message =
                format!("`{example}` is no `{format}`; documents for gateways leave the format out");
            let help = format!("show a value that is a `{format}`, or let the text say what it is");
            origin.finding(&GATEWAY_FORMAT, source, Subject::key(name), message).with_help(help)
        });
        if let Some(operation) = source {
            finding.add_operation(operation.key());
        }
    }
    causes.into_values().collect()
}
