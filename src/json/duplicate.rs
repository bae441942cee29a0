use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

use super::scanner::{Scanner, unquote};
use crate::collections::IndexMap;
use crate::place::Pointer;

/// How many are told of one text. More than that is no mistake of an author.
const MOST: usize = 100;

/// A key that stands more than once in one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Duplicate {
    /// The member.
    pub pointer: Pointer,
    /// The bytes of the first key, with its quotes.
    pub first: Range<usize>,
    /// The bytes of the last one, whose value counts.
    pub second: Range<usize>,
}

/// The bytes of the first of two members with one key and equal values, to the key behind it; nothing where the values
/// differ. The text is JSON.
pub(crate) fn superfluous(text: &str, duplicate: &Duplicate) -> Option<Range<usize>> {
    let (first, end) = value_after(text, duplicate.first.end)?;
    let (second, _) = value_after(text, duplicate.second.end)?;
    let behind = text.get(end..)?;
    let rest = behind.trim_start().strip_prefix(',')?.trim_start();
    let next = end + (behind.len() - rest.len());
    (first == second).then_some(duplicate.first.start..next)
}

/// The value of the member whose key ends at a byte, and where it ends.
fn value_after(text: &str, key: usize) -> Option<(Value, usize)> {
    let behind = text.get(key..)?;
    let colon = behind.find(':')?;
    let mut values = serde_json::Deserializer::from_str(behind.get(colon + 1..)?).into_iter::<Value>();
    let value = values.next()?.ok()?;
    Some((value, key + colon + 1 + values.byte_offset()))
}

/// How many keys stand in a text that is JSON, at most: one for each colon behind a quote. Inside of a string
/// that is no key, but none is left out.
pub(super) fn most_keys(text: &str) -> usize {
    let bytes = text.as_bytes();
    let before = |at: usize| bytes.iter().take(at).rev().find(|byte| !byte.is_ascii_whitespace());
    memchr::memchr_iter(b':', bytes).filter(|at| before(*at) == Some(&b'"')).count()
}

/// A container that is open while a text is walked over.
enum Open<'a> {
    Object { keys: IndexMap<Cow<'a, str>, Key>, current: Cow<'a, str> },
    Array { current: usize },
}

struct Key {
    first: Range<usize>,
    /// The last one, if it is not the first.
    last: Option<Range<usize>>,
}

/// The keys that stand more than once in an object of a text that is JSON.
pub(super) fn find(text: &str) -> Vec<Duplicate> {
    let mut scanner = Scanner::new(text, 0);
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut found = Vec::new();
    while let Some(byte) = scanner.peek().filter(|_| found.len() < MOST) {
        match byte {
            b'"' => {
                let string = scanner.string();
                if scanner.take(b':') {
                    note(&mut open, unquote(scanner.slice(&string)).unwrap_or_default(), string);
                }
                continue;
            }
            b'{' => open.push(Open::Object { keys: IndexMap::default(), current: Cow::default() }),
            b'[' => open.push(Open::Array { current: 0 }),
            b'}' | b']' => close(&mut open, &mut found),
            b',' => {
                if let Some(Open::Array { current }) = open.last_mut() {
                    *current += 1;
                }
            }
            _ => {}
        }
        scanner.at += 1;
    }
    found
}

fn note<'a>(open: &mut [Open<'a>], name: Cow<'a, str>, key: Range<usize>) {
    let Some(Open::Object { keys, current }) = open.last_mut() else { return };
    *current = name.clone();
    match keys.get_mut(&name) {
        Some(known) => known.last = Some(key),
        None => {
            keys.insert(name, Key { first: key, last: None });
        }
    }
}

fn close(open: &mut Vec<Open<'_>>, found: &mut Vec<Duplicate>) {
    let Some(Open::Object { keys, .. }) = open.pop() else { return };
    let repeated = keys.into_iter().filter_map(|(name, key)| Some((name, key.first, key.last?)));
    for (name, first, second) in repeated.take(MOST - found.len()) {
        let pointer = open.iter().fold(Pointer::root(), |pointer, container| match container {
            Open::Object { current, .. } => pointer.key(current),
            Open::Array { current } => pointer.index(*current),
        });
        found.push(Duplicate { pointer: pointer.key(&name), first, second });
    }
}
