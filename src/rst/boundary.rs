//! Where inline markup may start and end, and how far names and addresses reach.

use super::directive::is_simple_name;

/// No role, label or reference name is looked for further than this many bytes.
pub(super) const NAME_LIMIT: usize = 120;

/// Characters that may stand right before markup.
pub(super) fn may_precede(char: char) -> bool {
    match char {
        '"' | '\'' | '(' | '<' | '[' | '{' | '-' | '/' | ':' => true,
        _ => char.is_whitespace() || !char.is_ascii() && !char.is_alphanumeric(),
    }
}

/// Characters that may stand right behind markup.
pub(super) fn may_follow(char: char) -> bool {
    match char {
        '"' | '\'' | ')' | '>' | ']' | '}' | '-' | '/' | ':' | '\\' | '.' | ',' | ';' | '!' | '?' => true,
        _ => char.is_whitespace() || !char.is_ascii() && !char.is_alphanumeric(),
    }
}

/// `name` of a text that starts with `:name:` and a backquote.
pub(super) fn role_prefix(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(':')?;
    let length = inner.bytes().take(NAME_LIMIT).position(|byte| byte == b'`')?;
    let name = inner.get(..length)?.strip_suffix(':')?;
    is_simple_name(name).then_some(name)
}

/// `name` of a text that starts with `:name:`.
pub(super) fn role_suffix(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(':')?;
    let length = inner.bytes().take(NAME_LIMIT).position(|byte| byte == b':')?;
    inner.get(..length).filter(|name| is_simple_name(name))
}

/// Where the longest simple name that ends `text` starts.
pub(super) fn simple_name_start(text: &str) -> Option<usize> {
    let mut start = None;
    let mut inside = false;
    for (at, char) in text.char_indices().rev() {
        if char.is_alphanumeric() {
            inside = true;
            start = Some(at);
        } else if inside && matches!(char, '-' | '.' | '_' | '+' | ':') {
            inside = false;
        } else {
            break;
        }
    }
    start
}

/// How many bytes of `text` belong to an address; punctuation at the end belongs to the sentence. Braces
/// are taken in, although they are not legal, because templates use them.
pub(super) fn url_length(text: &str) -> usize {
    let legal = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.!~*'()[];/:@&=+$,%?#{}".contains(byte);
    let length = text.bytes().take_while(legal).count();
    let last = |byte: u8| byte.is_ascii_alphanumeric() || b"_~*/=+}".contains(&byte);
    text.as_bytes()
        .get(..length)
        .and_then(|taken| taken.iter().rposition(|byte| last(*byte)))
        .map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_reach_back_to_their_start() {
        assert_eq!(simple_name_start("see a-b.c"), Some(4));
        assert_eq!(simple_name_start("a--b"), Some(3));
        assert_eq!(simple_name_start("a-"), None);
    }

    #[test]
    fn addresses_end_before_the_punctuation_of_the_sentence() {
        assert_eq!(url_length("a.b/c?d=e#f), then"), "a.b/c?d=e#f".len());
        assert_eq!(url_length("a/{id}."), "a/{id}".len());
        assert_eq!(url_length("..."), 0);
    }
}
