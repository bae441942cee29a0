use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::openapi::has_reference_key;

static RULE: Rule = Rule {
    id: "sample-reference-key",
    severity: Severity::Note,
    summary: "a sample has a key `$ref`, and is in no document",
    explanation: "Most readers of OpenAPI take a key `$ref` for a reference, wherever it stands, follow it and fail. So neither the sample nor a property of that name is part of a document. The sample is checked as any other.",
    bad: "{\"schema\": {\"$ref\": \"#/definitions/tag\"}}",
    good: "{\"schema\": {\"type\": \"string\"}}",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        for sample in &operation.samples {
            let value = context.reference.sample_file(sample).and_then(|file| file.value.as_ref());
            if !value.is_some_and(has_reference_key) {
                continue;
            }
            let what = if sample.is_block() { "the sample".to_owned() } else { format!("`{}`", sample.path) };
            let message = format!("{what} has a key `$ref`, so no document shows it");
            findings.push(
                Finding::new(rule, sample.span, Subject::operation(&operation.title), message)
                    .with_help("show a sample without such a key, if there is one")
                    .with_operation(operation.key()),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::ask_files;

    fn count(sample: &str) -> usize {
        let chapter = "Things\n======\n\n.. rest_method:: GET /things\n\nResponse\n--------\n\n\
                       .. literalinclude:: show-response.json\n";
        ask_files("sample-reference-key", &[("index.rst", chapter), ("show-response.json", sample)]).0.len()
    }

    #[test]
    fn the_key_is_found_at_any_depth_and_as_a_value_it_is_fine() {
        assert_eq!(count("{\"a\": [{\"$ref\": \"#/b\"}]}"), 1);
        assert_eq!(count("{\"a\": \"$ref\", \"ref\": 1}"), 0);
    }
}
