use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::Bound;

static RULE: Rule = Rule {
    id: "path-parameter-optional",
    severity: Severity::Note,
    summary: "a path parameter is not called required",
    explanation: "A variable of the URL is always sent, and OpenAPI demands `required: true` of it. It is emitted as required whatever the entry says.",
    bad: "volume_id_path:\n  in: path\n  required: false",
    good: "volume_id_path:\n  in: path\n  required: true",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let uses = context.by_definition(|operation, at, _, definition| {
        !definition.required
            && operation
                .bindings
                .iter()
                .any(|binding| binding.row == Some(at) && binding.how != Bound::Misplaced)
    });
    for (number, uses) in uses {
        let definition = &context.reference.definitions[number];
        let entry = &definition.entry;
        let place = entry.required.as_ref().map_or(entry.name_span, |field| field.span);
        let finding = Finding::new(
            rule,
            place,
            Subject::entry(&entry.name),
            format!("entry `{}` is a path parameter, but not called required", entry.name),
        )
        .with_help("write `required: true`");
        findings.push(context.with_uses(finding, &uses));
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, ask_files, entry, operation, token};

    #[test]
    fn a_path_entry_that_is_not_required_is_told_at_its_field() {
        let chapter = operation("GET /things/{id}", "Request", "   - id: id\n");
        let dictionary = entry("id", "path", "string").replace("true", "false");
        let (findings, sources) = ask_files(
            "path-parameter-optional",
            &[("index.rst", &chapter), ("parameters.yaml", &dictionary)],
        );
        assert_eq!(findings.iter().map(|finding| token(finding, &sources)).collect::<Vec<_>>(), ["false"]);
    }

    #[test]
    fn required_ones_are_fine() {
        let chapter = operation("GET /things/{id}", "Request", "   - id: id\n");
        assert!(ask("path-parameter-optional", &chapter, &entry("id", "path", "string")).is_empty());
    }
}
