use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject, SubjectKind};
use crate::reference::{Code, CodeKind};

static RULE: Rule = Rule {
    id: "status-code-misfiled",
    severity: Severity::Warning,
    summary: "a status code stands in the wrong list",
    explanation: "A code from 400 on is an error, and one below 300 is none, whatever the list says that it \
                  stands in. In the documents it is where its number belongs. A redirection (3xx) may stand \
                  in either list.",
    bad: "Normal response codes: 200, 404",
    good: "Normal response codes: 200\n\nError response codes: 404",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        for code in &operation.codes {
            let Some((list, help)) = misfiled(code) else { continue };
            let message = format!("`{}` of `{}` is listed as {list}", code.key(), operation.title);
            findings.push(
                Finding::new(rule, code.span, Subject::new(SubjectKind::Code, code.key()), message)
                    .with_help(help)
                    .with_operation(operation.key()),
            );
        }
    }
}

/// What a code is listed as that it is not, and what to do.
fn misfiled(code: &Code) -> Option<(&'static str, &'static str)> {
    match (code.kind, code.code) {
        (CodeKind::Success, 400..) => {
            Some(("a success", "move it to the error response codes, or correct it"))
        }
        (CodeKind::Error, ..300) => Some(("an error", "move it to the normal response codes, or correct it")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, operation};

    fn count(text: &str) -> usize {
        let chapter =
            operation("GET /a", "Request", "").replacen("GET /a\n", &format!("GET /a\n\n{text}\n"), 1);
        ask("status-code-misfiled", &chapter, "").len()
    }

    #[test]
    fn codes_in_the_wrong_list_are_told() {
        assert_eq!(count("Normal response codes: 200, 404"), 1);
        assert_eq!(count("Error response codes: 201, 202, 404"), 2);
        assert_eq!(count("Normal response codes: 200, 304\n\nError response codes: 300, 404"), 0);
    }
}
