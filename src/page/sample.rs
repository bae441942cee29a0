use serde::Serialize;

use super::bodies::is_no;
use super::data::{View, ends};
use super::pool::Pool;
use crate::collections::HashMap;
use crate::contract::{Mark, MarkKind};
use crate::place::SourceId;
use crate::reference::{Direction, Media, Operation, SampleId};
use crate::shape::{Bodies, Recorded};
use crate::version::Window;

/// What is longer than this is shown up to here.
const LONGEST: usize = 256 << 10;

/// A text that operations show, once.
#[derive(Debug, Serialize)]
pub(super) struct TextData {
    /// Its file.
    #[serde(rename = "f")]
    file: String,
    #[serde(rename = "t")]
    text: String,
    /// Can its keys be told?
    #[serde(rename = "j", skip_serializing_if = "is_no")]
    json: bool,
    /// Is the end of it left out?
    #[serde(rename = "c", skip_serializing_if = "is_no")]
    cut: bool,
}

/// A sample of an operation.
#[derive(Debug, Serialize)]
pub(super) struct SampleData {
    /// Its text; nothing where the file could not be read.
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    text: Option<usize>,
    /// The body of the operation that it shows.
    #[serde(rename = "b", skip_serializing_if = "Option::is_none")]
    body: Option<usize>,
    /// Request or response.
    #[serde(rename = "x", skip_serializing_if = "Option::is_none")]
    direction: Option<&'static str>,
    #[serde(rename = "t")]
    title: u32,
    /// The version that it was judged at.
    #[serde(rename = "v", skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    /// The versions that it is said to be of, where they are several with an end.
    #[serde(rename = "w", skip_serializing_if = "Option::is_none")]
    window: Option<[Option<String>; 2]>,
    /// Is the version written somewhere?
    #[serde(rename = "q", skip_serializing_if = "is_no")]
    exact: bool,
    /// What says so.
    #[serde(rename = "y", skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<u32>,
    /// Where it disagrees with the text: a letter, the pointer, the key that is missing there.
    #[serde(rename = "m", skip_serializing_if = "Vec::is_empty")]
    marks: Vec<MarkData>,
    /// Was it held against what the text says?
    #[serde(rename = "j", skip_serializing_if = "is_no")]
    judged: bool,
    /// Where it is shown.
    #[serde(rename = "p")]
    place: u32,
}

impl SampleData {
    /// Nothing if it was not judged; else whether it agrees with the text, but for nulls.
    pub(super) fn agrees(&self) -> Option<bool> {
        self.judged.then(|| self.marks.iter().all(|mark| mark.0 == 'n'))
    }
}

/// A letter, a pointer and a key.
#[derive(Debug, Serialize)]
struct MarkData(char, u32, #[serde(skip_serializing_if = "Option::is_none")] Option<u32>);

/// The texts of samples, each once.
#[derive(Debug, Default)]
pub(super) struct Texts {
    texts: Vec<TextData>,
    number_of: HashMap<SourceId, usize>,
}

impl Texts {
    fn number(&mut self, view: View<'_>, source: SourceId, is_json: bool) -> usize {
        *self.number_of.entry(source).or_insert_with(|| {
            let text = view.sources.text(source);
            let end = (0..=text.len().min(LONGEST)).rev().find(|at| text.is_char_boundary(*at));
            let shown = text.get(..end.unwrap_or_default()).unwrap_or_default();
            let cut = shown.len() < text.len();
            let file = view.sources.path(source).to_owned();
            self.texts.push(TextData { file, text: shown.to_owned(), json: is_json && !cut, cut });
            self.texts.len() - 1
        })
    }

    /// The texts, by number.
    pub(super) fn take(self) -> Vec<TextData> {
        self.texts
    }
}

/// The samples of an operation.
pub(super) fn samples(
    view: View<'_>,
    operation: &Operation,
    bodies: &Bodies,
    marks: &[&Mark],
    pool: &mut Pool,
    texts: &mut Texts,
) -> Vec<SampleData> {
    let samples = operation.samples.entries().map(|(id, sample)| {
        let file = view.reference.sample_file(sample);
        let is_json = file.is_some_and(|file| file.media == Media::Json && file.is_sound());
        let judged = judged(bodies, id);
        let recorded = judged.map(|(_, _, recorded)| recorded);
        let evidence = recorded.into_iter().flat_map(|recorded| &recorded.evidence);
        let evidence: Vec<u32> = evidence
            .map(|piece| pool.word(&format!("{} says {}: {}", piece.kind.as_str(), piece.window, piece.text)))
            .collect();
        let own = marks.iter().filter(|mark| mark.sample == id);
        SampleData {
            text: file.map(|file| texts.number(view, file.source, is_json)),
            direction: sample.direction.map(Direction::as_str),
            title: pool.word(&title(sample)),
            version: recorded.and_then(|recorded| recorded.version).map(|version| version.to_string()),
            window: recorded.and_then(stated).and_then(ends),
            exact: recorded.is_some_and(|recorded| recorded.exact),
            evidence,
            marks: own.map(|mark| mark_data(mark, pool)).collect(),
            judged: judged.is_some_and(|(_, documented, _)| documented),
            body: judged.map(|(body, _, _)| body),
            place: pool.word(&view.at(sample.span)),
        }
    });
    samples.collect()
}

/// The versions that something says a sample is of, from one to another: those of the strongest that does.
fn stated(recorded: &Recorded) -> Option<Window> {
    let windows = recorded.evidence.iter().map(|piece| piece.window);
    let is_range = |window: &Window| window.max.is_some() && window.min != window.max;
    windows.filter(is_range).find(|window| recorded.version.is_some_and(|version| window.contains(version)))
}

/// Which body of the operation a sample shows, whether rows describe that, and how its version is known.
fn judged(bodies: &Bodies, id: SampleId) -> Option<(usize, bool, &Recorded)> {
    bodies.all().enumerate().find_map(|(number, (_, body))| {
        let at = body.samples.iter().position(|sample| *sample == id)?;
        Some((number, body.documented, body.recorded.get(at)?))
    })
}

/// What readers call it: the bold line before it, else the title of its section.
fn title(sample: &crate::reference::Sample) -> String {
    let section = sample.section.first().map(String::as_str);
    let title = sample.bold.as_deref().or(section).map(crate::rst::plain);
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| "Sample".to_owned())
}

fn mark_data(mark: &Mark, pool: &mut Pool) -> MarkData {
    let letter = match mark.kind {
        MarkKind::Undocumented => 'u',
        MarkKind::Type => 't',
        MarkKind::Null => 'n',
        MarkKind::Value => 'v',
        MarkKind::Missing => 'm',
        MarkKind::OutsideVersion => 'o',
    };
    MarkData(letter, pool.word(&mark.pointer), mark.key.as_deref().map(|key| pool.word(key)))
}
