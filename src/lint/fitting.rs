use super::Context;
use crate::reference::{Definition, Location, Operation, Row, Types, is_namesake, stem};

impl<'a> Context<'a> {
    /// An entry of the operation's dictionaries that is `in: path` and seems to be meant for a variable.
    pub(super) fn path_entry(&self, operation: &Operation, variable: &str) -> Option<&'a str> {
        self.fitting(operation, &[variable], Location::Path, Types::NONE)
    }

    /// An entry to name in a row instead of its own: one that travels in `location`, may have the same type, and is a namesake of the row,
    /// or of its entry.
    pub(super) fn entry_instead(
        &self,
        operation: &Operation,
        row: &Row,
        location: Location,
    ) -> Option<&'a str> {
        let kinds =
            self.reference.definition(row).map(|definition| definition.kind.types).unwrap_or_default();
        self.fitting(operation, &[stem(&row.reference), &row.name], location, kinds)
    }

    /// The best namesake of the first of `names` that has one, in the operation's dictionaries and versions.
    fn fitting(
        &self,
        operation: &Operation,
        names: &[&str],
        location: Location,
        kinds: Types,
    ) -> Option<&'a str> {
        let usable = |definition: &&Definition| {
            definition.location == Some(location)
                && (kinds.is_none() || definition.kind.types.is_none() || kinds.meets(definition.kind.types))
                && definition.window.overlaps(operation.window)
                && operation.tables.iter().any(|table| table.dictionary == Some(definition.source))
        };
        names.iter().find_map(|wanted| {
            self.reference
                .definitions
                .iter()
                .filter(usable)
                .map(|definition| definition.entry.name.as_str())
                .filter(|name| is_namesake(name, wanted))
                .min_by_key(|name| (*name != *wanted, !name.contains(location.as_str()), name.len()))
        })
    }
}
