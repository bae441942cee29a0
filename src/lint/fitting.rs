use super::Context;
use super::context::Use;
use crate::reference::{Bound, Definition, Direction, Location, Operation, Row, RowId, is_namesake, stem};
use crate::shape::{
    WordsHere, is_named_for_other_direction, is_of_other_direction, words_around, words_of_variable,
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
        let context = words_of_variable(operation, variable);
        self.fitting(operation, &[variable], &|definition| {
            definition.location == Some(Location::Path) && self.may_be_about(definition, &context)
        })
    }

    /// An entry to name in rows instead of their own: one that travels in `location`, has the same type, is
    /// a namesake of each row, or of its entry, and whose text speaks of nothing else.
    pub(super) fn entry_instead(&self, uses: &[Use<'_>], location: Location) -> Option<&'a str> {
        let mut found = uses.iter().map(|used| self.entry_for(used, location));
        let first = found.next()??;
        found.all(|other| other == Some(first)).then_some(first)
    }

    fn entry_for(&self, used: &Use<'_>, location: Location) -> Option<&'a str> {
        let Use { operation, row } = *used;
        let kinds = self.reference.definition(row).map(|known| known.kind.types).unwrap_or_default();
        let context = words_around(operation, [stem(&row.reference), row.name.as_str()].into_iter());
        self.fitting(operation, &[stem(&row.reference), &row.name], &|definition| {
            definition.location == Some(location)
                && !kinds.is_none()
                && kinds == definition.kind.types
                && self.may_be_about(definition, &context)
                && row.direction.is_none_or(|direction| {
                    !is_of_other_direction(text(definition), direction, location)
                        && !is_named_for_other_direction(&definition.entry.name, direction)
                })
        })
    }

    fn may_be_about(&self, definition: &Definition, context: &WordsHere) -> bool {
        !self.things.is_other(text(definition), context)
    }

    /// The best namesake of the first of `names` that has one, in the operation's dictionaries and versions.
    fn fitting(
        &self,
        operation: &Operation,
        names: &[&str],
        fits: &dyn Fn(&Definition) -> bool,
    ) -> Option<&'a str> {
        let usable = |definition: &&Definition| {
            definition.window.overlaps(operation.window)
                && operation.tables.iter().any(|table| table.dictionary == Some(definition.source))
        };
        names.iter().find_map(|wanted| {
            self.reference
                .definitions
                .iter()
                .filter(usable)
                .filter(|definition| is_namesake(&definition.entry.name, wanted) && fits(definition))
                .map(|definition| definition.entry.name.as_str())
                .min_by_key(|name| (*name != *wanted, name.len()))
        })
    }
}

/// The description of an entry.
fn text(definition: &Definition) -> &str {
    definition.entry.description.as_ref().map_or("", |text| text.value.as_str())
}
