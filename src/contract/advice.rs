use super::drift::Drift;
use super::uses::{EntrySearch, Uses};
use super::verdict::entry_words;
use super::words::with_article;
use crate::reference::{Definition, DefinitionId, Direction, Method, Reference, Types};
use crate::shape::Placed;

/// What to change, in words: the text first, because that is what is mostly wrong.
pub(super) struct Advice<'a> {
    pub(super) reference: &'a Reference,
    pub(super) uses: &'a Uses<'a>,
}

impl Advice<'_> {
    /// A value of another type than declared.
    pub(super) fn of_type(
        &self,
        drift: &Drift,
        placed: Option<&Placed>,
        declared: Types,
        shown: Types,
    ) -> String {
        if let Some(bare) = self.unquoted(drift, declared) {
            let wrong = placed.and_then(|placed| placed.definition).is_some_and(|at| self.uses.is_wrong(at));
            let else_change =
                if wrong { ", or, if the service sends a string, change the type of its entry" } else { "" };
            return format!("write `{bare}` without quotes in the sample{else_change}");
        }
        let Some((placed, definition)) = placed.and_then(|placed| Some((placed, self.definition(placed)?)))
        else {
            return format!("show {} in the sample", with_article(declared));
        };
        let entry = &definition.entry.name;
        let key = drift.key().unwrap_or_default();
        let row = self.row_name(placed);
        let other = self.uses.entry_for(&entry_search(drift, &key, shown, placed.definition));
        let named = |name: &str| format!("`- {key}: {name}`, whose entry has that type");
        if !placed.why.stands_for_names() && row != key && !row.contains('.') {
            return match other {
                Some(other) => format!("rename the row: {}", named(other)),
                None => format!(
                    "rename the row to `{key}`, with an entry of type {shown}, if that is what the service says"
                ),
            };
        }
        if self.uses.fits_elsewhere(placed) {
            return match other {
                Some(other) => format!("write {} (`{entry}` is right in other rows)", named(other)),
                None => format!(
                    "name an entry of type {shown} in this row (`{entry}` is right in other rows), or correct the sample"
                ),
            };
        }
        if placed.definition.is_some_and(|at| self.uses.is_wrong(at)) {
            return format!(
                "change the type of entry `{entry}` to {shown}: that is what {} in the samples",
                if drift.direction == Direction::Request { "is sent" } else { "comes back" }
            );
        }
        format!(
            "if the service knows both, say so in entry `{entry}`; else show {} here, as other samples do",
            with_article(declared)
        )
    }

    /// The text without its quotes, where that would have the declared type.
    fn unquoted(&self, drift: &Drift, declared: Types) -> Option<String> {
        let text = drift.value(self.reference)?.as_str()?.trim();
        let lower = text.to_ascii_lowercase();
        let boolean = declared.has(Types::BOOLEAN) && matches!(lower.as_str(), "true" | "false");
        let number = declared.has(Types::INTEGER) && text.parse::<i64>().is_ok()
            || declared.has(Types::NUMBER) && text.parse::<f64>().is_ok_and(f64::is_finite);
        let is_json = serde_json::from_str::<serde_json::Value>(&lower).is_ok();
        ((boolean || number) && is_json).then_some(lower)
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
        let entry = entry_words(self.reference, placed);
        let shared = placed.is_some_and(|placed| self.uses.fits_elsewhere(placed));
        let optional = if shared {
            format!("name another entry with `required: false` in this row{}", self.shared_words(placed))
        } else {
            format!("write `required: false`{}", entry.replacen(" of ", " in ", 1))
        };
        if let Some(since) = placed.and_then(|placed| placed.window.min).filter(|_| !exact) {
            return format!(
                "it is required from {since} on: record the sample anew, or mark the version it was recorded at; if it may be absent, {optional}"
            );
        }
        if never_shown {
            return format!(
                "{optional} if it may be absent, remove the row if it does not belong here, or add the key to the sample"
            );
        }
        if self.is_update(drift) {
            return format!("an update may leave it out: {optional}; else add the key to the sample");
        }
        format!("{optional} if it may be absent; else add the key to the sample")
    }

    fn is_update(&self, drift: &Drift) -> bool {
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
        match self.uses.entry_for(&entry_search(drift, key, shown, None)) {
            Some(entry) => format!("add the row `- {key}: {entry}` to the {side} table; the entry is there"),
            None if shown.is_none() => format!("add a row for it to the {side} table"),
            None => format!("add a row for it to the {side} table, with an entry of type {shown}"),
        }
    }

    fn definition(&self, placed: &Placed) -> Option<&Definition> {
        Some(&self.reference.definitions[placed.definition?])
    }

    fn row_name(&self, placed: &Placed) -> &str {
        &self.reference.operations[placed.operation].rows[placed.row].name
    }
}

fn entry_search<'w>(
    drift: &Drift,
    key: &'w str,
    shown: Types,
    avoid: Option<DefinitionId>,
) -> EntrySearch<'w> {
    EntrySearch { operation: drift.operation, direction: drift.direction, key, shown, avoid }
}
