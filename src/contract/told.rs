//! Which type a description names, in the words it begins with.

use crate::reference::Types;
use crate::rst::folded;

/// Sentences that speak of true and false.
const TRUE_OR_FALSE: [&str; 10] = [
    "flag",
    "whether",
    "if true",
    "if ``true``",
    "set to true",
    "set to ``true``",
    "``true`` if",
    "true if",
    "``true`` or ``false``",
    "true or false",
];

/// How texts of other types begin, after an article.
const BEGINNINGS: [(&str, Types); 16] = [
    ("list of ", Types::ARRAY),
    ("array of ", Types::ARRAY),
    ("list containing ", Types::ARRAY),
    ("number of ", Types::NUMBER),
    ("total number of ", Types::NUMBER),
    ("maximum number of ", Types::NUMBER),
    ("minimum number of ", Types::NUMBER),
    ("count of ", Types::NUMBER),
    ("dictionary ", Types::OBJECT),
    ("dict ", Types::OBJECT),
    ("json object", Types::OBJECT),
    ("mapping of ", Types::OBJECT),
    ("set of key", Types::OBJECT),
    ("string ", Types::STRING),
    ("uuid of ", Types::STRING),
    ("name of ", Types::STRING),
];

/// The type that the first sentence of a description names.
pub(super) fn told(description: &str) -> Option<Types> {
    let text = folded(description);
    let first = text.split(". ").next()?.trim_start_matches(['*', '`']);
    let first = ["a ", "an ", "the ", "one ", "optional "]
        .iter()
        .find_map(|article| first.strip_prefix(article))
        .unwrap_or(first);
    let begins = BEGINNINGS.iter().find(|(words, _)| first.starts_with(words)).map(|(_, types)| *types);
    let is_flag = TRUE_OR_FALSE.iter().any(|words| has_words(first, words));
    begins.or(is_flag.then_some(Types::BOOLEAN))
}

fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let letter = |found: Option<char>| found.is_some_and(char::is_alphanumeric);
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + words.len()..).and_then(|after| after.chars().next());
        !letter(before) && !letter(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_may_name_a_type() {
        let types = |text: &str| told(text).unwrap_or_default().to_string();
        assert_eq!(types("A flag. If enabled, the box is made."), "boolean");
        assert_eq!(types("Whether it must be there."), "boolean");
        assert_eq!(types("A list of\nnames, set to true."), "array");
        assert_eq!(types("The total number of racks."), "number");
        assert_eq!(types("The name of the flag."), "string");
        assert_eq!(types("The racks. A list of them is sent."), "any");
        assert_eq!(types("The flagship."), "any");
    }
}
