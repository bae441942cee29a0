//! The edits that would make the text say what a specification says.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::context::{Context, fits};
use crate::finding::Fix;
use crate::place::Span;
use crate::reference::{Direction, Location, OperationId, Row, Types, row_below};

/// The type of an entry.
pub(super) fn of_type(context: &Context<'_>, row: &Row, types: Types) -> Option<Fix> {
    let kind = context.reference.definition(row)?.entry.kind.as_ref()?;
    let is_one = types.names().count() == 1;
    is_one.then(|| {
        Fix::suggested(format!("change the type to `{types}`")).replacing(kind.span, types.to_string())
    })
}

/// Whether an entry is required.
pub(super) fn of_required(context: &Context<'_>, row: &Row, required: bool) -> Option<Fix> {
    let field = context.reference.definition(row)?.entry.required.as_ref()?;
    let text = required.to_string();
    Some(Fix::suggested(format!("write `required: {text}`")).replacing(field.span, text))
}

/// A sentence about null at the end of a description.
pub(super) fn of_null(context: &Context<'_>, row: &Row) -> Option<Fix> {
    let definition = context.reference.definition(row)?;
    let text = context.sources.text(definition.source);
    let (end, before) = definition.entry.end_of_description(text)?;
    let place = Span::new(definition.source, end, end);
    let fix = Fix::suggested(format!("say that `{}` may be null", row.name));
    Some(fix.inserting(place, format!("{before}It may be ``null``.")))
}

/// Another name in a row.
pub(super) fn of_name(row: &Row, key: &str) -> Fix {
    let around = row.name.rsplit_once('.').map_or("", |(around, _)| around);
    let name = if around.is_empty() { key.to_owned() } else { format!("{around}.{key}") };
    Fix::suggested(format!("call the row `{name}`")).replacing(row.name_span, name)
}

/// A row for a key, where rows of that name in other tables of the same resource use an entry that fits: most of
/// them the same one. What is called alike elsewhere may be of another thing.
pub(super) fn of_row(
    context: &Context<'_>,
    (operation, direction): (OperationId, Direction),
    (key, types): (&str, Types),
) -> Option<Fix> {
    let own = context.operation(operation);
    let rows = || own.rows_of(direction).filter(|row| row.location == Location::Body);
    if rows().any(|row| row.name == key) {
        return None;
    }
    let mut entries: BTreeMap<&str, (bool, usize)> = BTreeMap::new();
    let resource = own.template.fixed_texts();
    let all = context.reference.operations.iter();
    for other in
        all.filter(|other| other.document == own.document && other.template.fixed_texts() == resource)
    {
        for row in other.rows.iter().filter(|row| row.location == Location::Body && row.name == key) {
            let Some(definition) = context.reference.definition(row) else { continue };
            if definition.kind.types.is_none() || !fits(types, definition.kind.types) {
                continue;
            }
            let known = entries.entry(definition.entry.name.as_str()).or_default();
            known.0 |= row.direction == Some(direction);
            known.1 += 1;
        }
    }
    let best = entries.iter().max_by_key(|(name, count)| (**count, Reverse(**name)))?;
    let (place, line) = row_below(context.sources, rows().last()?, key, best.0);
    Some(Fix::suggested(format!("add the row `- {key}: {}`", best.0)).inserting(place, line))
}
