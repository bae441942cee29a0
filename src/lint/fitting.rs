use super::Context;
use crate::reference::{Definition, Location, Operation, Row, Types};

/// Words that authors add to the name of an entry to tell it from its namesakes.
const QUALIFIERS: [&str; 14] = [
    "path", "url", "uri", "query", "body", "header", "request", "req", "response", "resp", "required", "not",
    "optional", "param",
];

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

/// Is the entry `name` about `wanted`? A number after a word that anything may be called (`name_3`) says nothing.
fn is_namesake(name: &str, wanted: &str) -> bool {
    let plain = !wanted.contains(['_', '-']);
    name == wanted || (stem(name) == wanted && !(plain && name.contains(|char: char| char.is_ascii_digit())))
}

/// The name of an entry without the words and numbers that only tell it from its namesakes: `volume_id` of `volume_id_path`.
fn stem(name: &str) -> &str {
    let mut rest = name;
    loop {
        let shorter = match (rest.rsplit_once(['_', '-']), rest.split_once(['_', '-'])) {
            (Some((head, last)), _) if is_qualifier(last) => head,
            (_, Some((first, tail))) if is_qualifier(first) => tail,
            _ => return rest,
        };
        if shorter.is_empty() {
            return rest;
        }
        rest = shorter;
    }
}

fn is_qualifier(word: &str) -> bool {
    let number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    number || QUALIFIERS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qualifiers_are_no_part_of_a_name() {
        let stems =
            ["volume_id_path", "path_volume_id", "volume_id_1", "volume_id_body_not_required"].map(stem);
        assert_eq!(stems, ["volume_id"; 4]);
        assert_eq!(["path", "path_1", "volume_type_id"].map(stem), ["path", "path", "volume_type_id"]);
    }

    #[test]
    fn other_things_are_no_namesakes() {
        assert!(is_namesake("volume_id_1", "volume_id"));
        assert!(!is_namesake("volume_type_id", "volume_type"));
        assert!(is_namesake("name_path", "name") && !is_namesake("name_1", "name"));
    }
}
