use serde::Serialize;

use super::bodies::{BodyData, RowData, bodies, is_no, row};
use super::data::{View, ends};
use super::pool::Pool;
use super::sample::{SampleData, Texts, samples};
#[cfg(feature = "viewer")]
use crate::analysis::Analysis;
use crate::analysis::AnalysisError;
use crate::reference::{Code, CodeKind, Direction, Document, Location, Operation, OperationId, RowId};
use crate::version::Version;

/// A document.
#[derive(Debug, Serialize)]
pub(super) struct DocumentData {
    title: String,
    root: String,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    prose: Option<u32>,
    chapters: Vec<ChapterData>,
    /// The versions in which something comes or goes, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    versions: Vec<String>,
}

/// A chapter.
#[derive(Debug, Serialize)]
struct ChapterData {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    prose: Option<u32>,
}

/// An operation.
#[derive(Debug, Serialize)]
pub(super) struct OperationData {
    /// What it is called in addresses.
    pub(super) id: String,
    #[serde(rename = "m")]
    method: String,
    #[serde(rename = "p")]
    path: String,
    #[serde(rename = "t")]
    title: String,
    /// Its document, and the chapter there.
    #[serde(rename = "d")]
    pub(super) document: usize,
    #[serde(rename = "c")]
    pub(super) chapter: usize,
    /// Where its directive is.
    #[serde(rename = "f")]
    place: u32,
    #[serde(rename = "w", skip_serializing_if = "Option::is_none")]
    window: Option<[Option<String>; 2]>,
    #[serde(rename = "o", skip_serializing_if = "is_no")]
    deprecated: bool,
    /// Its text.
    #[serde(rename = "x", skip_serializing_if = "Option::is_none")]
    prose: Option<u32>,
    #[serde(rename = "a", skip_serializing_if = "Vec::is_empty")]
    parameters: Vec<ParameterData>,
    #[serde(rename = "s", skip_serializing_if = "Vec::is_empty")]
    codes: Vec<CodeData>,
    #[serde(rename = "b", skip_serializing_if = "Vec::is_empty")]
    pub(super) bodies: Vec<BodyData>,
    #[serde(rename = "e", skip_serializing_if = "Vec::is_empty")]
    pub(super) samples: Vec<SampleData>,
    /// The findings about it.
    #[serde(rename = "i", skip_serializing_if = "Vec::is_empty")]
    pub(super) findings: Vec<usize>,
}

/// What travels beside the body.
#[derive(Debug, Serialize)]
struct ParameterData {
    #[serde(rename = "n")]
    name: u32,
    /// Where it travels.
    #[serde(rename = "l")]
    location: &'static str,
    /// Is it in the answer?
    #[serde(rename = "x", skip_serializing_if = "is_no")]
    answered: bool,
    #[serde(rename = "r")]
    row: RowData,
}

/// A status code.
#[derive(Debug, Serialize)]
struct CodeData {
    #[serde(rename = "c")]
    code: String,
    #[serde(rename = "e", skip_serializing_if = "is_no")]
    error: bool,
    #[serde(rename = "d", skip_serializing_if = "Option::is_none")]
    reason: Option<u32>,
    #[serde(rename = "p")]
    place: u32,
}

/// The documents, with their chapters and versions.
pub(super) fn documents(view: View<'_>, pool: &mut Pool) -> Vec<DocumentData> {
    let documents = view.reference.documents.iter().map(|document| DocumentData {
        title: document.title.clone(),
        root: view.sources.path(document.root).to_owned(),
        prose: pool.prose(&view.reference.markdown(&document.prose, &document.scope)),
        chapters: document
            .chapters
            .iter()
            .map(|chapter| ChapterData {
                title: crate::rst::plain(&chapter.title),
                prose: pool.prose(&view.reference.markdown(&chapter.prose, &document.scope)),
            })
            .collect(),
        versions: versions(view, document).iter().map(Version::to_string).collect(),
    });
    documents.collect()
}

/// For each document the versions in which something of it comes or goes.
#[cfg(feature = "viewer")]
pub(crate) fn versions_of(analysis: &Analysis) -> Vec<Vec<String>> {
    let view = View::new(analysis);
    let documents = view.reference.documents.iter();
    documents.map(|document| versions(view, document).iter().map(Version::to_string).collect()).collect()
}

/// The versions in which something of the document comes or goes, and those of its samples.
fn versions(view: View<'_>, document: &Document) -> Vec<Version> {
    let Some(policy) = view.reference.policy(document) else { return Vec::new() };
    let operations = &view.reference.operations[document.operations];
    let windows = operations.iter().flat_map(|operation| {
        std::iter::once(operation.window).chain(operation.rows.iter().map(|row| row.window))
    });
    let mut versions = vec![policy.floor, policy.ceiling];
    versions.extend(windows.flat_map(|window| [window.min, window.max]).flatten());
    versions.retain(|version| (policy.floor..=policy.ceiling).contains(version));
    let bodies = document.operations.iter().flat_map(|id| view.analysis.shapes().bodies[id].all());
    let recorded = bodies.flat_map(|(_, body)| &body.recorded).filter(|recorded| recorded.exact);
    versions.extend(recorded.filter_map(|recorded| recorded.version));
    versions.sort_unstable();
    versions.dedup();
    versions
}

/// All operations, by the names that they have in addresses.
pub(super) fn operations(
    view: View<'_>,
    names: Vec<String>,
    pool: &mut Pool,
    texts: &mut Texts,
) -> Result<Vec<OperationData>, AnalysisError> {
    let marks = view.analysis.marks()?;
    let mut all = Vec::with_capacity(names.len());
    for ((id, operation), name) in view.reference.operations.entries().zip(names) {
        let found = &view.analysis.shapes().bodies[id];
        let from = marks.partition_point(|mark| mark.operation < id);
        let own = marks.iter().skip(from).take_while(|mark| mark.operation == id);
        all.push(OperationData {
            id: name,
            samples: samples(view, operation, found, &own.collect::<Vec<_>>(), pool, texts),
            bodies: bodies(view, operation, found, pool),
            ..head(view, id, operation, pool)
        });
    }
    Ok(all)
}

/// An operation without its bodies.
fn head(view: View<'_>, number: OperationId, operation: &Operation, pool: &mut Pool) -> OperationData {
    let document = view.reference.document(operation);
    let prose = document.map(|document| view.reference.markdown(&operation.prose, &document.scope));
    OperationData {
        id: String::new(),
        method: operation.method.to_string(),
        path: operation.template.path(),
        title: crate::rst::typographic(&operation.title),
        document: operation.document,
        chapter: operation.chapter,
        place: pool.word(&view.at(operation.span)),
        window: ends(operation.window),
        deprecated: operation.deprecated,
        prose: prose.and_then(|prose| pool.prose(&prose)),
        parameters: parameters(view, (number, operation), pool),
        codes: operation.codes.iter().map(|code| code_data(view, document, code, pool)).collect(),
        bodies: Vec::new(),
        samples: Vec::new(),
        findings: Vec::new(),
    }
}

fn parameters(
    view: View<'_>,
    (number, operation): (OperationId, &Operation),
    pool: &mut Pool,
) -> Vec<ParameterData> {
    let entries: Vec<RowId> = operation.rows.ids().iter().collect();
    let rows = entries.into_iter().filter(|id| operation.rows[*id].location != Location::Body);
    let parameters = rows.map(|id| {
        let found = &operation.rows[id];
        ParameterData {
            name: pool.word(&found.name),
            location: found.location.as_str(),
            answered: found.direction == Some(Direction::Response),
            row: row(view, (number, operation), id, pool),
        }
    });
    parameters.collect()
}

fn code_data(view: View<'_>, document: Option<&Document>, code: &Code, pool: &mut Pool) -> CodeData {
    let reason = code.reason.as_deref().zip(document).map(|(reason, document)| {
        crate::rst::description(reason.trim(), &document.scope, crate::reference::holds_data)
    });
    CodeData {
        code: code.key(),
        error: code.kind == CodeKind::Error,
        reason: reason.and_then(|reason| pool.prose(&reason)),
        place: pool.word(&view.at(code.span)),
    }
}
