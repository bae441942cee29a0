use std::ops::Range;

use super::http::http_body;
use super::normal::normalized;
use super::scanner::{Scanner, unquote};
use super::shell::curl_body;
use crate::collections::HashMap;
use crate::place::{Place, Pointer, Span};

/// The bytes of a value in a JSON text, and of the key it stands under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    /// The key with its quotes; `None` for the root and for items of arrays.
    pub key: Option<Range<usize>>,
    /// The value.
    pub value: Range<usize>,
}

/// Where each value of a JSON text stands, read in one pass. Of a key that stands twice the last one counts,
/// as for JSON readers.
///
/// In a call of curl or an HTTP message it is the body that is read, and in a text that is nearly JSON what is there beside it
/// is looked past.
#[derive(Debug)]
pub(crate) struct Places {
    /// The root first.
    values: Vec<Located>,
    /// What stands in a value of `values` under a key, or under the number of an item.
    members: HashMap<(usize, String), usize>,
}

impl Places {
    /// Reads the places of a text.
    pub(crate) fn read(text: &str) -> Self {
        let body = curl_body(text).or_else(|| http_body(text).map(|body| body.range));
        let body = body.unwrap_or(0..text.len());
        let normal = normalized(text.get(body.clone()).unwrap_or_default());
        let mut reading = Reading {
            text: &normal,
            scanner: Scanner::new(&normal, 0),
            places: Self { values: Vec::new(), members: HashMap::default() },
            open: Vec::new(),
            given_up: 0,
        };
        reading.scanner.skip_blanks();
        reading.enter(None);
        while reading.advance() {}
        let mut places = reading.end();
        let at = |at: usize| boundary(text, body.start + at);
        let shift = |range: &mut Range<usize>| *range = at(range.start)..at(range.end);
        for located in &mut places.values {
            located.key.as_mut().map(shift);
            shift(&mut located.value);
        }
        places
    }

    /// What a pointer points to. Where it leads nowhere, the last step that exists answers.
    pub(crate) fn locate(&self, pointer: &Pointer) -> Located {
        let mut at = 0;
        for step in pointer.steps() {
            let Some(member) = self.members.get(&(at, step)) else { break };
            at = *member;
        }
        self.values.get(at).cloned().unwrap_or(Located { key: None, value: 0..0 })
    }

    /// The bytes of a place in the text.
    pub(crate) fn span(&self, place: &Place) -> Span {
        let (source, range) = match place {
            Place::Text(span) => return *span,
            Place::Value(source, pointer) => (source, self.locate(pointer).value),
            Place::Key(source, pointer) => {
                let found = self.locate(pointer);
                (source, found.key.unwrap_or(found.value))
            }
        };
        Span::new(*source, range.start, range.end)
    }
}

/// The first start of a character at or after `at`: what was put right may end inside of one.
fn boundary(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// The pointer of the innermost value whose key or text holds the byte `offset`; the root's where no member
/// does.
pub(crate) fn pointer_at(text: &str, offset: usize) -> Pointer {
    let mut scanner = Scanner::new(text, 0);
    let mut pointer = Pointer::root();
    scanner.skip_blanks();
    // Each round goes into the member that holds the offset, and skips those before it.
    while let Some(open) = scanner.peek().filter(|byte| matches!(byte, b'{' | b'[')) {
        scanner.at += 1;
        let mut index = 0;
        let entered = loop {
            scanner.skip_blanks();
            let start = scanner.at;
            let key = if open == b'{' { scanner.key() } else { None };
            let value_start = scanner.at;
            let value = scanner.value();
            if (open == b'{' && key.is_none()) || value.end == start {
                break false;
            }
            if (start..=value.end).contains(&offset) {
                match key {
                    Some(key) => pointer.enter_key(&unquote(scanner.slice(&key)).unwrap_or_default()),
                    None => pointer.enter_index(index),
                }
                scanner.at = value_start;
                break offset >= value_start;
            }
            index += 1;
            if !scanner.take(b',') {
                break false;
            }
        };
        if !entered {
            break;
        }
    }
    pointer
}

/// A container that the scanner is in.
struct Open {
    /// Its place in `Places::values`.
    value: usize,
    /// Of an array the number of the item that comes next.
    next: Option<usize>,
}

struct Reading<'a> {
    text: &'a str,
    scanner: Scanner<'a>,
    places: Places,
    open: Vec<Open>,
    /// How many containers were left because they are no JSON.
    given_up: usize,
}

impl Reading<'_> {
    /// So many containers that are no JSON are looked past; what stands behind one more is not found.
    const MOST_GIVEN_UP: usize = 64;

    /// Takes the value that starts here, and goes into it if it is a container.
    fn enter(&mut self, key: Option<Range<usize>>) {
        let start = self.scanner.at;
        let next = match self.scanner.peek() {
            Some(b'{') => None,
            Some(b'[') => Some(0),
            _ => {
                let value = self.scanner.value();
                self.places.values.push(Located { key, value });
                return;
            }
        };
        self.scanner.at += 1;
        self.open.push(Open { value: self.places.values.len(), next });
        self.places.values.push(Located { key, value: start..start });
    }

    /// Reads the next member of the innermost container; false at the end of the text.
    fn advance(&mut self) -> bool {
        self.scanner.skip_blanks();
        let Some(open) = self.open.last_mut() else { return false };
        let (key, name) = match (self.scanner.peek(), &mut open.next) {
            (None, _) => return false,
            (Some(b'}' | b']'), _) => {
                self.scanner.at += 1;
                self.close();
                return true;
            }
            (Some(b','), _) => return self.give_up(),
            (_, None) => {
                let key = self.scanner.key();
                let name = key.as_ref().and_then(|key| unquote(self.scanner.slice(key)));
                let (Some(key), Some(name)) = (key, name) else { return self.give_up() };
                (Some(key), name.into_owned())
            }
            (_, Some(next)) => {
                let index = *next;
                *next += 1;
                (None, index.to_string())
            }
        };
        self.places.members.insert((open.value, name), self.places.values.len());
        let depth = self.open.len();
        self.enter(key);
        if self.open.len() == depth {
            self.scanner.take(b',');
        }
        true
    }

    /// The innermost container ends here.
    fn close(&mut self) {
        let open = self.open.pop();
        if let Some(located) = open.and_then(|open| self.places.values.get_mut(open.value)) {
            located.value.end = self.scanner.at;
        }
        self.scanner.take(b',');
    }

    /// Goes on behind a container that turns out to be no JSON.
    fn give_up(&mut self) -> bool {
        self.given_up += 1;
        let located = self.open.last().and_then(|open| self.places.values.get(open.value));
        let Some(start) = located.map(|located| located.value.start) else { return false };
        if self.given_up > Self::MOST_GIVEN_UP {
            return false;
        }
        self.scanner.at = Scanner::new(self.text, start).value().end;
        self.close();
        true
    }

    /// What is still open goes to the end of the text.
    fn end(mut self) -> Places {
        for open in &self.open {
            if let Some(located) = self.places.values.get_mut(open.value) {
                located.value.end = self.text.len();
            }
        }
        self.places
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn found(text: &str, pointer: &str) -> (Option<String>, String) {
        let located = Places::read(text).locate(&Pointer::from_text(pointer));
        let slice = |range: Range<usize>| text.get(range).unwrap_or("(out of range)").to_owned();
        (located.key.map(slice), slice(located.value))
    }

    #[test]
    fn a_byte_belongs_to_the_innermost_value_around_it() {
        let text = r#"{"a": [1, {"b/c": "x"}], "d": {}}"#;
        let at = |part: &str| pointer_at(text, text.find(part).unwrap()).to_string();
        assert_eq!(
            [at("\"a\""), at("1"), at("b/c"), at("\"x"), at("d\"")],
            ["/a", "/a/0", "/a/1/b~1c", "/a/1/b~1c", "/d"]
        );
        assert_eq!(at("{\"a"), "");
        for end in 0..text.len() {
            for offset in 0..=end {
                pointer_at(text.get(..end).unwrap(), offset);
            }
        }
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

    #[test]
    fn a_later_key_replaces_what_an_earlier_one_had() {
        assert_eq!(found(r#"{"a": {"b": 1}, "a": {"c": 2}}"#, "/a/b").1, r#"{"c": 2}"#);
        assert_eq!(found(r#"[[{"b": 1}], [2]]"#, "/0/0/b").1, "1");
    }

    #[test]
    fn deep_texts_are_searched() {
        let text = "[".repeat(100_000);
        assert_eq!(
            Places::read(&text).locate(&Pointer::from_text(&"/0".repeat(100_000))).value,
            99_999..100_000
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn every_value_is_found(value in value()) {
            let text = serde_json::to_string_pretty(&value).unwrap();
            let places = Places::read(&text);
            let mut left = vec![(Pointer::root(), &value)];
            while let Some((pointer, value)) = left.pop() {
                let located = places.locate(&pointer);
                let read: Value = serde_json::from_str(text.get(located.value).unwrap()).unwrap();
                prop_assert_eq!(&read, value);
                match value {
                    Value::Array(items) => left.extend(items.iter().enumerate().map(|(at, item)| (pointer.index(at), item))),
                    Value::Object(map) => left.extend(map.iter().map(|(key, item)| (pointer.key(key), item))),
                    _ => {}
                }
            }
        }

        #[test]
        fn any_text_is_searched(text in "[\\[\\]{},: \n\"\\\\aé01]{0,40}", pointer in "(/[aé01]{0,2}){0,4}") {
            let located = Places::read(&text).locate(&Pointer::from_text(&pointer));
            prop_assert!(text.get(located.value).is_some());
            prop_assert!(located.key.is_none_or(|key| text.get(key).is_some()));
        }
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<i32>().prop_map(Value::from),
            "[a\"\\\\{é,]{0,4}".prop_map(Value::from)
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec(("[a/~\"\\\\é]{0,3}", inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }
}
