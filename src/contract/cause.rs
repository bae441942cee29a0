//! What makes drifts one finding.

use std::collections::BTreeSet;

use super::data::is_data;
use super::drift::{Drift, ListedIn, What};
use super::format::Broken;
use super::general::last_name;
use super::rules;
use super::verdict::{Causes, key_place};
use crate::finding::{Rule, Subject};
use crate::reference::{DefinitionId, Direction, OperationId, SampleFileId};

/// From so many keys of one object on, it is the object that is wrong.
const MANY: usize = 4;

/// From so many missing keys on, unless other samples miss them, too.
const MANY_MISSING: usize = 3;

/// An object that lacks so many keys has little in common with its table, whether or not other samples show
/// them.
const APART: usize = 6;

/// What makes drifts one finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Cause {
    /// The entry is wrong wherever it is used.
    Entry(&'static str, DefinitionId, String),
    /// The sample is wrong at one place (items of arrays are one).
    Place(&'static str, SampleFileId, String, String),
    /// An object of a sample and its table have little in common.
    Object(&'static str, SampleFileId, String),
    /// An object of a sample has nothing in common with its table.
    Apart(SampleFileId, String),
    /// Every number of an object of a sample is in quotes.
    Quoted(SampleFileId, String),
    /// The table of an operation describes columns.
    Columns(OperationId, Direction),
    /// Keys of an object that look like data: its text does not say that they are.
    Data(SampleFileId, String),
    /// The table of an operation lacks a row, whatever samples show it.
    Row(&'static str, OperationId, Direction, String),
    /// The tables of a chapter, by its document and its number there, lack the keys that hold their bodies.
    Wrappers(usize, usize),
}

impl Causes<'_> {
    /// The cause of a drift.
    pub(super) fn cause(&self, drift: &Drift) -> Cause {
        let columns = || Cause::Columns(drift.operation, drift.direction);
        let cause = self.columns.hold(drift).then(columns).or_else(|| self.data_cause(drift));
        let cause = cause.or_else(|| self.apart_cause(drift));
        let cause = cause.or_else(|| self.quoted_cause(drift));
        let cause = cause.or_else(|| self.entry_cause(drift));
        let cause = cause.or_else(|| self.object_cause(drift));
        cause.or_else(|| self.row_cause(drift)).unwrap_or_else(|| {
            let extra = match &drift.what {
                What::Missing { key, .. } | What::OutsideVersion { key, .. } => key.clone(),
                _ => String::new(),
            };
            Cause::Place(rule_of(&drift.what).id, drift.file, drift.general.clone(), extra)
        })
    }

    /// The entry, if it is what has to be mended.
    pub(super) fn entry_cause(&self, drift: &Drift) -> Option<Cause> {
        let at = drift.placed()?.definition?;
        let extra = match &drift.what {
            What::Type { shown, .. } if self.uses.is_wrong(at) => shown.to_string(),
            What::Null { .. } => String::new(),
            What::Misspelt { key, .. } => key.clone(),
            What::Missing { key, .. } if !self.uses.is_shown(at) && !self.is_of_object(drift, at) => {
                key.clone()
            }
            What::Format { format: Broken::NoUuid, .. } => String::new(),
            What::Enum { from: ListedIn::Text | ListedIn::TextThatMust, .. } => String::new(),
            _ => return None,
        };
        Some(Cause::Entry(rule_of(&drift.what).id, at, extra))
    }

    /// Does the object lack so many keys that its table is that of another object, or that the sample is old
    /// where no others lack the key?
    fn is_of_object(&self, drift: &Drift, definition: DefinitionId) -> bool {
        let object = (drift.file, drift.general_object().to_owned());
        let keys = self.absent.get(&object).map_or(0, BTreeSet::len);
        let files = self.lacked.get(&definition).map_or(0, BTreeSet::len);
        // Of entries and objects, those are the cause of which there are fewer.
        keys >= APART || keys >= MANY_MISSING && files <= keys
    }

    /// The object as a whole, if many of its keys are wrong in the same way.
    fn object_cause(&self, drift: &Drift) -> Option<Cause> {
        drift.loose_key()?;
        let id = rule_of(&drift.what).id;
        let object = (drift.file, drift.general_object().to_owned());
        let most = if matches!(drift.what, What::Missing { .. }) { MANY_MISSING } else { MANY };
        let many = self.piled.get(id)?.get(&object)?.len() >= most;
        many.then_some(Cause::Object(id, object.0, object.1))
    }

    /// The object whose numbers are all in quotes.
    fn quoted_cause(&self, drift: &Drift) -> Option<Cause> {
        let is_it = self.uses.quoted.is_several(self.reference, drift);
        is_it.then(|| Cause::Quoted(drift.file, drift.general_object().to_owned()))
    }

    /// The object that has nothing in common with its table.
    pub(super) fn apart_cause(&self, drift: &Drift) -> Option<Cause> {
        let is_loose = match &drift.what {
            What::Missing { .. } => !self.is_bare_list(drift),
            What::Undocumented { wrapper: false, beside: None, .. } => true,
            _ => false,
        };
        (is_loose && self.is_apart_from_table(drift))
            .then(|| Cause::Apart(drift.file, drift.general_object().to_owned()))
    }

    /// The object whose keys are data.
    pub(super) fn data_cause(&self, drift: &Drift) -> Option<Cause> {
        let What::Undocumented { key, wrapper: false, beside: None, .. } = &drift.what else { return None };
        let object = (drift.file, drift.general_object().to_owned());
        let strangers = self.strangers.get(&object)?;
        let rows = self.row_names(drift);
        is_data(key, strangers, |name| rows.contains(name)).then_some(Cause::Data(object.0, object.1))
    }

    /// The row that the table lacks.
    fn row_cause(&self, drift: &Drift) -> Option<Cause> {
        let pointer = key_place(drift)?;
        let operation = self.lacking.get(&(drift.file, pointer.clone()))?;
        if matches!(drift.what, What::Undocumented { wrapper: true, .. }) {
            let operation = &self.reference.operations[*operation];
            return Some(Cause::Wrappers(operation.document, operation.chapter));
        }
        Some(Cause::Row(rule_of(&drift.what).id, *operation, drift.direction, pointer))
    }

    /// What has to be mended: the entry, the object, or the key.
    pub(super) fn subject(&self, cause: &Cause, first: &Drift) -> Subject {
        match cause {
            Cause::Wrappers(..) | Cause::Columns(..) => Subject::key(last_name(&first.general)),
            Cause::Entry(_, at, _) => Subject::entry(&self.reference.definitions[*at].entry.name),
            Cause::Object(_, _, pointer)
            | Cause::Data(_, pointer)
            | Cause::Apart(_, pointer)
            | Cause::Quoted(_, pointer) => Subject::key(last_name(pointer)),
            Cause::Row(.., pointer) => Subject::key(last_name(pointer)),
            Cause::Place(_, _, pointer, key) if key.is_empty() => Subject::key(last_name(pointer)),
            Cause::Place(.., key) => Subject::key(key),
        }
    }
}

/// The rule that a drift breaks.
pub(super) fn rule_of(what: &What) -> &'static Rule {
    match what {
        What::Type { .. } => &rules::SAMPLE_TYPE,
        What::Null { .. } => &rules::SAMPLE_NULL,
        What::Missing { .. } | What::Elided => &rules::SAMPLE_KEY_MISSING,
        What::Undocumented { .. } => &rules::SAMPLE_KEY_UNDOCUMENTED,
        What::Misspelt { .. } => &rules::SAMPLE_KEY_SPELLING,
        What::OutsideVersion { .. } => &rules::SAMPLE_KEY_OUTSIDE_VERSION,
        What::Format { .. } => &rules::SAMPLE_FORMAT,
        What::Enum { .. } => &rules::SAMPLE_ENUM,
    }
}
