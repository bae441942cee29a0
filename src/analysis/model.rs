use serde::Serialize;

use super::Analysis;
use crate::dictionary::Field;
use crate::place::Span;
use crate::reference::{Caption, Code, CodeKind, Direction, Operation, Reference, Row, Sample};
use crate::source::Sources;
use crate::version::Window;

/// The model as JSON, for other programs: version 1.
#[derive(Debug, Serialize)]
pub struct Model<'a> {
    version: u32,
    documents: Vec<DocumentModel<'a>>,
    operations: Vec<OperationModel<'a>>,
}

/// Where something stands: line and column count from 1, bytes from 0.
#[derive(Debug, Serialize)]
struct At<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    start: u32,
    end: u32,
}

#[derive(Debug, Serialize)]
struct DocumentModel<'a> {
    root: &'a str,
    title: &'a str,
    orphan: bool,
    description: String,
    chapters: Vec<ChapterModel<'a>>,
    /// How many operations of the flat list belong to it.
    operations: usize,
}

#[derive(Debug, Serialize)]
struct ChapterModel<'a> {
    title: &'a str,
    span: At<'a>,
    description: String,
}

#[derive(Debug, Serialize)]
struct OperationModel<'a> {
    method: &'a str,
    url: &'a str,
    path: String,
    /// As Sphinx shows it.
    title: String,
    /// As the source has it, without markup.
    written_title: &'a str,
    file: &'a str,
    document: &'a str,
    chapter: &'a str,
    span: At<'a>,
    title_span: At<'a>,
    url_span: At<'a>,
    /// As written.
    min_version: Option<&'a str>,
    /// As written.
    max_version: Option<&'a str>,
    window: WindowModel,
    deprecated: bool,
    /// A `rest_method` in an example of the operation before: no operation of its own, but what is shown
    /// below it is listed with it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    caption: bool,
    description: String,
    request: Vec<RowModel<'a>>,
    response: Vec<RowModel<'a>>,
    /// Rows of tables that say neither request nor response.
    other: Vec<RowModel<'a>>,
    success: Vec<u16>,
    error: Vec<u16>,
    codes: Vec<CodeModel<'a>>,
    samples: Vec<SampleModel<'a>>,
}

#[derive(Debug, Serialize)]
struct WindowModel {
    min: Option<String>,
    max: Option<String>,
}

#[derive(Debug, Serialize)]
struct RowModel<'a> {
    name: &'a str,
    reference: &'a str,
    /// As written in the dictionary.
    #[serde(rename = "in")]
    location: Option<&'a str>,
    /// As written in the dictionary.
    #[serde(rename = "type")]
    kind: Option<&'a str>,
    /// As os-api-ref reads it: a misspelt field is absent, and absent is false.
    required: bool,
    min_version: Option<&'a str>,
    max_version: Option<&'a str>,
    /// What was understood.
    meaning: Meaning,
    window: WindowModel,
    description: String,
    span: At<'a>,
    entry: Option<At<'a>>,
}

#[derive(Debug, Serialize)]
struct Meaning {
    #[serde(rename = "in")]
    location: &'static str,
    types: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct CodeModel<'a> {
    code: u16,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    range: bool,
    kind: &'static str,
    reason: Option<&'a str>,
    span: At<'a>,
}

#[derive(Debug, Serialize)]
struct SampleModel<'a> {
    role: &'static str,
    /// The file from the folder that was asked for; the path as written if it is not there.
    file: String,
    /// The file from the repository root, if it is there.
    source: Option<&'a str>,
    title: Option<&'a str>,
    span: At<'a>,
}

impl Analysis {
    /// What was read, for other programs.
    pub fn model(&self) -> Model<'_> {
        Model::new(self.reference(), self.sources())
    }
}

impl<'a> Model<'a> {
    /// Describes the reference.
    fn new(reference: &'a Reference, sources: &'a Sources) -> Self {
        let view = View { reference, sources };
        Self {
            version: 1,
            documents: reference.documents.iter().map(|document| view.document(document)).collect(),
            operations: reference
                .operations
                .iter()
                .flat_map(|operation| view.with_captions(operation))
                .collect(),
        }
    }
}

/// What stands in a part of an operation.
#[derive(Clone, Copy)]
struct Part<'a> {
    rows: &'a [Row],
    codes: &'a [Code],
    samples: &'a [Sample],
}

impl<'a> Part<'a> {
    /// What stands from one caption to the next.
    fn between(self, from: Option<&Caption>, to: Option<&Caption>) -> Self {
        fn cut<T>(all: &[T], from: Option<usize>, to: Option<usize>) -> &[T] {
            all.get(from.unwrap_or(0)..to.unwrap_or(all.len())).unwrap_or_default()
        }
        Self {
            rows: cut(self.rows, from.map(|at| at.rows), to.map(|at| at.rows)),
            codes: cut(self.codes, from.map(|at| at.codes), to.map(|at| at.codes)),
            samples: cut(self.samples, from.map(|at| at.samples), to.map(|at| at.samples)),
        }
    }
}

#[derive(Clone, Copy)]
struct View<'a> {
    reference: &'a Reference,
    sources: &'a Sources,
}

impl<'a> View<'a> {
    fn at(self, span: Span) -> At<'a> {
        let position = self.sources.position(span);
        At {
            file: self.sources.path(span.source),
            line: position.line,
            column: position.column,
            start: span.start,
            end: span.end,
        }
    }

    fn document(self, document: &'a crate::reference::Document) -> DocumentModel<'a> {
        let chapters = document.chapters.iter().map(|chapter| ChapterModel {
            title: &chapter.title,
            span: self.at(chapter.span),
            description: self.reference.markdown(&chapter.prose, &document.scope),
        });
        DocumentModel {
            root: self.sources.path(document.root),
            title: &document.title,
            orphan: document.orphan,
            description: self.reference.markdown(&document.prose, &document.scope),
            chapters: chapters.collect(),
            operations: document.operations.len(),
        }
    }

    /// An operation, and the `rest_method` directives in its examples. Each lists what stands below it.
    fn with_captions(self, operation: &'a Operation) -> Vec<OperationModel<'a>> {
        let all = Part {
            rows: operation.rows.as_slice(),
            codes: &operation.codes,
            samples: operation.samples.as_slice(),
        };
        let ends = operation.captions.iter().skip(1).map(Some).chain([None]);
        let captions = operation.captions.iter().zip(ends).map(|(caption, next)| OperationModel {
            method: caption.method.as_str(),
            url: &caption.url,
            title: crate::rst::typographic(&caption.title),
            written_title: &caption.title,
            span: self.at(caption.span),
            url_span: self.at(caption.url_span),
            caption: true,
            description: String::new(),
            ..self.operation(operation, all.between(Some(caption), next))
        });
        std::iter::once(self.operation(operation, all.between(None, operation.captions.first())))
            .chain(captions)
            .collect()
    }

    fn operation(self, operation: &'a Operation, part: Part<'a>) -> OperationModel<'a> {
        let document = self.reference.document(operation);
        let chapter = document.and_then(|document| document.chapters.get(operation.chapter));
        let rows = |direction: Option<Direction>| -> Vec<RowModel<'a>> {
            let rows = part.rows.iter().filter(|row| row.direction == direction);
            rows.map(|row| self.row(row, document)).collect()
        };
        let codes = |kind: CodeKind| {
            let listed = part.codes.iter().filter(|code| code.kind == kind && !code.is_range);
            let mut codes: Vec<u16> = listed.map(|code| code.code).collect();
            codes.sort_unstable();
            codes.dedup();
            codes
        };
        OperationModel {
            method: operation.method.as_str(),
            url: &operation.url,
            path: operation.template.path(),
            title: crate::rst::typographic(&operation.title),
            written_title: &operation.title,
            file: self.sources.path(operation.span.source),
            document: document.map_or("", |document| self.sources.path(document.root)),
            chapter: chapter.map_or("", |chapter| chapter.title.as_str()),
            span: self.at(operation.span),
            title_span: self.at(operation.title_span),
            url_span: self.at(operation.url_span),
            min_version: text(operation.min_version.as_ref()),
            max_version: text(operation.max_version.as_ref()),
            window: operation.window.into(),
            deprecated: operation.deprecated,
            caption: false,
            description: document
                .map(|document| self.reference.markdown(&operation.prose, &document.scope))
                .unwrap_or_default(),
            request: rows(Some(Direction::Request)),
            response: rows(Some(Direction::Response)),
            other: rows(None),
            success: codes(CodeKind::Success),
            error: codes(CodeKind::Error),
            codes: self.codes(part.codes),
            samples: self.samples(part.samples),
        }
    }

    fn codes(self, codes: &'a [Code]) -> Vec<CodeModel<'a>> {
        let kind = |kind: CodeKind| if kind == CodeKind::Success { "success" } else { "error" };
        let codes = codes.iter().map(|code| CodeModel {
            code: code.code,
            range: code.is_range,
            kind: kind(code.kind),
            reason: code.reason.as_deref().map(str::trim),
            span: self.at(code.span),
        });
        codes.collect()
    }

    fn samples(self, samples: &'a [Sample]) -> Vec<SampleModel<'a>> {
        let samples = samples.iter().map(|sample| SampleModel {
            role: sample.direction.map_or("unknown", Direction::as_str),
            file: self
                .sample_path(sample)
                .map_or_else(|| sample.path.clone(), |path| self.sources.layout().from_scope(path)),
            source: self.sample_path(sample),
            title: sample.bold.as_deref(),
            span: self.at(sample.span),
        });
        samples.collect()
    }

    fn sample_path(self, sample: &Sample) -> Option<&'a str> {
        self.reference.sample_file(sample).map(|file| self.sources.path(file.source))
    }

    fn row(self, row: &'a Row, document: Option<&crate::reference::Document>) -> RowModel<'a> {
        let definition = self.reference.definition(row);
        let entry = definition.map(|definition| &definition.entry);
        let description = entry.and_then(|entry| entry.description.as_ref());
        RowModel {
            name: &row.name,
            reference: &row.reference,
            location: entry.and_then(|entry| text(entry.location.as_ref())),
            kind: entry.and_then(|entry| text(entry.kind.as_ref())),
            required: definition.is_some_and(|definition| definition.required),
            min_version: entry.and_then(|entry| text(entry.min_version.as_ref())),
            max_version: entry.and_then(|entry| text(entry.max_version.as_ref())),
            meaning: Meaning {
                location: row.location.as_str(),
                types: definition
                    .map(|definition| definition.kind.types.names().collect())
                    .unwrap_or_default(),
                format: definition.and_then(|definition| definition.kind.format),
            },
            window: row.window.into(),
            description: match (description, document) {
                (Some(field), Some(document)) => {
                    crate::rst::description(&field.value, &document.scope, crate::reference::holds_data)
                }
                _ => String::new(),
            },
            span: self.at(row.name_span),
            entry: entry.map(|entry| self.at(entry.name_span)),
        }
    }
}

impl From<Window> for WindowModel {
    fn from(window: Window) -> Self {
        Self {
            min: window.min.map(|version| version.to_string()),
            max: window.max.map(|version| version.to_string()),
        }
    }
}

fn text(field: Option<&Field>) -> Option<&str> {
    field.map(|field| field.value.trim())
}
