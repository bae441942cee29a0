use serde_json::Value;

use super::{
    Definition, DefinitionId, Direction, Location, Operation, Row, RowId, SampleFile, SampleFileId,
    object_title,
};
use crate::collections::Arena;

/// How deep samples are searched for a key.
const DEEPEST: usize = 8;

/// Which row documents a variable of the URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Binding {
    /// The variable, by its clean name.
    pub variable: String,
    /// The row; none documents it where there is none.
    pub row: Option<RowId>,
    /// How sure that is.
    pub how: Bound,
}

/// How a row came to document a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// Same name, `in: path`.
    Exactly,
    /// Same name, but `in` says something else.
    Misplaced,
    /// The same name but for `-`, `_` and case.
    Spelling,
    /// The only path row left for the only variable left.
    Left,
    /// No row.
    Not,
}

/// Gives each variable of the URL its row, and each row the place where it really travels.
pub(super) fn bind(
    operation: &mut Operation,
    definitions: &Arena<DefinitionId, Definition>,
    samples: &Arena<SampleFileId, SampleFile>,
) {
    let location = |row: &Row| row.definition.and_then(|id| definitions[id].location);
    for at in answered(operation, &location, samples) {
        operation.rows[at].direction = Some(Direction::Response);
    }
    object_title::settle(operation, definitions);
    let requests: Vec<(RowId, &Row)> =
        operation.rows.entries().filter(|(_, row)| row.direction != Some(Direction::Response)).collect();
    let mut bindings: Vec<Binding> = operation
        .template
        .variables()
        .map(|variable| {
            let same = |row: &Row| row.name == variable.name || row.name == variable.written;
            let like = |row: &Row| folded(&row.name) == folded(&variable.name);
            let find = |wanted: &dyn Fn(&Row) -> bool| {
                requests.iter().find(|(_, row)| wanted(row)).map(|(at, _)| *at)
            };
            let on_path = |row: &Row| location(row) == Some(Location::Path);
            let (row, how) = if let Some(at) = find(&|row| same(row) && on_path(row)) {
                (Some(at), Bound::Exactly)
            } else if let Some(at) = find(&|row| like(row) && on_path(row)) {
                (Some(at), Bound::Spelling)
            } else if let Some(at) = find(&|row| same(row) && row.definition.is_some()) {
                (Some(at), Bound::Misplaced)
            } else {
                (None, Bound::Not)
            };
            Binding { variable: variable.name.clone(), row, how }
        })
        .collect();
    bind_left_over(&mut bindings, &requests, &location);
    let locations: Vec<Location> = operation
        .rows
        .entries()
        .map(|(at, row)| {
            let bound = bindings.iter().any(|binding| binding.row == Some(at));
            if bound { Location::Path } else { travels(operation, row, location(row), samples) }
        })
        .collect();
    for (row, location) in operation.rows.iter_mut().zip(locations) {
        row.location = location;
    }
    operation.bindings = bindings;
}

/// The body rows of an operation that sends no body, in tables of which nobody says what they are for: those of its
/// response, where no other table is and a sample of it shows one of them.
fn answered(
    operation: &Operation,
    location: &dyn Fn(&Row) -> Option<Location>,
    samples: &Arena<SampleFileId, SampleFile>,
) -> Vec<RowId> {
    let is_answer = |direction: Option<Direction>| direction == Some(Direction::Response);
    if !operation.method.is_bodyless()
        || operation.samples.iter().any(|sample| sample.direction == Some(Direction::Request))
        || operation.tables.iter().any(|table| is_answer(table.direction))
    {
        return Vec::new();
    }
    let rows = operation.rows.entries().filter(|(_, row)| row.direction.is_none());
    let rows: Vec<(RowId, &Row)> = rows.filter(|(_, row)| location(row) == Some(Location::Body)).collect();
    let is_shown = rows.iter().any(|(_, row)| is_shown(operation, Direction::Response, &row.name, samples));
    if is_shown { rows.into_iter().map(|(at, _)| at).collect() } else { Vec::new() }
}

fn bind_left_over(
    bindings: &mut [Binding],
    requests: &[(RowId, &Row)],
    location: &dyn Fn(&Row) -> Option<Location>,
) {
    let taken: Vec<RowId> = bindings.iter().filter_map(|binding| binding.row).collect();
    let mut spare =
        requests.iter().filter(|(at, row)| location(row) == Some(Location::Path) && !taken.contains(at));
    let (Some((at, _)), None) = (spare.next(), spare.next()) else { return };
    let at = *at;
    let mut open = bindings.iter_mut().filter(|binding| binding.row.is_none());
    if let (Some(binding), None) = (open.next(), open.next()) {
        (binding.row, binding.how) = (Some(at), Bound::Left);
    }
}

/// Where a row that is no variable of the URL travels: a response has only headers and a body, a request
/// without a body sends what is not elsewhere in its query, and a key of the body that a sample shows is not
/// in the path.
fn travels(
    operation: &Operation,
    row: &Row,
    documented: Option<Location>,
    samples: &Arena<SampleFileId, SampleFile>,
) -> Location {
    let documented = documented.unwrap_or(Location::Body);
    if row.direction == Some(Direction::Response) {
        return if documented == Location::Header { Location::Header } else { Location::Body };
    }
    let sends_body = !operation.method.is_bodyless()
        || operation.samples.iter().any(|sample| sample.direction == Some(Direction::Request));
    match documented {
        Location::Body if !sends_body => Location::Query,
        Location::Path if sends_body && is_shown(operation, Direction::Request, &row.name, samples) => {
            Location::Body
        }
        other => other,
    }
}

/// Is the name a key in a sample of the direction?
fn is_shown(
    operation: &Operation,
    direction: Direction,
    name: &str,
    samples: &Arena<SampleFileId, SampleFile>,
) -> bool {
    operation
        .samples_of(direction)
        .filter_map(|sample| samples[sample.file?].value.as_ref())
        .any(|value| has_key(value, name, DEEPEST))
}

fn has_key(value: &Value, name: &str, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match value {
        Value::Object(members) => {
            members.contains_key(name) || members.values().any(|member| has_key(member, name, depth))
        }
        Value::Array(items) => items.iter().any(|item| has_key(item, name, depth)),
        _ => false,
    }
}

fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).flat_map(char::to_lowercase).collect()
}
