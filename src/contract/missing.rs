//! Keys that samples lack: which side stands alone.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::Cause;
use super::drift::{Drift, What};
use super::general::values_at;
use super::lack::Lack;
use super::verdict::Causes;
use super::words::listed;
use crate::place::Pointer;
use crate::reference::SampleFileId;

/// So many keys of one object are looked at.
const MOST_KEYS: usize = 16;

/// So many times as many samples show what one of them lacks.
const MANY_TIMES: usize = 4;

/// So many times, where the text says so, too.
const TWICE: usize = 2;

impl Causes<'_> {
    /// Where other samples tell what a missing key is, it comes before what one sample alone says.
    pub(super) fn help_for_cause(
        &self,
        cause: &Cause,
        drifts: &[Drift],
        help: Option<&str>,
    ) -> Option<String> {
        let first = drifts.first().filter(|drift| matches!(drift.what, What::Missing { .. }))?;
        let lack = || self.lack(first, drifts).map(|lack| self.help_of_lack(&lack, first));
        match cause {
            Cause::Entry(..) => lack(),
            Cause::Row(..) => {
                let by_operation = self.help_of_others(first, drifts).or_else(lack);
                by_operation.or_else(|| self.help_of_none(first, drifts))
            }
            Cause::Object(..) => match self.lack(first, drifts) {
                Some(copied @ Lack::Copied(_)) => Some(self.help_of_lack(&copied, first)),
                _ => Some(format!("{}{}", help?, self.help_of_rows(drifts)?)),
            },
            _ => None,
        }
    }

    /// One sample among many of the operation that show the key is the one to mend.
    fn help_of_others(&self, first: &Drift, drifts: &[Drift]) -> Option<String> {
        let What::Missing { key, placed, shown_in, .. } = &first.what else { return None };
        if self.is_older(first) {
            return None;
        }
        let files: BTreeSet<SampleFileId> = drifts.iter().map(|drift| drift.file).collect();
        let is_told = placed.as_ref().is_some_and(|placed| {
            let since = placed.required_in.min;
            since.is_some() && since != placed.window.min
        });
        let times = if is_told { TWICE } else { MANY_TIMES };
        let why = if is_told { ", and the description says since when it is required" } else { "" };
        (*shown_in >= times * files.len())
            .then(|| format!("add `{key}` to the sample, as {shown_in} others of the operation show it{why}"))
    }

    /// Of several samples none shows the key.
    fn help_of_none(&self, first: &Drift, drifts: &[Drift]) -> Option<String> {
        let What::Missing { placed, never_shown: true, .. } = &first.what else { return None };
        let is_one = drifts.iter().all(|drift| drift.file == first.file);
        if is_one || self.is_older(first) {
            return None;
        }
        let optional = self.advice().of_optional(placed.as_ref());
        Some(format!(
            "no sample of this operation shows it: remove the row, if it does not belong here, or {optional}"
        ))
    }

    /// May the sample be older than the key, or an update that leaves it out?
    fn is_older(&self, first: &Drift) -> bool {
        let What::Missing { placed, exact, .. } = &first.what else { return false };
        let is_dated = !exact && placed.as_ref().is_some_and(|placed| placed.window.min.is_some());
        is_dated || self.advice().is_update(first)
    }

    /// What other samples say of some of the keys that an object lacks.
    fn help_of_rows(&self, drifts: &[Drift]) -> Option<String> {
        let mut keys: BTreeMap<&str, &Drift> = BTreeMap::new();
        for drift in drifts {
            keys.entry(drift.loose_key()?).or_insert(drift);
        }
        let belongs_elsewhere = |drift: &Drift| {
            let lack = self.lack(drift, std::slice::from_ref(drift));
            lack.is_some_and(|lack| !matches!(lack, Lack::Odd { .. } | Lack::Copied(_)))
        };
        let strange = keys.iter().take(MOST_KEYS).filter(|(_, drift)| belongs_elsewhere(drift));
        let names: Vec<&str> = strange.map(|(key, _)| *key).collect();
        let (row, belong) = if names.len() == 1 { ("its row", "it does") } else { ("their rows", "they do") };
        (!names.is_empty()).then(|| {
            format!(
                "; no sample of the resource shows {}: remove {row}, if {belong} not belong here",
                listed(&names, MOST_KEYS)
            )
        })
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
