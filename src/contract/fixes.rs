//! What would mend a sample, a row or an entry that disagree. Each fix does what the help of its finding says.

use std::collections::BTreeSet;

use super::advice::entry_search;
use super::drift::{Drift, What};
use super::renamed::Renamed;
use super::spellings::{Slip, is_list_of_many};
use super::verdict::{Causes, last_part};
use crate::finding::{Fix, slip_of};
use crate::place::{Pointer, SourceId, Span};
use crate::reference::{Direction, Location, Row, SampleFileId, Types, Wanted, row_above, row_below};
use crate::shape::Placed;

impl Causes<'_> {
    /// The fixes for one cause, the likeliest first.
    pub(super) fn fixes(&self, drifts: &[Drift]) -> Vec<Fix> {
        let Some(first) = drifts.first() else { return Vec::new() };
        let fix = match &first.what {
            What::Type { placed: Some(placed), declared, shown } => {
                self.fix_of_type(drifts, first, placed, [*declared, *shown])
            }
            // A row that does not belong goes by hand: no edit may lose what was read.
            What::Missing { placed: Some(placed), never_shown: true, exact, .. }
                if !self.is_bare_list(first) && self.lack(first, drifts).is_none() =>
            {
                self.fix_of_required(drifts, placed, *exact)
            }
            What::Undocumented { key, wrapper, shown, beside: None, .. } => {
                self.fix_of_slip(drifts, key).or_else(|| self.fix_of_row(first, key, *shown, *wrapper))
            }
            What::Misspelt { key, placed, renamed: Some(renamed) } => {
                self.fix_of_renamed(drifts, key, placed, *renamed)
            }
            What::Misspelt { key, placed, renamed: None } => self.fix_of_spelling(drifts, key, placed),
            What::Null { placed: Some(placed) } => self.fix_of_null(drifts, placed),
            _ => None,
        };
        fix.into_iter().collect()
    }

    /// Quotes that go away, another type of the entry, or another entry in the row.
    fn fix_of_type(
        &self,
        drifts: &[Drift],
        first: &Drift,
        placed: &Placed,
        [declared, shown]: [Types; 2],
    ) -> Option<Fix> {
        let advice = self.advice();
        let witnesses = advice.witnesses(first, placed, declared, shown);
        let (row, key) = (self.row(placed), first.key().unwrap_or_default());
        if witnesses.is_against_sample() {
            // A response was recorded: its quotes are the service's, unless a third one has none.
            let is_known = first.direction == Direction::Request || witnesses.for_entry().is_some();
            let bare = advice.unquoted(first, declared).filter(|_| is_known)?;
            return self.without_quotes(drifts, &bare, declared);
        }
        if let Some(other) =
            witnesses.namesake.filter(|_| row.name != key || self.uses.fits_elsewhere(placed))
        {
            let fix = Fix::suggested(format!("write `- {key}: {other}` in the row"));
            return Some(fix.replacing(row.name_span, key).replacing(row.reference_span, other));
        }
        let kind = self.definition(Some(placed))?.entry.kind.as_ref()?;
        let is_one = shown.names().count() == 1;
        // A description that names another type would contradict the one that is shown.
        let is_told = witnesses.tells_declared() || witnesses.tells_another().is_some();
        let is_agreed = is_one && !is_told && witnesses.agreeing == 0 && !self.uses.fits_elsewhere(placed);
        is_agreed.then(|| {
            Fix::suggested(format!("change the type to `{shown}`")).replacing(kind.span, shown.to_string())
        })
    }

    /// The texts of a cause without their quotes, each where it stands.
    fn without_quotes(&self, drifts: &[Drift], bare: &str, declared: Types) -> Option<Fix> {
        let mut fix = Fix::suggested(format!("write `{bare}` without quotes"));
        let mut known = Vec::new();
        for drift in drifts {
            let bare = self.advice().unquoted(drift, declared)?;
            let span = self.sources.span_of(&self.place(drift)?);
            if !known.contains(&span) {
                known.push(span);
                fix = fix.replacing(span, bare);
            }
        }
        Some(fix)
    }

    /// `required: false` in an entry that no sample shows where it is required: requests are accepted without
    /// it, while a response is likelier old or shortened, unless many are like that.
    fn fix_of_required(&self, drifts: &[Drift], placed: &Placed, exact: bool) -> Option<Fix> {
        let required = self.definition(Some(placed))?.entry.required.as_ref()?;
        let files: BTreeSet<SampleFileId> = drifts.iter().map(|drift| drift.file).collect();
        let is_accepted = drifts.iter().all(|drift| drift.direction == Direction::Request);
        let is_older = placed.window.min.is_some() && !exact;
        (!self.uses.fits_elsewhere(placed) && !is_older && (is_accepted || files.len() >= MANY))
            .then(|| Fix::suggested("write `required: false`").replacing(required.span, "false"))
    }

    /// A row for a key, where an entry for it is there.
    fn fix_of_row(&self, drift: &Drift, key: &str, given: Types, is_wrapper: bool) -> Option<Fix> {
        let shown = given.without(Types::NULL);
        let operation = &self.reference.operations[drift.operation];
        let known = self.uses.entry_for(&entry_search(drift, key, shown, None));
        let Some(known) = known else { return self.fix_of_entry(drift, key, given, is_wrapper) };
        let entry = known.entry.name.as_str();
        // One of that name describes another place, and one of that entry is this thing already, or its new name.
        let is_taken = |row: &Row| row.name == key || row.reference == entry || is_newer_name(&row.name, key);
        if operation.rows_of(drift.direction).any(is_taken)
            || self.advice().is_set_by_service(drift, key, shown)
            || known.required && self.advice().is_absent_elsewhere(drift, key)
        {
            return None;
        }
        let (_, place, line) = self.line(drift, key, entry, is_wrapper)?;
        Some(Fix::suggested(format!("add the row `- {key}: {entry}`")).inserting(place, line))
    }

    /// A row for a key and an entry for it, with what the sample shows: what it is for nobody but the author knows.
    fn fix_of_entry(&self, drift: &Drift, key: &str, given: Types, is_wrapper: bool) -> Option<Fix> {
        let operation = &self.reference.operations[drift.operation];
        let shown = given.without(Types::NULL);
        let is_taken = |row: &Row| row.name == key || is_newer_name(&row.name, key);
        if shown.names().count() != 1
            || operation.rows_of(drift.direction).any(is_taken)
            || self.uses.has_candidates(&entry_search(drift, key, shown, None))
        {
            return None;
        }
        let source = self.line(drift, key, key, is_wrapper)?.0?;
        let kind = shown.to_string();
        let nullable = given != shown;
        // What is around all others is there where they are.
        let required = is_wrapper && !self.advice().is_absent_elsewhere(drift, key);
        let wanted = Wanted { name: key, location: Location::Body, kind: &kind, required, nullable };
        let new = self.new_entries.made(self.sources, source, &wanted)?;
        let (_, place, line) = self.line(drift, key, &new.name, is_wrapper)?;
        let title = format!("add the row `- {key}: {}`, and the entry with a `TODO`", new.name);
        Some(Fix::suggested(title).inserting(place, line).inserting(new.place, new.text).at_last())
    }

    /// A line for a row, its place, and the dictionary of its table: what is around all others stands above them.
    fn line(
        &self,
        drift: &Drift,
        key: &str,
        entry: &str,
        is_wrapper: bool,
    ) -> Option<(Option<SourceId>, Span, String)> {
        let mut rows = self.reference.operations[drift.operation].rows_of(drift.direction);
        let row =
            if is_wrapper { rows.find(|row| row.location == Location::Body) } else { self.neighbour(drift) }?;
        let line = if is_wrapper { row_above } else { row_below };
        let (place, text) = line(self.sources, row, key, entry);
        Some((row.definition.map(|at| self.reference.definitions[at].source), place, text))
    }

    /// The row below which a key of the same object belongs: that of the key before it, else the last one of
    /// the table.
    fn neighbour(&self, drift: &Drift) -> Option<&Row> {
        let operation = &self.reference.operations[drift.operation];
        let rows = || operation.rows_of(drift.direction).filter(|row| row.location == Location::Body);
        let value = self.reference.samples[drift.file].value.as_ref()?;
        let object = value.pointer(Pointer::from_text(drift.object()).as_str())?.as_object()?;
        let key = drift.stranger()?;
        let before: Vec<&String> = object.keys().take_while(|known| *known != key).collect();
        let named = before.into_iter().rev().find_map(|known| rows().find(|row| row.name == *known));
        named.or_else(|| rows().last())
    }

    /// The name of a row that the object lacks, in place of a key that nobody else writes.
    fn fix_of_slip(&self, drifts: &[Drift], key: &str) -> Option<Fix> {
        let advice = self.advice();
        let meant = advice.absent_namesake(drifts.first()?, key)?;
        slip_of(key, std::iter::once(meant))?;
        let places = drifts.iter().map(|drift| Some(self.sources.span_of(&self.place(drift)?)));
        Some(key_called(meant, places.collect::<Option<_>>()?))
    }

    /// One spelling: that which others use, too.
    fn fix_of_spelling(&self, drifts: &[Drift], key: &str, placed: &Placed) -> Option<Fix> {
        let row = self.row(placed);
        let files = drifts.iter().map(|drift| drift.file).collect();
        let name = last_part(&row.name);
        let values = drifts.iter().filter_map(|drift| drift.value(self.reference));
        if is_list_of_many(values, key, name) {
            let places = drifts.iter().map(|drift| Some(self.sources.span_of(&self.place(drift)?)));
            return Some(key_called(name, places.collect::<Option<_>>()?));
        }
        match self.spellings.slip(key, &files, row)? {
            Slip::Row => Some(row_called(row, key)),
            // A key that is only called after the same thing may be the right one.
            Slip::Key => {
                slip_of(key, std::iter::once(name))?;
                let places = drifts.iter().map(|drift| Some(self.sources.span_of(&self.place(drift)?)));
                Some(key_called(name, places.collect::<Option<_>>()?))
            }
        }
    }

    /// The name of the row, where others show it in place of the key.
    fn fix_of_renamed(&self, drifts: &[Drift], key: &str, placed: &Placed, renamed: Renamed) -> Option<Fix> {
        let name = last_part(&self.row(placed).name);
        let is_plain = match renamed {
            Renamed::SameValue | Renamed::OtherItems => true,
            Renamed::OtherSamples => slip_of(key, std::iter::once(name)).is_some(),
            Renamed::OldWord => false,
        };
        let places = drifts.iter().map(|drift| Some(self.sources.span_of(&self.place(drift)?)));
        let places = places.collect::<Option<_>>()?;
        is_plain.then(|| key_called(name, places))
    }

    /// A sentence about null at the end of a description. It would be untrue of rows that are called otherwise: what
    /// is `server_id` here and may be null is the `id` of a server there.
    fn fix_of_null(&self, drifts: &[Drift], placed: &Placed) -> Option<Fix> {
        let at = placed.definition?;
        // Where many show a value, a row of its own is what this place needs.
        if !self.uses.has_one_name(at) || self.uses.times_shown(at) > VALUES_FOR_NULL * drifts.len() {
            return None;
        }
        let definition = self.definition(Some(placed))?;
        let (end, before) = definition.entry.end_of_description(self.sources.text(definition.source))?;
        let place = Span::new(definition.source, end, end);
        let name = &self.row(placed).name;
        Some(
            Fix::suggested(format!("say that `{name}` may be null"))
                .inserting(place, format!("{before}The value may be ``null``.")),
        )
    }
}

/// So many values for each null say that null is the exception of one place.
const VALUES_FOR_NULL: usize = 8;

/// So many responses that lack a key are no chance.
const MANY: usize = 3;

/// Is the one name the other with `project` for `tenant`, which it was called before?
fn is_newer_name(name: &str, key: &str) -> bool {
    key.contains("tenant") && key.replace("tenant", "project") == name
}

/// Another name in the row, where its last part is the key.
pub(super) fn row_called(row: &Row, key: &str) -> Fix {
    let around = row.name.strip_suffix(last_part(&row.name)).unwrap_or_default();
    Fix::suggested(format!("call the row `{around}{key}`")).replacing(row.name_span, format!("{around}{key}"))
}

/// The name of the row at every place of a key.
pub(super) fn key_called(name: &str, places: BTreeSet<Span>) -> Fix {
    let fix = Fix::suggested(format!("call the key `{name}`, as the row does"));
    places.into_iter().fold(fix, |fix, place| fix.replacing(place, format!("\"{name}\"")))
}
