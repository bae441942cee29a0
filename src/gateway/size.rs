use serde_json::Value;

use crate::finding::{Findings, Matter, Rule, Severity, Subject};
use crate::projection::Origin;

pub(super) static GATEWAY_SIZE: Rule = Rule {
    id: "gateway-size",
    severity: Severity::Warning,
    matter: Matter::Documents,
    summary: "a document is larger than importers take",
    explanation: "The strictest importer takes documents of up to 4 MB. `--no-examples` makes a document \
                  for gateways much smaller, `--no-deprecated` and `--routes-only` smaller still.",
    bad: "apiref generate --profile gateway",
    good: "apiref generate --profile gateway --no-examples",
    ..Rule::USUAL
};

/// The largest document that every importer takes, in bytes (Azure API Management).
pub(crate) const LARGEST: usize = 4 * 1024 * 1024;

/// Warns of a document that is too large as JSON without blanks.
pub(super) fn judge(document: &Value, origin: &Origin<'_>, findings: &mut Findings) {
    let bytes = serde_json::to_vec(document).map_or(0, |text| text.len());
    if bytes > LARGEST {
        let message = format!(
            "the document for gateways has {} KiB; importers take {} KiB",
            bytes / 1024,
            LARGEST / 1024
        );
        findings.push(
            origin
                .finding(&GATEWAY_SIZE, None, Subject::whole_file(), message)
                .with_help("leave the examples out: `--no-examples`"),
        );
    }
}
