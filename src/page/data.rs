use serde::Serialize;
use serde_json::Value;

use super::finding::{FindingData, RuleData, findings};
use super::operation::{DocumentData, OperationData, documents, operations};
use super::page::Beside;
use super::pool::Pool;
use super::sample::{TextData, Texts};
use super::target;
use crate::analysis::{Analysis, AnalysisError, Checked, Column};
use crate::place::{Place, Span};
use crate::reference::Reference;
use crate::source::Sources;
use crate::version::Window;

/// All that the script of a page makes rows of. Names are short, as there are many of them; what is not there
/// is left out. Words and texts are numbers of the pool.
#[derive(Debug, Serialize)]
pub(super) struct Data {
    pub(super) words: Vec<String>,
    pub(super) proses: Vec<Value>,
    pub(super) documents: Vec<DocumentData>,
    pub(super) operations: Vec<OperationData>,
    pub(super) texts: Vec<TextData>,
    pub(super) findings: Vec<FindingData>,
    pub(super) rules: Vec<RuleData>,
    /// The names of other witnesses; rows have what each says in this order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) witnesses: Vec<String>,
}

impl Data {
    /// What there is to show of a tree and of what was found in it.
    pub(super) fn new(
        analysis: &Analysis,
        checked: &Checked,
        beside: Beside<'_>,
    ) -> Result<Self, AnalysisError> {
        let mut pool = Pool::default();
        let mut texts = Texts::default();
        let view = View { columns: beside.columns, ..View::new(analysis) };
        let names = target::names(view.reference);
        let documents = documents(view, &mut pool);
        let mut operations = operations(view, names, &mut pool, &mut texts)?;
        let (findings, rules) = findings(view, checked, beside.since, &mut operations, &mut pool);
        let (words, proses) = pool.take();
        let witnesses = beside.columns.iter().map(|column| column.name.clone()).collect();
        let texts = texts.take();
        Ok(Self { words, proses, documents, operations, texts, findings, rules, witnesses })
    }
}

/// What all parts look at.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) reference: &'a Reference,
    pub(super) sources: &'a Sources,
    /// What other witnesses say beside the rows.
    pub(super) columns: &'a [Column],
}

impl<'a> View<'a> {
    /// A tree alone.
    pub(super) fn new(analysis: &'a Analysis) -> Self {
        Self { analysis, reference: analysis.reference(), sources: analysis.sources(), columns: &[] }
    }
}

impl View<'_> {
    /// `path:line` of a span.
    pub(super) fn at(self, span: Span) -> String {
        format!("{}:{}", self.sources.path(span.source), self.sources.position(span).line)
    }

    /// `path:line:column` of a place.
    pub(super) fn shown(self, place: &Place) -> String {
        let at = self.sources.position(self.sources.span_of(place));
        format!("{}:{}:{}", self.sources.path(place.source()), at.line, at.column)
    }
}

/// The ends of a window, where it has any.
pub(super) fn ends(window: Window) -> Option<[Option<String>; 2]> {
    let text = |version: Option<crate::version::Version>| version.map(|version| version.to_string());
    (!window.is_all()).then(|| [text(window.min), text(window.max)])
}
