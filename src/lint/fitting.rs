use super::Context;
use crate::reference::{
    Bound, Definition, Direction, Location, Operation, Row, RowId, Types, is_namesake, stem,
};

/// The row of a request that is called otherwise, but names an entry for a variable of the URL that has no
/// row.
pub(super) fn meant_for<'o>(operation: &'o Operation, variable: &str) -> Option<(RowId, &'o Row)> {
    let is_bound = |at: RowId| operation.bindings.iter().any(|binding| binding.row == Some(at));
    operation.rows.entries().find(|(at, row)| {
        let is_named = row.reference == variable || stem(&row.reference) == variable;
        row.direction != Some(Direction::Response)
            && row.definition.is_some()
            && row.name != variable
            && is_named
            && !is_bound(*at)
    })
}

/// Is the row the one that is meant for a variable without a row?
pub(super) fn is_meant_for_variable(operation: &Operation, at: RowId) -> bool {
    let mut unbound = operation.bindings.iter().filter(|binding| binding.how == Bound::Not);
    unbound.any(|binding| meant_for(operation, &binding.variable).is_some_and(|(row, _)| row == at))
}

impl<'a> Context<'a> {
    /// An entry of the operation's dictionaries that is `in: path` and seems to be meant for a variable.
    pub(super) fn path_entry(&self, operation: &Operation, variable: &str) -> Option<&'a str> {
        self.fitting(operation, &[variable], Location::Path, Types::NONE)
    }

    /// An entry to name in a row instead of its own: one that travels in `location`, may have the same type,
    /// and is a namesake of the row, or of its entry.
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
