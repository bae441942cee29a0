//! Samples that have nothing in common with the table that they are held against: they belong elsewhere, or
//! the table does.

use std::collections::BTreeSet;

use super::data::is_data;
use super::drift::{Drift, What};
use super::general::last_name;
use super::rules;
use super::verdict::Causes;
use super::words::listed;
use crate::finding::{Finding, Subject};
use crate::place::{Place, Pointer};
use crate::reference::OperationId;

/// So many names of each side are listed.
const MOST_LISTED: usize = 4;

impl Causes<'_> {
    /// Lacks the object of the drift all that its table requires, and has it only keys that no table has?
    pub(super) fn is_apart_from_table(&self, drift: &Drift) -> bool {
        let object = (drift.file, drift.general_object().to_owned());
        let (Some(_), Some(strangers)) = (self.absent.get(&object), self.strangers.get(&object)) else {
            return false;
        };
        // An object has a drift for each of its keys, and the answer is the same for all.
        let place = (drift.file, drift.object().to_owned());
        *self.apart.borrow_mut().entry(place).or_insert_with(|| {
            let value = self.reference.samples[drift.file].value.as_ref();
            let shown = value.and_then(|value| value.pointer(drift.object()));
            shown.and_then(|value| value.as_object()).is_some_and(|members| {
                !members.is_empty() && members.keys().all(|key| strangers.contains(key))
            })
        })
    }

    /// Are all keys of the object data, as far as they tell? Then nothing is missing among them.
    pub(super) fn holds_only_data(&self, drift: &Drift) -> bool {
        let object = (drift.file, drift.general_object().to_owned());
        let Some(strangers) = self.strangers.get(&object) else { return false };
        let rows = self.row_names(drift);
        let only_data = || strangers.iter().all(|key| is_data(key, strangers, |name| rows.contains(name)));
        let object = (drift.operation, drift.file, drift.general_object().to_owned());
        self.is_apart_from_table(drift)
            && *self.only_data.borrow_mut().entry(object).or_insert_with(only_data)
    }

    /// One finding for such an object.
    pub(super) fn apart_finding(&self, first: &Drift, drifts: &[Drift], subject: Subject) -> Finding {
        let names = |is_wanted: &dyn Fn(&Drift) -> bool| {
            let names = drifts.iter().filter(|drift| is_wanted(drift)).filter_map(Drift::loose_key);
            names.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>()
        };
        let is_missing = |drift: &Drift| matches!(drift.what, What::Missing { .. });
        let (missing, shown) = (names(&is_missing), names(&|drift| !is_missing(drift)));
        let side = first.direction.as_str();
        let inside = match last_name(first.general_object()).as_str() {
            "" => String::new(),
            name => format!(" in `{name}`"),
        };
        let message = format!(
            "the {side} sample has {}{inside}, and nothing of what the table requires: {}",
            listed(&shown, MOST_LISTED),
            listed(&missing, MOST_LISTED)
        );
        let source = self.reference.samples[first.file].source;
        let place = Place::Value(source, Pointer::from_text(first.object()));
        let finding = Finding::new(&rules::SAMPLE_KEY_MISSING, place, subject, message).with_help(
            "bring the two together: one of them may be of another body, or the table leaves out the key around its rows",
        );
        let rows = drifts.iter().filter_map(|drift| Some((drift.placed()?, drift.loose_key()?)));
        let finding =
            rows.take(MOST_LISTED).fold(self.with_table(finding, first), |finding, (placed, key)| {
                finding.with_related(self.row(placed).name_span, format!("the row `{key}`"))
            });
        let strangers = drifts.iter().filter(|drift| !is_missing(drift) && drift.file == first.file);
        strangers.take(MOST_LISTED).fold(finding, |finding, drift| match self.place(drift) {
            Some(place) => finding.with_related(place, "in no table"),
            None => finding,
        })
    }

    /// The operation whose sample the file is, where it is shown without a disagreement, and the drift is
    /// about the outermost keys.
    pub(super) fn rightful_owner(&self, drift: &Drift) -> Option<OperationId> {
        let depth = Pointer::from_text(drift.general_object()).steps().count();
        if depth > usize::from(matches!(drift.what, What::Missing { .. })) {
            return None;
        }
        let own = &self.reference.operations[drift.operation];
        let content = self.reference.samples[drift.file].value.as_ref()?;
        self.reference.operations.entries().find_map(|(number, other)| {
            let is_it = other.document == own.document
                && other.template.last_literal() == own.template.last_literal()
                && other.key() != own.key()
                && other.rows_of(drift.direction).next().is_some()
                && other.samples_of(drift.direction).filter_map(|sample| sample.file).any(|file| {
                    !self.drifting.contains(&(number, file))
                        && self.reference.samples[file].value.as_ref() == Some(content)
                });
            is_it.then_some(number)
        })
    }
}
