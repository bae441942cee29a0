use serde_json::Value;

use super::drift::{Drift, What};
use super::general::{last_name, values_at};
use super::kin::Kin;
use super::spellings::Spellings;
use super::uses::{EntrySearch, Uses};
use super::verdict::entry_words;
use super::witnesses::Witnesses;
use super::words::with_article;
use crate::finding::nearest;
use crate::place::Pointer;
use crate::reference::{Definition, DefinitionId, Direction, Location, Method, Reference, Types};
use crate::shape::{Placed, singular};
use crate::version::Window;

/// What to change, in words: the text first, because that is what is mostly wrong.
pub(super) struct Advice<'s, 'a> {
    pub(super) reference: &'s Reference,
    pub(super) uses: &'s Uses<'s>,
    pub(super) kin: &'s Kin<'a>,
    pub(super) spellings: &'s Spellings<'a>,
}

impl Advice<'_, '_> {
    /// A value of another type than declared: the side that is likelier wrong comes first.
    pub(super) fn of_type(
        &self,
        drift: &Drift,
        placed: Option<&Placed>,
        declared: Types,
        shown: Types,
    ) -> String {
        let bare = self.unquoted(drift, declared);
        let Some((placed, definition)) = placed.and_then(|placed| Some((placed, self.definition(placed)?)))
        else {
            return match bare {
                Some(bare) => format!("write `{bare}` without quotes in the sample"),
                None => format!("show {} in the sample", with_article(declared)),
            };
        };
        let witnesses = self.witnesses(drift, placed, declared, shown);
        let entry = &definition.entry.name;
        let in_sample = match &bare {
            Some(bare) => format!("write `{bare}` without quotes in the sample"),
            None if self.is_printed(drift, declared) => {
                format!("show {} in the sample, not a text that prints it", with_article(declared))
            }
            None => format!("show {} in the sample", with_article(declared)),
        };
        if bare.is_none()
            && let Some(rename) = self.of_other_name(drift, placed, &witnesses, shown)
        {
            return rename;
        }
        if witnesses.is_against_sample() {
            return match witnesses.for_entry() {
                Some(why) => format!("{in_sample}: {why}"),
                None => format!(
                    "{in_sample}, or, if the service {} {}, say so in entry `{entry}`",
                    if drift.direction == Direction::Request { "takes" } else { "sends" },
                    with_article(shown)
                ),
            };
        }
        if let Some(told) = witnesses.tells_another() {
            return self.of_third_type(drift, entry, told);
        }
        if self.uses.fits_elsewhere(placed) {
            return self.of_other_entry(drift, entry, &witnesses, shown, &in_sample);
        }
        let why = witnesses.for_sample();
        if declared != Types::NULL && witnesses.has_two_against_entry() {
            return format!(
                "change the type of entry `{entry}` to {shown}{}: {why}",
                witnesses.of_description()
            );
        }
        if declared == Types::NULL && witnesses.agreeing > 0 {
            return format!("change the type of entry `{entry}` to {shown} or null: {why}");
        }
        format!(
            "change the type of entry `{entry}` to {shown}{} ({why}), or {in_sample}",
            witnesses.of_description()
        )
    }

    /// What speaks for each side of a type that is not the declared one.
    pub(super) fn witnesses(
        &self,
        drift: &Drift,
        placed: &Placed,
        declared: Types,
        shown: Types,
    ) -> Witnesses<'_> {
        let key = drift.key().unwrap_or_default();
        let operation = &self.reference.operations[drift.operation];
        // What is called otherwise than its row may be another thing than its namesakes on other resources.
        let is_renamed = self.row_name(placed) != key;
        let namesake = self
            .uses
            .entry_id_for(&entry_search(drift, &key, shown, placed.definition))
            .filter(|at| !is_renamed || self.uses.is_used_on(*at, operation))
            .map(|at| &self.reference.definitions[at]);
        let twin = || placed.definition.and_then(|at| self.uses.twin(at, shown));
        let is_throughout = self.uses.quoted.holds(self.reference, drift);
        let namesake = namesake.or_else(|| is_throughout.then(twin).flatten());
        let is_quoted = self.unquoted(drift, declared).is_some() || self.is_printed(drift, declared);
        let mut known =
            Witnesses::of(self.reference, self.uses, drift, placed, [declared, shown], namesake, is_quoted);
        known.is_in_slip = self.is_in_slip(drift);
        known.is_in_other_style = self.is_in_other_style(drift, declared, shown);
        known
    }

    /// Is another value of the same object of the type that is shown, where far more samples show the declared one?
    fn is_in_other_style(&self, drift: &Drift, declared: Types, shown: Types) -> bool {
        let value = self.reference.samples[drift.file].value.as_ref();
        let object = value.and_then(|value| value.pointer(drift.object())).and_then(Value::as_object);
        let key = drift.key().unwrap_or_default();
        let around = Pointer::from_text(drift.general_object());
        let mut others =
            object.into_iter().flatten().filter(|(name, value)| **name != key && Types::of(value) == shown);
        Types::CONTAINERS.has(declared)
            && others.any(|(name, _)| self.uses.siblings(around.key(name).as_str(), declared).is_some())
    }

    /// Has the object around the value a name that is nearly that of a row, which far more samples write?
    fn is_in_slip(&self, drift: &Drift) -> bool {
        let around = last_name(drift.general_object());
        let rows = self.reference.operations[drift.operation].rows_of(drift.direction);
        let near = rows.map(|row| last_part(&row.name)).filter(|name| singular(name) == singular(&around));
        let mut others = near.filter(|name| *name != around.as_str());
        !around.is_empty() && others.any(|name| self.spellings.is_outnumbered(&around, name))
    }

    /// The text names neither the declared type nor the one that is shown.
    fn of_third_type(&self, drift: &Drift, entry: &str, told: Types) -> String {
        let change = format!("change the type of entry `{entry}` to {told}, as its description has it");
        match self.unquoted(drift, told) {
            Some(bare) => format!("{change}, and write `{bare}` without quotes in the sample"),
            None => format!("{change}, and show {} in the sample", with_article(told)),
        }
    }

    /// The row has another name than the key that it describes.
    fn of_other_name(
        &self,
        drift: &Drift,
        placed: &Placed,
        witnesses: &Witnesses<'_>,
        shown: Types,
    ) -> Option<String> {
        let key = drift.key().unwrap_or_default();
        let row = self.row_name(placed);
        let is_slip = self.spellings.is_outnumbered(&key, row);
        if placed.why.stands_for_names() || row == key || row.contains('.') || is_slip {
            return None;
        }
        Some(match witnesses.namesake {
            Some(other) => format!("rename the row: `- {key}: {other}`, whose entry has that type"),
            None => format!(
                "rename the row to `{key}`, with an entry of type {shown}, if that is what the service says"
            ),
        })
    }

    /// The entry is right in other rows.
    fn of_other_entry(
        &self,
        drift: &Drift,
        entry: &str,
        witnesses: &Witnesses<'_>,
        shown: Types,
        in_sample: &str,
    ) -> String {
        let key = drift.key().unwrap_or_default();
        match witnesses.namesake {
            Some(other) => format!(
                "write `- {key}: {other}`, whose entry has that type (`{entry}` is right in other rows)"
            ),
            None if witnesses.is_right_elsewhere || witnesses.has_two_against_entry() => format!(
                "name an entry of type {shown} in this row (`{entry}` is right in other rows), or correct the sample"
            ),
            None => format!(
                "{in_sample}, as other rows of `{entry}` have it; if the service knows both here, name an entry of type {shown} in this row"
            ),
        }
    }

    /// The text without its quotes, where that would have the declared type.
    pub(super) fn unquoted(&self, drift: &Drift, declared: Types) -> Option<String> {
        let text = drift.value(self.reference)?.as_str()?.trim();
        let lower = text.to_ascii_lowercase();
        let boolean = declared.has(Types::BOOLEAN) && matches!(lower.as_str(), "true" | "false");
        let number = declared.has(Types::INTEGER) && text.parse::<i64>().is_ok()
            || declared.has(Types::NUMBER) && text.parse::<f64>().is_ok_and(f64::is_finite);
        let is_json = serde_json::from_str::<serde_json::Value>(&lower).is_ok();
        ((boolean || number) && is_json).then_some(lower)
    }

    /// Is it a text that prints an object or a list, where one is declared?
    fn is_printed(&self, drift: &Drift, declared: Types) -> bool {
        let text = drift.value(self.reference).and_then(Value::as_str).map_or("", str::trim);
        let prints = |open, close| text.len() > 2 && text.starts_with(open) && text.ends_with(close);
        declared == Types::OBJECT && prints('{', '}') || declared == Types::ARRAY && prints('[', ']')
    }

    /// A text where the type is a UUID: what is called an ID is one.
    pub(super) fn of_no_uuid(&self, placed: Option<&Placed>) -> String {
        let entry = entry_words(self.reference, placed);
        let definition = placed.and_then(|placed| self.definition(placed));
        let is_id = definition.is_some_and(|definition| {
            let description = definition.entry.description.as_ref().map_or("", |text| text.value.as_str());
            let said = format!("{} {description}", definition.entry.name).to_ascii_lowercase();
            said.split(|letter: char| !letter.is_alphanumeric())
                .any(|word| matches!(word, "id" | "ids" | "uuid" | "uuids"))
        });
        if is_id {
            format!("show a UUID in the sample, or, if it is none, correct the type{entry}")
        } else {
            format!("correct the type{entry}, or show a UUID in the sample")
        }
    }

    /// A null that the text does not mention.
    pub(super) fn of_null(&self, placed: Option<&Placed>) -> String {
        let entry = entry_words(self.reference, placed);
        match placed.filter(|placed| self.uses.fits_elsewhere(placed)) {
            Some(_) => format!(
                "say in the description{entry} when it is null (\"... or null\"); if that is only so here, give the row an entry of its own"
            ),
            None => {
                format!("say in the description{entry} when it is null (\"... or null\"), or show a value")
            }
        }
    }

    /// A required key that is absent, and was not just renamed.
    pub(super) fn of_missing(
        &self,
        drift: &Drift,
        placed: Option<&Placed>,
        never_shown: bool,
        exact: bool,
    ) -> String {
        let optional = self.of_optional(placed);
        if let Some(since) = placed.and_then(|placed| placed.window.min).filter(|_| !exact) {
            return format!(
                "it is required from {since} on: record the sample anew, or mark the version it was recorded at; if it may be absent, {optional}"
            );
        }
        if self.is_update(drift) {
            return format!("an update may leave it out: {optional}; else add the key to the sample");
        }
        if never_shown {
            return format!(
                "{optional} if it may be absent, remove the row if it does not belong here, or add the key to the sample"
            );
        }
        format!("{optional} if it may be absent; else add the key to the sample")
    }

    /// How to say that a key may be absent.
    pub(super) fn of_optional(&self, placed: Option<&Placed>) -> String {
        let entry = entry_words(self.reference, placed);
        if placed.is_some_and(|placed| self.uses.fits_elsewhere(placed)) {
            format!("name another entry with `required: false` in this row{}", self.shared_words(placed))
        } else {
            format!("write `required: false`{}", entry.replacen(" of ", " in ", 1))
        }
    }

    /// Is it a request that changes what is there, and may leave out what stays?
    pub(super) fn is_update(&self, drift: &Drift) -> bool {
        let operation = &self.reference.operations[drift.operation];
        drift.direction == Direction::Request && matches!(operation.method, Method::Put | Method::Patch)
    }

    /// ` (`name` is right in other rows)`.
    fn shared_words(&self, placed: Option<&Placed>) -> String {
        let definition = placed.and_then(|placed| self.definition(placed));
        definition.map(|known| format!(" (`{}` is right in others)", known.entry.name)).unwrap_or_default()
    }

    /// A key that no row has.
    pub(super) fn of_undocumented(&self, drift: &Drift, key: &str, shown: Types) -> String {
        let side = drift.direction.as_str();
        let shown = shown.without(Types::NULL);
        // The entry of a row of that name is about another object, or the row would describe this key, too.
        let operation = &self.reference.operations[drift.operation];
        if operation.rows_of(drift.direction).any(|row| row.name == key) {
            let object = Pointer::from_text(drift.general_object());
            let around = object.steps().filter(|step| step != "*").last();
            let inside = around.map(|name| format!(" of `{name}`")).unwrap_or_default();
            return format!(
                "add a row for the key{inside} to the {side} table; the row `{key}` describes another place"
            );
        }
        if let Some(meant) = self.absent_namesake(drift, key) {
            return format!("write `{meant}` in the sample, as the table has it, or rename the row");
        }
        match self.uses.entry_for(&entry_search(drift, key, shown, None)) {
            Some(known) if self.is_set_by_service(drift, key, shown) => format!(
                "remove it from the sample, if the service sets it: only response tables of this resource name its entry; else add the row `- {key}: {}`",
                known.entry.name
            ),
            Some(known) if known.required && self.is_absent_elsewhere(drift, key) => format!(
                "add a row for it to the {side} table, with an entry of {}`required: false`, as not all samples show it",
                if shown.is_none() { String::new() } else { format!("type {shown} and ") }
            ),
            Some(known) => {
                format!("add the row `- {key}: {}` to the {side} table; the entry is there", known.entry.name)
            }
            None if shown.is_none() => format!("add a row for it to the {side} table"),
            None => format!("add a row for it to the {side} table, with an entry of type {shown}"),
        }
    }

    /// Is it a key of a request whose entry stands, on this resource, in tables of responses alone, and that no
    /// other request on it shows? The service is likelier to set it than to take it.
    pub(super) fn is_set_by_service(&self, drift: &Drift, key: &str, shown: Types) -> bool {
        let known = || self.uses.entry_id_for(&entry_search(drift, key, shown, None));
        let is_only_shown_here = || {
            let shown = self.kin.shown(drift, Window::ALL, key);
            shown.with.iter().all(|file| *file == drift.file)
        };
        // What an update shows may be changed, and the key around a body is no value.
        drift.direction == Direction::Request
            && self.reference.operations[drift.operation].method == Method::Post
            && matches!(drift.what, What::Undocumented { wrapper: false, .. })
            && known().is_some_and(|at| self.kin.responses_that_name(drift, at) >= SEVERAL)
            && is_only_shown_here()
    }

    /// Do other samples of the body, or other items of its lists, lack the key?
    pub(super) fn is_absent_elsewhere(&self, drift: &Drift, key: &str) -> bool {
        let operation = &self.reference.operations[drift.operation];
        let object = Pointer::from_text(drift.general_object());
        let files = operation.samples_of(drift.direction).filter_map(|sample| sample.file);
        let mut objects = files
            .filter_map(|file| self.reference.samples[file].value.as_ref())
            .flat_map(|value| values_at(value, &object));
        objects.any(|object| object.is_object() && object.get(key).is_none())
    }

    /// The name of a row that is nearly the key, where the object of the key does not have it.
    pub(super) fn absent_namesake(&self, drift: &Drift, key: &str) -> Option<&str> {
        let object = self.reference.samples[drift.file].value.as_ref()?.pointer(drift.object())?;
        let rows = self.reference.operations[drift.operation].rows_of(drift.direction);
        let names = rows.filter(|row| row.location == Location::Body).map(|row| last_part(&row.name));
        let may_be = |name: &&str| object.get(name).is_none() && singular(name) != singular(key);
        let meant = nearest(key, names.filter(may_be))?;
        (key.len().min(meant.len()) > SHORT && !self.uses.is_known(key)).then_some(meant)
    }

    fn definition(&self, placed: &Placed) -> Option<&Definition> {
        Some(&self.reference.definitions[placed.definition?])
    }

    fn row_name(&self, placed: &Placed) -> &str {
        &self.reference.operations[placed.operation].rows[placed.row].name
    }
}

/// So many tables of responses name an entry, and none of a request, for a reason.
const SEVERAL: usize = 2;

/// Names of so few letters are near to many others.
const SHORT: usize = 4;

/// What a name that is a path leads to.
fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

pub(super) fn entry_search<'w>(
    drift: &'w Drift,
    key: &'w str,
    shown: Types,
    avoid: Option<DefinitionId>,
) -> EntrySearch<'w> {
    let Drift { operation, direction, general, .. } = drift;
    EntrySearch { operation: *operation, direction: *direction, key, general, shown, avoid }
}
