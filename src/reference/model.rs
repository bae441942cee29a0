use std::collections::BTreeMap;
use std::sync::Arc;

use super::sample::{Sample, SampleFile};
use super::{Binding, DefinitionId, Kind, Method, OperationId, RowId, SampleFileId, SampleId, Template};
use crate::collections::{Arena, Ids, IndexMap};
use crate::config::Microversions;
use crate::dictionary::{Dictionary, Entry, Field, Statuses};
use crate::place::{SourceId, Span};
use crate::rst::{Block, Scope};
use crate::version::{Version, Window};

/// The blocks of rst sources, in the order in which these were read.
pub(crate) type Blocks = IndexMap<SourceId, Vec<Block>>;

/// The model of an API reference: what its documents, dictionaries, status files and samples say.
#[derive(Debug, Default)]
pub(crate) struct Reference {
    /// The root documents, then the orphans, each group sorted by path.
    pub documents: Vec<Document>,
    /// All operations, flat, in document order; one for each `rest_method`, also where a file is included
    /// twice.
    pub operations: Arena<OperationId, Operation>,
    /// All dictionary entries that were read.
    pub definitions: Arena<DefinitionId, Definition>,
    /// Each sample file once.
    pub samples: Arena<SampleFileId, SampleFile>,
    /// The dictionaries, in the order they were met.
    pub dictionaries: IndexMap<SourceId, Dictionary>,
    /// The status files.
    pub statuses: IndexMap<SourceId, Statuses>,
    /// The blocks of every rst source that was parsed.
    pub blocks: Blocks,
    /// Root-relative paths of sample files that no operation shows, in folders where others are shown.
    pub unreferenced: Vec<String>,
    /// The first version that has a sample of its own beside each sample, in a folder of that version.
    pub younger: BTreeMap<SampleFileId, Version>,
    /// What was read outside of operations.
    pub outside: Outside,
    /// Definitions that tables outside of operations use.
    pub outside_definitions: Vec<DefinitionId>,
    /// Comments that speak to this tool (`.. apiref: allow ...`).
    pub remarks: Vec<Remark>,
    /// The service type that the configuration names.
    pub service_type: Option<String>,
    /// What the configuration says about versions; it wins over the table of known services and the text.
    pub microversions: Microversions,
    /// How much of operations was read.
    pub counts: Counts,
}

/// A comment that begins with `apiref:`.
#[derive(Debug, Clone)]
pub(crate) struct Remark {
    /// Where it stands.
    pub span: Span,
    /// The operation around it.
    pub operation: Option<OperationId>,
}

/// Structure that stands in chapters, outside of any operation.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outside {
    /// Rows of tables.
    pub rows: usize,
    /// Status codes.
    pub codes: usize,
    /// Samples.
    pub samples: usize,
}

/// How much was read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// `rest_method` directives.
    pub operations: usize,
    /// Rows of `rest_parameters` tables, of operations.
    pub rows: usize,
    /// Status codes of operations.
    pub codes: usize,
    /// Samples of operations.
    pub samples: usize,
}

/// One root `.rst` with everything it includes, or an orphan read on its own.
#[derive(Debug)]
pub(crate) struct Document {
    /// The root file.
    pub root: SourceId,
    /// The first title.
    pub title: String,
    /// The same with the names of substitutions: it stays when a version number in it changes.
    pub written_title: String,
    /// No root includes it.
    pub orphan: bool,
    /// The text before and beside the chapters.
    pub prose: Vec<Prose>,
    /// The chapters that hold operations, in order.
    pub chapters: Vec<Chapter>,
    /// Substitutions and link targets, document-wide.
    pub scope: Scope<'static>,
    /// Its operations.
    pub operations: Ids<OperationId>,
    /// The versions that its directives about versions name, with their places.
    pub mentioned: Vec<(Version, Span)>,
}

/// A titled section that groups operations.
#[derive(Debug)]
pub(crate) struct Chapter {
    /// The title.
    pub title: String,
    /// Where the title stands.
    pub span: Span,
    /// The versions that its title or text states for everything in it.
    pub window: Window,
    /// Its text.
    pub prose: Vec<Prose>,
}

/// Running text: blocks below a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prose {
    /// The heading, for text below a subsection.
    pub heading: Option<String>,
    /// The blocks, as (source, index in `Reference::blocks`).
    pub blocks: Vec<(SourceId, usize)>,
}

/// One `rest_method` and all that belongs to it.
#[derive(Debug)]
pub(crate) struct Operation {
    /// Index in `Reference::documents`.
    pub document: usize,
    /// Index in `Document::chapters`.
    pub chapter: usize,
    /// The title of its section.
    pub title: String,
    /// Where the title stands.
    pub title_span: Span,
    /// The directive's name and arguments.
    pub span: Span,
    /// The verb.
    pub method: Method,
    /// The URL as written.
    pub url: String,
    /// Where the URL is written.
    pub url_span: Span,
    /// The URL understood.
    pub template: Template,
    /// `min_version` of the directive.
    pub min_version: Option<Field>,
    /// `max_version` of the directive.
    pub max_version: Option<Field>,
    /// The versions that have the operation.
    pub window: Window,
    /// The title or a directive says that it is deprecated.
    pub deprecated: bool,
    /// Its text.
    pub prose: Vec<Prose>,
    /// The rows of its tables, in order.
    pub rows: Arena<RowId, Row>,
    /// Its tables, in order; rows point here.
    pub tables: Vec<Table>,
    /// The variables of the URL with their rows.
    pub bindings: Vec<Binding>,
    /// Its status codes.
    pub codes: Vec<Code>,
    /// Its samples.
    pub samples: Arena<SampleId, Sample>,
    /// The `rest_method` directives that stand in its examples.
    pub captions: Vec<Caption>,
}

/// A `rest_method` in an example of an operation: what it calls, and how much of the operation stood before
/// it.
#[derive(Debug, Clone)]
pub(crate) struct Caption {
    /// The title of the section it is in.
    pub title: String,
    /// The directive's name and arguments.
    pub span: Span,
    /// The verb.
    pub method: Method,
    /// The URL as written.
    pub url: String,
    /// Where the URL is written.
    pub url_span: Span,
    /// How many rows stood before it.
    pub rows: usize,
    /// How many status codes stood before it.
    pub codes: usize,
    /// How many samples stood before it.
    pub samples: usize,
}

/// Which way a table or sample goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// What the caller sends.
    Request,
    /// What the service answers.
    Response,
}

impl Direction {
    /// The other one.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Request => Self::Response,
            Self::Response => Self::Request,
        }
    }

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Location {
    /// A header.
    Header,
    /// A variable of the URL.
    Path,
    /// The query string.
    Query,
    /// The body.
    Body,
}

impl Location {
    /// Reads the `in` of an entry.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text.trim() {
            "header" => Self::Header,
            "path" => Self::Path,
            "query" => Self::Query,
            "body" => Self::Body,
            _ => return None,
        })
    }

    /// The word.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Path => "path",
            Self::Query => "query",
            Self::Body => "body",
        }
    }
}

/// One `rest_parameters` directive.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// The directive.
    pub span: Span,
    /// Its dictionary, if it could be read.
    pub dictionary: Option<SourceId>,
    /// The titles of the sections around it inside the operation, innermost first.
    pub section: Arc<[String]>,
    /// The bold line or short paragraph right before it: what form of the body it is about.
    pub label: Option<String>,
    /// Request or response; `None` where nothing says which.
    pub direction: Option<Direction>,
    /// It lists what is in an object of the request, and the response has that object, too.
    pub is_of_both: bool,
    /// The window that the section states.
    pub window: Window,
}

/// One `- name: reference` line of a table.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// The name, as the API spells it.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// The key in the dictionary.
    pub reference: String,
    /// Where the reference stands.
    pub reference_span: Span,
    /// Index in `Operation::tables`.
    pub table: usize,
    /// Its dictionary entry; `None` if the reference does not resolve.
    pub definition: Option<DefinitionId>,
    /// Request or response, from its table.
    pub direction: Option<Direction>,
    /// Where it really travels: a variable of the URL is in the path whatever its entry says.
    pub location: Location,
    /// The versions that have the row: operation, section and entry together.
    pub window: Window,
}

/// A dictionary entry with its meaning.
#[derive(Debug)]
pub(crate) struct Definition {
    /// The entry.
    pub entry: Arc<Entry>,
    /// The file it is in.
    pub source: SourceId,
    /// What its type means.
    pub kind: Kind,
    /// Where it travels, if `in` says one of the four.
    pub location: Option<Location>,
    /// `required: true`, as os-api-ref reads it.
    pub required: bool,
    /// The versions that the entry states.
    pub window: Window,
    /// The versions that directives in its description name, with their places.
    pub mentioned: Vec<(Version, Span)>,
}

/// Did the operation succeed?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum CodeKind {
    /// Listed as success.
    Success,
    /// Listed as error.
    Error,
}

/// A status code of an operation.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    /// The code; of a range its first one.
    pub code: u16,
    /// Is it a range such as `4XX`?
    pub is_range: bool,
    /// Where it stands.
    pub span: Span,
    /// Listed as.
    pub kind: CodeKind,
    /// The text of the status file, reStructuredText.
    pub reason: Option<String>,
}

impl Code {
    /// The code as OpenAPI writes it: `404`, or `4XX` for a range.
    pub(crate) fn key(&self) -> String {
        if self.is_range { format!("{}XX", self.code / 100) } else { self.code.to_string() }
    }
}

impl Reference {
    /// The definition of a row.
    pub(crate) fn definition(&self, row: &Row) -> Option<&Definition> {
        Some(&self.definitions[row.definition?])
    }

    /// The file of a sample.
    pub(crate) fn sample_file(&self, sample: &Sample) -> Option<&SampleFile> {
        Some(&self.samples[sample.file?])
    }

    /// The document of an operation.
    pub(crate) fn document(&self, operation: &Operation) -> Option<&Document> {
        self.documents.get(operation.document)
    }

    /// Keeps only the operations that `wanted` says, and the documents that have some.
    pub(super) fn keep(&mut self, wanted: impl Fn(&Operation) -> bool) {
        let mut kept = Arena::default();
        let mut documents = Vec::new();
        let mut operations = std::mem::take(&mut self.operations).into_iter();
        for mut document in std::mem::take(&mut self.documents) {
            let first = kept.next_id();
            for mut operation in operations.by_ref().take(document.operations.len()) {
                if wanted(&operation) {
                    operation.document = documents.len();
                    kept.push(operation);
                }
            }
            document.operations = kept.ids_from(first);
            if !document.operations.is_empty() {
                documents.push(document);
            }
        }
        self.operations = kept;
        self.documents = documents;
        // Their numbers are no longer right; a lone file is looked at, not suppressed.
        self.remarks.retain(|remark| remark.operation.is_none());
    }

    /// The block behind an index of [`Prose`].
    pub(crate) fn block(&self, (source, index): (SourceId, usize)) -> Option<&Block> {
        self.blocks.get(&source)?.get(index)
    }

    /// Prose as CommonMark.
    pub(crate) fn markdown(&self, prose: &[Prose], scope: &Scope<'_>) -> String {
        let parts = prose.iter().filter_map(|part| {
            let blocks = part.blocks.iter().filter_map(|id| self.block(*id));
            let text = crate::rst::commonmark(blocks, scope);
            match &part.heading {
                _ if text.is_empty() => None,
                Some(heading) => Some(format!("#### {}\n\n{text}", crate::rst::plain(heading))),
                None => Some(text),
            }
        });
        parts.collect::<Vec<_>>().join("\n\n")
    }
}

impl Operation {
    /// `METHOD path`, the name that findings and the baseline use.
    pub(crate) fn key(&self) -> String {
        format!("{} {}", self.method, self.template.path())
    }

    /// Is its URL nothing but a variable, which the caller names? Then it is a callback.
    pub(crate) fn is_callback(&self) -> bool {
        super::url::is_callback(&self.url)
    }

    /// The rows of one direction.
    pub(crate) fn rows_of(&self, direction: Direction) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| self.is_of(row, direction))
    }

    /// The rows that requests may have: those of the request, and of tables that do not say whose they are.
    pub(crate) fn rows_of_requests(&self) -> impl Iterator<Item = &Row> {
        let is_it = |row: &&Row| row.direction.is_none() || self.is_of(row, Direction::Request);
        self.rows.iter().filter(is_it)
    }

    /// Is the row, alone or among others, of that direction?
    pub(crate) fn is_of(&self, row: &Row, direction: Direction) -> bool {
        let is_of_both = || self.tables.get(row.table).is_some_and(|table| table.is_of_both);
        row.direction == Some(direction) || (row.direction.is_some() && is_of_both())
    }

    /// The name that a row of the query has in URLs: in `?method={method_name}` the row `method_name` describes
    /// `method`, if no row does so by its own name.
    pub(crate) fn query_key<'o>(&'o self, row: &'o Row) -> &'o str {
        let parts = &self.template.query;
        let part = parts.iter().find(|part| part.variable.as_ref() == Some(&row.name));
        let is_free = |name: &str| {
            !self.rows.iter().any(|row| row.location == Location::Query && row.name == name)
                && !parts.iter().any(|part| part.name == row.name)
        };
        let name = part.map(|part| part.name.as_str()).filter(|name| is_free(name));
        name.filter(|_| row.location == Location::Query).unwrap_or(&row.name)
    }

    /// The first table of one direction.
    pub(crate) fn table_span(&self, direction: Direction) -> Option<Span> {
        self.tables.iter().find(|table| table.direction == Some(direction)).map(|table| table.span)
    }

    /// The table of one direction that stands before a sample, the nearest of several; where none does, the
    /// first.
    pub(crate) fn table_before(&self, direction: Direction, sample: &Sample) -> Option<Span> {
        let tables = self.tables.iter().filter(|table| table.direction == Some(direction));
        let is_before = |span: &Span| span.source == sample.span.source && span.start < sample.span.start;
        let before = tables.map(|table| table.span).rfind(is_before);
        before.or_else(|| self.table_span(direction))
    }

    /// The samples of one direction.
    pub(crate) fn samples_of(&self, direction: Direction) -> impl Iterator<Item = &Sample> {
        let is_of_it = move |sample: &&Sample| sample.direction == Some(direction) && !sample.is_misplaced;
        self.samples.iter().filter(is_of_it)
    }
}
