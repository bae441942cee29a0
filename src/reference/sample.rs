use std::sync::Arc;

use super::{Direction, SampleFileId};
use crate::place::{SourceId, Span};

/// A file that an operation shows.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    /// The path as written; nothing for a block of the text.
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
    /// It is that of a list, and stands at the operation for one thing of it.
    pub is_misplaced: bool,
}

impl Sample {
    /// Does it stand in the text itself, as a block of code?
    pub(crate) fn is_block(&self) -> bool {
        self.path.is_empty()
    }
}

/// What kind of text a sample file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Media {
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
pub(crate) struct SampleFile {
    /// The file.
    pub source: SourceId,
    /// What it is.
    pub media: Media,
    /// The body; `None` if it is no JSON. What is broken is read through its first mistakes, if that is
    /// possible; that of a call of curl is what it sends, that of an HTTP message what stands below its head.
    pub value: Option<serde_json::Value>,
    /// The text is not JSON, though it should be: that is a finding, and the value is only what was meant.
    pub is_broken: bool,
    /// Something is left out of the text.
    pub is_cut: bool,
    /// What its body is by the text around that body: a call of curl sends it, an HTTP message is one or the
    /// other.
    pub direction: Option<Direction>,
    /// The text of a file that is shown as it is; empty for JSON.
    pub text: String,
}

impl SampleFile {
    /// Can it be shown as an example? One that is not JSON cannot.
    pub(crate) fn is_sound(&self) -> bool {
        self.media != Media::Json || (self.value.is_some() && !self.is_broken)
    }
}
