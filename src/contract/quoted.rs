//! Objects in which samples write every number in quotes: their rows name entries of another type.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::drift::{Drift, What};
use super::general::values_at;
use super::verdict::{Causes, last_part};
use super::words::listed;
use crate::finding::{Finding, Subject};
use crate::place::Pointer;
use crate::reference::{Direction, Reference, SampleFileId, Types};
use crate::shape::words_of;

/// So many numbers of one object are not in quotes by chance.
const SEVERAL: usize = 2;

/// Beside one number that its entry calls one, so many others say that the object writes them so.
const MOST_BY_CHANCE: usize = 2;

/// So many names are listed, and so many rows.
const MOST_LISTED: usize = 4;

/// The objects of sample files, by their general pointers, in which every number is in quotes, with how many
/// of these have an entry that says number.
#[derive(Debug, Default)]
pub(super) struct Quoted {
    objects: BTreeMap<(SampleFileId, String), usize>,
}

impl Quoted {
    /// Looks at each object of which a quoted number drifts.
    pub(super) fn of(reference: &Reference, drifts: &[Drift]) -> Self {
        let mut drifting: BTreeMap<(SampleFileId, String), BTreeSet<&str>> = BTreeMap::new();
        for drift in drifts {
            if is_number_in_quotes(reference, drift) {
                let keys = drifting.entry((drift.file, drift.general_object().to_owned())).or_default();
                keys.insert(drift.general.rsplit('/').next().unwrap_or_default());
            }
        }
        let throughout = drifting.into_iter().filter_map(|((file, object), keys)| {
            let value = reference.samples[file].value.as_ref()?;
            let named = quoted_numbers(&values_at(value, &Pointer::from_text(&object)))?;
            let is_usual = keys.len() >= SEVERAL || named > keys.len() + MOST_BY_CHANCE - 1;
            is_usual.then_some(((file, object), keys.len()))
        });
        Self { objects: throughout.collect() }
    }

    /// Is the value a number in quotes, like all others of its object?
    pub(super) fn holds(&self, reference: &Reference, drift: &Drift) -> bool {
        self.number(reference, drift).is_some()
    }

    /// Are there several such values in its object, whose entries say number?
    pub(super) fn is_several(&self, reference: &Reference, drift: &Drift) -> bool {
        self.number(reference, drift).is_some_and(|number| number >= SEVERAL)
    }

    fn number(&self, reference: &Reference, drift: &Drift) -> Option<usize> {
        if self.objects.is_empty() || !is_number_in_quotes(reference, drift) {
            return None;
        }
        self.objects.get(&(drift.file, drift.general_object().to_owned())).copied()
    }
}

/// Does a row say number where the sample has one in quotes?
fn is_number_in_quotes(reference: &Reference, drift: &Drift) -> bool {
    let What::Type { placed: Some(_), declared, shown: Types::STRING } = &drift.what else { return false };
    // What a request shows somebody wrote; what a response shows a service sent.
    drift.direction == Direction::Response
        && declared.meets(Types::NUMBER.or(Types::INTEGER))
        && drift.value(reference).and_then(Value::as_str).is_some_and(is_number)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))
        && text.parse::<f64>().is_ok()
}

/// How many names have numbers in quotes in these objects; nothing where a number stands without them. Those
/// of identifiers are texts anyway.
fn quoted_numbers(objects: &[&Value]) -> Option<usize> {
    let mut names = BTreeSet::new();
    for (key, value) in objects.iter().filter_map(|object| object.as_object()).flatten() {
        match value {
            Value::Number(_) => return None,
            Value::String(text) if is_number(text) && !is_identifying(key) => drop(names.insert(key)),
            _ => {}
        }
    }
    Some(names.len())
}

/// Is it the name of what only looks like a number?
fn is_identifying(key: &str) -> bool {
    let words = words_of(key);
    words.last().is_some_and(|word| matches!(word.as_str(), "id" | "ids" | "key" | "name" | "version"))
}

impl Causes<'_> {
    /// One finding for the numbers of an object: the rows are what is likelier wrong, as nobody writes them so
    /// where the service does not.
    pub(super) fn quoted_finding(
        &self,
        first: &Drift,
        drifts: &[Drift],
        subject: Subject,
    ) -> Option<Finding> {
        let rows: Vec<_> = drifts.iter().filter_map(Drift::placed).map(|placed| self.row(placed)).collect();
        let keys: BTreeSet<&str> = rows.iter().map(|row| last_part(&row.name)).collect();
        let names = listed(&keys.into_iter().collect::<Vec<_>>(), MOST_LISTED);
        let side = first.direction.as_str();
        let is_disputed = |drift: &Drift| {
            let What::Type { placed: Some(placed), declared, .. } = &drift.what else { return false };
            placed.definition.is_some_and(|at| self.uses.votes(drift, at, *declared).0 > 0)
        };
        let (message, help) = if drifts.iter().take(MOST_LISTED).any(is_disputed) {
            (
                format!("{names} are strings in the {side} sample, but their entries say numbers"),
                "write the numbers without quotes in the sample, as other samples do".to_owned(),
            )
        } else {
            (
                format!("the entries of {names} say numbers, but the {side} sample shows strings"),
                self.help_for_quoted(drifts),
            )
        };
        let finding = Finding::new(super::cause::rule_of(&first.what), self.place(first)?, subject, message)
            .with_help(help);
        let placed = drifts.iter().filter_map(Drift::placed).take(MOST_LISTED);
        Some(placed.fold(finding, |finding, placed| {
            finding.with_related(self.row(placed).name_span, format!("the row `{}`", self.row(placed).name))
        }))
    }

    fn help_for_quoted(&self, drifts: &[Drift]) -> String {
        let placed = || drifts.iter().filter_map(Drift::placed);
        let are_right = placed().take(MOST_LISTED).any(|placed| self.uses.fits_elsewhere(placed));
        let what = if are_right {
            "name entries of type string in these rows (theirs are right in others)"
        } else {
            "change the types to string, as every number of the object is in quotes"
        };
        let twin = drifts.iter().find_map(|drift| {
            let at = drift.placed()?.definition?;
            Some((drift.key()?, self.uses.twin(at, Types::STRING)?))
        });
        let example = twin.map(|(key, entry)| format!(", such as `- {key}: {}`", entry.entry.name));
        format!("{what}{}, or write the numbers without quotes in the sample", example.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::quoted_numbers;

    #[test]
    fn identifiers_are_no_numbers_and_one_without_quotes_decides() {
        assert_eq!(
            quoted_numbers(&[&json!({"size": "1", "free": "0.5", "id": "7", "name": "box"})]),
            Some(2)
        );
        assert_eq!(quoted_numbers(&[&json!({"size": "1"}), &json!({"free": 2})]), None);
    }
}
