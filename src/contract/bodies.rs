use std::collections::BTreeSet;

use super::check::Judged;
use super::fixes::{key_called, row_called};
use super::rules;
use super::spellings::{Slip, Spellings, is_list_of_many};
use super::verdict::last_part;
use super::words::listed;
use crate::finding::{Finding, Findings, Fix, Subject};
use crate::json::holds_patch;
use crate::place::{Place, Pointer};
use crate::reference::{Direction, Operation, Reference, Row, RowId, SampleFileId};
use crate::shape::{Apart, Body, Placed, Shapes, SimilarKey};
use crate::source::Sources;
use crate::version::Window;

/// Findings about bodies as a whole: rows that fit nowhere or are spelt otherwise than the keys.
pub(super) fn findings(reference: &Reference, shapes: &Shapes, sources: &Sources, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    let spellings = Spellings::new(reference);
    for (operation, bodies) in reference.operations.iter().zip(&shapes.bodies) {
        // A file that is included twice has its operations twice.
        if !seen.insert(operation.span) {
            continue;
        }
        for direction in [Direction::Request, Direction::Response] {
            for body in bodies.of(direction) {
                CheckedBody { reference, sources, spellings: &spellings, operation, direction, body }
                    .report(findings);
            }
        }
    }
}

/// How many names a message lists.
const MOST_LISTED: usize = 6;

struct CheckedBody<'a> {
    reference: &'a Reference,
    sources: &'a Sources,
    spellings: &'a Spellings<'a>,
    operation: &'a Operation,
    direction: Direction,
    body: &'a Body,
}

impl CheckedBody<'_> {
    fn report(&self, findings: &mut Findings) {
        findings.extend(self.homeless());
        let near = self.body.near.iter();
        let told = near.filter_map(|near| Some((near, self.spelling(near.row, &near.key)?)));
        let (marks, others): (Vec<_>, Vec<_>) = told.partition(|(near, _)| {
            let name = &self.operation.rows[near.row].name;
            name.replace('-', "_") == near.key.replace('-', "_")
        });
        findings.extend(others.into_iter().map(|(_, finding)| finding));
        match marks.as_slice() {
            [] | [_] => findings.extend(marks.into_iter().map(|(_, finding)| finding)),
            [(_, first), ..] => findings.push(self.joined(first, &marks)),
        }
    }

    /// One finding for keys that are written with `_` where the table has `-`, or the reverse: it is one habit.
    fn joined(&self, first: &Finding, all: &[(&SimilarKey, Finding)]) -> Finding {
        let keys: Vec<&str> = all.iter().map(|(near, _)| near.key.as_str()).collect();
        let rows: Vec<&Row> = all.iter().map(|(near, _)| &self.operation.rows[near.row]).collect();
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        let message = format!(
            "the {} sample has {}, the table {}",
            self.direction.as_str(),
            listed(&keys, MOST_LISTED),
            listed(&names, MOST_LISTED)
        );
        let whole = Finding::new(first.rule(), first.place().clone(), first.subject().clone(), message)
            .with_help("use one spelling; if the service says what the sample has, rename the rows")
            .with_operation(self.operation.key());
        let whole = rows.iter().fold(whole, |whole, row| whole.with_related(row.name_span, "its row"));
        // Either all of them are mended, or none.
        let fixes: Option<Vec<&Fix>> = all.iter().map(|(_, finding)| finding.fixes().first()).collect();
        let fix = fixes.and_then(|fixes| {
            let title = format!("{}, and {} more like it", fixes.first()?.title, fixes.len() - 1);
            let edits = fixes.iter().flat_map(|fix| &fix.edits);
            Some(edits.fold(Fix::suggested(title), |fix, edit| fix.replacing(edit.span, edit.text.clone())))
        });
        whole.with_fixes(fix)
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
        let sample = self.body.samples.first().map(|at| &self.operation.samples[*at])?;
        let file = self.reference.sample_file(sample)?;
        // A key that the sample does show is not missing, though it stands among data.
        let value = file.value.as_ref();
        if value.is_some_and(holds_patch) {
            return None;
        }
        let is_shown = |name: &str| {
            value.is_some_and(|value| find_key(value, &Pointer::root(), name, DEEPEST).is_some())
        };
        let rows: Vec<_> = rows.into_iter().filter(|row| !is_shown(&row.name)).collect();
        let first = rows.first()?;
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
        // In another version than that of the samples the key is one that the table lacks.
        let recorded = || self.body.recorded.iter().filter_map(|recorded| recorded.version);
        if recorded().next().is_some() && !recorded().any(|version| row.window.contains(version)) {
            return None;
        }
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
                .with_help(self.spellings.help(key, row))
                .with_fixes(self.fix_of_spelling(row, key))
                .with_operation(self.operation.key())
                .with_related(row.name_span, "the row"),
        )
    }
}

impl CheckedBody<'_> {
    /// One spelling: that which others use, too.
    fn fix_of_spelling(&self, row: &Row, key: &str) -> Option<Fix> {
        let samples = self.body.samples.iter().map(|at| &self.operation.samples[*at]);
        let files: BTreeSet<SampleFileId> = samples.filter_map(|sample| sample.file).collect();
        let mut shown = BTreeSet::new();
        let (mut places, mut values) = (BTreeSet::new(), Vec::new());
        for id in &files {
            let file = &self.reference.samples[*id];
            let mut pointers = Vec::new();
            find_keys(file.value.as_ref()?, &Pointer::root(), key, DEEPEST, &mut pointers);
            if !pointers.is_empty() {
                shown.insert(*id);
            }
            values.extend(pointers.iter().filter_map(|at| file.value.as_ref()?.pointer(at.as_str())));
            let spans = pointers.into_iter().map(|at| self.sources.span_of(&Place::Key(file.source, at)));
            places.extend(spans);
        }
        let name = last_part(&row.name);
        if is_list_of_many(values.into_iter(), key, name) {
            return Some(key_called(name, places));
        }
        match self.spellings.slip(key, &shown, row)? {
            Slip::Row => Some(row_called(row, key)),
            Slip::Key => Some(key_called(name, places)),
        }
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

/// Every place of a key.
fn find_keys(value: &serde_json::Value, at: &Pointer, key: &str, depth: usize, found: &mut Vec<Pointer>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                if name == key {
                    found.push(at.key(key));
                }
                find_keys(member, &at.key(name), key, depth, found);
            }
        }
        serde_json::Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find_keys(item, &at.index(index), key, depth, found);
            }
        }
        _ => {}
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

/// Keys outside the version that the sample is recorded at are the cause; where that version was only
/// guessed, no key is judged by it.
fn put_impossible(finding: Finding, exact: bool, findings: &mut Findings) {
    let is_cause = |known: &Finding| {
        known.rule() == &rules::SAMPLE_KEY_OUTSIDE_VERSION
            && known.place().source() == finding.place().source()
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
    let Apart { fewer, more } = judged.recorded.impossible.as_ref()?;
    let sample = &operation.samples[judged.sample];
    let file = reference.sample_file(sample)?;
    let row = |placed: &Placed| &reference.operations[placed.operation].rows[placed.row];
    let first = row(fewer.first()?);
    let group = |rows: &[Placed]| {
        let rows: Vec<_> = rows.iter().map(|placed| (row(placed).name.as_str(), placed.window)).collect();
        with_windows(&rows)
    };
    let both = if fewer.len() + more.len() == 2 { "both" } else { "all of them" };
    let message = format!("{} and {}: no version has {both}", group(fewer), group(more));
    let place = file
        .value
        .as_ref()
        .and_then(|value| find_key(value, &Pointer::root(), &first.name, DEEPEST))
        .map_or_else(|| Place::source_file(file.source), |pointer| Place::Key(file.source, pointer));
    let names: Vec<&str> = fewer.iter().map(|placed| row(placed).name.as_str()).collect();
    let help = if fewer.len() < more.len() {
        format!("remove {} from the sample, or correct its versions", listed(&names, MOST_KEYS))
    } else {
        "split the sample by version, or correct the versions of the entries".to_owned()
    };
    let mut finding =
        Finding::new(&rules::SAMPLE_IMPOSSIBLE, place, Subject::operation(&operation.title), message)
            .with_help(help)
            .with_operation(operation.key());
    for placed in fewer.iter().take(MOST_KEYS).chain(more.iter().take(MOST_KEYS)) {
        if let Some(definition) = placed.definition.map(|at| &reference.definitions[at]) {
            finding = finding.with_related(
                definition.entry.name_span,
                format!("entry `{}`, {}", definition.entry.name, placed.window),
            );
        }
        finding = finding.with_related(row(placed).name_span, "its row");
    }
    Some(finding)
}

/// So many keys of each side are named.
const MOST_KEYS: usize = 4;

/// `` `a`, `b` exist from 2.20, `c` from 2.30``: names with the same versions stand together.
fn with_windows(rows: &[(&str, Window)]) -> String {
    let mut groups: Vec<(Window, Vec<&str>)> = Vec::new();
    for (name, window) in rows {
        match groups.iter_mut().find(|(known, _)| known == window) {
            Some((_, names)) => names.push(name),
            None => groups.push((*window, vec![name])),
        }
    }
    let more = groups.len().saturating_sub(MOST_KEYS);
    let mut words: Vec<String> = groups.iter().take(MOST_KEYS).map(group_words).collect();
    if more > 0 {
        words.push(format!("{more} more"));
    }
    words.join(", ")
}

fn group_words((window, names): &(Window, Vec<&str>)) -> String {
    let verb = if names.len() == 1 { "exists" } else { "exist" };
    format!("{} {verb} {window}", listed(names, MOST_KEYS))
}
