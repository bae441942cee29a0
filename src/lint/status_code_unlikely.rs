use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::{CodeKind, Method};

static RULE: Rule = Rule {
    id: "status-code-unlikely",
    severity: Severity::Note,
    summary: "an operation that only reads answers with a code of a change",
    explanation: "The only success code of a GET or HEAD is 201 (created) or 202 (accepted). A request that reads is mostly answered with 200.",
    bad: ".. rest_method:: GET /volumes\n\nNormal response codes: 202",
    good: ".. rest_method:: GET /volumes\n\nNormal response codes: 200",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let reading =
        context.operations().filter(|operation| matches!(operation.method, Method::Get | Method::Head));
    for operation in reading {
        let mut successes = operation.codes.iter().filter(|code| code.kind == CodeKind::Success);
        let (Some(code), None) = (successes.next(), successes.next()) else { continue };
        if !matches!(code.code, 201 | 202) {
            continue;
        }
        let message = format!(
            "`{}` is a {}, but its only success is {}",
            operation.title,
            operation.method.as_str(),
            code.code
        );
        findings.push(
            Finding::new(rule, code.span, Subject::operation(&operation.title), message)
                .with_help("write 200, if that is what the service answers, or correct the method")
                .with_operation(operation.key()),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::ask;

    fn count(method: &str, codes: &str) -> usize {
        let chapter = format!(
            "Things\n======\n\n.. rest_method:: {method} /things\n\nNormal response codes: {codes}\n"
        );
        ask("status-code-unlikely", &chapter, "").len()
    }

    #[test]
    fn a_read_that_is_only_accepted_is_told() {
        assert_eq!(["202", "200", "200, 202"].map(|codes| count("GET", codes)), [1, 0, 0]);
        assert_eq!(count("POST", "202"), 0);
    }
}
