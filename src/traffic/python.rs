//! Dictionaries as Python prints them: what logs have instead of JSON.

/// Reads a dictionary of texts: `{'a': 'b', "c": "it's", 'd': None, 'e': 1}`. What is no text stays as it is
/// written. Nothing if it is none.
pub(super) fn dictionary(text: &str) -> Option<Vec<(String, String)>> {
    let mut reader = Reader { rest: text.trim_start() };
    let mut pairs = Vec::new();
    reader.take('{')?;
    loop {
        if reader.take('}').is_some() {
            return Some(pairs);
        }
        let key = reader.value()?;
        reader.take(':')?;
        pairs.push((key, reader.value()?));
        if reader.take(',').is_none() {
            return reader.take('}').map(|()| pairs);
        }
    }
}

/// The text that a literal stands for, `'a'` or `b'a'`; nothing if the literal has no end.
pub(super) fn literal(text: &str) -> Option<String> {
    let mut reader = Reader { rest: text.trim_start() };
    let is_literal = reader.rest.starts_with(['\'', '"', 'b', 'u']);
    if is_literal { reader.value() } else { None }
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn take(&mut self, letter: char) -> Option<()> {
        let rest = self.rest.trim_start();
        self.rest = rest.strip_prefix(letter)?;
        Some(())
    }

    /// A text, or a word such as `None` or `12`.
    fn value(&mut self) -> Option<String> {
        let rest = self.rest.trim_start();
        let quoted = rest.strip_prefix(['b', 'u']).filter(|rest| rest.starts_with(['\'', '"']));
        let rest = quoted.unwrap_or(rest);
        match rest.chars().next()? {
            quote @ ('\'' | '"') => {
                self.rest = rest.get(1..)?;
                self.text(quote)
            }
            _ => {
                let end = rest.find([',', '}', ':'])?;
                let word = rest.get(..end)?.trim_end().to_owned();
                self.rest = rest.get(end..)?;
                (!word.is_empty()).then_some(word)
            }
        }
    }

    fn text(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        let mut letters = self.rest.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' => match letters.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    // Of other escapes only the letters matter here.
                    other => text.push(other),
                },
                _ if letter == quote => {
                    self.rest = self.rest.get(at + 1..)?;
                    return Some(text);
                }
                _ => text.push(letter),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dictionaries_are_read() {
        let text = r#"{'a': 'b', "c": "it's", 'd': None, 'e': 1, b'f': b'\\x'}"#;
        let pairs = dictionary(text).unwrap();
        let expected = [("a", "b"), ("c", "it's"), ("d", "None"), ("e", "1"), ("f", "\\x")];
        assert_eq!(pairs, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert_eq!(dictionary("{}"), Some(Vec::new()));
        for broken in ["", "{", "{'a'", "{'a': 'b", "{'a': }", "[1]", "{'é\\"] {
            assert_eq!(dictionary(broken), None, "{broken}");
        }
        assert_eq!(literal("b'a\\'b'").as_deref(), Some("a'b"));
        assert_eq!(literal("{}"), None);
    }
}
