//! Tables whose rows describe the columns of a table-shaped answer: its sample names them in a list, and shows
//! their values without names.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::drift::{Drift, What};
use super::rules;
use super::verdict::Causes;
use super::words::listed;
use crate::collections::HashSet;
use crate::finding::{Finding, Severity, Subject};
use crate::reference::{Reference, SampleFileId};

/// Lists are looked for so many levels down.
const DEEPEST: usize = 32;

/// One name may be a text of a list by chance.
const SEVERAL: usize = 2;

/// So many keys are listed.
const MOST_LISTED: usize = 4;

/// An object of a sample file, by its general pointer.
type Object = (SampleFileId, String);

/// The objects that lack nothing but the names of columns.
#[derive(Debug, Default)]
pub(super) struct Columns {
    objects: BTreeSet<Object>,
}

impl Columns {
    /// Looks at the objects that lack keys.
    pub(super) fn of(reference: &Reference, drifts: &[Drift]) -> Self {
        let mut lacking: BTreeMap<SampleFileId, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
        for drift in drifts {
            if let What::Missing { key, .. } = &drift.what {
                let objects = lacking.entry(drift.file).or_default();
                objects.entry(drift.general_object()).or_default().insert(key);
            }
        }
        let mut columns = Self::default();
        for (file, objects) in lacking {
            let mut texts = HashSet::default();
            if let Some(value) = &reference.samples[file].value {
                texts_of_lists(value, &mut texts, DEEPEST);
            }
            let are_columns =
                |keys: &BTreeSet<&str>| keys.len() >= SEVERAL && keys.iter().all(|key| texts.contains(key));
            let found = objects.into_iter().filter(|(_, keys)| are_columns(keys));
            columns.objects.extend(found.map(|(object, _)| (file, object.to_owned())));
        }
        columns
    }

    /// Is the drift about a key of such an object, or about one that it lacks?
    pub(super) fn hold(&self, drift: &Drift) -> bool {
        !self.objects.is_empty()
            && drift.loose_key().is_some()
            && self.objects.contains(&(drift.file, drift.general_object().to_owned()))
    }
}

/// The texts that stand right in lists.
fn texts_of_lists<'v>(value: &'v Value, found: &mut HashSet<&'v str>, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Array(items) => {
            found.extend(items.iter().filter_map(Value::as_str));
            items.iter().for_each(|item| texts_of_lists(item, found, depth));
        }
        Value::Object(members) => members.values().for_each(|member| texts_of_lists(member, found, depth)),
        _ => {}
    }
}

impl Causes<'_> {
    /// What no row describes around the columns: one note for a table.
    pub(super) fn columns_finding(
        &self,
        first: &Drift,
        drifts: &[Drift],
        subject: Subject,
    ) -> Option<Finding> {
        let keys: BTreeSet<&str> = drifts.iter().filter_map(Drift::loose_key).collect();
        let keys = listed(&keys.into_iter().collect::<Vec<_>>(), MOST_LISTED);
        let message = format!(
            "{keys} in the {} sample are in no table: its rows describe columns, whose names stand in a list",
            first.direction.as_str()
        );
        let finding = Finding::new(&rules::SAMPLE_KEY_UNDOCUMENTED, self.place(first)?, subject, message)
            .with_severity(Severity::Note)
            .with_help("add rows for the keys around the columns");
        Some(self.with_table(finding, first))
    }
}
