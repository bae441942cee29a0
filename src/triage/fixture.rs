//! Findings for the tests of this layer.

use super::Summary;
use crate::config::FailOn;
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::place::{Place, Pointer, SourceId, Span};
use crate::source::Sources;

pub(crate) static TYPE: Rule = Rule {
    id: "sample-type",
    severity: Severity::Error,
    summary: "a value has another type than documented",
    explanation: "The row says one type and the sample shows another.",
    bad: "`size` documented as integer, `\"size\": \"1\"`",
    good: "`\"size\": 1`",
    ..Rule::USUAL
};

pub(crate) static MISSING: Rule = Rule {
    id: "sample-key-missing",
    severity: Severity::Warning,
    summary: "a required key is not in the sample",
    explanation: "The row says that the key is always there.",
    bad: "`size` required, `{}`",
    good: "`{\"size\": 1}`",
    ..Rule::USUAL
};

pub(crate) static UNUSED: Rule = Rule {
    id: "entry-unused",
    severity: Severity::Note,
    summary: "an entry is not used",
    explanation: "No operation lists it.",
    bad: "an entry `size` and no row",
    good: "a row `- size: size`",
    ..Rule::USUAL
};

const ROWS: &str = "List volumes\n============\n\n- size: size\n- name: name\n";
const SAMPLE: &str = "{\n  \"size\": \"1\"\n}\n";

/// A small tree and its findings.
pub(crate) struct Tree {
    pub(crate) sources: Sources,
    pub(crate) findings: Findings,
    pub(crate) summary: Summary,
    pub(crate) fail_on: FailOn,
}

impl Tree {
    /// One chapter, one sample, and one finding that points at both.
    pub(crate) fn new() -> Self {
        let sources =
            Sources::from_texts([("api-ref/volumes.inc", ROWS), ("api-ref/samples/list.json", SAMPLE)]);
        let mut tree = Self {
            sources,
            findings: Findings::new(),
            summary: Summary::default(),
            fail_on: FailOn::Warning,
        };
        let value = tree.span(1, "\"1\"");
        let finding =
            Finding::new(&TYPE, value, Subject::entry("size"), "`size` is a string, documented as integer")
                .with_operation("GET /volumes")
                .with_help("say `string` in the entry `size`")
                .with_related(tree.span(0, "size: size"), "documented here");
        tree.findings.push(finding);
        tree
    }

    /// A finding at the first row.
    pub(crate) fn at_row(&self, rule: &'static Rule, message: &str) -> Finding {
        Finding::new(rule, self.span(0, "size"), Subject::row("size"), message)
    }

    /// A finding at the value `size` of the sample, named by its pointer.
    pub(crate) fn at_pointer(&self, rule: &'static Rule, message: &str) -> Finding {
        Finding::new(
            rule,
            Place::Value(SourceId(1), Pointer::root().key("size")),
            Subject::key("size"),
            message,
        )
    }

    /// The first place of `token` in a source.
    pub(crate) fn span(&self, source: u32, token: &str) -> Span {
        let source = SourceId(source);
        let start = self.sources.text(source).find(token).unwrap();
        Span::new(source, start, start + token.len())
    }
}
