use std::collections::BTreeMap;

use super::{Context, Lint};
use crate::finding::{Finding, Findings, Related, Rule, Severity, Subject};
use crate::place::{SourceId, Span};
use crate::reference::{Document, Operation, OperationId};
use crate::rst::{Block, Kind};
use crate::shape::{Shapes, singular};
use crate::source::folder_of;

static RULE: Rule = Rule {
    id: "operation-duplicate",
    severity: Severity::Warning,
    summary: "the same operation is documented twice",
    explanation: "Two sections have the same method, path and title, or a file is included twice. Readers find two descriptions and cannot know which one holds. So do two sections that only share method and path: the document has room for one operation there. Actions, each asked for by a key of its own, and operations of other microversions are fine.",
    bad: ".. include:: volumes.inc\n.. include:: volumes.inc",
    good: ".. include:: volumes.inc",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for document in &context.reference.documents {
        let mut first: BTreeMap<(String, &str), &Operation> = BTreeMap::new();
        let mut again: BTreeMap<SourceId, Vec<&Operation>> = BTreeMap::new();
        findings.extend(alike(rule, context, document));
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

/// Operations with titles of their own on one method and path, which neither are actions nor of different
/// versions.
fn alike(rule: &'static Rule, context: &Context<'_>, document: &Document) -> Findings {
    let mut findings = Findings::new();
    let mut known: BTreeMap<(String, &str), Vec<OperationId>> = BTreeMap::new();
    // Ways to ask for one thing are one finding, however many.
    let mut told_at: BTreeMap<(String, &str), usize> = BTreeMap::new();
    let operations = &context.reference.operations;
    for id in document.operations.iter().filter(|id| !operations[*id].is_callback()) {
        let operation = &operations[id];
        let before = known.entry((operation.key(), operation.url.as_str())).or_default();
        let twins = before.iter().map(|other| (*other, &operations[*other]));
        let mut twins = twins.filter(|(_, other)| other.window.overlaps(operation.window));
        let is_new = before.iter().all(|other| operations[*other].title != operation.title);
        let told = twins.find_map(|(other, twin)| Some((twin, told_apart(context, other, id)?)));
        if let Some((twin, (severity, help))) = told.filter(|_| is_new) {
            let key = (operation.key(), operation.url.as_str());
            let known = told_at.get(&key).and_then(|at: &usize| findings.get_mut(*at));
            if let Some(known) = known.filter(|_| severity == Severity::Note) {
                known.add_related(Related::new(operation.url_span, "and here"));
            } else {
                let message =
                    format!("`{}` and `{}` are both {}", operation.title, twin.title, operation.key());
                told_at.insert(key, findings.len());
                findings.push(
                    Finding::new(rule, operation.url_span, Subject::operation(&operation.title), message)
                        .with_severity(severity)
                        .with_help(help)
                        .with_operation(operation.key())
                        .with_related(twin.url_span, "the same here"),
                );
            }
        }
        before.push(id);
    }
    findings
}

/// How bad it is that two operations share method and path, and what to do; nothing if they are actions, each
/// asked for by a key of its own.
fn told_apart(
    context: &Context<'_>,
    one: OperationId,
    other: OperationId,
) -> Option<(Severity, &'static str)> {
    let operation = &context.reference.operations[one];
    if operation.method.is_bodyless() {
        return Some((
            Severity::Warning,
            "correct the method or the URL of one of them; if they are one operation, merge the two sections",
        ));
    }
    let last = operation.template.literals().next_back().unwrap_or_default();
    if matches!(last, "action" | "actions") {
        return None;
    }
    let is_of_path = |key: &str| singular(key) == singular(last);
    match [one, other].map(|id| root_key(context, id)) {
        // One thing, or several at once.
        [Some(one), Some(other)] if one != other && singular(one) == singular(other) => Some((
            Severity::Warning,
            "if the service tells them apart by the key around the body, describe them in one section, each form with its table",
        )),
        [Some(one), Some(other)] if one != other && !is_of_path(one) && !is_of_path(other) => None,
        [Some(one), Some(other)] if one != other => Some((
            Severity::Warning,
            "correct the URL of one of them; the service can tell them apart only by the key around the body",
        )),
        _ => Some((
            Severity::Note,
            "if the service tells them apart by what is sent, describe them in one section, each form with its table",
        )),
    }
}

/// The only key of what an operation sends.
fn root_key<'a>(context: &Context<'a>, id: OperationId) -> Option<&'a str> {
    let shapes: &'a Shapes = context.shapes;
    let mut keys = shapes.bodies[id].request.first()?.node.members.keys();
    keys.next().filter(|_| keys.next().is_none()).map(|key| key.as_str())
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
    use super::super::fixture::{ask, ask_files, entry, operation, token};
    use crate::finding::Severity;

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
    fn actions_are_fine() {
        let start = operation("POST /a/action", "Request", "");
        let stop = start.replace("Things\n", "Others\n");
        assert!(ask("operation-duplicate", &(start + "\n" + &stop), "").is_empty());
        assert_eq!(severities("start", "stop"), []);
    }

    #[test]
    fn bodies_that_do_not_ask_for_actions_are_told() {
        assert_eq!(severities("parcel", "parcels"), [Severity::Warning]);
        assert_eq!(severities("parcel", "as"), [Severity::Warning]);
        assert_eq!(severities("width", "width"), [Severity::Note]);
    }

    /// Two operations that send one key each.
    fn severities(one: &str, other: &str) -> Vec<Severity> {
        let first = operation("POST /parcels", "Request", &format!("   - {one}: {one}\n"));
        let second = operation("POST /parcels", "Request", &format!("   - {other}: {other}\n"));
        let second = second.replace("Things\n", "Others\n");
        let dictionary = entry(one, "body", "object") + &entry(other, "body", "object");
        let found = ask("operation-duplicate", &(first + "\n" + &second), &dictionary);
        found.iter().map(|finding| finding.severity()).collect()
    }
}
