//! Baselines of version 1, which knew findings by their files. They are read and no longer written.

use serde::Deserialize;

use super::baseline::{Entry, Known};
use super::identity;
use crate::finding::Finding;
use crate::source::Sources;

/// Tokens were told apart by this many characters.
const LONGEST_TOKEN: usize = 80;

/// Where a finding stood, without counting lines or items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The file, from the repository root.
    file: String,
    at: At,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum At {
    /// A value of a sample: its pointer with `*` for each index.
    Pointer(String),
    /// The text of the token.
    Token(String),
}

/// An entry as it was written. Its `name` was taken out of the words of the finding, so nothing can be
/// compared with it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    rule: String,
    file: String,
    #[serde(default)]
    pointer: Option<String>,
    #[serde(default)]
    token: Option<String>,
    #[serde(default, rename = "name")]
    _name: String,
    #[serde(default)]
    operations: Vec<String>,
    count: usize,
}

impl Written {
    pub(super) fn into_entry(self) -> Result<Entry, &'static str> {
        let at = match (self.pointer, self.token) {
            (Some(pointer), None) => At::Pointer(pointer),
            (None, Some(token)) => At::Token(token),
            _ => return Err("an entry needs either `pointer` or `token`"),
        };
        let known = Known::Place(Place { file: self.file, at });
        Ok(Entry { rule: self.rule, known, operations: self.operations, count: self.count })
    }
}

impl Place {
    /// Does a finding stand here?
    pub(super) fn is_of(&self, finding: &Finding, sources: &Sources) -> bool {
        let place = finding.place();
        self.file == sources.path(place.source())
            && match &self.at {
                At::Pointer(pointer) => identity::pointer(finding).as_ref() == Some(pointer),
                At::Token(known) => {
                    identity::pointer(finding).is_none()
                        && *known == token(sources.slice(sources.span_of(place)))
                }
            }
    }

    /// The file, from the repository root.
    pub(super) fn file(&self) -> &str {
        &self.file
    }
}

fn token(text: &str) -> String {
    let words: Vec<&str> = text.lines().next().unwrap_or("").split_whitespace().collect();
    words.join(" ").chars().take(LONGEST_TOKEN).collect()
}
