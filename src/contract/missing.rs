//! Keys that samples lack: which side stands alone.

use std::collections::BTreeSet;

use super::drift::{Drift, What};
use super::general::values_at;
use super::verdict::Causes;
use crate::place::Pointer;
use crate::reference::SampleFileId;

/// So many times as many samples show what one of them lacks.
const MANY_TIMES: usize = 4;

/// So many times, where the text says so, too.
const TWICE: usize = 2;

impl Causes<'_> {
    /// Of several samples without a key, or one among many that show it, it is plain which side is wrong.
    pub(super) fn help_for_missing(&self, first: &Drift, drifts: &[Drift]) -> Option<String> {
        let What::Missing { key, placed, never_shown, shown_in, exact } = &first.what else { return None };
        let files: BTreeSet<SampleFileId> = drifts.iter().map(|drift| drift.file).collect();
        let is_dated = !exact && placed.as_ref().is_some_and(|placed| placed.window.min.is_some());
        if is_dated || self.advice().is_update(first) {
            return None;
        }
        if *never_shown && files.len() > 1 {
            let optional = self.advice().of_optional(placed.as_ref());
            return Some(format!(
                "no sample of this operation shows it: remove the row, if it does not belong here, or {optional}"
            ));
        }
        let is_told = placed.as_ref().is_some_and(|placed| {
            let since = placed.required_in.min;
            since.is_some() && since != placed.window.min
        });
        let times = if is_told { TWICE } else { MANY_TIMES };
        let why = if is_told { ", and the description says since when it is required" } else { "" };
        (*shown_in >= times * files.len())
            .then(|| format!("add `{key}` to the sample, as {shown_in} others of the operation show it{why}"))
    }

    /// Does another item of the same lists have the key?
    pub(super) fn is_beside(&self, drift: &Drift, key: &str) -> bool {
        let Some(value) = self.reference.samples[drift.file].value.as_ref() else { return false };
        let objects = values_at(value, &Pointer::from_text(&drift.general));
        objects.iter().any(|object| object.get(key).is_some())
    }

    /// Does another item of the same lists have each of the keys that are missing?
    pub(super) fn are_beside(&self, drifts: &[Drift]) -> bool {
        let mut keys = BTreeSet::new();
        let mut loose = drifts.iter().filter_map(|drift| Some((drift, drift.loose_key()?)));
        loose.all(|(drift, key)| !keys.insert((&drift.general, key)) || self.is_beside(drift, key))
    }
}
