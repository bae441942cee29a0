use serde_json::Value;

use super::node::EXAMPLE;
use crate::place::Pointer;
use crate::reference::Types;

/// How many different strings are kept of a place.
const MOST_TEXTS: usize = 16;

/// What samples show at a place.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The types of the values.
    pub types: Types,
    /// How many values were seen.
    pub count: usize,
    /// How many samples show it.
    pub samples: usize,
    /// The sample that showed it last while counting.
    last_sample: Option<usize>,
    /// Where it was first seen: index in the samples of the body, and the pointer in it.
    pub first: Option<(usize, String)>,
    /// Some of the strings seen, to tell formats and values.
    pub texts: Vec<String>,
    /// Every string seen is a hyphenated UUID.
    pub uuids: bool,
}

impl Seen {
    /// Notes a value of sample `sample`.
    pub(super) fn note(&mut self, value: &Value, sample: usize, at: &Pointer) {
        self.types = self.types.or(Types::of(value));
        if let Value::String(text) = value {
            let uuid = is_uuid(text);
            self.uuids = uuid && (self.uuids || self.texts.is_empty());
            if self.texts.len() < MOST_TEXTS && text.len() < 80 && !self.texts.contains(text) {
                self.texts.push(text.clone());
            }
        }
        self.count += 1;
        if self.last_sample != Some(sample) {
            self.samples += 1;
            self.last_sample = Some(sample);
        }
        if self.first.is_none() && sample != EXAMPLE {
            self.first = Some((sample, at.as_str().to_owned()));
        }
    }

    /// The same as evidence for another body: where it was first seen counts in the samples of its own.
    pub(super) fn elsewhere(&self) -> Self {
        Self { first: None, ..self.clone() }
    }

    /// Takes over what was seen of the same thing elsewhere.
    pub(super) fn absorb(&mut self, other: Self) {
        self.types = self.types.or(other.types);
        let (own, theirs) = (self.texts.is_empty(), other.texts.is_empty());
        self.uuids = (self.uuids || own) && (other.uuids || theirs) && !(own && theirs);
        for text in other.texts {
            if self.texts.len() < MOST_TEXTS && !self.texts.contains(&text) {
                self.texts.push(text);
            }
        }
        self.count += other.count;
        self.samples = self.samples.max(other.samples);
        self.first = self.first.take().or(other.first);
    }
}

/// Is it a UUID with its hyphens?
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
