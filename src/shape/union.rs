//! The types that a description names: "a string, such as ``unknown``, or a number".

use super::word::singular;
use crate::reference::Types;

/// Words that may stand between a verb and the type it states.
const ARTICLES: [&str; 7] = ["a", "an", "the", "either", "both", "single", "json"];

/// Words after which a type is what the value is.
const STATING: [&str; 12] =
    ["is", "are", "be", "as", "accepts", "accept", "type", "types", "value", "values", "takes", "expects"];

/// Words that say how a value is passed: "requested as strings".
const PASSED: [&str; 12] = [
    "requested",
    "specified",
    "given",
    "passed",
    "sent",
    "provided",
    "returned",
    "represented",
    "expressed",
    "supplied",
    "shown",
    "set",
];

/// What may follow a type that is not part of a longer noun ("a string or list name").
const FOLLOWING: [&str; 26] = [
    "value",
    "values",
    "that",
    "which",
    "of",
    "with",
    "containing",
    "in",
    "for",
    "from",
    "when",
    "if",
    "is",
    "are",
    "may",
    "can",
    "representing",
    "indicating",
    "describing",
    "depending",
    "to",
    "as",
    "where",
    "holding",
    "type",
    "types",
];

/// The types that the sentences of `text`, which is in lower case, say the value may have; none where none
/// says two of them, or one beside what is declared.
pub(super) fn types(text: &str) -> Types {
    let mut plain = String::with_capacity(text.len());
    plain.extend(text.split(['`', '*', '"', '\'']));
    sentences(&plain).map(|sentence| of_sentence(&sentence)).fold(Types::NONE, Types::or)
}

/// Does the text, which is in lower case, refer to a section on the spellings of booleans?
pub(super) fn refers_to_booleans(text: &str) -> bool {
    // Most texts have no role at all.
    text.contains(":`")
        && text.split(":ref:`").skip(1).filter_map(|rest| rest.split('`').next()).any(|target| {
            let words: Vec<&str> = target.split(|c: char| !c.is_alphanumeric()).collect();
            let is_value = |word: &str| {
                matches!(word, "value" | "values" | "spelling" | "spellings" | "string" | "strings")
            };
            words.windows(2).any(|pair| matches!(pair, ["boolean" | "bool", value] if is_value(value)))
        })
}

/// The sentences, each as its words; a comma is a word too, brackets and examples ("such as ...") are left
/// out.
fn sentences(plain: &str) -> impl Iterator<Item = Vec<&str>> {
    let mut sentences = vec![Vec::new()];
    let mut depth = 0usize;
    for word in plain.split_whitespace() {
        let count = |bracket: u8| word.bytes().filter(|byte| *byte == bracket).count();
        depth += count(b'(');
        let inside = depth > 0;
        depth = depth.saturating_sub(count(b')'));
        let end = word.ends_with(['.', ';', ':']) || word.ends_with(".)");
        if !inside && let Some(words) = sentences.last_mut() {
            let bare = word.trim_matches(['.', ';', ':', ',']);
            words.extend((!bare.is_empty()).then_some(bare));
            words.extend(word.ends_with(',').then_some(","));
        }
        if end {
            sentences.push(Vec::new());
        }
    }
    sentences.into_iter().map(without_examples)
}

/// Without what stands between "such as" or "for example" and the next comma.
fn without_examples(words: Vec<&str>) -> Vec<&str> {
    let mut kept: Vec<&str> = Vec::new();
    let mut inside = false;
    for word in words {
        let follows = |first: &str| kept.last() == Some(&first);
        if !inside && (word == "as" && follows("such") || word == "example" && follows("for")) {
            kept.pop();
            kept.pop_if(|last| *last == ",");
            inside = true;
        } else if inside {
            inside = word != ",";
        } else {
            kept.push(word);
        }
    }
    kept
}

/// So many words before a type say what it is the type of.
const LOOK_BACK: usize = 8;

fn of_sentence(words: &[&str]) -> Types {
    // What joins two types, or says how a value is passed; many a sentence has none of it.
    let may_say = words.iter().any(|word| matches!(*word, "or" | "and/or" | "and" | "as"));
    let places = if may_say { 0..words.len() } else { 0..0 };
    places
        .map(|at| either(words, at).or(one_or_many(words, at)).or(passed(words, at)).or(later(words, at)))
        .fold(special(words), Types::or)
}

/// "a string or a number", stated of the value: the types.
fn either(words: &[&str], at: usize) -> Types {
    let after = |at: usize| words.get(at..).unwrap_or_default();
    let Some(first) = words.get(at).and_then(|word| noun(word)).filter(|_| is_stated(words, at)) else {
        return Types::NONE;
    };
    let mut next = at + 1;
    next += after(next).iter().take_while(|word| matches!(**word, "value" | "values" | ",")).count();
    let joined = match words.get(next) {
        Some(&"or" | &"and/or") => true,
        // "And" joins types only of what is passed in two ways: "requested as integer and string".
        Some(&"and") => words
            .get(at.saturating_sub(LOOK_BACK)..at)
            .is_some_and(|before| before.iter().any(|word| matches!(*word, "as" | "both"))),
        _ => false,
    };
    if !joined {
        return Types::NONE;
    }
    next += 1;
    next += after(next).iter().take_while(|word| ARTICLES.contains(word)).count();
    let second = words.get(next).and_then(|word| noun(word)).filter(|_| is_whole(words, next));
    // "Null or a string" says what is not null, whatever the type.
    second
        .filter(|second| !first.or(*second).meets(Types::NULL))
        .map_or(Types::NONE, |second| first.or(second))
}

/// "a list of books or a book", and the other way round.
fn one_or_many(words: &[&str], at: usize) -> Types {
    let is_list = |at: usize| {
        words.get(at).and_then(|word| noun(word)) == Some(Types::ARRAY) && words.get(at + 1) == Some(&"of")
    };
    let either = match words.get(at) {
        Some(&"or") => (1..=4).find_map(|length| {
            let of = at.checked_sub(length + 2).filter(|of| is_list(*of) && is_stated(words, *of))?;
            let many = words.get(of + 2..at)?;
            let article = words.get(at + 1).filter(|word| ARTICLES.contains(word))?;
            let one = words.get(at + 2..at + 2 + length)?;
            (!article.is_empty() && is_one_of(one, many)).then_some(one)
        }),
        _ if is_stated(words, at) => (1..=4).find_map(|length| {
            let one = words.get(at..at + length)?;
            let mut of = at + length;
            of += usize::from(words.get(of) == Some(&","));
            of += words.get(of).filter(|word| **word == "or").map(|_| 1)?;
            of += words.get(of..)?.iter().take_while(|word| ARTICLES.contains(word)).count();
            let many = words.get(of + 2..of + 2 + length).filter(|_| is_list(of))?;
            is_one_of(one, many).then_some(one)
        }),
        _ => None,
    };
    let held = either.and_then(<[&str]>::last).map(|last| noun(last).unwrap_or(Types::STRING));
    held.map_or(Types::NONE, |held| held.or(Types::ARRAY))
}

/// Is `many` the plural of `one`?
fn is_one_of(one: &[&str], many: &[&str]) -> bool {
    let (Some((one, before)), Some((many, others))) = (one.split_last(), many.split_last()) else {
        return false;
    };
    before == others && one != many && *one == singular(many)
}

/// "requested as strings".
fn passed(words: &[&str], at: usize) -> Types {
    let before = words.get(at.saturating_sub(2)..at).unwrap_or_default();
    // What is inside of it is not it.
    let is_denied = before.iter().any(|word| {
        matches!(*word, "not" | "never" | "cannot" | "values" | "keys" | "items" | "members" | "names")
    });
    let [verb, "as", rest @ ..] = words.get(at..).unwrap_or_default() else { return Types::NONE };
    if is_denied || !PASSED.contains(verb) {
        return Types::NONE;
    }
    let skipped = rest.iter().take_while(|word| ARTICLES.contains(word)).count();
    let at = at + 2 + skipped;
    words.get(at).and_then(|word| noun(word)).filter(|_| is_whole(words, at)).unwrap_or_default()
}

/// "or a dictionary since 2.28": another type, from a version on.
fn later(words: &[&str], at: usize) -> Types {
    let ["or", rest @ ..] = words.get(at..).unwrap_or_default() else { return Types::NONE };
    let skipped = rest.iter().take_while(|word| ARTICLES.contains(word)).count();
    let [kind, "since" | "from" | "starting", ..] = rest.get(skipped..).unwrap_or_default() else {
        return Types::NONE;
    };
    noun(kind).unwrap_or_default()
}

/// "the special string values `a` and `b` can be specified".
fn special(words: &[&str]) -> Types {
    let named = words.windows(3).position(|three| matches!(three, ["special", "string", "value" | "values"]));
    let given = named.and_then(|at| words.get(at..)).is_some_and(|rest| {
        rest.windows(3)
            .any(|three| matches!(three, ["can" | "may", "be", "specified" | "given" | "used" | "passed"]))
    });
    if given { Types::STRING } else { Types::NONE }
}

/// Is the type at `at` what the value is: at the start, or after "is", "be", "as"?
fn is_stated(words: &[&str], at: usize) -> bool {
    // A few articles at most stand between.
    let start = at.saturating_sub(LOOK_BACK);
    let before = words.get(start..at).unwrap_or_default();
    match before.iter().rev().find(|word| !ARTICLES.contains(word) && **word != "valid") {
        Some(word) => STATING.contains(word),
        None => start == 0,
    }
}

/// Does nothing follow that makes the type a part of another noun?
fn is_whole(words: &[&str], at: usize) -> bool {
    words.get(at + 1).is_none_or(|next| *next == "," || FOLLOWING.contains(next))
}

fn noun(word: &str) -> Option<Types> {
    Some(match word {
        "string" | "strings" => Types::STRING,
        "integer" | "integers" | "int" => Types::INTEGER,
        "number" | "numbers" | "float" => Types::NUMBER,
        "boolean" | "booleans" | "bool" => Types::BOOLEAN,
        "list" | "lists" | "array" | "arrays" => Types::ARRAY,
        "object" | "objects" | "dictionary" | "dictionaries" | "dict" => Types::OBJECT,
        "null" | "none" => Types::NULL,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_name_several_types() {
        for (text, expected) in [
            (
                "The size. A valid value is a string, such as ``endless``, or a number (with or without a fraction).",
                "string or number",
            ),
            ("The size, which can be requested as integer and string.", "string or integer"),
            ("A list of book UUIDs or a book UUID.", "string or array"),
            ("A book or a list of books.", "string or array"),
            ("It can be an object or a list of objects.", "object or array"),
            ("The name of the shelf, or a dictionary since 2.28.", "object"),
            ("The special string values *all* and *none* can be specified.", "string"),
            ("These are requested as strings, not in a list.", "string"),
        ] {
            assert_eq!(types(&text.to_lowercase()).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn unrelated_words_name_no_types() {
        for text in [
            "The UUID string of the list.",
            "A list of strings or integers.",
            "A list of one or two ids.",
            "A list of roles, by id or name.",
            "Whether the object or list is shown.",
            "The text, or the empty string if there is none.",
            "The name of the string or number field.",
            "An integer. Set it as string names say.",
            "It must not be given as a string.",
            "It is never passed as a number.",
            "Matches any string in the path or the number.",
            "The value is either ``null`` or a string value that names it.",
            "An integer and a string that describes it.",
        ] {
            let found = types(&text.to_lowercase());
            assert!(found.is_none(), "{text}: {found}");
        }
    }

    #[test]
    fn a_section_on_booleans_is_told_by_its_label_or_title() {
        assert!(refers_to_booleans("see :ref:`valid boolean values <flags>`."));
        assert!(refers_to_booleans("see :ref:`flags <boolean-values>`."));
        assert!(!refers_to_booleans("a boolean value. see :ref:`values <flags>`."));
    }
}
