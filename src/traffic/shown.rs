//! What of a recording may be shown: names that are names, and never a value.

/// What stands for a name that may be a secret.
const HIDDEN: &str = "(hidden)";

/// The longest name that is shown.
const LONGEST: usize = 64;

/// A name of a key, a header or a part of the query, if it looks like one; keys may be data, and data may be
/// a secret.
pub(super) fn name(name: &str) -> String {
    if is_name(name) { name.to_owned() } else { HIDDEN.to_owned() }
}

fn is_name(name: &str) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_-:.~$ ".contains(&byte);
    let starts = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    // What is made by chance has digits or changes its case all the time.
    let turns = name.as_bytes().windows(2).filter(|pair| match pair {
        [one, other] => one.is_ascii_lowercase() && other.is_ascii_uppercase(),
        _ => false,
    });
    starts
        && name.len() <= LONGEST
        && name.bytes().all(is_part)
        && digits <= 4
        && turns.count() <= 6
        && name.split([' ', '_', '-', ':', '.']).all(is_word)
}

/// Has it letters, and digits at one place at most? What is made by chance has them here and there.
fn is_word(word: &str) -> bool {
    let into_digits =
        |pair: &&[u8]| matches!(pair, [one, other] if one.is_ascii_alphabetic() && other.is_ascii_digit());
    word.len() <= 32
        && word.as_bytes().windows(2).filter(into_digits).count() <= 1
        && !(word.len() >= LONG_WORD && is_random(word))
}

/// Words that long may be keys and tokens.
const LONG_WORD: usize = 16;

/// Is it in capitals with a digit, in digits and the letters of hexadecimal numbers, or does it change its case all
/// the time? No name of several words does.
fn is_random(word: &str) -> bool {
    let has = |is_it: fn(&u8) -> bool| word.bytes().any(|byte| is_it(&byte));
    let pairs = word.as_bytes().windows(2);
    let turns = pairs.filter(|pair| match pair {
        [one, other] => {
            one.is_ascii_lowercase() && other.is_ascii_uppercase()
                || one.is_ascii_uppercase() && other.is_ascii_lowercase()
        }
        _ => false,
    });
    !has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit)
        || word.bytes().all(|byte| byte.is_ascii_hexdigit())
        || turns.count() * 4 > word.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_are_shown() {
        for text in [
            "size",
            "OS-EXT-SRV-ATTR:host",
            "created_at",
            "adminPass",
            "x-object-meta-a",
            "name~eq",
            "v4-fixed-ip",
        ] {
            assert_eq!(name(text), text);
        }
        for text in [
            "",
            "gAAAAABk3x9Qd82h",
            "0123",
            "alice@example.com",
            "AKIAIOSFODNN7EXAMPLE",
            "QWxhZGRpbjpvcGVuIHNlc2FtZQ",
            "deadbeefcafedeadbeef",
            "a/b",
            "https://x",
            "aBcDeFgHiJkLmNoP",
            &"a".repeat(65),
            &"a".repeat(40),
        ] {
            assert_eq!(name(text), HIDDEN);
        }
    }
}
