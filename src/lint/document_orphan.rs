use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::place::Place;

static RULE: Rule = Rule {
    id: "document-orphan",
    severity: Severity::Warning,
    summary: "a file with operations is included by no document",
    explanation: "Sphinx only renders what a root document includes, so nobody reads these operations. They are read here as a document of their own.",
    bad: "(volumes.inc, named by no `include`)",
    good: "(in index.rst)\n\n.. include:: volumes.inc",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for document in context.reference.documents.iter().filter(|document| document.orphan) {
        let path = context.sources.path(document.root);
        let count = document.operations.len();
        let noun = if count == 1 { "operation" } else { "operations" };
        let message = format!("`{path}` holds {count} {noun}, but no document includes it");
        findings.push(
            Finding::new(rule, Place::source_file(document.root), Subject::file(path), message)
                .with_help("include it in a root document, or delete it"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask_files, operation};

    #[test]
    fn a_file_that_nothing_includes_is_told() {
        let chapter = operation("GET /things", "Request", "");
        let files = [
            ("index.rst", "Top\n===\n\n.. include:: in.inc\n"),
            ("in.inc", &chapter),
            ("lost.inc", &chapter),
        ];
        let (findings, sources) = ask_files("document-orphan", &files);
        let paths: Vec<&str> =
            findings.iter().map(|finding| sources.path(finding.place().source())).collect();
        assert_eq!(paths, ["lost.inc"]);
    }
}
