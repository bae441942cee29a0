use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::advice::Advice;
use super::cause::{Cause, rule_of};
use super::columns::Columns;
use super::copied::Copied;
use super::drift::{Drift, ListedIn, What};
use super::kin::Kin;
use super::mark::Mark;
use super::pairs::Pairs;
use super::spellings::Spellings;
use super::uses::Uses;
use crate::collections::{HashMap, HashSet, IndexMap, IndexSet};
use crate::finding::{Finding, Severity, Subject};
use crate::place::{Place, Pointer};
use crate::reference::{
    Definition, DefinitionId, Direction, NewEntries, OF_MANY, OF_ONE, Operation, OperationId, Reference, Row,
    SampleFileId, lying_beside,
};
use crate::shape::{Placed, Shapes};
use crate::source::Sources;

/// Names of rows, shared by who asks.
type Names<'a> = Rc<HashSet<&'a str>>;

/// Keys by the object of a sample file that they are missing from, or that shows them.
type Keys = BTreeMap<(SampleFileId, String), BTreeSet<String>>;

/// Gathers drifts by cause and puts each cause into words.
pub(super) struct Causes<'a> {
    pub(super) reference: &'a Reference,
    pub(super) shapes: &'a Shapes,
    pub(super) sources: &'a Sources,
    pub(super) uses: Uses<'a>,
    pub(super) kin: Kin<'a>,
    pub(super) copied: Copied<'a>,
    pairs: Pairs,
    pub(super) spellings: Spellings<'a>,
    pub(super) new_entries: NewEntries<'a>,
    pub(super) absent: Keys,
    /// The samples that lack what each definition describes.
    pub(super) lacked: BTreeMap<DefinitionId, BTreeSet<SampleFileId>>,
    pub(super) strangers: Keys,
    pub(super) columns: Columns,
    /// Does the text of an operation speak of key and value pairs in its body? As far as somebody asked.
    pub(super) pairs_told: RefCell<HashMap<OperationId, bool>>,
    /// Has the object of a sample, by its pointer, only keys that no table has? As far as somebody asked.
    pub(super) apart: RefCell<HashMap<(SampleFileId, String), bool>>,
    /// Are all keys of an object that no table has data, for an operation? As far as somebody asked.
    pub(super) only_data: RefCell<HashMap<(OperationId, SampleFileId, String), bool>>,
    /// The names of the rows of an operation, by their direction; as far as somebody asked.
    row_names: RefCell<HashMap<(OperationId, Direction), Names<'a>>>,
    /// The operations with the files that drift from their tables.
    pub(super) drifting: BTreeSet<(OperationId, SampleFileId)>,
    /// Where texts are not what the description of each definition says.
    pub(super) untold: BTreeMap<DefinitionId, BTreeSet<(SampleFileId, String)>>,
    /// The keys that make an object a cause of its own, by rule.
    pub(super) piled: BTreeMap<&'static str, Keys>,
    /// The first operation that each undocumented place of a sample belongs to: others that show the file
    /// lack the same row.
    pub(super) lacking: BTreeMap<(SampleFileId, String), OperationId>,
}

impl<'a> Causes<'a> {
    pub(super) fn new(
        reference: &'a Reference,
        shapes: &'a Shapes,
        sources: &'a Sources,
        drifts: &[Drift],
    ) -> Self {
        let uses = Uses::new(reference, shapes, drifts);
        let pairs = Pairs::of(reference, shapes, &uses, drifts);
        let (mut absent, mut strangers) = (Keys::new(), Keys::new());
        let mut lacked: BTreeMap<DefinitionId, BTreeSet<SampleFileId>> = BTreeMap::new();
        let columns = Columns::of(reference, drifts);
        for drift in drifts.iter().filter(|drift| !columns.hold(drift)) {
            if let What::Missing { placed: Some(Placed { definition: Some(at), .. }), .. } = &drift.what {
                lacked.entry(*at).or_default().insert(drift.file);
            }
            let keys = match &drift.what {
                What::Missing { .. } => &mut absent,
                What::Undocumented { beside: None, .. } => &mut strangers,
                _ => continue,
            };
            if let Some(key) = drift.loose_key() {
                let object = (drift.file, drift.general_object().to_owned());
                keys.entry(object).or_default().insert(key.to_owned());
            }
        }
        Self {
            reference,
            shapes,
            sources,
            uses,
            kin: Kin::of(reference, shapes),
            copied: Copied::of(reference, shapes),
            pairs,
            spellings: Spellings::new(reference),
            new_entries: NewEntries::of(reference),
            absent,
            lacked,
            strangers,
            columns,
            pairs_told: RefCell::default(),
            apart: RefCell::default(),
            only_data: RefCell::default(),
            row_names: RefCell::default(),
            drifting: drifts.iter().filter(|drift| !is_as_told(drift)).map(of_file).collect(),
            untold: untold(drifts),
            piled: BTreeMap::new(),
            lacking: BTreeMap::new(),
        }
    }

    /// The names of the rows on the side of the operation that drifts.
    pub(super) fn row_names(&self, drift: &Drift) -> Names<'a> {
        let reference = self.reference;
        let names = || {
            let rows = reference.operations[drift.operation].rows_of(drift.direction);
            Rc::new(rows.map(|row| row.name.as_str()).collect())
        };
        let mut known = self.row_names.borrow_mut();
        Rc::clone(known.entry((drift.operation, drift.direction)).or_insert_with(names))
    }

    /// One finding for each cause, in the order of the first drift; and every place that disagrees.
    pub(super) fn findings(mut self, drifts: Vec<Drift>) -> (Vec<Finding>, Vec<Mark>) {
        let drifts = drifts.into_iter().filter(|drift| !self.is_expected(drift));
        let drifts: Vec<Drift> = drifts.filter_map(|drift| self.paired(drift)).collect();
        let marks = drifts.iter().filter_map(Mark::new).collect();
        for drift in &drifts {
            if let Some(key) = key_place(drift) {
                self.lacking.entry((drift.file, key)).or_insert(drift.operation);
            }
            let other = self.entry_cause(drift).or_else(|| self.data_cause(drift));
            if let (Some(key), None, None) = (drift.loose_key(), other, self.apart_cause(drift)) {
                let keys = self.piled.entry(rule_of(&drift.what).id).or_default();
                let object = (drift.file, drift.general_object().to_owned());
                keys.entry(object).or_default().insert(key.to_owned());
            }
        }
        let mut causes: IndexMap<Cause, Vec<Drift>> = IndexMap::default();
        for drift in drifts {
            causes.entry(self.cause(&drift)).or_default().push(drift);
        }
        let findings = causes.into_iter().filter_map(|(cause, drifts)| self.finding(&cause, &drifts));
        (findings.collect(), marks)
    }

    /// A missing key and an undocumented one that stand for each other are one slip.
    fn paired(&self, mut drift: Drift) -> Option<Drift> {
        match &drift.what {
            What::Missing { key, .. } if self.pairs.is_misspelt(&drift, key) => None,
            What::Missing { .. } if self.holds_only_data(&drift) => None,
            What::Undocumented { key, wrapper: false, like, .. } => {
                if let Some((placed, renamed)) = self.pairs.renamed(&drift, key) {
                    drift.what = What::Misspelt { key: key.clone(), placed, renamed: Some(renamed) };
                    return Some(drift);
                }
                let meant = self.pairs.meant(&drift, key);
                let like = |meant: &str| like.clone().filter(|like| last_part(&self.row(like).name) == meant);
                let row = |meant: &str| like(meant).or_else(|| self.row_called(&drift, meant));
                if let Some(placed) = meant.and_then(row) {
                    drift.what = What::Misspelt { key: key.clone(), placed, renamed: None };
                }
                Some(drift)
            }
            _ => Some(drift),
        }
    }

    /// The row of the drift's operation with this name.
    fn row_called(&self, drift: &Drift, name: &str) -> Option<Placed> {
        let operation = &self.reference.operations[drift.operation];
        let is_it = |row: &Row| row.direction == Some(drift.direction) && row.name == name;
        let (row, found) = operation.rows.entries().find(|(_, row)| is_it(row))?;
        Some(Placed {
            operation: drift.operation,
            row,
            definition: found.definition,
            window: found.window,
            required_in: found.window,
            required: true,
            why: crate::shape::Why::NearName,
        })
    }

    fn finding(&self, cause: &Cause, drifts: &[Drift]) -> Option<Finding> {
        let first = drifts.first()?;
        let subject = self.subject(cause, first);
        let mut finding = match cause {
            Cause::Object(..) => self.object_finding(first, drifts, subject)?,
            Cause::Data(..) => self.data_finding(first, drifts, subject),
            Cause::Apart(..) => self.apart_finding(first, drifts, subject),
            Cause::Quoted(..) => self.quoted_finding(first, drifts, subject)?,
            Cause::Columns(..) => self.columns_finding(first, drifts, subject)?,
            Cause::Wrappers(..) => self.wrappers_finding(first, drifts, subject)?,
            _ => self.worded(first, subject)?,
        }
        .with_operations(self.operations(drifts));
        let owner = self.rightful_owner(first);
        // Of what may belong elsewhere, or be data, nobody knows what it should be.
        let is_elsewhere = |drift: &Drift| {
            drift.operation != first.operation
                || drift.direction != first.direction
                || drift.general != first.general
        };
        let is_unsure = match cause {
            Cause::Object(..)
            | Cause::Data(..)
            | Cause::Apart(..)
            | Cause::Quoted(..)
            | Cause::Columns(..) => true,
            Cause::Wrappers(..) => drifts.iter().any(is_elsewhere),
            _ => false,
        };
        if !is_unsure && owner.is_none() {
            finding = finding.with_fixes(self.fixes(drifts));
        }
        if let (Cause::Row(..) | Cause::Wrappers(..), What::Undocumented { .. }) = (cause, &first.what) {
            finding = self.with_tables(finding, drifts);
        }
        if let Some(help) = self.help_for_cause(cause, drifts, finding.help()) {
            finding = finding.with_help(help);
        }
        if let Some(owner) = owner {
            finding = finding.with_help(self.help_of_owner(first, owner));
        }
        Some(self.with_places(finding, first, drifts))
    }

    /// What to do about a sample that is another operation's.
    fn help_of_owner(&self, drift: &Drift, owner: OperationId) -> String {
        let owner = self.reference.operations[owner].key();
        let source = self.reference.samples[drift.file].source;
        let is_of_one = self.reference.operations[drift.operation].template.last_variable().is_some();
        let words: &[&str] = if is_of_one { &OF_ONE } else { &OF_MANY };
        match lying_beside(self.reference, self.sources, source, words) {
            Some(lying) => format!(
                "this sample fits {owner}: show one of this operation, perhaps `{lying}`, which no operation shows"
            ),
            None => format!("this sample fits {owner}: show one of this operation, or correct the table"),
        }
    }

    fn operations(&self, drifts: &[Drift]) -> Vec<String> {
        let numbers: BTreeSet<OperationId> = drifts.iter().map(|drift| drift.operation).collect();
        let operations = numbers.iter().map(|number| &self.reference.operations[*number]);
        let keys: IndexSet<String> = operations.map(Operation::key).collect();
        keys.into_iter().collect()
    }

    pub(super) fn place(&self, drift: &Drift) -> Option<Place> {
        let source = self.reference.samples[drift.file].source;
        let pointer = Pointer::from_text(&drift.pointer);
        Some(match &drift.what {
            What::Undocumented { .. } | What::OutsideVersion { .. } | What::Misspelt { .. } => {
                Place::Key(source, pointer)
            }
            _ => Place::Value(source, pointer),
        })
    }

    pub(super) fn advice(&self) -> Advice<'_, 'a> {
        Advice { reference: self.reference, uses: &self.uses, kin: &self.kin, spellings: &self.spellings }
    }

    pub(super) fn worded(&self, drift: &Drift, subject: Subject) -> Option<Finding> {
        let rule = rule_of(&drift.what);
        let (message, help) = match &drift.what {
            What::Undocumented { key, beside: Some(beside), .. } => {
                return self.beside_finding(drift, subject, key, *beside);
            }
            What::Undocumented { key, wrapper, shown, .. } => {
                return self.undocumented_finding(drift, subject, key, *wrapper, *shown);
            }
            What::Type { placed, declared, shown } => (
                self.type_message(drift, placed.as_ref(), *declared, *shown),
                self.advice().of_type(drift, placed.as_ref(), *declared, *shown),
            ),
            What::Missing { key, placed, never_shown, exact, .. } => {
                let help = self.advice().of_missing(drift, placed.as_ref(), *never_shown, *exact);
                self.missing_words(drift, key, help)
            }
            _ => self.plain_words(drift),
        };
        let mut finding = Finding::new(rule, self.place(drift)?, subject, message).with_help(help);
        let is_told = matches!(drift.what, What::Enum { from: ListedIn::Text, .. });
        if is_told || matches!(drift.what, What::Elided) {
            finding = finding.with_severity(Severity::Note);
        }
        Some(self.with_rows(finding, drift.placed()))
    }

    pub(super) fn definition(&self, placed: Option<&Placed>) -> Option<&'a Definition> {
        Some(&self.reference.definitions[placed?.definition?])
    }

    pub(super) fn row(&self, placed: &Placed) -> &'a Row {
        row_of(self.reference, placed)
    }

    pub(super) fn name(&self, drift: &Drift) -> String {
        let row = drift.placed().map(|placed| self.row(placed).name.clone());
        row.unwrap_or_else(|| {
            Pointer::from_text(&drift.pointer).steps().last().unwrap_or_else(|| "body".to_owned())
        })
    }
}

/// The place of the key that a drift is about: one that no row has, or one that is missing.
pub(super) fn key_place(drift: &Drift) -> Option<String> {
    match &drift.what {
        What::Undocumented { .. } => Some(drift.general.clone()),
        What::Missing { key, .. } => Some(Pointer::from_text(&drift.general).key(key).as_str().to_owned()),
        _ => None,
    }
}

fn of_file(drift: &Drift) -> (OperationId, SampleFileId) {
    (drift.operation, drift.file)
}

fn is_as_told(drift: &Drift) -> bool {
    matches!(&drift.what, What::Format { format, .. } if format.is_as_told())
}

/// Where texts are not what the description of their entry says, by its definition.
fn untold(drifts: &[Drift]) -> BTreeMap<DefinitionId, BTreeSet<(SampleFileId, String)>> {
    let mut untold: BTreeMap<DefinitionId, BTreeSet<(SampleFileId, String)>> = BTreeMap::new();
    for drift in drifts {
        let What::Format { format, placed: Some(placed), .. } = &drift.what else { continue };
        if let (true, Some(at)) = (format.is_as_told(), placed.definition) {
            untold.entry(at).or_default().insert((drift.file, drift.general.clone()));
        }
    }
    untold
}

pub(super) fn row_of<'a>(reference: &'a Reference, placed: &Placed) -> &'a Row {
    &reference.operations[placed.operation].rows[placed.row]
}

/// The last part of a dotted name: the key.
pub(super) fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// ` of entry `name``, where there is one.
pub(super) fn entry_words(reference: &Reference, placed: Option<&Placed>) -> String {
    let definition = placed.and_then(|placed| Some(&reference.definitions[placed.definition?]));
    definition.map(|known| format!(" of entry `{}`", known.entry.name)).unwrap_or_default()
}
