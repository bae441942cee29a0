use std::ops::Range;

use crate::finding::nearest;
use crate::place::{LineColumn, LineTable};
use crate::text::TomlMistake;

/// Why a configuration was not taken, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct ConfigError {
    /// The file as the caller named it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong, and the nearest known word if there is one.
    pub message: String,
}

impl ConfigError {
    /// An error at a position of `file`.
    pub(super) fn new(file: &str, at: LineColumn, message: String) -> Self {
        Self { file: file.to_owned(), line: at.line, column: at.column, message }
    }

    /// Says what the TOML reader found, with the nearest word where it names the known ones.
    pub(super) fn from_toml(text: &str, file: &str, error: &toml::de::Error) -> Self {
        let span = error.span().unwrap_or(0..0);
        Self::new(file, position(text, &span), explain(error.message(), text.get(span).unwrap_or("")))
    }
}

/// Where the bytes `span` of `text` start.
pub(super) fn position(text: &str, span: &Range<usize>) -> LineColumn {
    LineTable::new(text).position(text, u32::try_from(span.start).unwrap_or(u32::MAX))
}

/// `message` with a hint at the nearest known word.
pub(super) fn with_hint<'a>(
    message: String,
    given: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> String {
    match nearest(given, known.into_iter()) {
        Some(word) => format!("{message}; did you mean `{word}`?"),
        None => message,
    }
}

/// The message of the TOML reader in our words, with the nearest word where it names the known ones.
fn explain(message: &str, token: &str) -> String {
    let (what, given, listed) = match TomlMistake::new(message) {
        TomlMistake::UnknownKey { what, given, listed }
        | TomlMistake::UnknownValue { what, given, listed } => (what, given, listed),
        TomlMistake::Fraction => {
            return format!("`{token}` is a number, and 2.10 would be 2.1: write it in quotes");
        }
        TomlMistake::Other => return message.to_owned(),
    };
    match nearest(given, listed.split('`').skip(1).step_by(2)) {
        Some(word) => format!("{what}; did you mean `{word}`?"),
        None => format!("{what}, expected {listed}"),
    }
}
