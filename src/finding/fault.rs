use std::fmt::Display;

/// A mistake of this program, not of the sources. What follows from it could look clean or empty, so whoever
/// meets one gives up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("internal error: {what}; this is a bug of apiref, please report it")]
pub struct Fault {
    what: String,
}

impl Fault {
    /// A fault, in words that name the part that failed: "the contract of `POST /things` does not compile:
    /// ...".
    pub fn new(what: impl Display) -> Self {
        Self { what: what.to_string() }
    }
}
