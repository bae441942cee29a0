use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::digest::{self, Digests};
use super::patch::PathEdit;
use super::users::Users;
use crate::analysis::{Analysis, AnalysisError, Cancel};
use crate::finding::{Finding, Findings, Subject};
use crate::reference::{Code, Direction, Operation, Reference, SampleFile};
use crate::source::{Files, Overlay};
use crate::witness::Specification;

/// A finding as far as it is the same before and after edits: rule, subject, and one of its operations, as
/// it was called before.
pub(super) type Key<'a> = (&'static str, &'a Subject, Option<&'a str>);

/// What operations were called before, by what they are called now; those that are called the same are left
/// out.
pub(super) type FormerNames = BTreeMap<String, String>;

/// The tree as some edits leave it.
pub(super) struct State {
    pub(super) analysis: Analysis,
    /// The files that differ from those at the beginning, with their texts.
    pub(super) texts: BTreeMap<String, String>,
    /// The specifications that are asked as well.
    specs: Arc<[Specification]>,
    /// The findings, where they are more than those of a check.
    findings: OnceLock<Findings>,
    documents: OnceLock<Digests>,
    users: OnceLock<Users>,
}

/// How much of an operation was read: nothing of it may get less.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) operations: usize,
    /// By name, direction and place: two that are the same are one.
    pub(super) rows: BTreeSet<(String, Option<Direction>, u8)>,
    pub(super) codes: usize,
    /// Rows with an entry, and codes with a text.
    pub(super) described: BTreeSet<String>,
    pub(super) samples: usize,
    /// Those that can be read as they stand.
    pub(super) whole: usize,
    /// The values that its samples show.
    pub(super) values: usize,
}

impl Read {
    fn add(&mut self, other: Self) {
        self.operations += other.operations;
        self.rows.extend(other.rows);
        self.codes += other.codes;
        self.described.extend(other.described);
        self.samples += other.samples;
        self.whole += other.whole;
        self.values += other.values;
    }

    /// Is there something that could not be read before?
    pub(super) fn shows_more(&self, before: &Self) -> bool {
        self.operations > before.operations
            || self.rows.len() > before.rows.len()
            || self.codes > before.codes
            || self.described.len() > before.described.len()
            || self.samples > before.samples
            || self.whole > before.whole
            || self.values > before.values
    }

    /// Is nothing of it less than that?
    pub(super) fn holds(&self, before: &Self) -> bool {
        self.operations >= before.operations
            && self.rows.len() >= before.rows.len()
            && self.codes >= before.codes
            && self.described.len() >= before.described.len()
            && self.samples >= before.samples
            && self.whole >= before.whole
            && self.values >= before.values
    }
}

impl State {
    /// A tree, of which a check is asked, and some specifications.
    pub(super) fn new(
        analysis: Analysis,
        texts: BTreeMap<String, String>,
        specs: Arc<[Specification]>,
    ) -> Self {
        Self {
            analysis,
            texts,
            specs,
            findings: OnceLock::new(),
            documents: OnceLock::new(),
            users: OnceLock::new(),
        }
    }

    /// The tree with further edits, sorted and without overlaps; nothing where it cannot be read then.
    pub(super) fn edited(&self, edits: &[&PathEdit]) -> Option<Self> {
        let sources = self.analysis.sources();
        let below = Arc::clone(sources.files()?);
        let mut texts = self.texts.clone();
        let mut overlay = Overlay::over(below);
        let mut by_path: BTreeMap<&str, Vec<&PathEdit>> = BTreeMap::new();
        for edit in edits {
            by_path.entry(&edit.path).or_default().push(edit);
        }
        for (path, mut edits) in by_path {
            edits.sort();
            let source = sources.get(sources.find(path)?)?;
            let edits = edits.iter().map(|edit| (edit.bytes(), edit.text.as_str()));
            let text = source.rewritten(edits)?;
            overlay.put(path, text.clone()).ok()?;
            texts.insert(path.to_owned(), text);
        }
        let files: Arc<dyn Files> = Arc::new(overlay);
        let (layout, config) = (sources.layout().clone(), self.analysis.config().clone());
        let analysis = Analysis::read(files, layout, config, Cancel::default()).ok()?;
        Some(Self::new(analysis, texts, Arc::clone(&self.specs)))
    }

    /// The findings of a check, and where the specifications differ.
    pub(super) fn findings(&self) -> Result<&[Finding], AnalysisError> {
        if self.specs.is_empty() {
            return Ok(self.analysis.findings()?);
        }
        if let Some(known) = self.findings.get() {
            return Ok(known);
        }
        let found = self.analysis.findings_with(&self.specs)?;
        Ok(self.findings.get_or_init(|| found))
    }

    pub(super) fn reference(&self) -> &Reference {
        self.analysis.reference()
    }

    /// What the documents say of each operation.
    pub(super) fn documents(&self) -> Result<&Digests, AnalysisError> {
        if let Some(known) = self.documents.get() {
            return Ok(known);
        }
        let made = digest::of_documents(&self.analysis)?;
        Ok(self.documents.get_or_init(|| made))
    }

    /// Was an entry of that name there, and did a row use one?
    pub(super) fn knows_entry(&self, name: &str) -> (bool, bool) {
        let reference = self.reference();
        let is_there = reference.definitions.iter().any(|definition| definition.entry.name == name);
        let rows = reference.operations.iter().flat_map(|operation| operation.rows.iter());
        let mut used = rows.filter_map(|row| reference.definition(row));
        (is_there, used.any(|definition| definition.entry.name == name))
    }

    /// The operations that edits may change, as documents name them.
    pub(super) fn users(&self, edits: &[&PathEdit]) -> BTreeSet<String> {
        self.users.get_or_init(|| Users::new(self.reference())).of(self.analysis.sources(), edits)
    }

    /// How often each finding is there.
    pub(super) fn keys<'a>(
        &'a self,
        former: &'a FormerNames,
    ) -> Result<BTreeMap<Key<'a>, usize>, AnalysisError> {
        let mut keys = BTreeMap::new();
        for finding in self.findings()? {
            for key in keys_of(finding, former) {
                *keys.entry(key).or_default() += 1;
            }
        }
        Ok(keys)
    }

    /// What the operations were called in the tree `before`, where edits changed a verb or a URL. Where
    /// operations have come, all others are called what they were.
    pub(super) fn former_names(&self, before: &Self) -> FormerNames {
        let names = |state: &Self| -> Vec<String> {
            state.reference().operations.iter().map(Operation::key).collect()
        };
        let (old, new) = (names(before), names(self));
        let (known, named): (BTreeSet<&String>, BTreeSet<&String>) =
            (old.iter().collect(), new.iter().collect());
        let gone = old.iter().filter(|name| !named.contains(name));
        let come = new.iter().filter(|name| !known.contains(name));
        if old.len() != new.len() {
            return FormerNames::new();
        }
        come.cloned().zip(gone.cloned()).collect()
    }

    /// How much was read of each operation, by its name; what has the same name is one.
    pub(super) fn read(&self, former: &FormerNames) -> BTreeMap<String, Read> {
        let mut read: BTreeMap<String, Read> = BTreeMap::new();
        for operation in &self.reference().operations {
            let name = operation.key();
            let name = former.get(&name).cloned().unwrap_or(name);
            read.entry(name).or_default().add(self.read_of(operation));
        }
        read
    }

    fn read_of(&self, operation: &Operation) -> Read {
        let reference = self.reference();
        // What stands here by mistake is not lost where another sample takes its place.
        let samples = operation.samples.iter().filter(|sample| !sample.is_misplaced);
        let files = samples.filter_map(|sample| reference.sample_file(sample));
        let rows = operation.rows.iter().filter(|row| row.definition.is_some()).map(|row| row.name.clone());
        let codes = operation.codes.iter().filter(|code| code.reason.is_some()).map(Code::key);
        let files: Vec<&SampleFile> = files.collect();
        let values: Vec<&Value> = files.iter().filter_map(|file| file.value.as_ref()).collect();
        Read {
            operations: 1,
            rows: operation
                .rows
                .iter()
                .map(|row| (row.name.clone(), row.direction, row.location as u8))
                .collect(),
            codes: operation.codes.len(),
            described: rows.chain(codes).collect(),
            samples: values.len(),
            whole: files.iter().filter(|file| !file.is_broken).count(),
            values: values.into_iter().map(leaves).sum(),
        }
    }
}

/// What a finding is known by, for each of its operations.
pub(super) fn keys_of<'a>(finding: &'a Finding, former: &'a FormerNames) -> impl Iterator<Item = Key<'a>> {
    let (rule, subject) = (finding.rule().id, finding.subject());
    let operations: BTreeSet<Option<&str>> = match finding.operations() {
        [] => BTreeSet::from([None]),
        named => named.iter().map(|name| Some(former.get(name).unwrap_or(name).as_str())).collect(),
    };
    operations.into_iter().map(move |operation| (rule, subject, operation))
}

/// The scalars and empty containers of a value. The reader of samples bounds its depth.
fn leaves(value: &Value) -> usize {
    match value {
        Value::Object(members) if !members.is_empty() => members.values().map(leaves).sum(),
        Value::Array(items) if !items.is_empty() => items.iter().map(leaves).sum(),
        _ => 1,
    }
}
