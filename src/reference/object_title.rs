//! Titles that name an object: "Session Persistence Object" above the table of what is in it.

use super::{Definition, DefinitionId, Direction, Location, Operation, Row, Types};
use crate::collections::{Arena, HashMap, HashSet};
use crate::text::singular;

/// How many words of a title are tried.
const MOST_WORDS: usize = 6;

/// Words of titles that name no object.
const IDLE: [&str; 11] = [
    "request",
    "response",
    "parameters",
    "parameter",
    "object",
    "objects",
    "example",
    "body",
    "paramters",
    "first",
    "second",
];

/// The names that a title may mean: all of its words that name something, then the last ones alone.
pub(crate) fn objects_named(title: &str) -> Vec<String> {
    let words: Vec<String> = title
        .split('(')
        .next()
        .unwrap_or_default()
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty() && !IDLE.contains(&word.as_str()))
        .collect();
    (0..words.len().min(MOST_WORDS)).filter_map(|from| Some(words.get(from..)?.join("_"))).collect()
}

/// Gives tables of objects, of which nothing says whether they are of the request or the response, to the
/// direction that lists the object; where both do, the table is of both.
pub(super) fn settle(operation: &mut Operation, definitions: &Arena<DefinitionId, Definition>) {
    if operation.tables.iter().all(|table| table.direction.is_some()) {
        return;
    }
    let [request, response] = [Direction::Request, Direction::Response]
        .map(|direction| objects_listed(operation, direction, definitions));
    let tables = operation.tables.iter().enumerate().filter(|(_, table)| table.direction.is_none());
    let found: Vec<(usize, Direction, bool)> = tables
        .filter_map(|(at, table)| {
            let names = objects_named(table.section.first()?);
            let is_in = |listed: &HashSet<String>| names.iter().any(|name| listed.contains(&*singular(name)));
            match (!operation.method.is_bodyless() && is_in(&request), is_in(&response)) {
                (false, false) => None,
                (true, both) => Some((at, Direction::Request, both)),
                (false, true) => Some((at, Direction::Response, false)),
            }
        })
        .collect();
    let directions: HashMap<usize, Direction> =
        found.iter().map(|(at, direction, _)| (*at, *direction)).collect();
    let is_member = |row: &Row| row.direction.is_none() && location(row, definitions) == Some(Location::Body);
    for row in operation.rows.iter_mut().filter(|row| is_member(row)) {
        row.direction = directions.get(&row.table).copied();
    }
    for (at, _, both) in found {
        if let Some(table) = operation.tables.get_mut(at) {
            table.is_of_both = both;
        }
    }
}

/// The objects, and lists, that tables of the direction list, in the singular.
fn objects_listed(
    operation: &Operation,
    direction: Direction,
    definitions: &Arena<DefinitionId, Definition>,
) -> HashSet<String> {
    let is_object = |row: &&Row| {
        row.definition.is_some_and(|id| definitions[id].kind.types.meets(Types::CONTAINERS))
            && location(row, definitions) == Some(Location::Body)
    };
    operation.rows_of(direction).filter(is_object).map(|row| singular(&row.name).into_owned()).collect()
}

fn location(row: &Row, definitions: &Arena<DefinitionId, Definition>) -> Option<Location> {
    row.definition.and_then(|id| definitions[id].location)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_objects_by_their_last_words() {
        assert_eq!(objects_named("Book Cover Object (optional)"), ["book_cover", "cover"]);
        assert_eq!(objects_named("Request Parameters"), Vec::<String>::new());
    }
}
