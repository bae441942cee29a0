use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject, SubjectKind};
use crate::reference::Method;

static RULE: Rule = Rule {
    id: "method-unknown",
    severity: Severity::Warning,
    summary: "the verb of an operation has no place in OpenAPI",
    explanation: "A path of OpenAPI 3.1 has get, put, post, delete, options, head, patch and trace. `METHOD` stands for any verb and is emitted as the common ones; another verb is kept as an extension that tools do not see.",
    bad: ".. rest_method:: COPY /objects/{name}",
    good: ".. rest_method:: PUT /objects/{name}",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let (message, help) = match &operation.method {
            Method::Any => (
                "`METHOD` stands for any verb".to_owned(),
                "nothing to do if the service takes them all; get, put, post, delete and patch are emitted",
            ),
            Method::Other(verb) => (
                format!("OpenAPI has no `{verb}`"),
                "check the spelling; a verb that the service really has is kept as an extension",
            ),
            _ => continue,
        };
        let subject = Subject::new(SubjectKind::Method, operation.method.as_str());
        findings.push(
            Finding::new(rule, operation.span, subject, message)
                .with_help(help)
                .with_operation(operation.key()),
        );
    }
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
