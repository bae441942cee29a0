//! Names of dictionary entries that differ only in what tells them apart.

/// Words that authors add to the name of an entry to tell it from its namesakes.
const QUALIFIERS: [&str; 14] = [
    "path", "url", "uri", "query", "body", "header", "request", "req", "response", "resp", "required", "not",
    "optional", "param",
];

/// Is the entry `name` about `wanted`? A number after a word that anything may be called (`name_3`) says
/// nothing.
pub(crate) fn is_namesake(name: &str, wanted: &str) -> bool {
    let plain = !wanted.contains(['_', '-']);
    name == wanted || (stem(name) == wanted && !(plain && name.contains(|char: char| char.is_ascii_digit())))
}

/// The name of an entry without the words and numbers that only tell it from its namesakes: `volume_id` of
/// `volume_id_path`.
pub(crate) fn stem(name: &str) -> &str {
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
