//! JSON texts that people write: the value, keys that stand twice, where a pointer leads, and what the first
//! mistake is.
//!
//! `serde_json` reads; this layer adds what it does not tell an author.

mod duplicate;
mod hash;
mod lenient;
mod locate;
mod mistake;
mod normal;
mod read;
mod scanner;
mod shell;

pub use duplicate::Duplicate;
pub use hash::hash;
pub use lenient::Mended;
pub use locate::{Located, locate, pointer_at};
pub use mistake::JsonError;
pub use read::{JsonRead, read_json};
pub use shell::curl_body;
