use serde::Serialize;

use super::bodies::is_no;
use super::data::View;
use super::operation::OperationData;
use super::pool::Pool;
use super::repair::{RepairData, repairs};
use super::since::Since;
use crate::analysis::Checked;
use crate::collections::{HashMap, IndexMap};
use crate::finding::{Finding, Rule, Severity};
use crate::place::{SourceId, Span};
use crate::reference::{DefinitionId, Operation, OperationId, Reference};
use crate::report::SourceLine;
use crate::triage::identity::fingerprint;

/// A finding.
#[derive(Debug, Serialize)]
pub(super) struct FindingData {
    /// What it is called in addresses: its fingerprint.
    id: String,
    /// Its rule, in the list of rules.
    #[serde(rename = "r")]
    rule: usize,
    /// `e`, `w` or `n`.
    #[serde(rename = "s")]
    severity: char,
    #[serde(rename = "m")]
    message: String,
    #[serde(rename = "b", skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(rename = "h", skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    /// `path:line:column`.
    #[serde(rename = "p")]
    place: u32,
    /// The file of the place and the pointer in it, for places in samples.
    #[serde(rename = "q", skip_serializing_if = "Option::is_none")]
    pointer: Option<[u32; 2]>,
    /// The line of the place: before the token, the token, after it.
    #[serde(rename = "x", skip_serializing_if = "Option::is_none")]
    line: Option<[String; 3]>,
    /// The operations that show it.
    #[serde(rename = "o", skip_serializing_if = "Vec::is_empty")]
    operations: Vec<usize>,
    /// Other places, with what is there.
    #[serde(rename = "l", skip_serializing_if = "Vec::is_empty")]
    related: Vec<(u32, String)>,
    #[serde(rename = "e", skip_serializing_if = "Vec::is_empty")]
    repairs: Vec<RepairData>,
    /// Was it known before?
    #[serde(rename = "k", skip_serializing_if = "is_no")]
    known: bool,
    /// Was it not there in the earlier state?
    #[serde(rename = "u", skip_serializing_if = "is_no")]
    new: bool,
}

impl FindingData {
    /// Does no operation show it?
    pub(super) fn is_outside(&self) -> bool {
        self.operations.is_empty()
    }
}

/// A rule that found something.
#[derive(Debug, Serialize)]
pub(super) struct RuleData {
    id: &'static str,
    summary: &'static str,
    explanation: &'static str,
    bad: &'static str,
    good: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'static str>,
}

/// The findings that are reported, and their rules; each operation gets the numbers of its own.
pub(super) fn findings(
    view: View<'_>,
    checked: &Checked,
    since: Option<&Since>,
    operations: &mut [OperationData],
    pool: &mut Pool,
) -> (Vec<FindingData>, Vec<RuleData>) {
    let owners = Owners::new(view);
    let new = since.map(Since::prints).unwrap_or_default();
    let mut rules: IndexMap<&'static str, &'static Rule> = IndexMap::default();
    let mut all = Vec::with_capacity(checked.findings.len());
    for (number, finding) in checked.findings.iter().enumerate() {
        let of = owners.of(finding);
        for at in &of {
            if let Some(operation) = operations.get_mut(*at) {
                operation.findings.push(number);
            }
        }
        let rule = rules.insert_full(finding.rule().id, finding.rule()).0;
        let mut data = finding_data(view, finding, rule, of, pool);
        data.new = new.contains(data.id.as_str());
        all.push(data);
    }
    let rules = rules.values().map(|rule| RuleData {
        id: rule.id,
        summary: rule.summary,
        explanation: rule.explanation,
        bad: rule.bad,
        good: rule.good,
        fix: rule.fix,
    });
    (all, rules.collect())
}

fn finding_data(
    view: View<'_>,
    finding: &Finding,
    rule: usize,
    operations: Vec<usize>,
    pool: &mut Pool,
) -> FindingData {
    let place = finding.place();
    let file = view.sources.path(place.source());
    let related = finding.related().iter();
    FindingData {
        id: fingerprint(finding, view.sources),
        rule,
        severity: letter(finding.severity()),
        message: finding.headline().to_owned(),
        body: finding.body().map(str::to_owned),
        help: finding.help().map(str::to_owned),
        place: pool.word(&view.shown(place)),
        pointer: place.pointer().map(|pointer| [pool.word(file), pool.word(pointer.as_str())]),
        line: line(view, view.sources.span_of(place)),
        operations,
        related: related
            .map(|related| (pool.word(&view.shown(&related.place)), related.label.to_string()))
            .collect(),
        repairs: repairs(view, finding),
        known: finding.is_known(),
        new: false,
    }
}

fn letter(severity: Severity) -> char {
    match severity {
        Severity::Error => 'e',
        Severity::Warning => 'w',
        Severity::Note => 'n',
    }
}

/// The line that a token stands on, in three parts.
fn line(view: View<'_>, span: Span) -> Option<[String; 3]> {
    let part = |text: &str, range: std::ops::Range<usize>| text.get(range).unwrap_or_default().to_owned();
    match SourceLine::new(view.sources, span)? {
        SourceLine::Line(text, token) => Some([
            part(&text, 0..token.start),
            part(&text, token.clone()),
            part(&text, token.end..text.len()),
        ]),
        SourceLine::Part(text) => {
            let (before, rest) = text.split_once(">>>")?;
            let (token, after) = rest.split_once("<<<")?;
            Some([before.to_owned(), token.to_owned(), after.to_owned()])
        }
    }
}

/// Which operations a finding is about.
struct Owners<'a> {
    view: View<'a>,
    by_key: HashMap<String, Vec<OperationId>>,
    by_entry: HashMap<DefinitionId, Vec<OperationId>>,
    ends: Vec<u32>,
}

impl<'a> Owners<'a> {
    fn new(view: View<'a>) -> Self {
        let mut by_key: HashMap<String, Vec<OperationId>> = HashMap::default();
        let mut by_entry: HashMap<DefinitionId, Vec<OperationId>> = HashMap::default();
        for (id, operation) in view.reference.operations.entries() {
            by_key.entry(operation.key()).or_default().push(id);
            for entry in operation.rows.iter().filter_map(|row| row.definition) {
                let users = by_entry.entry(entry).or_default();
                if users.last() != Some(&id) {
                    users.push(id);
                }
            }
        }
        Self { view, by_key, by_entry, ends: ends(view.reference) }
    }

    /// Of operations with one name those that a place of the finding is in; all where it is in none. What
    /// names no operation is in those that its place is in, or that use the entry.
    fn of(&self, finding: &Finding) -> Vec<usize> {
        let mut found: Vec<OperationId> = Vec::new();
        for key in finding.operations() {
            let alike = self.by_key.get(key).map_or(&[][..], Vec::as_slice);
            let holding: Vec<OperationId> =
                alike.iter().copied().filter(|id| alike.len() == 1 || self.holds(*id, finding)).collect();
            found.extend(if holding.is_empty() { alike } else { &holding });
        }
        if finding.operations().is_empty() {
            let all = self.view.reference.operations.ids();
            found.extend(all.iter().filter(|id| self.holds(*id, finding)));
            found.extend(self.users(finding));
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(crate::collections::Id::position).collect()
    }

    /// Is a place of the finding in the text of the operation, or in one of its samples?
    fn holds(&self, id: OperationId, finding: &Finding) -> bool {
        let operation = &self.view.reference.operations[id];
        let end = self.ends.get(crate::collections::Id::position(id)).copied().unwrap_or(u32::MAX);
        let places = std::iter::once(finding.place()).chain(finding.related().iter().map(|one| &one.place));
        places.map(|place| self.view.sources.span_of(place)).any(|span| {
            let is_in_text = span.source == operation.span.source
                && span.end > 0
                && (operation.title_span.start.min(operation.span.start)..end).contains(&span.start);
            is_in_text || shows(self.view.reference, operation, span.source)
        })
    }

    /// The operations that use the entry in which the finding stands.
    fn users(&self, finding: &Finding) -> impl Iterator<Item = OperationId> {
        let span = self.view.sources.span_of(finding.place());
        let definitions = self.view.reference.definitions.entries();
        let around = definitions.filter(move |(_, definition)| {
            let entry = definition.entry.span;
            entry.source == span.source && span.end > 0 && (entry.start..entry.end).contains(&span.start)
        });
        around.filter_map(|(id, _)| self.by_entry.get(&id)).flatten().copied()
    }
}

fn shows(reference: &Reference, operation: &Operation, source: SourceId) -> bool {
    operation
        .samples
        .iter()
        .any(|sample| reference.sample_file(sample).is_some_and(|file| file.source == source))
}

/// Where the text of each operation ends in its file.
fn ends(reference: &Reference) -> Vec<u32> {
    let all = reference.operations.as_slice();
    let next = all.iter().skip(1).map(Some).chain([None]);
    let ends = all.iter().zip(next).map(|(operation, next)| {
        let next = next.filter(|next| {
            next.span.source == operation.span.source && next.span.start > operation.span.start
        });
        next.map_or(u32::MAX, |next| next.title_span.start.min(next.span.start))
    });
    ends.collect()
}
