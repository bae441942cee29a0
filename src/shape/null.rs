//! What a description says of null.

use std::borrow::Cow;

use crate::rst::folded;

/// A description without objects and arrays in literal blocks: what an example shows inside of a value is not
/// said of the value.
fn without_blocks(description: &str) -> Cow<'_, str> {
    if !description.contains("::\n") {
        return Cow::Borrowed(description);
    }
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut kept = String::with_capacity(description.len());
    let mut block: Option<usize> = None;
    let mut lines = description.lines().peekable();
    while let Some(line) = lines.next() {
        let is_blank = line.trim().is_empty();
        if block.is_some_and(|around| is_blank || depth(line) > around) {
            continue;
        }
        block = None;
        if line.trim_end().ends_with("::") {
            while lines.next_if(|line| line.trim().is_empty()).is_some() {}
            let begins = lines.peek().is_some_and(|line| line.trim_start().starts_with(['[', '{']));
            block = begins.then(|| depth(line));
        }
        kept.push_str(line);
        kept.push('\n');
    }
    Cow::Owned(kept)
}

/// Does the text say that the value may be null, in whatever markup?
pub(super) fn nullable(description: &str) -> bool {
    const MARKED: [&str; 4] = ["`null`", "*null*", "\"null\"", "'null'"];
    const MARKED_NONE: [&str; 5] = ["`None`", "*None*", "\"None\"", "be None", "is None"];
    const SAID: [&str; 15] = [
        "or null",
        "is null",
        "be null",
        "or none",
        "to null",
        "null if",
        "null when",
        "null value",
        "null for",
        "null means",
        "null, meaning",
        "null indicates",
        "null by default",
        ":null",
        ": null",
    ];
    const DENIED: [&str; 9] = [
        "not be set to null",
        "cannot be set to null",
        "must not be null",
        "cannot be null",
        "not be null",
        "never null",
        "non-null value",
        "non-null",
        "not null",
    ];
    let description = without_blocks(description);
    let text = folded(&description);
    // What says that there is no null says nothing about the rest of the text.
    let (mut marked, mut whole) = (text.clone(), description.into_owned());
    let bare = text.replace(['`', '*', '"'], "");
    let mut plain = bare.replace("may or may not be null", "may be null").replace("if not null", "is null");
    for words in DENIED.iter().filter(|words| bare.contains(**words)) {
        plain = plain.replace(words, " ");
        for mark in ["`", "``", "*", "\""] {
            let written = words.replace("null", &format!("{mark}null{mark}"));
            marked = marked.replace(&written, " ");
            whole = whole.replace(&written, " ");
        }
    }
    MARKED.iter().any(|words| marked.contains(words))
        || MARKED_NONE.iter().any(|words| whole.contains(words))
        || marked.contains("``none``") && !is_listed_none(&whole)
        || SAID.iter().any(|words| has_words(&plain, words))
}

/// Is `none` one of several words that a description lists as values?
fn is_listed_none(description: &str) -> bool {
    let is_word = |text: &str| {
        !text.is_empty() && text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
    };
    let mut literals = description.split("``").skip(1).step_by(2).filter(|literal| is_word(literal));
    literals.clone().any(|literal| literal == "none")
        && literals.any(|literal| !matches!(literal, "none" | "null" | "true" | "false"))
}

/// Do the words stand in the text, as whole words?
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + words.len()..).and_then(|after| after.chars().next());
        let is_letter = |found: Option<char>| found.is_some_and(char::is_alphanumeric);
        let begins_inside = words.starts_with(char::is_alphanumeric) && is_letter(before);
        !(begins_inside || is_letter(after))
    })
}
