use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject, SubjectKind, nearest};
use crate::place::Span;
use crate::reference::{Method, Operation};

static RULE: Rule = Rule {
    id: "method-unknown",
    severity: Severity::Warning,
    summary: "the verb of an operation has no place in OpenAPI",
    explanation: "A path of OpenAPI 3.1 has get, put, post, delete, options, head, patch and trace. `METHOD` stands for any verb and is emitted as the common ones; another verb is kept as an extension that tools do not see.",
    bad: ".. rest_method:: COPY /objects/{name}",
    good: ".. rest_method:: PUT /objects/{name}",
    fix: Some("the verb that is meant"),
    ..Rule::USUAL
};

/// The verbs that OpenAPI has a field for.
const VERBS: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];

/// Registered verbs that it has none for (the IANA registry of HTTP methods).
const OTHERS: [&str; 31] = [
    "ACL",
    "BASELINE-CONTROL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
    "CONNECT",
    "COPY",
    "LABEL",
    "LINK",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MKREDIRECTREF",
    "MKWORKSPACE",
    "MOVE",
    "ORDERPATCH",
    "PROPFIND",
    "PROPPATCH",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
];

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    // That one has a URL and no verb is told where it is read.
    for operation in context.operations().filter(|operation| !operation.url.is_empty()) {
        let mut fix = None;
        let (message, help, severity) = match &operation.method {
            // A name that the specification of the service uses for all verbs is no mistake.
            Method::Any => (
                "`METHOD` stands for any verb".to_owned(),
                "nothing to do: get, put, post, delete and patch are emitted".to_owned(),
                Severity::Note,
            ),
            Method::Other(verb) if OTHERS.contains(&verb.as_str()) => (
                format!("OpenAPI has no `{verb}`"),
                "nothing to do: it is kept as an extension".to_owned(),
                Severity::Note,
            ),
            Method::Other(verb) => (
                format!("`{verb}` is no verb of HTTP"),
                match nearest(verb, VERBS.into_iter()) {
                    None => "write the verb before the URL".to_owned(),
                    Some(known) => {
                        fix = verb_span(operation, verb, context).map(|span| {
                            Fix::safe(format!("write the verb `{known}`")).replacing(span, known)
                        });
                        format!("did you mean `{known}`?")
                    }
                },
                rule.severity,
            ),
            _ => continue,
        };
        let subject = Subject::new(SubjectKind::Method, operation.method.as_str());
        let mut finding = Finding::new(rule, operation.span, subject, message)
            .with_help(help)
            .with_severity(severity)
            .with_operation(operation.key());
        fix.into_iter().for_each(|fix| finding.fix(fix));
        findings.push(finding);
    }
}

/// The verb in the argument of the directive, which stands before the URL.
fn verb_span(operation: &Operation, verb: &str, context: &Context<'_>) -> Option<Span> {
    let (start, end) = (operation.span.range().start, operation.url_span.range().start);
    let before = context.sources.text(operation.span.source).get(start..end)?;
    let at = start + before.to_uppercase().rfind(&verb.to_uppercase())?;
    Some(Span::new(operation.span.source, at, at + verb.len()))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, operation};

    #[test]
    fn verbs_without_a_field_are_told() {
        let count = |method: &str| ask("method-unknown", &operation(method, "Request", ""), "").len();
        assert_eq!(["COPY /a", "METHOD /a", "GET /a", "trace /a"].map(count), [1, 1, 0, 0]);
    }
}
