//! What would mend a sample, a row or an entry that disagree. Each fix does what the help of its finding says.

use super::advice::entry_search;
use super::drift::{Drift, What};
use super::verdict::Causes;
use crate::finding::{Fix, nearest};
use crate::place::{Pointer, Span};
use crate::reference::{Location, Row, Types, row_below, stem};
use crate::shape::Placed;

impl Causes<'_> {
    /// The fixes for one cause, the likeliest first.
    pub(super) fn fixes(&self, drifts: &[Drift]) -> Vec<Fix> {
        let Some(first) = drifts.first() else { return Vec::new() };
        let fix = match &first.what {
            What::Type { placed: Some(placed), declared, shown } => {
                self.fix_of_type(drifts, first, placed, [*declared, *shown])
            }
            What::Missing { placed: Some(placed), never_shown: true, .. } => self.fix_of_required(placed),
            What::Undocumented { key, wrapper: false, shown, beside: None } => {
                self.fix_of_row(first, key, *shown)
            }
            What::Misspelt { key, placed } => self.fix_of_spelling(drifts, key, placed),
            What::Null { placed: Some(placed) } => self.fix_of_null(placed),
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
            let bare = advice.unquoted(first, declared)?;
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
        let is_agreed = is_one && witnesses.agreeing == 0 && !self.uses.fits_elsewhere(placed);
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

    /// `required: false` in an entry that no sample shows where it is required.
    fn fix_of_required(&self, placed: &Placed) -> Option<Fix> {
        let required = self.definition(Some(placed))?.entry.required.as_ref()?;
        (!self.uses.fits_elsewhere(placed))
            .then(|| Fix::suggested("write `required: false`").replacing(required.span, "false"))
    }

    /// A row for a key, where an entry for it is there.
    fn fix_of_row(&self, drift: &Drift, key: &str, shown: Types) -> Option<Fix> {
        let shown = shown.without(Types::NULL);
        let operation = &self.reference.operations[drift.operation];
        if operation.rows_of(drift.direction).any(|row| row.name == key) {
            return None;
        }
        let entry = self.uses.entry_for(&entry_search(drift, key, shown, None))?.entry.name.as_str();
        let above = self.neighbour(drift)?;
        let (place, line) = row_below(self.sources, above, key, entry);
        Some(Fix::suggested(format!("add the row `- {key}: {entry}`")).inserting(place, line))
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

    /// One spelling: that of the row where its entry is called like the key, else that of the key.
    fn fix_of_spelling(&self, drifts: &[Drift], key: &str, placed: &Placed) -> Option<Fix> {
        let row = self.row(placed);
        if stem(&row.reference) == key {
            return Some(Fix::suggested(format!("call the row `{key}`")).replacing(row.name_span, key));
        }
        // A key that is only called after the same thing may be the right one.
        nearest(key, std::iter::once(row.name.as_str()))?;
        let mut fix = Fix::suggested(format!("call the key `{}`, as the row does", row.name));
        let mut known: Vec<Span> = Vec::new();
        for drift in drifts {
            let span = self.sources.span_of(&self.place(drift)?);
            if !known.contains(&span) {
                known.push(span);
                fix = fix.replacing(span, format!("\"{}\"", row.name));
            }
        }
        Some(fix)
    }

    /// A sentence about null at the end of a description.
    fn fix_of_null(&self, placed: &Placed) -> Option<Fix> {
        let definition = self.definition(Some(placed))?;
        let (end, before) = definition.entry.end_of_description(self.sources.text(definition.source))?;
        let place = Span::new(definition.source, end, end);
        let name = &self.row(placed).name;
        Some(
            Fix::suggested(format!("say that `{name}` may be null"))
                .inserting(place, format!("{before}It may be ``null``.")),
        )
    }
}
