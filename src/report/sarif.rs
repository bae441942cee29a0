use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::Report;
use super::docs;
use super::escape::{uri, write_json};
use crate::collections::IndexMap;
use crate::finding::{Finding, Fix, Rule, Severity};
use crate::place::{Place, SourceId, Span};
use crate::source::Sources;
use crate::triage::identity::fingerprint;

/// The name that stands for the repository root.
const ROOT: &str = "SRCROOT";

/// Writes a SARIF 2.1.0 log with one run: the rules that fired with their help, and a result for each
/// finding.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_json(&Log::new(report), out)
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    original_uri_base_ids: IndexMap<&'static str, Base>,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

/// The root as an absolute path would differ from machine to machine, so it is only described.
#[derive(Serialize)]
struct Base {
    description: Message<'static>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Message<'static>,
    full_description: Message<'static>,
    help_uri: String,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Message<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: OwnMessage,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: Fingerprints,
    /// Only where the run compares with an earlier state.
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    /// As they are told: `apiref fix` proves them before it writes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Properties<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'a> {
    description: Message<'a>,
    artifact_changes: Vec<FileChange<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FileChange<'a> {
    artifact_location: Artifact,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Message<'a>,
}

#[derive(Serialize)]
struct OwnMessage {
    text: String,
}

/// Under a name of our own: `primaryLocationLineHash` is for GitHub to compute, whose upload action warns of
/// each result that brings another.
#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "apirefIdentity/v2")]
    identity: String,
}

#[derive(Serialize)]
struct Properties<'a> {
    pointer: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

/// An operation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'a> {
    fully_qualified_name: &'a str,
    kind: &'static str,
}

impl<'a> Log<'a> {
    fn new(report: &Report<'a>) -> Self {
        let rules: BTreeMap<&str, &Rule> =
            report.findings.iter().map(|finding| (finding.rule().id, finding.rule())).collect();
        let indices: BTreeMap<&str, usize> = rules.keys().copied().zip(0..).collect();
        let results = report.findings.iter().map(|finding| {
            let index = indices.get(finding.rule().id).copied().unwrap_or_default();
            let state = report.summary.turnover.map(|_| baseline_state(finding));
            SarifResult { baseline_state: state, ..SarifResult::new(finding, index, report.sources) }
        });
        let root = Base { description: Message { text: "the repository root" } };
        let run = Run {
            tool: Tool { driver: Driver::new(rules.values().copied()) },
            original_uri_base_ids: IndexMap::from_iter([(ROOT, root)]),
            column_kind: "unicodeCodePoints",
            results: results.collect(),
        };
        Self { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }
    }
}

impl Driver {
    fn new<'r>(rules: impl Iterator<Item = &'r Rule>) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        Self {
            name: "apiref",
            version,
            semantic_version: version,
            information_uri: docs::SITE,
            rules: rules.map(Descriptor::new).collect(),
        }
    }
}

impl Descriptor {
    fn new(rule: &Rule) -> Self {
        let Rule { id, severity, summary, explanation, bad, good, .. } = *rule;
        Self {
            id,
            short_description: Message { text: summary },
            full_description: Message { text: explanation },
            help_uri: docs::rule(id),
            help: Help {
                text: format!("{explanation}\n\nWrong:\n\n{bad}\n\nRight:\n\n{good}\n"),
                markdown: format!("{explanation}\n\n**Wrong**\n\n{}\n**Right**\n\n{}", code(bad), code(good)),
            },
            default_configuration: Configuration { level: level(severity) },
        }
    }
}

/// An example as an indented code block, which nothing inside can end.
fn code(example: &str) -> String {
    example.lines().map(|line| format!("    {line}\n")).collect()
}

impl<'a> SarifResult<'a> {
    fn new(finding: &'a Finding, rule_index: usize, sources: &Sources) -> Self {
        let mut location = Location::new(finding.place(), sources);
        location.logical_locations =
            finding.operations().iter().map(|operation| Logical::new(operation)).collect();
        let related = finding.related().iter().enumerate().map(|(number, related)| Location {
            id: Some(number + 1),
            logical_locations: related.operation.iter().map(|operation| Logical::new(operation)).collect(),
            message: Some(Message { text: related.label.as_str() }),
            ..Location::new(&related.place, sources)
        });
        Self {
            rule_id: finding.rule().id,
            rule_index,
            level: level(finding.severity()),
            message: OwnMessage::new(finding),
            locations: [location],
            related_locations: related.collect(),
            partial_fingerprints: Fingerprints { identity: fingerprint(finding, sources) },
            baseline_state: None,
            fixes: finding.fixes().iter().map(|fix| SarifFix::new(fix, sources)).collect(),
            properties: finding.place().pointer().map(|pointer| Properties { pointer: pointer.as_str() }),
        }
    }
}

impl OwnMessage {
    fn new(finding: &Finding) -> Self {
        let body = finding.body().map_or(String::new(), |body| format!("\n{body}"));
        let help = finding.help().map_or(String::new(), |help| format!("\nHelp: {help}"));
        Self { text: format!("{}{body}{help}", finding.headline()) }
    }
}

impl Location<'_> {
    fn new(place: &Place, sources: &Sources) -> Self {
        let span = sources.span_of(place);
        let artifact = Artifact { uri: uri(sources.path(span.source)), uri_base_id: ROOT };
        let physical_location = Physical { artifact_location: artifact, region: Region::new(span, sources) };
        Self { id: None, physical_location, logical_locations: Vec::new(), message: None }
    }
}

impl Region {
    fn new(span: Span, sources: &Sources) -> Self {
        let end = Span { start: span.end, ..span };
        let (start, end) = (sources.position(span), sources.position(end));
        Self {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

impl<'a> SarifFix<'a> {
    /// The edits by the files that they change.
    fn new(fix: &'a Fix, sources: &Sources) -> Self {
        let mut changes: IndexMap<SourceId, Vec<Replacement<'a>>> = IndexMap::default();
        for edit in &fix.edits {
            let span = sources.in_file(edit.span);
            changes.entry(span.source).or_default().push(Replacement {
                deleted_region: Region::new(span, sources),
                inserted_content: Message { text: &edit.text },
            });
        }
        let changes = changes.into_iter().map(|(source, replacements)| FileChange {
            artifact_location: Artifact { uri: uri(sources.path(source)), uri_base_id: ROOT },
            replacements,
        });
        Self { description: Message { text: fix.title.as_str() }, artifact_changes: changes.collect() }
    }
}

impl<'a> Logical<'a> {
    fn new(operation: &'a str) -> Self {
        Self { fully_qualified_name: operation, kind: "resource" }
    }
}

/// What is known is shown since input is lost with it, or since it came to stand in further operations.
fn baseline_state(finding: &Finding) -> &'static str {
    match (finding.is_known(), finding.is_unread()) {
        (false, _) => "new",
        (true, true) => "unchanged",
        (true, false) => "updated",
    }
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::fixture::{MISSING, TYPE, Tree, UNUSED};
    use super::*;
    use crate::triage::Turnover;

    /// The schema that OASIS publishes for SARIF 2.1.0.
    const SCHEMA: &str = include_str!("sarif-schema-2.1.0.json");

    fn log(tree: &Tree) -> Value {
        serde_json::from_str(&tree.print(write)).unwrap()
    }

    fn errors(log: &Value) -> Vec<String> {
        // The pattern of `language` has a stray bracket, which makes it no regular expression for every
        // reader.
        let schema: Value = serde_json::from_str(&SCHEMA.replace("{2}]?$", "{2}$")).unwrap();
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        validator.iter_errors(log).map(|error| error.to_string()).collect()
    }

    #[test]
    fn a_log_is_valid_by_the_published_schema() {
        let mut tree = Tree::new();
        tree.findings.extend([tree.at_pointer(&MISSING, "absent"), tree.at_row(&UNUSED, "unused\u{202e}")]);
        let mut valid = log(&tree);
        assert_eq!(errors(&valid), [""; 0]);
        tree.findings.clear();
        assert_eq!(errors(&log(&tree)), [""; 0]);
        valid["runs"][0]["results"][0]["level"] = json!("bad");
        assert_eq!(errors(&valid).len(), 1);
    }

    #[test]
    fn a_result_says_where_and_what_to_do() {
        let result = log(&Tree::new())["runs"][0]["results"][0].take();
        assert_eq!(
            result["locations"][0],
            json!({
                "physicalLocation": {
                    "artifactLocation": {"uri": "api-ref/samples/list.json", "uriBaseId": "SRCROOT"},
                    "region": {"startLine": 2, "startColumn": 11, "endLine": 2, "endColumn": 14}
                },
                "logicalLocations": [{"fullyQualifiedName": "GET /volumes", "kind": "resource"}]
            })
        );
        assert_eq!(
            result["message"]["text"],
            "`size` is a string, documented as integer\nHelp: say `string` in the entry `size`"
        );
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "documented here");
    }

    #[test]
    fn a_fix_says_what_stands_where_instead() {
        let mut tree = Tree::new();
        let finding = tree.at_row(&TYPE, "a");
        let span = tree.sources.span_of(finding.place());
        tree.findings = vec![finding.with_fix(Fix::suggested("write `b`").replacing(span, "b"))];
        let log = log(&tree);
        assert_eq!(errors(&log), [""; 0]);
        let fix = &log["runs"][0]["results"][0]["fixes"][0];
        assert_eq!(fix["description"]["text"], "write `b`");
        let change = &fix["artifactChanges"][0];
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(change["artifactLocation"], place["artifactLocation"]);
        assert_eq!(change["replacements"][0]["deletedRegion"], place["region"]);
        assert_eq!(change["replacements"][0]["insertedContent"]["text"], "b");
    }

    #[test]
    fn a_comparison_says_of_each_result_whether_it_is_new() {
        let mut tree = Tree::new();
        assert_eq!(log(&tree)["runs"][0]["results"][0].get("baselineState"), None);
        tree.summary.turnover = Some(Turnover::new(1, 0, 2));
        let (mut further, mut lost) = (tree.at_row(&MISSING, "a"), tree.at_row(&TYPE, "b").with_input_lost());
        further.know_but_in(vec!["GET /more".to_owned()]);
        lost.mark_known();
        tree.findings.extend([further, lost]);
        let log = log(&tree);
        let states: Vec<&Value> = (0..3).map(|at| &log["runs"][0]["results"][at]["baselineState"]).collect();
        assert_eq!(states, ["new", "updated", "unchanged"]);
        assert_eq!(errors(&log), [""; 0]);
    }

    #[test]
    fn results_refer_to_the_rules_that_fired() {
        let mut tree = Tree::new();
        tree.findings = vec![tree.at_row(&TYPE, "a"), tree.at_row(&MISSING, "b"), tree.at_row(&TYPE, "c")];
        let log = log(&tree);
        let run = &log["runs"][0];
        let ids: Vec<&Value> =
            run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
        assert_eq!(ids, ["sample-key-missing", "sample-type"]);
        let driver = &run["tool"]["driver"];
        assert_eq!(driver["informationUri"], docs::SITE);
        assert_eq!(driver["rules"][0]["helpUri"], docs::rule("sample-key-missing"));
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(ids[index], &result["ruleId"]);
        }
    }
}
