use serde_json::Value;

use super::node::EXAMPLE;
use crate::place::Pointer;
use crate::reference::Types;

/// How many different strings are kept of a place.
const MOST_TEXTS: usize = 16;

/// What samples show at a place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
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
    /// The types that the sample seen last shows here, and those that each one before it shows.
    current: Types,
    before: Option<[Types; 2]>,
    /// Some number seen has a fraction.
    pub fraction: bool,
}

impl Seen {
    /// Notes a value of sample `sample`.
    pub(super) fn note(&mut self, value: &Value, sample: usize, at: &Pointer) {
        let types = Types::of(value);
        self.types = self.types.or(types);
        self.fraction |= value.as_f64().is_some_and(|number| number.fract() != 0.0);
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
            self.finish();
        }
        self.current = self.current.or(types.without(Types::NULL));
        if self.first.is_none() && sample != EXAMPLE {
            self.first = Some((sample, at.as_str().to_owned()));
        }
    }

    /// Closes what one sample shows: the types that all samples share, and the types of any one that shares
    /// none with them.
    fn finish(&mut self) {
        let shown = std::mem::take(&mut self.current);
        if shown.is_none() {
            return;
        }
        self.before = Some(match self.before {
            None => [shown, Types::NONE],
            Some([first, other]) if !first.meets(shown) => [first, other.or(shown)],
            Some(known) => known,
        });
    }

    /// Do some samples show objects here, and others nothing but scalars? Then both are meant. A whole body
    /// that is a scalar is a slip.
    pub(crate) fn shown_apart(&self) -> bool {
        if self.first.as_ref().is_some_and(|(_, at)| at.is_empty()) {
            return false;
        }
        let mut whole = self.clone();
        whole.finish();
        whole.before.is_some_and(|[first, other]| {
            !other.is_none() && first.or(other).has(Types::OBJECT) && first.or(other) != Types::OBJECT
        })
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
        self.fraction |= other.fraction;
        self.count += other.count;
        self.samples = self.samples.max(other.samples);
        self.first = self.first.take().or(other.first);
    }
}

/// Is it a UUID with its hyphens?
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
