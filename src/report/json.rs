use std::io::{self, Write};

use serde::Serialize;
use utoipa::ToSchema;

use super::Report;
use super::escape::write_json;
use super::shown_place::ShownPlace;
use super::watched::Watched;
use crate::collections::IndexMap;
use crate::finding::{Edit, Finding, Fix, FixLevel, Related, Severity};
use crate::place::Span;
use crate::source::Sources;
use crate::triage::Totals;
use crate::triage::identity::fingerprint;
use crate::witness::{Coverage, Share};

/// The version of this form. It grows when a key goes away or changes its meaning, not when one is added.
pub(super) const VERSION: u32 = 1;

/// Writes the findings and the summary as one JSON value.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_json(&Document::new(report), out)
}

/// The schema of that value.
#[cfg(feature = "cli")]
pub(super) fn schema() -> serde_json::Value {
    crate::json::schema_of::<Document<'_>>("apiref check --output-format json")
}

/// The whole report.
#[derive(Serialize, ToSchema)]
struct Document<'a> {
    version: u32,
    summary: Numbers,
    findings: Vec<Item<'a>>,
}

/// What was read and emitted by kind, what was found by severity, and what was left out.
#[derive(Serialize, ToSchema)]
pub(super) struct Numbers {
    #[schema(value_type = std::collections::BTreeMap<String, usize>)]
    read: IndexMap<&'static str, usize>,
    #[schema(value_type = std::collections::BTreeMap<String, usize>)]
    emitted: IndexMap<&'static str, usize>,
    errors: usize,
    warnings: usize,
    notes: usize,
    suppressed: usize,
    /// `null` where there is no baseline.
    #[schema(required)]
    baselined: Option<usize>,
    /// Findings that say that input was lost, reported or not.
    unread: usize,
    /// How the findings compare with an earlier state, where they are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Since>,
    /// How much of the specification is documented, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Covered>,
    /// What recorded traffic covers, where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    observed: Option<Watched>,
}

/// How much of a specification is documented.
#[derive(Serialize, ToSchema)]
struct Covered {
    /// Its operations, actions counted one by one.
    operations: Part,
    /// The parameters of documented operations.
    parameters: Part,
    /// The keys of documented objects.
    properties: Part,
}

/// A part of a whole.
#[derive(Serialize, ToSchema)]
struct Part {
    documented: usize,
    all: usize,
}

impl From<Coverage> for Covered {
    fn from(Coverage { operations, parameters, properties, .. }: Coverage) -> Self {
        let part = |Share { documented, all, .. }: Share| Part { documented, all };
        Self { operations: part(operations), parameters: part(parameters), properties: part(properties) }
    }
}

/// How the findings of two states compare.
#[derive(Serialize, ToSchema)]
struct Since {
    /// Those that were not there: the ones that are listed and not `known`.
    new: usize,
    /// Those that are no longer there.
    mended: usize,
    /// Those that are there as before. They are not listed, unless input is lost or they came to stand in
    /// further operations.
    before: usize,
}

/// One finding.
#[derive(Serialize, ToSchema)]
struct Item<'a> {
    rule: &'a str,
    severity: Grade,
    /// One line.
    message: &'a str,
    /// What follows the message on lines of its own.
    #[schema(required)]
    body: Option<&'a str>,
    /// What the finding is known by: the same as long as its rule, its subject and its operation are.
    fingerprint: String,
    /// Is its cause in the baseline, or was it there before? What is new are this place and the operations, or
    /// nothing where input is lost.
    known: bool,
    /// From the repository root.
    file: &'a str,
    #[schema(minimum = 1)]
    line: u32,
    /// In characters.
    #[schema(minimum = 1)]
    column: u32,
    /// A JSON pointer, for places in samples.
    #[schema(required)]
    pointer: Option<&'a str>,
    /// `METHOD path`; the first one where the finding concerns several.
    #[schema(required)]
    operation: Option<&'a str>,
    operations: &'a [String],
    #[schema(required)]
    help: Option<&'a str>,
    related: Vec<RelatedItem<'a>>,
    /// Changes that may mend it, the best first; `apiref fix` proves them.
    fixes: Vec<FixItem<'a>>,
}

/// A change that may mend a finding.
#[derive(Serialize, ToSchema)]
struct FixItem<'a> {
    /// What it does, in the imperative.
    title: &'a str,
    level: Trust,
    /// By file and place; several where the cause needs it.
    edits: Vec<EditItem<'a>>,
}

/// A text in place of another one; an insertion ends where it starts.
#[derive(Serialize, ToSchema)]
struct EditItem<'a> {
    file: &'a str,
    start: Spot,
    /// Behind what goes.
    end: Spot,
    /// What is to stand there.
    text: &'a str,
}

/// A place in a file, in characters.
#[derive(Serialize, ToSchema)]
struct Spot {
    #[schema(minimum = 1)]
    line: u32,
    #[schema(minimum = 1)]
    column: u32,
}

/// How far a fix can be trusted.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Trust {
    /// The meaning stays, or is plainly restored.
    Safe,
    /// A maintainer should look at it.
    Suggested,
}

/// A secondary place.
#[derive(Serialize, ToSchema)]
struct RelatedItem<'a> {
    file: &'a str,
    #[schema(minimum = 1)]
    line: u32,
    #[schema(minimum = 1)]
    column: u32,
    #[schema(required)]
    pointer: Option<&'a str>,
    #[schema(required)]
    operation: Option<&'a str>,
    message: &'a str,
}

/// How bad it is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Grade {
    Note,
    Warning,
    Error,
}

impl<'a> Document<'a> {
    fn new(report: &Report<'a>) -> Self {
        let findings = report.findings.iter().map(|finding| Item::new(finding, report)).collect();
        Self { version: VERSION, summary: Numbers::new(report), findings }
    }
}

impl Numbers {
    pub(super) fn new(report: &Report<'_>) -> Self {
        let Totals { errors, warnings, notes } = Totals::new(report.findings);
        let counts = &report.summary.counts;
        Self {
            read: counts.iter().map(|count| (count.name, count.read)).collect(),
            emitted: counts.iter().filter_map(|count| Some((count.name, count.emitted?))).collect(),
            errors,
            warnings,
            notes,
            suppressed: report.summary.suppressed,
            baselined: report.summary.baselined,
            unread: report.summary.unread.all,
            since: report.summary.turnover.map(|turnover| Since {
                new: turnover.new,
                mended: turnover.mended,
                before: turnover.before,
            }),
            coverage: report.summary.coverage.map(Covered::from),
            observed: report.summary.observed.as_ref().map(Watched::new),
        }
    }
}

impl<'a> Item<'a> {
    fn new(finding: &'a Finding, report: &Report<'a>) -> Self {
        let spot = ShownPlace::new(finding.place(), report.sources);
        Self {
            rule: finding.rule().id,
            severity: Grade::new(finding.severity()),
            message: finding.headline(),
            body: finding.body(),
            fingerprint: fingerprint(finding, report.sources),
            known: finding.is_known(),
            file: spot.path,
            line: spot.line,
            column: spot.column,
            pointer: spot.pointer,
            operation: finding.operations().first().map(String::as_str),
            operations: finding.operations(),
            help: finding.help(),
            related: finding.related().iter().map(|related| RelatedItem::new(related, report)).collect(),
            fixes: finding.fixes().iter().map(|fix| FixItem::new(fix, report.sources)).collect(),
        }
    }
}

impl<'a> RelatedItem<'a> {
    fn new(related: &'a Related, report: &Report<'a>) -> Self {
        let spot = ShownPlace::new(&related.place, report.sources);
        Self {
            file: spot.path,
            line: spot.line,
            column: spot.column,
            pointer: spot.pointer,
            operation: related.operation.as_deref(),
            message: related.label.as_str(),
        }
    }
}

impl<'a> EditItem<'a> {
    fn new(edit: &'a Edit, sources: &'a Sources) -> Self {
        let span = sources.in_file(edit.span);
        let spot = |offset: u32| {
            let at = sources.position(Span { start: offset, end: offset, ..span });
            Spot { line: at.line, column: at.column }
        };
        let (start, end) = (spot(span.start), spot(span.end));
        Self { file: sources.path(span.source), start, end, text: &edit.text }
    }
}

impl<'a> FixItem<'a> {
    fn new(fix: &'a Fix, sources: &'a Sources) -> Self {
        let level = match fix.level {
            FixLevel::Safe => Trust::Safe,
            FixLevel::Suggested => Trust::Suggested,
        };
        let edits = fix.edits.iter().map(|edit| EditItem::new(edit, sources)).collect();
        Self { title: fix.title.as_str(), level, edits }
    }
}

impl Grade {
    fn new(severity: Severity) -> Self {
        match severity {
            Severity::Note => Self::Note,
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::fixture::{MISSING, Tree, UNUSED};
    use super::*;
    use crate::triage::{Summary, Turnover};

    fn parsed(tree: &Tree) -> Value {
        serde_json::from_str(&tree.print(write)).unwrap()
    }

    #[test]
    fn a_report_is_valid_by_its_own_schema() {
        let mut tree = Tree::new();
        tree.findings.push(tree.at_pointer(&MISSING, "no operation"));
        let turnover = Some(Turnover::new(1, 2, 3));
        tree.summary =
            Summary { baselined: Some(3), turnover, ..Summary::default() }.count("operations", 9, Some(9));
        assert_eq!(parsed(&tree)["summary"]["since"], json!({"new": 1, "mended": 2, "before": 3}));
        let validator = jsonschema::validator_for(&schema()).unwrap();
        assert_eq!(
            validator.iter_errors(&parsed(&tree)).map(|error| error.to_string()).collect::<Vec<_>>(),
            [""; 0]
        );
        for (pointer, wrong) in
            [("/findings/0/severity", json!("bad")), ("/summary/read/operations", json!("9"))]
        {
            let mut report = parsed(&tree);
            *report.pointer_mut(pointer).unwrap() = wrong;
            assert!(!validator.is_valid(&report), "{pointer}");
        }
        let mut report = parsed(&tree);
        report["findings"][0].as_object_mut().unwrap().remove("pointer");
        assert!(!validator.is_valid(&report));
    }

    #[test]
    fn a_fix_says_what_stands_where_instead() {
        let mut tree = Tree::new();
        let finding = tree.at_row(&UNUSED, "a");
        let span = tree.sources.span_of(finding.place());
        tree.findings = vec![finding.with_fix(Fix::suggested("write `b`").replacing(span, "b"))];
        let report: Value = serde_json::from_str(&tree.print(write)).unwrap();
        let end = 3 + u64::from(span.end - span.start);
        assert_eq!(
            report["findings"][0]["fixes"],
            json!([{
                "title": "write `b`",
                "level": "suggested",
                "edits": [{
                    "file": "api-ref/volumes.inc",
                    "start": {"line": 4, "column": 3},
                    "end": {"line": 4, "column": end},
                    "text": "b"
                }]
            }])
        );
    }

    #[test]
    fn the_form_is_fixed() {
        let mut tree = Tree::new();
        tree.summary = Summary::default().count("operations", 2, Some(1)).count("codes", 4, None);
        let expected = json!({
            "version": 1,
            "summary": {
                "read": {"operations": 2, "codes": 4}, "emitted": {"operations": 1},
                "errors": 1, "warnings": 0, "notes": 0, "suppressed": 0, "baselined": null, "unread": 0
            },
            "findings": [{
                "rule": "sample-type",
                "severity": "error",
                "message": "`size` is a string, documented as integer",
                "body": null,
                "fingerprint": "5a77b842e0a4a2c5",
                "known": false,
                "file": "api-ref/samples/list.json",
                "line": 2,
                "column": 11,
                "pointer": null,
                "operation": "GET /volumes",
                "operations": ["GET /volumes"],
                "help": "say `string` in the entry `size`",
                "related": [{
                    "file": "api-ref/volumes.inc",
                    "line": 4,
                    "column": 3,
                    "pointer": null,
                    "operation": null,
                    "message": "documented here"
                }],
                "fixes": []
            }]
        });
        assert_eq!(serde_json::to_string(&parsed(&tree)).unwrap(), serde_json::to_string(&expected).unwrap());
    }
}
