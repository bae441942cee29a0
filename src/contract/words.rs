//! The headlines of findings about samples.

use std::collections::BTreeSet;

use serde_json::Value;

use super::cause::rule_of;
use super::drift::{Drift, ListedIn, What};
use super::format::Broken;
use super::general::last_name;
use super::renamed::Renamed;
use super::rules;
use super::verdict::{Causes, entry_words, last_part};
use crate::collections::{IndexMap, IndexSet};
use crate::finding::{Finding, Severity, Subject};
use crate::place::{Place, Pointer};
use crate::reference::{OperationId, RowId, Types, stem};
use crate::shape::Placed;

impl Causes<'_> {
    /// Message and help of what needs no further look at the reference.
    pub(super) fn plain_words(&self, drift: &Drift) -> (String, String) {
        let side = drift.direction.as_str();
        let name = || self.name(drift);
        match &drift.what {
            What::Null { placed } => (
                format!(
                    "`{}` is null in the {side} sample, but its description does not say that it may be",
                    name()
                ),
                self.advice().of_null(placed.as_ref()),
            ),
            What::OutsideVersion { key, placed, version, exact } => {
                let how = if *exact { "recorded at" } else { "judged at" };
                (
                    format!("`{key}` exists {}, but the sample is {how} {version}", placed.window),
                    "remove it from the sample, or correct the versions of its entry; `apiref explain --sample FILE` shows where the version comes from".to_owned(),
                )
            }
            What::Format { format: Broken::NoUuid, text, placed } => (
                format!("`{}` is `{text}` in the {side} sample, but the type of its entry is a UUID", name()),
                self.advice().of_no_uuid(placed.as_ref()),
            ),
            What::Format { format, text, .. } if format.is_as_told() => (
                format!(
                    "`{}` is `{text}` in the {side} sample, but its description says {}, and other samples have one",
                    name(),
                    format.as_str()
                ),
                match text.as_str() {
                    "null" | "None" => "write `null` without quotes, if there is none".to_owned(),
                    _ => format!(
                        "correct the value to a {}, or say in the description what else it may be",
                        format.as_str()
                    ),
                },
            ),
            What::Format { format, text, .. } => (
                format!("`{}` is nearly a {}: `{text}`", name(), format.as_str()),
                format!("correct the value to a {}", format.as_str()),
            ),
            What::Enum { placed, text, values, .. } if as_written(values, text).is_some() => {
                let written = as_written(values, text).unwrap_or_default();
                (
                    format!("`{}` is `{text}` in the {side} sample, where its values have `{written}`", name()),
                    format!(
                        "write `{written}` in the sample, or `{text}` in the list{}",
                        entry_words(self.reference, Some(placed))
                    ),
                )
            }
            What::Enum { placed, text, values, from } => (
                format!(
                    "`{}` is `{text}` in the {side} sample, which is none of {}",
                    name(),
                    if *from == ListedIn::Field { "its values" } else { "the values that its description lists" }
                ),
                format!(
                    "{}{}, or show one of {}",
                    if *from == ListedIn::Field {
                        "add the value to `enum`"
                    } else {
                        "add the value to the list in the description"
                    },
                    entry_words(self.reference, Some(placed)),
                    quoted(values)
                ),
            ),
            What::Misspelt { key, placed, renamed: Some(renamed) } => {
                let row = &self.row(placed).name;
                (
                    format!("the {side} sample has `{key}`, the table `{row}`"),
                    help_for_renamed(*renamed, key, row),
                )
            }
            What::Misspelt { key, placed, renamed: None } => (
                format!(
                    "the {side} sample has `{key}`, the table `{}`",
                    self.row(placed).name
                ),
                match self.row(placed) {
                    row if stem(&row.reference) == key => format!("rename the row: `- {key}: {}`", row.reference),
                    row => self.spellings.help(key, row),
                },
            ),
            What::Elided => (
                format!("the {side} sample lacks required keys, as the text before it says"),
                "the document calls them required all the same: where the service leaves them out at times, name entries with `required: false`"
                    .to_owned(),
            ),
            What::Type { .. } | What::Missing { .. } | What::Undocumented { .. } => Default::default(),
        }
    }

    pub(super) fn type_message(
        &self,
        drift: &Drift,
        placed: Option<&Placed>,
        declared: Types,
        shown: Types,
    ) -> String {
        let side = drift.direction.as_str();
        if placed.is_none() {
            let what = drift.key().map_or_else(|| "the body".to_owned(), |key| format!("`{key}`"));
            let (shown, declared) = (with_article(shown), with_article(declared));
            return format!("{what} is {shown} in the {side} sample, but its table describes {declared}");
        }
        let name = self.name(drift);
        let written = self.definition(placed).and_then(|definition| {
            let written = definition.entry.kind.as_ref()?.value.trim();
            let plain = definition.kind.types == declared && !declared.names().any(|name| name == written);
            (plain && !written.is_empty()).then(|| format!("`{written}`, which means {declared}"))
        });
        let says = written.unwrap_or_else(|| declared.to_string());
        let against_entry = placed.is_some_and(|placed| {
            !self.advice().witnesses(drift, placed, declared, shown).is_against_sample()
        });
        let stands_for_names = placed.is_some_and(|placed| placed.why.stands_for_names());
        match drift.key().filter(|key| *key != name && !name.contains('.') && !stands_for_names) {
            Some(key) => format!(
                "`{key}` is {} in the {side} sample, but its row is `{name}`, whose entry says {says}",
                with_article(shown)
            ),
            None if against_entry => {
                format!(
                    "the entry of `{name}` says {says}, but the {side} sample shows {}",
                    with_article(shown)
                )
            }
            None => {
                format!("`{name}` is {} in the {side} sample, but its entry says {says}", with_article(shown))
            }
        }
    }

    pub(super) fn missing_words(&self, drift: &Drift, key: &str, help: String) -> (String, String) {
        let side = drift.direction.as_str();
        if self.is_bare_list(drift) {
            return (
                format!("`{key}` is required, but the {side} sample is a bare array without it"),
                format!(
                    "show the array below `{key}` in the sample, or remove the row if the service has no such key"
                ),
            );
        }
        (format!("`{key}` is required, but not in the {side} sample"), help)
    }

    /// Is the sample a list of what a row, which it lacks, describes as one?
    pub(super) fn is_bare_list(&self, drift: &Drift) -> bool {
        let declared = self.definition(drift.placed()).map(|definition| definition.kind.types);
        let is_list = self.reference.samples[drift.file].value.as_ref().is_some_and(Value::is_array);
        is_list && drift.general == "/*" && declared == Some(Types::ARRAY)
    }

    pub(super) fn undocumented_finding(
        &self,
        drift: &Drift,
        subject: Subject,
        key: &str,
        wrapper: bool,
        shown: Types,
    ) -> Option<Finding> {
        let side = drift.direction.as_str();
        let message = if wrapper {
            format!("`{key}` holds the {side} body, but is in no table")
        } else {
            format!("{} is in the {side} sample, but in no table", self.key_words(drift, key))
        };
        let help = self.advice().of_undocumented(drift, key, shown);
        let finding = Finding::new(&rules::SAMPLE_KEY_UNDOCUMENTED, self.place(drift)?, subject, message)
            .with_help(help);
        Some(self.with_table(finding, drift))
    }

    /// The key in a headline: with the object that it is in, where a row of its name describes another place.
    fn key_words(&self, drift: &Drift, key: &str) -> String {
        let operation = &self.reference.operations[drift.operation];
        let object = last_name(drift.general_object());
        if object.is_empty() || !operation.rows_of(drift.direction).any(|row| row.name == key) {
            return format!("`{key}`");
        }
        format!("the key `{key}` of `{object}`")
    }

    /// A key that only the table of a sibling has: the samples may be mixed up, or one table adds to the
    /// other.
    pub(super) fn beside_finding(
        &self,
        drift: &Drift,
        subject: Subject,
        key: &str,
        (operation, row): (OperationId, RowId),
    ) -> Option<Finding> {
        let side = drift.direction.as_str();
        let sibling = &self.reference.operations[operation];
        let row = &sibling.rows[row];
        let message = if operation == drift.operation {
            format!("`{key}` is in the {side} sample, but only in the table of another form")
        } else {
            format!("`{key}` is in the {side} sample, but only in the table of `{}`", sibling.title)
        };
        let finding = Finding::new(&rules::SAMPLE_KEY_UNDOCUMENTED, self.place(drift)?, subject, message)
            .with_severity(Severity::Note)
            .with_help(format!(
                "add the row `- {key}: {}` here too, or show a sample of this operation",
                row.reference
            ))
            .with_related(row.name_span, "the row there");
        Some(self.with_table(finding, drift))
    }

    /// The keys that hold the bodies of a chapter and stand in none of its tables: a style of the house, and
    /// one finding.
    pub(super) fn wrappers_finding(
        &self,
        first: &Drift,
        drifts: &[Drift],
        subject: Subject,
    ) -> Option<Finding> {
        let keys: IndexSet<&str> = drifts.iter().filter_map(Drift::stranger).collect();
        let places: BTreeSet<_> =
            drifts.iter().map(|drift| (drift.operation, drift.direction, &drift.general)).collect();
        if places.len() < 2 || keys.is_empty() {
            return self.worded(first, subject);
        }
        let keys: Vec<&str> = keys.into_iter().collect();
        let listed = listed(&keys, MOST_LISTED);
        let verb = if keys.len() == 1 {
            "holds bodies of this chapter, but is"
        } else {
            "hold bodies of this chapter, but are"
        };
        let finding = Finding::new(
            &rules::SAMPLE_KEY_UNDOCUMENTED,
            self.place(first)?,
            subject,
            format!("{listed} {verb} in no table"),
        )
        .with_help("add a row for the key around each body to its table, or allow it where the whole reference leaves them out");
        Some(self.with_table(finding, first))
    }

    /// An object whose keys look like data, though no text says so.
    pub(super) fn data_finding(&self, first: &Drift, drifts: &[Drift], subject: Subject) -> Finding {
        let source = self.reference.samples[first.file].source;
        let keys: BTreeSet<&str> = drifts.iter().filter_map(Drift::loose_key).collect();
        let keys: Vec<&str> = keys.into_iter().collect();
        let object = last_name(first.general_object());
        let (inside, whose) = match object.as_str() {
            "" => ("the body".to_owned(), "the text".to_owned()),
            name => (format!("`{name}`"), format!("the description of `{name}`")),
        };
        let verb = if keys.len() == 1 { "looks" } else { "look" };
        let message = format!(
            "{} in {inside} of the {} sample {verb} like data, and no text says so",
            listed(&keys, MOST_LISTED),
            first.direction.as_str()
        );
        let place = Place::Value(source, Pointer::from_text(first.object()));
        let finding = Finding::new(&rules::SAMPLE_KEY_UNDOCUMENTED, place, subject, message)
            .with_severity(Severity::Note)
            .with_help(format!(
                "say in {whose} that users choose its keys, or add a row with a placeholder (`{{name}}`) for them"
            ));
        self.with_table(finding, first)
    }

    /// An object that lacks, or has too many, keys.
    pub(super) fn object_finding(
        &self,
        first: &Drift,
        drifts: &[Drift],
        subject: Subject,
    ) -> Option<Finding> {
        let side = first.direction.as_str();
        let source = self.reference.samples[first.file].source;
        let mut objects: IndexMap<&str, usize> = IndexMap::default();
        for drift in drifts.iter().filter(|drift| drift.file == first.file) {
            *objects.entry(drift.object()).or_default() += 1;
        }
        // Of the items of a list, the first that shows it best.
        let most = objects.values().max().copied().unwrap_or_default();
        let (object, _) = objects.into_iter().find(|(_, count)| *count == most)?;
        let place = Place::Value(source, Pointer::from_text(object));
        let keys: BTreeSet<&str> = drifts.iter().filter_map(Drift::loose_key).collect();
        let listed = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let rule = rule_of(&first.what);
        let finding = match &first.what {
            What::Missing { .. } if self.advice().is_update(first) => Finding::new(
                rule,
                place,
                subject,
                format!("{listed} are required, but the {side} sample of the update leaves them out"),
            )
            .with_help("what an update may leave out needs an entry with `required: false`; if all are needed, record the sample anew"),
            What::Missing { .. } => Finding::new(
                rule,
                place,
                subject,
                format!("{listed} are required, but not in the {side} sample"),
            )
            .with_help(if self.are_beside(drifts) {
                "the items of the list differ: what may be absent needs an entry with `required: false`; else record the sample anew"
            } else {
                "record the sample anew; if it is meant to show only a part, say so right before it (\"with missing keys\"); what may be absent needs an entry with `required: false`"
            }),
            _ => Finding::new(rule, place, subject, format!("{listed} are in the {side} sample, but in no table")).with_help(
                format!("add rows for them to the {side} table; if they are data, say so in the description of the object (\"key and value pairs\")"),
            ),
        };
        Some(self.with_table(finding, first))
    }
}

/// One key under two names: the sample stands alone, and may still show another one.
fn help_for_renamed(renamed: Renamed, key: &str, row: &str) -> String {
    let name = last_part(row);
    let why = match renamed {
        Renamed::SameValue => "another sample shows its value under that name",
        Renamed::OtherItems => "other items of the list call it so",
        Renamed::OtherSamples => "other samples of the operation call it so",
        Renamed::OldWord => {
            return format!("write `{name}` in the sample, or rename the row if the service says `{key}`");
        }
    };
    format!("rename it to `{name}` in the sample ({why}), or add a row for `{key}` if there are both")
}

/// The names in quotes, `most` of them at most.
pub(super) fn listed(names: &[&str], most: usize) -> String {
    let quoted: Vec<String> = names.iter().take(most).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(most) {
        0 => quoted.join(", "),
        more => format!("{} and {more} more", quoted.join(", ")),
    }
}

/// So many names are listed in a headline.
const MOST_LISTED: usize = 4;

pub(super) fn with_article(types: Types) -> String {
    let text = types.to_string();
    match text.as_str() {
        "null" => text,
        _ if text.starts_with(['a', 'i', 'o']) => format!("an {text}"),
        _ => format!("a {text}"),
    }
}

/// The value that differs from a text in the case of its letters only.
fn as_written<'v>(values: &'v [String], text: &str) -> Option<&'v str> {
    values.iter().map(String::as_str).find(|value| value.eq_ignore_ascii_case(text))
}

fn quoted(values: &[String]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}
