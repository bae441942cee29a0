use serde_json::Value;

use super::{Loss, Origin};
use crate::finding::{Finding, Findings, Matter, Rule, Severity, Subject};

pub(super) static PROJECTION_LOSS: Rule = Rule {
    id: "projection-loss",
    severity: Severity::Warning,
    matter: Matter::Documents,
    summary: "the chosen version of OpenAPI cannot say something",
    explanation: "Documents are made in version 3.1 of OpenAPI and put into other versions from there. \
                  Version 3.0 lacks some words; what they say is left out, or said less exactly. What this \
                  program emits today can be said in all versions.",
    bad: "openapi = \"3.0\"",
    good: "openapi = \"3.1\"",
    ..Rule::USUAL
};

/// One finding for each thing that is lost, at the operation it belongs to; the same thing twice in an
/// operation is one.
pub(crate) fn findings(document: &Value, losses: &[Loss], origin: &Origin<'_>) -> Findings {
    let mut findings = Findings::new();
    for loss in losses {
        let operation = origin.of(document, &loss.at);
        let version = document.get("openapi").and_then(Value::as_str).unwrap_or_default();
        let message = format!("OpenAPI {version} has no words for {}", loss.what);
        let finding = origin
            .finding(
                &PROJECTION_LOSS,
                operation,
                Subject::key(loss.at.steps().last().unwrap_or_default()),
                message,
            )
            .with_help("use a document of version 3.1 where this matters");
        let same =
            |known: &Finding| known.place() == finding.place() && known.headline() == finding.headline();
        if !findings.iter().any(same) {
            findings.push(finding);
        }
    }
    findings
}
