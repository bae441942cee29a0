use std::fmt;
use std::ops::Range;

/// A JSON pointer (RFC 6901); the empty one is the whole value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole value.
    pub fn root() -> Self {
        Self::default()
    }

    /// Takes a text that is a pointer already.
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The member `key` of what this points to.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        Self(format!("{}/{}", self.0, key.replace('~', "~0").replace('/', "~1")))
    }

    /// The item `index` of what this points to.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The pointer as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The steps, unescaped.
    pub fn steps(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The bytes of a value in a JSON text, and of the key it stands under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The key with its quotes; `None` for the root and for items of arrays.
    pub key: Option<Range<usize>>,
    /// The value.
    pub value: Range<usize>,
}

/// Finds what `pointer` points to in `text` by scanning it once. Of a key that stands twice the last one counts, as for
/// JSON readers. Where the text is no JSON or the pointer leads nowhere, the last step that exists answers.
pub fn locate(text: &str, pointer: &Pointer) -> Located {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    scanner.skip_blanks();
    let mut found = Located { key: None, value: scanner.value_range() };
    for step in pointer.steps() {
        let mut inside = Scanner { bytes: text.as_bytes(), at: found.value.start };
        match inside.step(text, &step) {
            Some(next) => found = next,
            None => break,
        }
    }
    found
}

/// Walks over JSON without building anything. It never fails: on broken text it stops at the end.
struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// The value that starts here; the scanner stands behind it afterwards.
    fn value_range(&mut self) -> Range<usize> {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.skip_string(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth == 0 => break,
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' if depth == 0 => break,
                byte if depth == 0 && byte.is_ascii_whitespace() => break,
                _ => self.at += 1,
            }
            if depth == 0 && matches!(byte, b'"' | b'}' | b']') {
                break;
            }
        }
        start..self.at
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
        self.at = self.at.min(self.bytes.len());
    }

    /// From the start of an object or array to the member or item `step` of it.
    fn step(&mut self, text: &str, step: &str) -> Option<Located> {
        match self.peek()? {
            b'{' => self.member(text, step),
            b'[' => self.item(step.parse().ok()?),
            _ => None,
        }
    }

    fn member(&mut self, text: &str, name: &str) -> Option<Located> {
        let mut found = None;
        self.at += 1;
        loop {
            self.skip_blanks();
            if self.peek()? != b'"' {
                return found;
            }
            let key = self.value_range();
            self.skip_blanks();
            if self.peek() != Some(b':') {
                return found;
            }
            self.at += 1;
            self.skip_blanks();
            let value = self.value_range();
            let quoted = text.get(key.clone()).unwrap_or("");
            if is_key(quoted, name) {
                found = Some(Located { key: Some(key), value });
            }
            self.skip_blanks();
            if self.peek() != Some(b',') {
                return found;
            }
            self.at += 1;
        }
    }

    fn item(&mut self, index: usize) -> Option<Located> {
        self.at += 1;
        for _ in 0..index {
            self.skip_blanks();
            self.value_range();
            self.skip_blanks();
            if self.peek()? != b',' {
                return None;
            }
            self.at += 1;
        }
        self.skip_blanks();
        let value = self.value_range();
        (!value.is_empty()).then_some(Located { key: None, value })
    }
}

fn is_key(quoted: &str, name: &str) -> bool {
    match quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if !inner.contains('\\') => inner == name,
        _ => serde_json::from_str::<String>(quoted).is_ok_and(|key| key == name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, pointer: &str) -> (Option<String>, String) {
        let located = locate(text, &Pointer::from_text(pointer));
        let slice = |range: Range<usize>| text.get(range).unwrap_or("(out of range)").to_owned();
        (located.key.map(slice), slice(located.value))
    }

    #[test]
    fn members_and_items_are_found() {
        let text = r#" {"a/b": [1, {"c": "x, ]"}, [ ]], "d": {"e": null}, "d": {"f": 2}} "#;
        assert_eq!(found(text, "/a~1b/1/c"), (Some("\"c\"".to_owned()), "\"x, ]\"".to_owned()));
        assert_eq!(found(text, "/a~1b/0").1, "1");
        assert_eq!(found(text, "/a~1b/2").1, "[ ]");
        assert_eq!(found(text, "/d/f").1, "2", "the last of two equal keys counts");
        assert_eq!(found(text, "").1, text.trim());
    }

    #[test]
    fn escaped_keys_are_unescaped() {
        assert_eq!(found(r#"{"\u0061\"": 1}"#, "/a\"").1, "1");
    }

    #[test]
    fn what_is_not_there_gives_the_nearest_that_is() {
        assert_eq!(found(r#"{"a": {"b": 1}}"#, "/a/c").1, r#"{"b": 1}"#);
        assert_eq!(found(r#"{"a": [1, 2"#, "/a/7").1, "[1, 2");
        assert_eq!(found("", "/a").1, "");
        assert_eq!(found("{\"a\"", "/a").1, "{\"a\"");
    }
}
