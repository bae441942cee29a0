use serde_json::{Map, Value, json};

use super::operations;
use crate::finding::{Findings, Matter, Rule, Severity, Subject};
use crate::projection::Origin;

pub(super) static GATEWAY_SUCCESS: Rule = Rule {
    id: "gateway-success",
    severity: Severity::Note,
    matter: Matter::Documents,
    summary: "an operation has no status code of success",
    explanation: "Importers want at least one response 2xx in each operation. In documents for gateways \
                  (`--profile gateway`) an operation without one, such as a redirection, has a response \
                  `2XX` without a body.",
    bad: ".. rest_status_code:: success status.yaml\n\n   - 300",
    good: ".. rest_status_code:: success status.yaml\n\n   - 200\n   - 300",
    ..Rule::USUAL
};

/// The longest summary that importers take, in characters.
const LONGEST_SUMMARY: usize = 300;

/// Every operation has a response 2xx, and a summary that is not too long.
pub(super) fn complete(document: &mut Value, origin: &Origin<'_>, findings: &mut Findings) {
    operations::each(document, |path, verb, operation| {
        shorten_summary(operation);
        let Some(Value::Object(responses)) = operation.get_mut("responses") else { return };
        if responses.keys().any(|code| code.starts_with('2')) {
            return;
        }
        responses.shift_insert(
            0,
            "2XX".to_owned(),
            json!({"description": "Success. The documentation lists no such status code."}),
        );
        let source = origin.operation(path, verb);
        let message = format!("{} {path} lists no status code of success", verb.to_uppercase());
        findings.push(
            origin
                .finding(&GATEWAY_SUCCESS, source, Subject::url(path), message)
                .with_help("list the code that the service answers with when all went well, if there is one"),
        );
    });
}

fn shorten_summary(operation: &mut Map<String, Value>) {
    let Some(summary) = operation.get("summary").and_then(Value::as_str) else { return };
    if summary.chars().count() >= LONGEST_SUMMARY {
        let kept: String = summary.chars().take(LONGEST_SUMMARY - 4).collect();
        operation.insert("summary".to_owned(), json!(format!("{}...", kept.trim_end())));
    }
}
