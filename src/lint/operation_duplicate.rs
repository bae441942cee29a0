use std::collections::BTreeMap;

use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::place::{SourceId, Span};
use crate::reference::{Document, Operation};
use crate::rst::{Block, Kind};
use crate::source::folder_of;

static RULE: Rule = Rule {
    id: "operation-duplicate",
    severity: Severity::Warning,
    summary: "the same operation is documented twice",
    explanation: "Two sections have the same method, path and title, or a file is included twice. Readers find two descriptions and cannot know which one holds. So do two sections that only share method and path, where the method takes no body that could tell them apart. Actions, and operations of other microversions, are fine.",
    bad: ".. include:: volumes.inc\n.. include:: volumes.inc",
    good: ".. include:: volumes.inc",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for document in &context.reference.documents {
        let mut first: BTreeMap<(String, &str), &Operation> = BTreeMap::new();
        let mut again: BTreeMap<SourceId, Vec<&Operation>> = BTreeMap::new();
        findings.extend(alike(rule, &context.reference.operations[document.operations]));
        for operation in &context.reference.operations[document.operations] {
            let key = (operation.key(), operation.title.as_str());
            let known = *first.entry(key).or_insert(operation);
            if std::ptr::eq(known, operation) {
                continue;
            }
            if known.span == operation.span {
                again.entry(operation.span.source).or_default().push(operation);
                continue;
            }
            let message = format!("`{}` is documented twice as {}", operation.title, operation.key());
            findings.push(
                Finding::new(rule, operation.title_span, Subject::operation(&operation.title), message)
                    .with_help("keep one of the two, or give them titles that tell them apart")
                    .with_operation(operation.key())
                    .with_related(known.title_span, "first here"),
            );
        }
        findings.extend(
            again
                .into_iter()
                .filter_map(|(file, twice)| included_again(rule, context, document, file, &twice)),
        );
    }
}

/// Operations with titles of their own on one method and path, which no body tells apart.
fn alike<'a>(rule: &'static Rule, operations: impl IntoIterator<Item = &'a Operation>) -> Findings {
    let mut findings = Findings::new();
    let mut known: BTreeMap<(String, &str), Vec<&Operation>> = BTreeMap::new();
    let bodyless = operations.into_iter().filter(|one| one.method.is_bodyless() && !one.is_callback());
    for operation in bodyless {
        let before = known.entry((operation.key(), operation.url.as_str())).or_default();
        let is_twin =
            |other: &&&Operation| other.title != operation.title && other.window.overlaps(operation.window);
        if let Some(other) = before.iter().find(is_twin)
            && before.iter().all(|other| other.title != operation.title)
        {
            let message = format!("`{}` and `{}` are both {}", operation.title, other.title, operation.key());
            findings.push(
                Finding::new(rule, operation.url_span, Subject::operation(&operation.title), message)
                    .with_help("correct the method or the URL of one of them; if they are one operation, merge the two sections")
                    .with_operation(operation.key())
                    .with_related(other.url_span, "the same here"),
            );
        }
        before.push(operation);
    }
    findings
}

/// All operations of a file that is included again are one finding.
fn included_again(
    rule: &'static Rule,
    context: &Context<'_>,
    document: &Document,
    file: SourceId,
    twice: &[&Operation],
) -> Option<Finding> {
    let first = twice.first()?;
    let mut keys: Vec<String> = Vec::new();
    for key in twice.iter().map(|operation| operation.key()) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let message = match keys.len() - 1 {
        0 => format!("`{}` is in a file that is included twice", first.title),
        1 => format!("`{}` and 1 other operation are in a file that is included twice", first.title),
        others => {
            format!("`{}` and {others} other operations are in a file that is included twice", first.title)
        }
    };
    let subject = Subject::file(context.sources.path(file));
    let finding = Finding::new(rule, first.title_span, subject, message)
        .with_help("include the file once")
        .with_operations(keys);
    Some(context.with_places(finding, &inclusions(context, document, file), "included here"))
}

/// The `include` directives that name a file.
fn inclusions(context: &Context<'_>, document: &Document, file: SourceId) -> Vec<Span> {
    let (sources, path) = (context.sources, context.sources.path(file));
    let folder = folder_of(sources.path(document.root));
    let blocks = context.reference.blocks.values().flatten().flat_map(Block::walk);
    blocks
        .filter_map(|block| match &block.kind {
            Kind::Directive(directive) if directive.name == "include" => directive.arguments.whole(),
            _ => None,
        })
        .filter(|span| sources.layout().resolve(folder, sources.slice(*span).trim()).as_deref() == Some(path))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, ask_files, operation, token};

    #[test]
    fn a_file_that_is_included_twice_is_one_finding() {
        let file = operation("GET /a", "Request", "") + "\n" + &operation("PUT /a", "Request", "");
        let files = [("index.rst", "Top\n***\n\n.. include:: a.inc\n.. include:: a.inc\n"), ("a.inc", &file)];
        let (findings, sources) = ask_files("operation-duplicate", &files);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].operations(), ["GET /a", "PUT /a"]);
        let related = findings[0].related().iter().map(|related| sources.span_of(&related.place));
        assert_eq!(related.map(|span| sources.slice(span)).collect::<Vec<_>>(), ["a.inc", "a.inc"]);
    }

    #[test]
    fn the_later_of_two_equal_sections_is_told() {
        let chapter = operation("GET /a", "Request", "");
        let text = format!("{chapter}\n{chapter}");
        let (findings, sources) = ask_files("operation-duplicate", &[("index.rst", &text)]);
        assert_eq!(findings.iter().map(|finding| token(finding, &sources)).collect::<Vec<_>>(), ["Things"]);
        assert!(sources.span_of(findings[0].place()) != sources.span_of(&findings[0].related()[0].place));
    }

    #[test]
    fn operations_that_no_body_tells_apart_are_told() {
        let list = operation("GET /a", "Request", "");
        let show = list.replace("Things\n", "Others\n");
        let (findings, sources) =
            ask_files("operation-duplicate", &[("index.rst", &(list.clone() + "\n" + &show))]);
        assert_eq!(findings.iter().map(|finding| token(finding, &sources)).collect::<Vec<_>>(), ["/a"]);
        let other = show.replace("GET /a", "GET /a?all=1");
        assert!(ask("operation-duplicate", &(list + "\n" + &other), "").is_empty());
    }

    #[test]
    fn operations_with_titles_of_their_own_are_fine() {
        let start = operation("POST /a/action", "Request", "");
        let stop = start.replace("Things\n", "Others\n");
        assert!(ask("operation-duplicate", &(start + "\n" + &stop), "").is_empty());
    }
}
