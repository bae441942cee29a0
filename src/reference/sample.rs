use std::sync::Arc;

use super::{Direction, SampleFileId};
use crate::place::{SourceId, Span};

/// A file that an operation shows.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The path as written.
    pub path: String,
    /// Where it is written.
    pub span: Span,
    /// Its file; `None` if that could not be read.
    pub file: Option<SampleFileId>,
    /// Request or response; `None` where nothing says which (a curl script).
    pub direction: Option<Direction>,
    /// The bold line right before it.
    pub bold: Option<String>,
    /// The titles of the sections around it inside the operation, innermost first.
    pub section: Arc<[String]>,
    /// The text right before it says that keys are missing from it.
    pub elided: bool,
}

/// What kind of text a sample file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Media {
    /// A JSON body.
    Json,
    /// An XML body.
    Xml,
    /// A form body (`a=b&c=d`).
    Form,
    /// A whole HTTP message, head and all.
    Http,
    /// A shell script (curl).
    Shell,
    /// Anything else.
    Text,
}

/// A sample file, read once.
#[derive(Debug)]
pub struct SampleFile {
    /// The file.
    pub source: SourceId,
    /// What it is.
    pub media: Media,
    /// The parsed body; `None` if it is no JSON, or broken.
    pub value: Option<serde_json::Value>,
    /// The text of a file that is shown as it is; empty for JSON.
    pub text: String,
}
