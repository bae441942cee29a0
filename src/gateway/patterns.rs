use serde_json::Value;

use crate::finding::{Findings, Matter, Rule, Severity, Subject};
use crate::projection::{Kind, Origin, visit};

pub(super) static GATEWAY_PATTERN: Rule = Rule {
    id: "gateway-pattern",
    severity: Severity::Warning,
    matter: Matter::Documents,
    summary: "a pattern uses what not every engine has",
    explanation: "Gateways compile the patterns of a document, many of them with RE2, which has neither \
                  look-around nor back references. In documents for gateways (`--profile gateway`) such a \
                  pattern stands under `x-pattern`.",
    bad: "pattern: ^(?! )[a-z ]+$",
    good: "pattern: ^[a-z][a-z ]*$",
    ..Rule::USUAL
};

/// Moves patterns that RE2 does not compile to `x-pattern`.
pub(super) fn move_aside(document: &mut Value, origin: &Origin<'_>, findings: &mut Findings) {
    let mut moved = Vec::new();
    visit(document, &mut |kind, at, object| {
        let (Kind::Schema, Value::Object(members)) = (kind, object) else { return };
        let foreign = members.get("pattern").and_then(Value::as_str).filter(|text| !is_portable(text));
        if let Some(pattern) = foreign.map(str::to_owned) {
            members.shift_remove("pattern");
            moved.push((at.pointer(), pattern.clone()));
            members.insert("x-pattern".to_owned(), Value::String(pattern));
        }
    });
    for (at, pattern) in moved {
        let source = origin.of(document, &at);
        let message = format!("the pattern `{pattern}` is no part of the document for gateways");
        findings.push(
            origin
                .finding(
                    &GATEWAY_PATTERN,
                    source,
                    Subject::key(at.steps().last().unwrap_or_default()),
                    message,
                )
                .with_help("write the pattern without look-around and back references"),
        );
    }
}

/// Has the pattern only what ECMA-262 and RE2 share: no look-around, no back references?
fn is_portable(pattern: &str) -> bool {
    let mut class = false;
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                let escaped = rest.next();
                let refers = escaped.is_some_and(|next| matches!(next, '1'..='9' | 'k'));
                if refers && !class {
                    return false;
                }
            }
            '[' => class = true,
            ']' => class = false,
            '(' if !class => {
                let group = rest.as_str();
                if ["?=", "?!", "?<=", "?<!", "?>"].iter().any(|begin| group.starts_with(begin)) {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_around_and_back_references_are_not_portable() {
        for pattern in ["^(?! )a$", "a(?=b)", "(?<!x)y", "(?<=x)y", r"(a)\1", r"(?<n>a)\k<n>"] {
            assert!(!is_portable(pattern), "{pattern}");
        }
        for pattern in ["^a+$", r"\(?=", "[(?=]", "(?:a|b)", r"[\1]", r"\d{3}", ""] {
            assert!(is_portable(pattern), "{pattern}");
        }
    }
}
