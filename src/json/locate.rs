use std::ops::Range;

use super::normal::normalized;
use super::scanner::{Scanner, unquote};
use super::shell::curl_body;
use crate::place::{Place, Pointer, Span};

/// The bytes of a value in a JSON text, and of the key it stands under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    /// The key with its quotes; `None` for the root and for items of arrays.
    pub key: Option<Range<usize>>,
    /// The value.
    pub value: Range<usize>,
}

/// Finds what `pointer` points to in `text` by scanning it once. Of a key that stands twice the last one
/// counts, as for JSON readers. Where the text is no JSON or the pointer leads nowhere, the last step that
/// exists answers.
///
/// In a call of curl it is the body that is searched, and in a text that is nearly JSON what is there beside
/// it is looked past.
pub(crate) fn locate(text: &str, pointer: &Pointer) -> Located {
    let body = curl_body(text).unwrap_or(0..text.len());
    let normal = normalized(text.get(body.clone()).unwrap_or_default());
    let mut search = Search {
        scanner: Scanner::new(&normal, 0),
        steps: steps(pointer),
        found: Vec::new(),
        open: Vec::new(),
    };
    search.scanner.skip_blanks();
    search.enter(None);
    while search.advance() {}
    let found = search.answer(&normal);
    let shifted = |range: Range<usize>| {
        let at = |at: usize| boundary(text, body.start + at);
        at(range.start)..at(range.end)
    };
    Located { key: found.key.map(shifted), value: shifted(found.value) }
}

/// The first start of a character at or after `at`: what was put right may end inside of one.
fn boundary(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

impl Place {
    /// The bytes of the place, given the text of its source. A pointer that leads nowhere gives the nearest
    /// ancestor that exists.
    pub fn span(&self, text: &str) -> Span {
        let (source, range) = match self {
            Self::Text(span) => return *span,
            Self::Value(source, pointer) => (source, locate(text, pointer).value),
            Self::Key(source, pointer) => {
                let found = locate(text, pointer);
                (source, found.key.unwrap_or(found.value))
            }
        };
        Span::new(*source, range.start, range.end)
    }
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

/// A step of a pointer: a key, and an index too if it is a number.
struct Step {
    key: String,
    index: Option<usize>,
}

fn steps(pointer: &Pointer) -> Vec<Step> {
    pointer.steps().map(|key| Step { index: key.parse().ok(), key }).collect()
}

/// A container on the way; those beside the way are skipped.
#[derive(Clone, Copy)]
enum Open {
    Object,
    /// With the index of the item that comes next.
    Array(usize),
}

struct Search<'a> {
    scanner: Scanner<'a>,
    steps: Vec<Step>,
    /// The root, and what each step leads to as far as it was found. What is open has no end yet.
    found: Vec<Located>,
    /// The containers that the scanner is in: the first ones of `found`.
    open: Vec<Open>,
}

impl Search<'_> {
    /// Takes the value that starts here as what the steps so far lead to, and goes into it if there are more.
    fn enter(&mut self, key: Option<Range<usize>>) {
        let start = self.scanner.at;
        let container = match self.scanner.peek() {
            Some(b'{') => Some(Open::Object),
            Some(b'[') => Some(Open::Array(0)),
            _ => None,
        };
        let value = match container.filter(|_| self.open.len() < self.steps.len()) {
            Some(container) => {
                self.open.push(container);
                self.scanner.at += 1;
                start..start
            }
            None => self.scanner.value(),
        };
        self.found.push(Located { key, value });
    }

    /// Looks at the next member of the innermost container; false at the end or where the text is no JSON.
    fn advance(&mut self) -> bool {
        let depth = self.open.len();
        let Some(open) = self.open.last_mut() else { return false };
        let Some(step) = self.steps.get(depth - 1) else { return false };
        self.scanner.skip_blanks();
        let (key, wanted) = match (self.scanner.peek(), open) {
            (None | Some(b','), _) => return false,
            (Some(b'}' | b']'), _) => {
                self.close(depth);
                return true;
            }
            (_, Open::Object) => {
                let Some(key) = self.scanner.key() else { return false };
                let wanted = unquote(self.scanner.slice(&key)).is_some_and(|name| name == step.key);
                (Some(key), wanted)
            }
            (_, Open::Array(index)) => {
                let wanted = step.index == Some(*index);
                *index += 1;
                (None, wanted)
            }
        };
        if wanted {
            self.found.truncate(depth);
            self.enter(key);
        } else {
            self.scanner.value();
        }
        if self.open.len() == depth {
            self.scanner.take(b',');
        }
        true
    }

    fn close(&mut self, depth: usize) {
        self.scanner.at += 1;
        self.open.pop();
        if let Some(container) = self.found.get_mut(depth - 1) {
            container.value.end = self.scanner.at;
        }
        self.scanner.take(b',');
    }

    fn answer(mut self, text: &str) -> Located {
        let unfinished = self.found.len() <= self.open.len();
        let mut last = self.found.pop().unwrap_or(Located { key: None, value: 0..0 });
        if unfinished {
            last.value = Scanner::new(text, last.value.start).value();
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn found(text: &str, pointer: &str) -> (Option<String>, String) {
        let located = locate(text, &Pointer::from_text(pointer));
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
        assert_eq!(locate(&text, &Pointer::from_text(&"/0".repeat(100_000))).value, 99_999..100_000);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn every_value_is_found(value in value()) {
            let text = serde_json::to_string_pretty(&value).unwrap();
            let mut left = vec![(Pointer::root(), &value)];
            while let Some((pointer, value)) = left.pop() {
                let located = locate(&text, &pointer);
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
            let located = locate(&text, &Pointer::from_text(&pointer));
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
