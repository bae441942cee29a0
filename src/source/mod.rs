//! The files: where they come from, what may be read of them, and their texts.
//!
//! A [`Files`] gives bytes: the [`Disk`], a commit of git ([`Revision`]), or memory ([`Overlay`]). What may
//! be read is decided once, above it (`confine`): nothing outside the root, whatever links say; regular files
//! only; and no more than the [`Limits`]. This is the only layer that reads.

mod confine;
mod decoded;
mod disk;
mod files;
mod git;
mod layout;
mod limits;
mod load;
mod overlay;
mod search;
#[cfg(feature = "cli")]
mod typed;
mod walk;

pub use confine::Refusal;
pub use disk::Disk;
#[cfg(feature = "cli")]
pub(crate) use disk::HeldFolder;
pub use files::{Child, Entry, FileError, Files, Kind, RootPath};
pub use git::{Commit, GitError, Index, Repository, Revision};
pub(crate) use layout::folder_of;
pub use layout::{Layout, LayoutError};
#[cfg(feature = "cli")]
pub(crate) use layout::{below, repository_root};
pub use limits::Limits;
pub(crate) use load::RULES;
pub(crate) use load::TOO_MUCH;
#[cfg(feature = "cli")]
pub(crate) use load::read_upward;
pub use overlay::Overlay;
#[cfg(feature = "cli")]
pub(crate) use typed::{open_typed, read_typed};

use std::sync::{Arc, OnceLock};

use self::decoded::Decoded;
use crate::collections::HashMap;
use crate::json::Places;
use crate::place::{LineColumn, LineTable, Place, SourceId, Span};

/// One file that was read.
#[derive(Debug)]
#[non_exhaustive]
pub struct Source {
    /// Path from the repository root, with `/`.
    pub path: String,
    /// The text, without a byte order mark; bytes that are no UTF-8 are replaced (and reported).
    pub text: String,
    /// Did the file begin with a byte order mark?
    bom: bool,
    /// Is the text what the file holds, but for that mark?
    faithful: bool,
    /// The bytes of another source that it is.
    part_of: Option<Span>,
    lines: OnceLock<LineTable>,
    places: OnceLock<Places>,
}

impl Source {
    fn new(path: String, text: String) -> Self {
        let (lines, places) = (OnceLock::new(), OnceLock::new());
        Self { path, text, bom: false, faithful: false, part_of: None, lines, places }
    }

    /// The whole file with other texts in place of some bytes of its text: (bytes, text), sorted and without
    /// overlaps. Nothing if bytes that are no UTF-8 were replaced, so that the rest would not stay what it is.
    pub(crate) fn rewritten<'e>(
        &self,
        edits: impl IntoIterator<Item = (std::ops::Range<usize>, &'e str)>,
    ) -> Option<String> {
        let mut written = String::with_capacity(self.text.len() + decoded::BOM.len());
        if self.bom {
            written.push('\u{feff}');
        }
        let mut end = 0;
        for (bytes, text) in edits {
            written.push_str(self.text.get(end..bytes.start)?);
            written.push_str(text);
            end = bytes.end;
        }
        written.push_str(self.text.get(end..)?);
        self.faithful.then_some(written)
    }

    /// Where a byte of the text is in the file; nothing if bytes that are no UTF-8 were replaced, so that
    /// nobody can tell.
    pub fn offset_in_file(&self, offset: usize) -> Option<usize> {
        self.faithful.then_some(offset + if self.bom { decoded::BOM.len() } else { 0 })
    }
}

/// All files read so far, in the order of their paths within each round of loading.
#[derive(Debug, Default)]
pub struct Sources {
    /// Where more can be read; nothing if all there is came as texts.
    files: Option<Arc<dyn Files>>,
    layout: Layout,
    /// How many bytes were read.
    taken: u64,
    read: Vec<Source>,
    by_path: HashMap<String, SourceId>,
    /// The files below the source directory, read or not.
    tree: Vec<String>,
    refused: HashMap<String, Refusal>,
}

impl Sources {
    /// Sources from memory, for tests and for callers that have the texts already: (path, text). Nothing else
    /// is ever read.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut sources = Self::default();
        for (path, text) in texts {
            sources.add(path.to_owned(), Decoded::text(text.to_owned()));
            sources.tree.push(path.to_owned());
        }
        sources
    }

    /// Where more can be read; nothing if all there is came as texts.
    pub(crate) fn files(&self) -> Option<&Arc<dyn Files>> {
        self.files.as_ref()
    }

    /// Where the tree lies.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The paths of all files below the source directory, read or not, sorted.
    pub fn tree(&self) -> &[String] {
        &self.tree
    }

    /// The file with this number. Numbers only come from here, so a foreign one is answered with nothing.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.read.get(id.0 as usize)
    }

    /// The text of a file.
    pub fn text(&self, id: SourceId) -> &str {
        self.get(id).map_or("", |source| &source.text)
    }

    /// The path of a file, from the repository root.
    pub fn path(&self, id: SourceId) -> &str {
        self.get(id).map_or("", |source| &source.path)
    }

    /// The number of a file that was read, by its path from the repository root.
    pub fn find(&self, path: &str) -> Option<SourceId> {
        self.by_path.get(path).copied()
    }

    /// Why a file that was asked for was not read; nothing if it was, or was never asked for.
    pub fn refusal(&self, path: &str) -> Option<Refusal> {
        self.refused.get(path).copied()
    }

    /// The text that a span covers.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(self.text(span.source))
    }

    /// All files, in order.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.read.iter().zip(0..).map(|(source, number)| (SourceId(number), source))
    }

    /// The line table of a file.
    pub fn lines(&self, id: SourceId) -> Option<&LineTable> {
        self.get(id).map(|source| source.lines.get_or_init(|| LineTable::new(&source.text)))
    }

    /// Where a span starts, as people count.
    pub fn position(&self, span: Span) -> LineColumn {
        let span = self.in_file(span);
        match (self.get(span.source), self.lines(span.source)) {
            (Some(source), Some(lines)) => lines.position(&source.text, span.start),
            _ => LineColumn { line: 1, column: 1 },
        }
    }

    /// The whole lines that a span stands on, with the end of the last one.
    pub(crate) fn lines_of(&self, span: Span) -> Span {
        let text = self.text(span.source);
        let Span { source, start, end } = span;
        let (start, end) = (start as usize, end as usize);
        let first = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        // A span that ends with a line break ends there.
        let is_whole = end > start && text.get(..end).is_some_and(|all| all.ends_with('\n'));
        let rest = text.get(end..).unwrap_or_default();
        let last = if is_whole { 0 } else { rest.find('\n').map_or(rest.len(), |at| at + 1) };
        Span::new(source, first, end + last)
    }

    /// The bytes of a place, in its file.
    pub fn span_of(&self, place: &Place) -> Span {
        let span = match (place, self.get(place.source())) {
            (Place::Text(span), _) => *span,
            (_, Some(source)) => source.places.get_or_init(|| Places::read(&source.text)).span(place),
            (_, None) => Span::new(place.source(), 0, 0),
        };
        self.in_file(span)
    }

    /// Takes a part of a source as a source of its own: what a document shows of a file, a block of code.
    /// `text` is what is read, as long as the part. It has the path of the file, and what is found in it has
    /// its place there.
    pub(crate) fn take_part(&mut self, part: Span, text: String) -> SourceId {
        let id = self.next_id();
        let path = self.path(part.source).to_owned();
        self.read.push(Source { part_of: Some(part), ..Source::new(path, text) });
        id
    }

    /// The file that a source is, or that it is a part of.
    pub(crate) fn file_of(&self, id: SourceId) -> SourceId {
        self.get(id).and_then(|source| source.part_of).map_or(id, |part| part.source)
    }

    /// A span of a part, in the file.
    pub(crate) fn in_file(&self, span: Span) -> Span {
        match self.get(span.source).and_then(|source| source.part_of) {
            Some(part) => {
                Span { source: part.source, start: part.start + span.start, end: part.start + span.end }
            }
            None => span,
        }
    }

    /// Takes in a text that was read elsewhere, such as a baseline, so that findings can point into it.
    pub fn adopt(&mut self, path: String, text: String) -> SourceId {
        self.find(&path).unwrap_or_else(|| self.add(path, Decoded::text(text)))
    }

    fn next_id(&self) -> SourceId {
        SourceId(u32::try_from(self.read.len()).unwrap_or(u32::MAX))
    }

    fn add(&mut self, path: String, decoded: Decoded) -> SourceId {
        let id = self.next_id();
        self.by_path.insert(path.clone(), id);
        let Decoded { text, bom, mended_at } = decoded;
        self.read.push(Source { bom, faithful: mended_at.is_none(), ..Source::new(path, text) });
        id
    }
}
