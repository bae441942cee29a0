use std::collections::BTreeSet;

use super::check::Judged;
use super::rules;
use crate::finding::{Finding, Findings, Subject};
use crate::place::{Place, Pointer};
use crate::reference::{Direction, Operation, Reference, RowId};
use crate::shape::{Body, Shapes};

/// Findings about bodies as a whole: rows that fit nowhere or are spelt otherwise than the keys.
pub(super) fn findings(reference: &Reference, shapes: &Shapes, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for (operation, bodies) in reference.operations.iter().zip(&shapes.bodies) {
        // A file that is included twice has its operations twice.
        if !seen.insert(operation.span) {
            continue;
        }
        for direction in [Direction::Request, Direction::Response] {
            if let Some(body) = bodies.of(direction) {
                CheckedBody { reference, operation, direction, body }.report(findings);
            }
        }
    }
}

struct CheckedBody<'a> {
    reference: &'a Reference,
    operation: &'a Operation,
    direction: Direction,
    body: &'a Body,
}

impl CheckedBody<'_> {
    fn report(&self, findings: &mut Findings) {
        findings.extend(self.homeless());
        for near in &self.body.near {
            findings.extend(self.spelling(near.row, &near.key));
        }
    }

    /// Required rows of a table whose body is a map of data: they were copied from elsewhere.
    fn homeless(&self) -> Option<Finding> {
        let rows: Vec<_> = self
            .body
            .homeless
            .iter()
            .map(|at| &self.operation.rows[*at])
            .filter(|row| self.reference.definition(row).is_some_and(|definition| definition.required))
            .collect();
        let first = rows.first()?;
        let sample = self.body.samples.first().map(|at| &self.operation.samples[*at])?;
        let file = self.reference.sample_file(sample)?;
        let wrapper =
            self.body.wrapper.as_ref().map_or_else(|| "the body".to_owned(), |key| format!("`{key}`"));
        let others = rows.len() - 1;
        let message = match others {
            0 => format!(
                "`{}` is required, but the {} sample holds only the free keys of {wrapper}",
                first.name,
                self.direction.as_str()
            ),
            _ => format!(
                "`{}` and {others} more rows are required, but the {} sample holds only the free keys of {wrapper}",
                first.name,
                self.direction.as_str()
            ),
        };
        let place = Place::Value(file.source, Pointer::root());
        let subject = Subject::operation(&self.operation.title);
        let mut finding = Finding::new(&rules::SAMPLE_KEY_MISSING, place, subject, message)
            .with_help("the table seems to be copied from another operation: keep only the rows of this body")
            .with_operation(self.operation.key());
        for row in rows {
            finding =
                finding.with_related(row.name_span, format!("`{}` has no place in this body", row.name));
        }
        Some(finding)
    }

    fn spelling(&self, row: RowId, key: &str) -> Option<Finding> {
        let row = &self.operation.rows[row];
        let described = self.reference.definition(row).and_then(|known| known.entry.description.as_ref());
        if described.is_some_and(|text| names(&text.value, key)) {
            return None;
        }
        let samples = self.body.samples.iter().map(|at| &self.operation.samples[*at]);
        let mut files = samples.filter_map(|sample| self.reference.sample_file(sample));
        let place = files.find_map(|file| {
            let pointer = find_key(file.value.as_ref()?, &Pointer::root(), key, DEEPEST)?;
            Some(Place::Key(file.source, pointer))
        })?;
        let message = format!("the {} sample has `{key}`, the table `{}`", self.direction.as_str(), row.name);
        Some(
            Finding::new(&rules::SAMPLE_KEY_SPELLING, place, Subject::row(&row.name), message)
                .with_help(format!("use one spelling; if the service says `{key}`, rename the row"))
                .with_operation(self.operation.key())
                .with_related(row.name_span, "the row"),
        )
    }
}

/// Does a description name a key, as another spelling?
pub(super) fn names(description: &str, key: &str) -> bool {
    ["`", "\"", "'"].iter().any(|mark| description.contains(&format!("{mark}{key}{mark}")))
}

/// Keys are looked for so many levels down.
const DEEPEST: usize = 16;

/// The first place of a key, outermost first within each branch.
fn find_key(value: &serde_json::Value, at: &Pointer, key: &str, depth: usize) -> Option<Pointer> {
    let depth = depth.checked_sub(1)?;
    match value {
        serde_json::Value::Object(members) => {
            if members.contains_key(key) {
                return Some(at.key(key));
            }
            members.iter().find_map(|(name, member)| find_key(member, &at.key(name), key, depth))
        }
        serde_json::Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| find_key(item, &at.index(index), key, depth))
        }
        _ => None,
    }
}

/// Findings about the versions of samples.
pub(super) fn version_findings(reference: &Reference, judged: &[Judged], findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for judged in judged {
        let operation = &reference.operations[judged.operation];
        let sample = &operation.samples[judged.sample];
        if !seen.insert(sample.span) {
            continue;
        }
        findings.extend(conflict(operation, sample.span, judged));
        if let Some(finding) = impossible(reference, operation, judged) {
            put_impossible(finding, judged.recorded.exact, findings);
        }
    }
}

/// A key outside the version that the sample is recorded at is the cause; where that version was only guessed, no key is judged by it.
fn put_impossible(finding: Finding, exact: bool, findings: &mut Findings) {
    let is_cause = |known: &Finding| {
        known.rule() == &rules::SAMPLE_KEY_OUTSIDE_VERSION && known.place() == finding.place()
    };
    if !(exact && findings.iter().any(is_cause)) {
        findings.push(finding);
    }
}

fn conflict(operation: &Operation, span: crate::place::Span, judged: &Judged) -> Option<Finding> {
    let (stronger, weaker) = judged.recorded.conflict?;
    let stronger = judged.recorded.evidence.get(stronger)?;
    let weaker = judged.recorded.evidence.get(weaker)?;
    let message = format!(
        "{} of the sample says {}, but {} says {}",
        stronger.kind.as_str(),
        stronger.window,
        weaker.kind.as_str(),
        weaker.window
    );
    Some(
        Finding::new(&rules::VERSION_EVIDENCE_CONFLICT, span, Subject::operation(&operation.title), message)
            .with_help("correct the one that is wrong; the sample is judged by the first")
            .with_operation(operation.key()),
    )
}

fn impossible(reference: &Reference, operation: &Operation, judged: &Judged) -> Option<Finding> {
    let (odd, other) = judged.recorded.impossible.as_ref()?;
    let sample = &operation.samples[judged.sample];
    let file = reference.sample_file(sample)?;
    let row = |placed: &crate::shape::Placed| &operation.rows[placed.row];
    let (first, second) = (row(odd), row(other));
    let message = format!(
        "`{}` exists {} and `{}` {}: no version has both",
        first.name, odd.window, second.name, other.window
    );
    let place = file
        .value
        .as_ref()
        .and_then(|value| find_key(value, &Pointer::root(), &first.name, DEEPEST))
        .map_or_else(|| Place::source_file(file.source), |pointer| Place::Key(file.source, pointer));
    let mut finding =
        Finding::new(&rules::SAMPLE_IMPOSSIBLE, place, Subject::operation(&operation.title), message)
            .with_help("remove one of the two keys, or split the sample by version")
            .with_operation(operation.key());
    for (placed, row) in [(odd, first), (other, second)] {
        if let Some(definition) = placed.definition.map(|at| &reference.definitions[at]) {
            finding = finding.with_related(
                definition.entry.name_span,
                format!("entry `{}`, {}", definition.entry.name, placed.window),
            );
        }
        finding = finding.with_related(row.name_span, "its row");
    }
    Some(finding)
}
