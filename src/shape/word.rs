//! Names as words: spelling variants, links, data.

use std::collections::BTreeSet;

use super::node::Key;
use crate::collections::HashMap;
pub(crate) use crate::text::{same_but_number, singular};

/// The words of a name in small letters, however it divides them: `coverInfo`, `cover_info`, `cover-info`.
pub(crate) fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in name.chars() {
        if letter.is_uppercase() && before.is_lowercase() || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (letter.is_alphanumeric(), words.last_mut()) {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Is it a name that lists of links have?
pub(crate) fn is_shown_link(name: &str) -> bool {
    name == "links" || name.ends_with("_links")
}

/// The name without `-`, `_` and case: `resource-id` and `resource_ID` are spelt apart, not named apart.
fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// What follows the last `:` of an extended attribute's name.
fn after_prefix(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Are the two one name but for spelling: `-`, `_`, case, singular and plural, or, where one has a prefix,
/// all before the last `:`?
pub(super) fn is_near(key: &str, name: &str) -> bool {
    let prefixed = key.contains(':') || name.contains(':');
    folded(key) == folded(name)
        || folded(&singulars(key)) == folded(&singulars(name))
        || (prefixed && after_prefix(key) == after_prefix(name))
}

/// Keys by what they are near to, so that a long table is not held against each key of a long sample.
pub(super) struct Likenesses {
    keys: Vec<Key>,
    by_likeness: HashMap<String, Vec<usize>>,
}

impl Likenesses {
    /// In the order of the keys.
    pub(super) fn new<'k>(keys: impl Iterator<Item = &'k Key>) -> Self {
        let mut found = Self { keys: keys.cloned().collect(), by_likeness: HashMap::default() };
        for (number, key) in found.keys.iter().enumerate() {
            for likeness in likenesses(key) {
                found.by_likeness.entry(likeness).or_default().push(number);
            }
        }
        found
    }

    /// The keys near to a name, in their order.
    pub(super) fn near<'k>(&'k self, name: &'k str) -> impl Iterator<Item = &'k Key> + 'k {
        let alike = likenesses(name);
        let numbers: BTreeSet<usize> =
            alike.iter().filter_map(|likeness| self.by_likeness.get(likeness)).flatten().copied().collect();
        numbers.into_iter().filter_map(|number| self.keys.get(number)).filter(move |key| is_near(key, name))
    }
}

/// Names that are near to each other have one of these in common.
fn likenesses(name: &str) -> [String; 3] {
    [folded(name), folded(&singulars(name)), format!(":{}", after_prefix(name))]
}

/// The name with each of its words in the singular.
fn singulars(name: &str) -> String {
    name.split_inclusive(['-', '_', ':'])
        .map(|word| {
            let bare = word.trim_end_matches(['-', '_', ':']);
            singular(bare) + word.get(bare.len()..).unwrap_or("")
        })
        .collect()
}

/// Is it a name that a program would give, rather than data: letters, digits, `_`, `-`, `:`, starting with a
/// letter, no UUID, no shouting?
pub(crate) fn is_identifier(key: &str) -> bool {
    let shouting = key.len() > 2 && key.contains('_') && !key.chars().any(char::is_lowercase);
    let hex = key.len() >= 16 && key.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':' | '$'))
        && !shouting
        && !hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_near_but_for_spelling_and_prefix() {
        assert!(is_near("resource_id", "resource-ID") && is_near("os-x:host", "host"));
        assert!(is_near("hosts_links", "host_links") && is_near("share", "shares"));
        assert!(!is_near("resource_id", "resource") && !is_near("host_id", "host"));
    }

    #[test]
    fn what_is_near_is_found_by_likeness() {
        let keys: Vec<Key> = ["resource-ID", "os-x:host", "shares", "hosts_links"].map(Key::from).to_vec();
        let found = Likenesses::new(keys.iter());
        for name in ["resource_id", "host", "y:host", "share", "host_links", "host_id", "newsfeed"] {
            let expected: Vec<&Key> = keys.iter().filter(|key| is_near(key, name)).collect();
            assert_eq!(found.near(name).collect::<Vec<_>>(), expected, "{name}");
        }
    }

    #[test]
    fn data_keys_are_no_identifiers() {
        for key in ["name", "OS-EXT-STS:vm_state", "x-y", "ID", "_links"] {
            assert!(is_identifier(key), "{key}");
        }
        for key in ["70a599e0-31e7-49b7-b260-868f441e862b", "http://a", "HW_CPU_X86", "hw.cpu", "1", "a b"] {
            assert!(!is_identifier(key), "{key}");
        }
    }
}
