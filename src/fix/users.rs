//! Which operations may change with an edit: those that use the row, the entry or the sample in it.

use std::collections::{BTreeMap, BTreeSet};

use super::digest::without_names;
use super::patch::PathEdit;
use crate::place::{SourceId, Span};
use crate::reference::{Operation, Reference};
use crate::source::Sources;

/// The operations by what they use, so that each edit is a look-up.
#[derive(Debug, Default)]
pub(super) struct Users {
    /// Method and path of each operation, as documents know it.
    names: Vec<String>,
    /// By the file of a sample.
    samples: BTreeMap<SourceId, BTreeSet<usize>>,
    /// By the file of a dictionary, and the start of an entry: its end, and who uses it.
    entries: BTreeMap<SourceId, BTreeMap<u32, (u32, BTreeSet<usize>)>>,
    /// By file, where the text of each operation starts, in the order of the file.
    texts: BTreeMap<SourceId, Vec<(u32, usize)>>,
    /// The files that explain codes, which all operations share.
    statuses: BTreeSet<SourceId>,
}

impl Users {
    /// Those of a reference.
    pub(super) fn new(reference: &Reference) -> Self {
        let mut users = Self { statuses: reference.statuses.keys().copied().collect(), ..Self::default() };
        for (number, operation) in reference.operations.iter().enumerate() {
            users.names.push(name_in_documents(operation));
            users.add(reference, operation, number);
        }
        for texts in users.texts.values_mut() {
            texts.sort_unstable();
        }
        users
    }

    fn add(&mut self, reference: &Reference, operation: &Operation, number: usize) {
        for file in operation.samples.iter().filter_map(|sample| reference.sample_file(sample)) {
            self.samples.entry(file.source).or_default().insert(number);
        }
        for definition in operation.rows.iter().filter_map(|row| reference.definition(row)) {
            let entry = definition.entry.span;
            let entries = self.entries.entry(entry.source).or_default();
            entries.entry(entry.start).or_insert_with(|| (entry.end, BTreeSet::new())).1.insert(number);
        }
        let start = operation.title_span.start.min(operation.span.start);
        self.texts.entry(operation.span.source).or_default().push((start, number));
    }

    /// The operations that edits may change, as documents name them.
    pub(super) fn of(&self, sources: &Sources, edits: &[&PathEdit]) -> BTreeSet<String> {
        let places =
            edits.iter().filter_map(|edit| Some(Span::new(sources.find(&edit.path)?, edit.start, edit.end)));
        let mut numbers = BTreeSet::new();
        for place in places {
            if self.statuses.contains(&place.source) {
                return self.names.iter().cloned().collect();
            }
            numbers.extend(self.samples.get(&place.source).into_iter().flatten());
            numbers.extend(self.of_entries(place));
            numbers.extend(self.of_text(place));
        }
        numbers.into_iter().filter_map(|number| self.names.get(number).cloned()).collect()
    }

    /// Those with a row whose entry the place meets. Entries of a file stand behind each other.
    fn of_entries(&self, place: Span) -> impl Iterator<Item = usize> {
        let end = place.end.max(place.start.saturating_add(1));
        let entries = self.entries.get(&place.source);
        let met = entries.into_iter().flat_map(move |entries| {
            let before = entries.range(..end).rev();
            before.take_while(move |(_, (entry_end, _))| place.start < *entry_end)
        });
        met.flat_map(|(_, (_, users))| users.iter().copied())
    }

    /// Those in whose text the place is: from a title to the next one in its file. What stands before the first
    /// one concerns all of the file.
    fn of_text(&self, place: Span) -> impl Iterator<Item = usize> {
        let texts = self.texts.get(&place.source).map(Vec::as_slice).unwrap_or_default();
        let after = texts.partition_point(|(start, _)| *start <= place.start);
        let until = texts.partition_point(|(start, _)| *start <= place.end);
        // Those that share a start share a text.
        let first = after.checked_sub(1).and_then(|last| texts.get(last)).map(|(start, _)| *start);
        let from = first.map_or(0, |first| texts.partition_point(|(start, _)| *start < first));
        let until = if first.is_none() { texts.len() } else { until };
        texts.get(from..until).unwrap_or_default().iter().map(|(_, number)| *number)
    }
}

/// Method and path of an operation, as documents know it.
pub(super) fn name_in_documents(operation: &Operation) -> String {
    format!("{} {}", operation.method, without_names(&operation.template.path()))
}
