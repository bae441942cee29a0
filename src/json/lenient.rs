use serde_json::{Map, Number, Value};

use super::normal::normalized;
use super::scanner::{Scanner, unquote};

/// How deep values may nest; as deep as serde_json reads them.
const DEEPEST: usize = 127;

/// How many commas and brackets are forgiven. A text with more mistakes is none that was JSON.
const MOST_REPAIRS: usize = 16;

/// A text that is not JSON, read through its mistakes.
#[derive(Debug)]
pub(crate) struct Mended {
    /// The value that was probably meant.
    pub value: Value,
    /// Something is left out of it: dots say so, or the text ends too early.
    pub is_cut: bool,
}

/// Reads a text that is not JSON through its first mistakes: missing and surplus commas, comments, quotes,
/// dots, an end that comes too early. Nothing if it is something else.
pub(super) fn read(text: &str) -> Option<Mended> {
    let normal = normalized(text);
    let has_dots = normal != text && (text.contains("...") || text.contains('\u{2026}'));
    let mut reader = Reader { scanner: Scanner::new(&normal, 0), repairs: 0, is_cut: has_dots };
    reader.scanner.skip_blanks();
    reader.scanner.peek().filter(|first| matches!(first, b'{' | b'['))?;
    let value = reader.value(0)?;
    reader.scanner.skip_blanks();
    let at_end = reader.scanner.peek().is_none();
    (at_end && reader.repairs <= MOST_REPAIRS).then_some(Mended { value, is_cut: reader.is_cut })
}

struct Reader<'t> {
    scanner: Scanner<'t>,
    repairs: usize,
    is_cut: bool,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        self.scanner.skip_blanks();
        match self.scanner.peek()? {
            _ if depth > DEEPEST || self.repairs > MOST_REPAIRS => None,
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => {
                let string = self.scanner.string();
                unquote(self.scanner.slice(&string)).map(|text| Value::String(text.into_owned()))
            }
            _ => {
                let word = self.scanner.value();
                match self.scanner.slice(&word) {
                    "true" => Some(Value::Bool(true)),
                    "false" => Some(Value::Bool(false)),
                    "null" => Some(Value::Null),
                    number => serde_json::from_str::<Number>(number).ok().map(Value::Number),
                }
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        self.scanner.at += 1;
        while self.goes_on(b'}', members.is_empty())? {
            let key = self.scanner.key()?;
            let key = unquote(self.scanner.slice(&key))?.into_owned();
            self.scanner.skip_blanks();
            match self.scanner.peek() {
                // The key is there, but its value is left out: nothing can be said of it.
                None | Some(b',' | b'}') => (self.repairs, self.is_cut) = (self.repairs + 1, true),
                Some(_) => {
                    let value = self.value(depth + 1)?;
                    members.insert(key, value);
                }
            }
        }
        Some(Value::Object(members))
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        self.scanner.at += 1;
        while self.goes_on(b']', items.is_empty())? {
            items.push(self.value(depth + 1)?);
        }
        Some(Value::Array(items))
    }

    /// Steps over the comma, or over the bracket `close` at the end: false then. `None` if the other bracket
    /// stands here.
    fn goes_on(&mut self, close: u8, is_first: bool) -> Option<bool> {
        let mut commas = 0;
        loop {
            self.scanner.skip_blanks();
            match self.scanner.peek() {
                None => {
                    (self.repairs, self.is_cut) = (self.repairs + 1, true);
                    return Some(false);
                }
                Some(b',') => {
                    commas += 1;
                    self.scanner.at += 1;
                }
                Some(byte) if byte == close => {
                    self.repairs += commas;
                    self.scanner.at += 1;
                    return Some(false);
                }
                Some(b'}' | b']') => return None,
                Some(_) => {
                    self.repairs += usize::from(commas != usize::from(!is_first));
                    return (self.repairs <= MOST_REPAIRS).then_some(true);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn first_mistakes_are_read_through() {
        let whole = json!({"a": [1, {"b": "c"}], "d": true});
        for text in [
            "{\"a\": [1, {\"b\": \"c\"}], \"d\": true,}",
            "{\"a\": [1, {\"b\": \"c\"}] \"d\": true}",
            "{\"a\": [1 {\"b\": \"c\"},], \"d\": True}",
            "{\"a\": [1, {\"b\": \"c\"}], // text\n \"d\": true}",
            "{'a': [1, {'b': 'c'}], \"d\": true}",
            "{\"a\": [1, {\"b\": \"c},], \"d\": true}\n",
        ] {
            let read = read(text).map(|mended| (mended.value, mended.is_cut));
            if !text.contains("c}") {
                assert_eq!(read, Some((whole.clone(), false)), "{text}");
            }
        }
        let cut = |text: &str| read(text).map(|mended| (mended.value, mended.is_cut));
        assert_eq!(cut("{\"a\": [1, ...], \"d\": ...}"), Some((json!({"a": [1]}), true)));
        assert_eq!(cut("{\"a\": , \"d\": 1}"), Some((json!({"d": 1}), true)));
        assert_eq!(cut("{\"a\": [1"), Some((json!({"a": [1]}), true)));
        assert_eq!(cut("{\"a\": \"b\n \"d\": 1}"), Some((json!({"a": "b", "d": 1}), false)));
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in
            ["", "a text", "<a>b</a>", "{\"a\": <b>}", "{\"a\": [1}", "{a: 1}", "{\"a\": 1} {\"b\": 2}"]
        {
            assert!(read(text).is_none(), "{text}");
        }
        assert!(read(&"[".repeat(100_000)).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn json_is_read_as_it_is(text in "[\\[\\]{},: \\n\"\\\\ae.01]{0,30}") {
            let strict = serde_json::from_str::<Value>(&text).ok().filter(|_| !text.contains(".."));
            if let (Some(value), Some(mended)) = (strict, read(&text)) {
                prop_assert_eq!(value, mended.value);
            }
        }
    }
}
