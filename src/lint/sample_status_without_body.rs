use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::{CodeKind, Direction};

static RULE: Rule = Rule {
    id: "sample-status-without-body",
    severity: Severity::Warning,
    summary: "a sample of a body belongs to a status code that has none",
    explanation: "The only success codes of the operation are 204, 205 or 304, which carry no body, but the response shows one. Either the code or the sample is wrong.",
    bad: "Normal response codes: 204\n\n.. literalinclude:: samples/delete-response.json",
    good: "Normal response codes: 200\n\n.. literalinclude:: samples/delete-response.json",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let mut successes = operation.codes.iter().filter(|code| code.kind == CodeKind::Success).peekable();
        let Some(first) = successes.peek().copied() else { continue };
        if !successes.all(|code| matches!(code.code, 204 | 205 | 304)) {
            continue;
        }
        let sample = operation.samples_of(Direction::Response).find(|sample| {
            let value = context.reference.sample_file(sample).and_then(|file| file.value.as_ref());
            value.is_some_and(|value| {
                !value.is_null() && !value.as_object().is_some_and(serde_json::Map::is_empty)
            })
        });
        if let Some(sample) = sample {
            let message =
                format!("`{}` answers {}, which has no body, but shows one", operation.title, first.code);
            findings.push(
                Finding::new(rule, sample.span, Subject::operation(&operation.title), message)
                    .with_help("correct the status code, or remove the sample")
                    .with_operation(operation.key())
                    .with_related(first.span, "the code"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::ask_files;

    fn count(code: &str, sample: &str) -> usize {
        let chapter = format!(
            "Things\n======\n\n.. rest_method:: GET /things\n\nNormal response codes: {code}\n\n\
             Response\n--------\n\n.. literalinclude:: show-response.json\n"
        );
        ask_files("sample-status-without-body", &[("index.rst", &chapter), ("show-response.json", sample)])
            .0
            .len()
    }

    #[test]
    fn a_body_for_a_code_without_one_is_told() {
        assert_eq!(["204", "205", "304", "204, 304"].map(|code| count(code, "{\"a\": 1}")), [1; 4]);
    }

    #[test]
    fn codes_with_a_body_and_empty_bodies_are_fine() {
        assert_eq!(count("200, 204", "{\"a\": 1}") + count("204", "{}"), 0);
    }
}
