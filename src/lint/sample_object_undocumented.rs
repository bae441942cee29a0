use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::place::{Place, Pointer};
use crate::reference::{DefinitionId, Direction, Operation, Types};
use crate::rst::folded;
use crate::shape::{Body, Node};

static RULE: Rule = Rule {
    id: "sample-object-undocumented",
    severity: Severity::Note,
    summary: "no table says what is in a documented object",
    explanation: "The row of an object tells that it is there, and samples show what is in it, but neither a row nor the description of the object names any of its keys. Maps whose keys are data need no rows.",
    bad: "- connector: connector\n\n{\"connector\": {\"host\": \"a\", \"mode\": \"rw\"}}",
    good: "- connector: connector\n- connector.host: host\n- connector.mode: mode\n\n{\"connector\": {\"host\": \"a\", \"mode\": \"rw\"}}",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let mut found: BTreeMap<DefinitionId, Finding> = BTreeMap::new();
    for (number, operation) in context.indexed_operations() {
        let bodies = &context.shapes.bodies[number];
        for (direction, body) in bodies.all() {
            let mut waiting = vec![&body.node];
            while let Some(node) = waiting.pop() {
                waiting.extend(node.children().map(|(_, child)| child));
                let Some((at, row, place)) = opaque(context, operation, body, node) else { continue };
                match found.get_mut(&at) {
                    Some(known) => known.add_operation(operation.key()),
                    None => {
                        let told = finding(rule, context, (operation, direction), (at, row), place);
                        found.insert(at, told);
                    }
                }
            }
        }
    }
    findings.extend(found.into_values());
}

/// The entry of an object that samples fill and nothing describes, with the name of its row and the place of
/// the first sample.
fn opaque<'a>(
    context: &Context<'a>,
    operation: &Operation,
    body: &Body,
    node: &Node,
) -> Option<(DefinitionId, &'a str, Place)> {
    let [placed] = node.rows.as_slice() else { return None };
    let at = placed.definition?;
    let definition = &context.reference.definitions[at];
    let content = node.content();
    let row = context.reference.operations[placed.operation].rows[placed.row].name.as_str();
    let is_link = row.ends_with("links");
    // One key alone may be its own name, unless a row that is about another place has it.
    let has_row = |key: &str| operation.rows.iter().any(|row| row.name == key);
    let is_filled = content.seen.types.without(Types::NULL) == Types::OBJECT
        && (content.members.len() > 1 || content.members.keys().any(|key| has_row(key)));
    let is_map = [node, content].iter().any(|node| {
        node.map.is_some() || node.values.is_some() || !node.patterns.is_empty() || !node.keys.is_empty()
    });
    let description = definition.entry.description.as_ref().map_or("", |text| text.value.as_str());
    let is_named = |key: &str| description.contains(key);
    let says_where = || folded_has(description, &SAY_WHERE);
    let is_described =
        || says_where() || content.members.iter().any(|(key, member)| is_named(key) || has_rows(member));
    if is_link || !is_filled || is_map || is_described() {
        return None;
    }
    let place = |index: usize, pointer: &str| {
        let file = &context.reference.samples[operation.samples[*body.samples.get(index)?].file?];
        Some((file, file.source, Pointer::from_text(pointer)))
    };
    let (index, pointer) = node.seen.first.as_ref()?;
    let (file, source, pointer) = place(*index, pointer)?;
    let shown = file.value.as_ref().and_then(|value| value.pointer(pointer.as_str()));
    if !shown.is_some_and(is_empty) {
        return Some((at, row, Place::Value(source, pointer)));
    }
    // The first sample that shows what is in it.
    let (index, member) = content.members.values().find_map(|member| member.seen.first.as_ref())?;
    let (_, source, object) = place(*index, member.rsplit_once('/').map_or("", |(object, _)| object))?;
    Some((at, row, Place::Value(source, object)))
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty)
}

/// Texts that say that what is in an object depends, or where else it is described.
const SAY_WHERE: [&str; 12] = [
    "depends on",
    "dependent on",
    "for details",
    "for more information",
    "refer to",
    "see the ",
    "structure of",
    "formatted as",
    "formatted according to",
    "data type of",
    "arbitrary",
    "varies",
];

fn folded_has(description: &str, words: &[&str]) -> bool {
    let text = folded(description);
    words.iter().any(|words| text.contains(words))
}

/// Is anything at or below the node documented?
fn has_rows(node: &Node) -> bool {
    node.is_documented() || node.mentioned.is_some() || node.children().any(|(_, child)| has_rows(child))
}

fn finding(
    rule: &'static Rule,
    context: &Context<'_>,
    (operation, direction): (&Operation, Direction),
    (at, row): (DefinitionId, &str),
    place: Place,
) -> Finding {
    let entry = &context.reference.definitions[at].entry;
    let message =
        format!("the {} sample shows what is in `{row}`, but nothing describes it", direction.as_str());
    // What an action does is said in its body alone.
    let is_action = direction == Direction::Request
        && matches!(operation.template.last_literal(), Some("action" | "actions"));
    Finding::new(rule, place, Subject::entry(&entry.name), message)
        .with_severity(if is_action { Severity::Warning } else { rule.severity })
        .with_help(format!(
            "add rows for its keys (`- {row}.key: ...`), or say in its description what it holds"
        ))
        .with_operation(operation.key())
        .with_related(entry.name_span, format!("entry `{}`", entry.name))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask_files, entry, operation};
    use crate::finding::Severity;

    fn count(rows: &str, more: &str, sample: &str) -> usize {
        let chapter = operation("GET /things", "Response", rows) + "\n.. literalinclude:: show.json\n";
        let dictionary = entry("box", "body", "object") + &entry("name", "body", "string") + more;
        let files =
            [("index.rst", chapter.as_str()), ("parameters.yaml", &dictionary), ("show.json", sample)];
        ask_files("sample-object-undocumented", &files).0.len()
    }

    #[test]
    fn the_body_of_an_action_is_a_warning() {
        let chapter = operation("POST /things/action", "Request", "   - box: box\n")
            + "\n.. literalinclude:: act.json\n";
        let dictionary = entry("box", "body", "object");
        let files = [
            ("index.rst", chapter.as_str()),
            ("parameters.yaml", &dictionary),
            ("act.json", r#"{"box": {"host": "b", "mode": "c"}}"#),
        ];
        let (findings, _) = ask_files("sample-object-undocumented", &files);
        assert_eq!(findings.iter().map(|found| found.severity()).collect::<Vec<_>>(), [Severity::Warning]);
    }

    #[test]
    fn an_object_that_nothing_describes_is_told() {
        let sample = r#"{"name": "a", "box": {"host": "b", "mode": "c"}}"#;
        assert_eq!(count("   - name: name\n   - box: box\n", "", sample), 1);
        let host = entry("host", "body", "string");
        assert_eq!(count("   - name: name\n   - box: box\n   - box.host: host\n", &host, sample), 0);
        assert_eq!(count("   - name: name\n   - box: box\n", "", r#"{"name": "a", "box": {}}"#), 0);
        assert_eq!(count("   - box: box\n", "", r#"{"box": {"name": "b"}}"#), 0);
    }

    #[test]
    fn a_text_may_say_that_the_content_depends() {
        let sample = r#"{"box": {"host": "b", "mode": "c"}}"#;
        let count = |text: &str| {
            let chapter =
                operation("GET /things", "Response", "   - box: box\n") + "\n.. literalinclude:: show.json\n";
            let dictionary = entry("box", "body", "object") + "  " + text + "\n";
            let files =
                [("index.rst", chapter.as_str()), ("parameters.yaml", &dictionary), ("show.json", sample)];
            ask_files("sample-object-undocumented", &files).0.len()
        };
        assert_eq!(count("description: The box."), 1);
        assert_eq!(count("description: The box. What is in it depends on the driver."), 0);
    }
}
