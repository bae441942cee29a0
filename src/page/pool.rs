use serde_json::Value;

use super::prose::read;
use crate::collections::HashMap;

/// Texts that many parts of a page share, each of them once.
#[derive(Debug, Default)]
pub(super) struct Pool {
    words: Vec<String>,
    number_of: HashMap<String, u32>,
    proses: Vec<Value>,
    prose_of: HashMap<String, u32>,
}

impl Pool {
    /// The number of a word.
    pub(super) fn word(&mut self, text: &str) -> u32 {
        if let Some(number) = self.number_of.get(text) {
            return *number;
        }
        let number = next(self.words.len());
        self.words.push(text.to_owned());
        self.number_of.insert(text.to_owned(), number);
        number
    }

    /// The number of a text in CommonMark; nothing for an empty one.
    pub(super) fn prose(&mut self, text: &str) -> Option<u32> {
        if text.trim().is_empty() {
            return None;
        }
        if let Some(number) = self.prose_of.get(text) {
            return Some(*number);
        }
        let number = next(self.proses.len());
        self.proses.push(Value::Array(read(text)));
        self.prose_of.insert(text.to_owned(), number);
        Some(number)
    }

    /// The words and the texts, by number.
    pub(super) fn take(self) -> (Vec<String>, Vec<Value>) {
        (self.words, self.proses)
    }
}

fn next(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
