//! Keys that users choose, among those that no table has.

use std::collections::BTreeSet;
use std::ops::Bound;

use crate::shape::is_identifier;

/// What authors of samples call a key that may be any.
const ANY_NAME: [&str; 14] = [
    "attr",
    "attribute",
    "key",
    "label",
    "meta",
    "metadata",
    "opt",
    "option",
    "param",
    "prop",
    "property",
    "tag",
    "value",
    "k",
];
const NO_NAME: [&str; 4] = ["bar", "baz", "foo", "quux"];

/// What they put before it.
const ANY_ONE: [&str; 8] = ["a", "any", "custom", "example", "my", "sample", "some", "test"];

/// So many known keys with the same ending say that it is data.
const MOST_BY_CHANCE: usize = 2;

/// Is a key that no table has data, as far as it and its neighbours in the object, `strangers` like itself
/// and those that `is_known`, tell?
pub(super) fn is_data(key: &str, strangers: &BTreeSet<String>, is_known: impl Fn(&str) -> bool) -> bool {
    !is_identifier(key)
        || is_placeholder(key)
        || is_numbered(key, strangers)
        || has_ending_of_others(key, strangers, &is_known)
}

/// `key1`, `my_key`, `foo`.
fn is_placeholder(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(['_', '-']).filter(|word| !word.is_empty()).collect();
    let bare = |word: &str| word.trim_end_matches(|letter: char| letter.is_ascii_digit()).to_owned();
    let is_any = |word: &str| ANY_NAME.contains(&word);
    match words.as_slice() {
        [word] => NO_NAME.contains(&bare(word).as_str()) || bare(word) != *word && is_any(&bare(word)),
        [word, number] if number.bytes().all(|byte| byte.is_ascii_digit()) => is_any(word),
        [first, word] => ANY_ONE.contains(first) && is_any(&bare(word)),
        _ => false,
    }
}

/// `shelf1` beside `shelf2`, neither of which a table has.
fn is_numbered(key: &str, strangers: &BTreeSet<String>) -> bool {
    let stem = |key: &str| key.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let own = stem(key);
    let Some(beginning) = key.get(..own).filter(|_| own < key.len()) else { return false };
    let from = strangers.range::<str, _>((Bound::Included(beginning), Bound::Unbounded));
    let mut alike = from.take_while(|other| other.starts_with(beginning));
    alike.any(|other| other != key && stem(other) == own && own < other.len())
}

/// Shares the key an ending with others, each of them a known key without it: `books_upper` beside `books`
/// and `racks_upper` beside `racks`?
fn has_ending_of_others(key: &str, strangers: &BTreeSet<String>, is_known: &dyn Fn(&str) -> bool) -> bool {
    let mut separators = key.match_indices(['_', '-', '.']).map(|(at, _)| at);
    separators.any(|at| {
        let Some((stem, ending)) = key.split_at_checked(at) else { return false };
        let is_alike = |other: &&String| other.strip_suffix(ending).is_some_and(is_known);
        is_known(stem) && strangers.iter().filter(is_alike).count() >= MOST_BY_CHANCE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(known: &[&str], strangers: &[&str]) -> Vec<String> {
        let strangers: BTreeSet<String> = strangers.iter().map(|key| (*key).to_owned()).collect();
        strangers.iter().filter(|key| is_data(key, &strangers, |key| known.contains(&key))).cloned().collect()
    }

    #[test]
    fn keys_that_stand_for_any_are_data() {
        let keys = ["key1", "key_2", "my_key", "foo", "Test_key"];
        assert_eq!(data(&[], &keys).len(), keys.len());
        assert!(data(&[], &["key", "key_name", "test_id", "label", "access_key"]).is_empty());
    }

    #[test]
    fn keys_with_neighbours_of_the_same_look_are_data() {
        assert_eq!(
            data(&["books", "racks"], &["books_upper", "racks_max", "racks_upper"]),
            ["books_upper", "racks_upper"]
        );
        assert_eq!(data(&[], &["shelf1", "shelf2", "md5"]), ["shelf1", "shelf2"]);
    }
}
