use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity};
use std::collections::BTreeMap;

static RULE: Rule = Rule {
    id: "operation-duplicate",
    severity: Severity::Warning,
    summary: "the same operation is documented twice",
    explanation: "Two sections have the same method, path and title, or a file is included twice. Readers find two descriptions and cannot know which one holds. Operations that only share method and path, such as actions, are fine.",
    bad: ".. include:: volumes.inc\n.. include:: volumes.inc",
    good: ".. include:: volumes.inc",
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for document in &context.reference.documents {
        let mut first: BTreeMap<(String, &str), &crate::reference::Operation> = BTreeMap::new();
        for operation in context.reference.operations.get(document.operations.clone()).unwrap_or_default() {
            let key = (operation.key(), operation.title.as_str());
            let Some(known) = first.get(&key) else {
                first.insert(key, operation);
                continue;
            };
            let (message, help) = if known.span == operation.span {
                (
                    format!("`{}` is in a file that is included twice", operation.title),
                    "include the file once",
                )
            } else {
                (
                    format!("`{}` is documented twice as {}", operation.title, operation.key()),
                    "keep one of the two, or give them titles that tell them apart",
                )
            };
            findings.push(
                Finding::new(rule, operation.title_span, message)
                    .help(help)
                    .operation(operation.key())
                    .related(known.title_span, "first here"),
            );
        }
    }
}
