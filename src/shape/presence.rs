//! What descriptions say of a key that is not always there, and of a value that may be none.

use crate::rst::folded;

/// Why a key is not always there, as its description says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Only some callers see it.
    Callers,
    /// It comes in certain cases only.
    Cases,
}

/// Words for callers that see more than others, or for what decides about them.
const CALLERS: [&str; 9] = [
    "admin",
    "administrator",
    "administrators",
    "admins",
    "administrative",
    "owner",
    "owners",
    "policy",
    "privileged",
];

/// Words for what callers can see.
const SEEN: [&str; 15] = [
    "appear",
    "appears",
    "available",
    "displayed",
    "get",
    "included",
    "only",
    "present",
    "restricted",
    "returned",
    "see",
    "seen",
    "shown",
    "view",
    "visible",
];

/// Words for what callers may do with a value that all of them see.
const CHANGED: [&str; 11] = [
    "assign", "change", "create", "delete", "edit", "modify", "override", "set", "share", "specify", "update",
];

/// Words for being there. A value that is "set" or "used" says nothing about the key.
const THERE: [&str; 27] = [
    "appear",
    "appears",
    "appearing",
    "available",
    "display",
    "displayed",
    "exist",
    "exists",
    "exposed",
    "filled",
    "given",
    "include",
    "included",
    "listed",
    "populated",
    "present",
    "provided",
    "reported",
    "requires",
    "return",
    "returned",
    "returns",
    "sent",
    "show",
    "shown",
    "shows",
    "visible",
];

/// Words that begin a condition, right after a word for being there.
const CONDITIONS: [&str; 9] = ["if", "when", "only", "unless", "for", "in", "to", "on", "where"];

/// Phrases that say outright that a key may be absent.
const ABSENT: [&str; 14] = [
    "admin only",
    "admins only",
    "may be absent",
    "can be absent",
    "is absent",
    "may be missing",
    "is omitted",
    "be omitted",
    "not present",
    "not returned",
    "not included",
    "not be included",
    "not shown",
    "will not appear",
];

/// How a description says that the parameter is not always there, if it does.
pub(super) fn limit(description: &str) -> Option<Limit> {
    let text = folded(&without_members(description));
    sentences(&text).find_map(|sentence| {
        let words: Vec<&str> = words(sentence).collect();
        let has = |known: &[&str]| words.iter().any(|word| known.contains(word));
        // Who may change a value is not who sees it.
        let is_seen = |word: &&str| SEEN.contains(word) && !(*word == "only" && has(&CHANGED));
        if has(&CALLERS) && words.iter().any(is_seen) {
            return Some(Limit::Callers);
        }
        let is_conditional = words.iter().enumerate().any(|(at, word)| {
            let next = words.get(at + 1).copied().unwrap_or_default();
            let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or_default();
            let limited = before == "only" || CONDITIONS.contains(&next) && condition(&words, at + 1);
            THERE.contains(word) && limited
        });
        let is_absent = ABSENT.iter().any(|phrase| sentence.contains(phrase));
        (is_conditional || is_absent).then_some(Limit::Cases)
    })
}

/// The description without the items of lists that begin with a name: they are about members of what it
/// describes.
fn without_members(description: &str) -> String {
    let is_member = |line: &str| ["* ``", "- ``"].iter().any(|lead| line.trim_start().starts_with(lead));
    if !description.lines().any(is_member) {
        return description.to_owned();
    }
    let mut kept = String::new();
    let mut inside: Option<usize> = None;
    for line in description.lines() {
        let indent = line.len() - line.trim_start().len();
        if is_member(line) {
            inside = Some(indent);
        } else if !line.trim().is_empty() && inside.is_some_and(|item| indent <= item) {
            inside = None;
        }
        if inside.is_none() {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Do the words from `at` on begin a condition? `in the list` is none, `in case of` is.
fn condition(words: &[&str], at: usize) -> bool {
    let rest = words.get(at..).unwrap_or_default();
    match rest {
        ["if" | "when" | "only" | "unless" | "where", ..] => true,
        ["in", "case" | "cases" | "error", ..] | ["on", "error" | "errors" | "failure", ..] => true,
        ["for" | "to", who, ..] => matches!(*who, "those" | "encrypted" | "certain" | "some"),
        _ => false,
    }
}

/// Does the description speak of there being no value, in whichever wording?
pub(crate) fn speaks_of_nothing(description: &str) -> bool {
    const SAID: [&str; 26] = [
        "null",
        "nil",
        "none",
        "nullable",
        "empty",
        "blank",
        "nothing",
        "unset",
        "undefined",
        "unspecified",
        "unassigned",
        "not set",
        "not be set",
        "not specified",
        "not been",
        "not yet",
        "not available",
        "not assigned",
        "not known",
        "unknown",
        "no value",
        "if any",
        "if set",
        "if there is one",
        "if it exists",
        "not have",
    ];
    const DENIED: [&str; 6] =
        ["not be null", "never null", "cannot be null", "not null", "non null", "not be empty"];
    let text = format!(" {} ", words(&folded(description)).collect::<Vec<_>>().join(" "));
    let denied = DENIED.iter().any(|words| text.contains(&format!(" {words} ")));
    !denied && SAID.iter().any(|words| text.contains(&format!(" {words} ")))
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(". ").flat_map(|part| part.split(';'))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.split(move |letter| !is_part(letter)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_for_some_callers_only_is_limited() {
        for text in [
            "The rack. Shown to Administrators only.",
            "By default only administrators may see it.",
            "Visible to administrators by default.",
            "Policy defaults enable only users with the administrative role to see it.",
            "Only returned if administrator.",
            "The status. Admin only.",
            "It appears in the response for administrative users only.",
        ] {
            assert_eq!(limit(text), Some(Limit::Callers), "{text}");
        }
    }

    #[test]
    fn a_key_in_some_cases_only_is_limited() {
        for text in [
            "The trace, present if an error occurred.",
            "Only included for encrypted racks.",
            "This field exists only if ``limit`` is passed.",
            "It is returned only when set on the rack.",
            "Available only when quotas are enabled.",
            "The fault, shown in case of an error.",
            "The key is omitted on racks without a lock.",
        ] {
            assert_eq!(limit(text), Some(Limit::Cases), "{text}");
        }
    }

    #[test]
    fn other_texts_limit_nothing() {
        for text in [
            "The only rack.",
            "The administrative password of the rack.",
            "Whether the rack is shown in the list.",
            "The number of racks to return for each page.",
            "The state of the administrator's lock.",
            "Set to true if the rack is full.",
            "Whether all share it. By default, only administrative users can change this value.",
            "The racks:\n\n* ``id`` - The id.\n* ``main`` (optional) - Only present on the main\n  rack.\n",
        ] {
            assert_eq!(limit(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_may_say_in_many_ways_that_there_is_no_value() {
        for text in ["The lock, if any.", "Empty unless locked.", "It is ``null`` before.", "Not yet known."]
        {
            assert!(speaks_of_nothing(text), "{text}");
        }
        for text in ["The name of the rack.", "It cannot be null.", "The emptying date."] {
            assert!(!speaks_of_nothing(text), "{text}");
        }
    }
}
