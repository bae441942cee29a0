use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::wanted::{Shown, Wanted};
use super::{
    Definition, DefinitionId, Direction, Kind, Location, Media, Reference, SampleFile, SampleFileId,
    conflict, mentioned, required,
};
use crate::collections::{Arena, Ids, IndexMap};
use crate::dictionary::{Dictionary, Entry, Field, Statuses};
use crate::finding::{Finding, Findings, Fix, Line, Rule, Severity, Subject, Words};
use crate::json::{curl_body, http_body, read_json, superfluous};
use crate::place::{Place, SourceId, Span};
use crate::source::Sources;
use crate::version::{Version, Window};

pub(super) static TYPE_UNKNOWN: Rule = Rule {
    id: "dictionary-type-unknown",
    severity: Severity::Warning,
    summary: "the type of an entry is not understood",
    explanation: "The types of JSON (string, integer, number, boolean, object, array, null) and their usual \
                  spellings (dict, list, int, uuid, ...) are understood. An entry of another type is left \
                  unconstrained: its samples cannot be checked.",
    bad: "name:\n  type: strnig",
    good: "name:\n  type: string",
    ..Rule::USUAL
};

pub(super) static IN_UNKNOWN: Rule = Rule {
    id: "dictionary-in-unknown",
    severity: Severity::Error,
    summary: "an entry does not say where its parameter travels",
    explanation: "`in` is one of header, path, query and body. A parameter that is somewhere else, or nowhere, is read as part of the body.",
    bad: "limit:\n  in: querry",
    good: "limit:\n  in: query",
    ..Rule::USUAL
};

pub(super) static VERSION_MALFORMED: Rule = Rule {
    id: "version-malformed",
    severity: Severity::Error,
    summary: "a microversion is not two integers with a dot between",
    explanation: "A microversion is `X.Y` with X and Y integers: 2.10 comes after 2.9. Anything else cannot be compared, and is read as no limit.",
    bad: "min_version: 2.90+",
    good: "min_version: 2.90",
    ..Rule::USUAL
};

pub(super) static WINDOW_EMPTY: Rule = Rule {
    id: "version-window-empty",
    severity: Severity::Error,
    summary: "no microversion has this parameter",
    explanation: "`min_version` and `max_version` are both inclusive. A parameter whose `min_version` is \
                  above its `max_version`, or above the last version of the operation or parent it belongs \
                  to, can never be sent or received.",
    bad: "min_version: 2.60\nmax_version: 2.56",
    good: "min_version: 2.50\nmax_version: 2.56",
    ..Rule::USUAL
};

pub(super) static SAMPLE_NOT_JSON: Rule = Rule {
    id: "sample-not-json",
    severity: Severity::Error,
    unread: true,
    summary: "a sample is not JSON",
    explanation: "Readers copy samples. One that no JSON parser takes is of no use to them, and nothing in it can be checked.",
    bad: "{\"name\": \"a\" \"size\": 1}",
    good: "{\"name\": \"a\", \"size\": 1}",
    fix: Some(
        "commas, colons, quotes, words of Python, comments, dots, and brackets that are missing at the end, as JSON has them",
    ),
    ..Rule::USUAL
};

pub(super) static SAMPLE_DUPLICATE_KEY: Rule = Rule {
    id: "sample-duplicate-key",
    severity: Severity::Error,
    summary: "a sample has the same key twice in one object",
    explanation: "JSON readers keep the last of two equal keys and say nothing. One of the two was meant to be another key, or is left over.",
    bad: "{\"id\": 1, \"id\": 2}",
    good: "{\"id\": 1, \"parent_id\": 2}",
    fix: Some("the first of two members with the same value is removed"),
    ..Rule::USUAL
};

/// The files behind the directives: dictionaries, status files and samples, each read once.
#[derive(Debug, Default)]
pub(super) struct Library {
    pub(super) dictionaries: IndexMap<SourceId, Dictionary>,
    pub(super) statuses: IndexMap<SourceId, Statuses>,
    pub(super) definitions: Arena<DefinitionId, Definition>,
    pub(super) samples: Arena<SampleFileId, SampleFile>,
    defined: BTreeMap<SourceId, Ids<DefinitionId>>,
    /// The names of the entries of each dictionary, for those that are misspelt.
    words: BTreeMap<SourceId, OnceLock<Words>>,
    sample_of: BTreeMap<Shown, SampleFileId>,
    /// What is wrong in blocks of code that may be samples.
    in_blocks: BTreeMap<SampleFileId, Findings>,
    /// Dictionaries and status files that could not be read as a whole: what they lack may only be hidden.
    pub(super) unsound: BTreeSet<SourceId>,
}

impl Library {
    /// Reads everything that is wanted, in parallel.
    pub(super) fn read(sources: &Sources, wanted: &Wanted, findings: &mut Findings) -> Self {
        let mut library = Self::default();
        let ((dictionaries, statuses), samples) = rayon::join(
            || {
                (
                    parallel(&wanted.dictionaries, |id, findings| {
                        Dictionary::read(*id, &conflict::resolved(sources.text(*id)), findings)
                    }),
                    parallel(&wanted.statuses, |id, findings| {
                        Statuses::read(*id, &conflict::resolved(sources.text(*id)), findings)
                    }),
                )
            },
            || {
                parallel(&wanted.samples, |(shown, source), findings| {
                    read_sample(sources, *source, shown, findings)
                })
            },
        );
        for (dictionary, noticed) in dictionaries {
            library.note_unread(dictionary.source, &noticed);
            findings.extend(noticed);
            library.add_dictionary(dictionary, sources, findings);
        }
        for (status, noticed) in statuses {
            library.note_unread(status.source, &noticed);
            findings.extend(noticed);
            library.statuses.insert(status.source, status);
        }
        for ((sample, noticed), (shown, _)) in samples.into_iter().zip(&wanted.samples) {
            let id = library.samples.push(sample);
            match shown {
                Shown::File(..) => findings.extend(noticed),
                Shown::Block(_) => drop(library.in_blocks.insert(id, noticed)),
            }
            library.sample_of.insert(shown.clone(), id);
        }
        library
    }

    fn note_unread(&mut self, source: SourceId, noticed: &Findings) {
        if noticed.iter().any(|finding| finding.is_unread()) {
            self.unsound.insert(source);
        }
    }

    fn add_dictionary(&mut self, dictionary: Dictionary, sources: &Sources, findings: &mut Findings) {
        let first = self.definitions.next_id();
        let text = sources.text(dictionary.source);
        let definitions =
            dictionary.entries.values().map(|entry| define(entry, dictionary.source, text, findings));
        self.definitions.extend(definitions);
        self.defined.insert(dictionary.source, self.definitions.ids_from(first));
        self.words.insert(dictionary.source, OnceLock::new());
        self.dictionaries.insert(dictionary.source, dictionary);
    }

    /// The names of the entries of a dictionary.
    pub(super) fn words(&self, dictionary: SourceId) -> Option<&Words> {
        let entries = &self.dictionaries.get(&dictionary)?.entries;
        let words = self.words.get(&dictionary)?;
        Some(words.get_or_init(|| Words::new(entries.keys().map(String::as_str))))
    }

    /// The definition of `name` in a dictionary.
    pub(super) fn definition(&self, dictionary: SourceId, name: &str) -> Option<DefinitionId> {
        let index = self.dictionaries.get(&dictionary)?.entries.get_index_of(name)?;
        self.defined.get(&dictionary)?.iter().nth(index)
    }

    /// The sample that a file, a part of one or a block of code is.
    pub(super) fn sample(&self, shown: &Shown) -> Option<SampleFileId> {
        self.sample_of.get(shown).copied()
    }

    /// The files that are shown as samples.
    pub(super) fn shown_files(&self) -> impl Iterator<Item = SourceId> {
        self.sample_of.keys().filter_map(|shown| match shown {
            Shown::File(file, _) => Some(*file),
            Shown::Block(_) => None,
        })
    }

    /// What is wrong in the blocks of code that turned out to be samples.
    pub(super) fn findings_of_blocks(&mut self, reference: &Reference) -> Findings {
        let shown = reference.operations.iter().flat_map(|operation| &operation.samples);
        let noticed = shown.filter_map(|sample| self.in_blocks.remove(&sample.file?));
        noticed.flatten().collect()
    }
}

fn parallel<W: Sync, T: Send>(
    wanted: &[W],
    read: impl Fn(&W, &mut Findings) -> T + Sync,
) -> Vec<(T, Findings)> {
    wanted
        .par_iter()
        .map(|wanted| {
            let mut findings = Findings::new();
            (read(wanted, &mut findings), findings)
        })
        .collect()
}

fn define(entry: &Arc<Entry>, source: SourceId, text: &str, findings: &mut Findings) -> Definition {
    let kind = entry.kind.as_ref().map(|kind| read_kind(entry, kind, findings)).unwrap_or_default();
    Definition {
        kind,
        location: location(entry, findings),
        required: entry.required.as_ref().is_some_and(|field| required::read(entry, field, text, findings)),
        window: window(entry, findings),
        mentioned: entry
            .description
            .iter()
            .flat_map(|field| mentioned::in_description(field, text))
            .collect(),
        source,
        entry: Arc::clone(entry),
    }
}

fn read_kind(entry: &Entry, field: &Field, findings: &mut Findings) -> Kind {
    let kind = Kind::parse(&field.value);
    if !kind.understood {
        let message = format!("the type `{}` of entry `{}` is not understood", field.value, entry.name);
        findings.push(Finding::new(&TYPE_UNKNOWN, field.span, Subject::entry(&entry.name), message).with_help(
            "use string, integer, number, boolean, object, array or null; put further words into the description",
        ));
    }
    kind
}

fn location(entry: &Entry, findings: &mut Findings) -> Option<Location> {
    let found = entry.location.as_ref().and_then(|field| Location::parse(&field.value));
    // Of an entry that could not be read nothing is known, and that is told already.
    let readable = entry.kind.is_some() || entry.required.is_some() || entry.description.is_some();
    if found.is_none() && (readable || entry.location.is_some()) {
        let (place, message) = match &entry.location {
            Some(field) => (
                field.span,
                format!("`in: {}` of entry `{}` is no place a parameter can be in", field.value, entry.name),
            ),
            None => (entry.name_span, format!("entry `{}` has no `in`", entry.name)),
        };
        findings.push(
            Finding::new(&IN_UNKNOWN, place, Subject::entry(&entry.name), message)
                .with_help("write `in: header`, `path`, `query` or `body`"),
        );
    }
    found
}

fn window(entry: &Entry, findings: &mut Findings) -> Window {
    let min =
        entry.min_version.as_ref().and_then(|field| version(Subject::entry(&entry.name), field, findings));
    let max =
        entry.max_version.as_ref().and_then(|field| version(Subject::entry(&entry.name), field, findings));
    let window = Window { min, max };
    if let (true, Some(field)) = (window.is_empty(), &entry.max_version) {
        let message = format!("entry `{}` begins after it ends ({})", entry.name, window.bounds());
        findings.push(
            Finding::new(&WINDOW_EMPTY, field.span, Subject::entry(&entry.name), message)
                .with_help("correct `min_version` or `max_version`; both are inclusive"),
        );
        // Which of the two is right nobody knows, so neither is used.
        return Window::ALL;
    }
    window
}

/// Reads a version field; `null` and nothing mean no limit.
pub(super) fn version(subject: Subject, field: &Field, findings: &mut Findings) -> Option<Version> {
    let text = field.value.trim();
    if matches!(text, "" | "null" | "~" | "None") {
        return None;
    }
    let parsed = Version::parse(text);
    if parsed.is_none() {
        let message = format!("`{text}` is not a microversion");
        findings.push(
            Finding::new(&VERSION_MALFORMED, field.span, subject, message)
                .with_help("write two integers with a dot between, such as 2.90"),
        );
    }
    parsed
}

/// So many lines with further mistakes are named.
const MOST_LINES: usize = 4;

/// `; then look at lines 58 and 71`, where reading stopped next.
fn further_lines(sources: &Sources, id: SourceId, further: impl Iterator<Item = usize>) -> String {
    let lines: BTreeSet<u32> = further.map(|at| sources.position(Span::new(id, at, at)).line).collect();
    let named: Vec<String> = lines.iter().take(MOST_LINES).map(ToString::to_string).collect();
    match (named.as_slice(), lines.len().saturating_sub(MOST_LINES)) {
        ([], _) => String::new(),
        ([line], _) => format!("; the next mistake is in line {line}"),
        (_, 0) => format!("; further mistakes are in lines {}", named.join(", ")),
        (_, more) => format!("; further mistakes are in lines {} and {more} more", named.join(", ")),
    }
}

fn read_sample(sources: &Sources, id: SourceId, shown: &Shown, findings: &mut Findings) -> SampleFile {
    let text = sources.text(id);
    let is_block = matches!(shown, Shown::Block(_));
    let media = match media(sources.path(id), text) {
        Media::Http => Media::Http,
        _ if is_block => Media::Json,
        other => other,
    };
    let (body, direction) = body_in(text, media);
    let mut file = SampleFile {
        source: id,
        media,
        value: None,
        is_broken: false,
        is_cut: false,
        direction,
        text: String::new(),
    };
    if media != Media::Json {
        file.text = if is_block { outdented(text) } else { text.to_owned() };
    }
    let Some(body) = body else { return file };
    let resolved = conflict::resolved(text.get(body.clone()).unwrap_or_default());
    let read = read_json(&resolved);
    if let Some(error) = read.error {
        let path = sources.path(id);
        let (what, help) = if is_block {
            ("the sample".to_owned(), "correct the sample, or do not call it JSON")
        } else {
            (format!("`{path}`"), "correct the sample; `python3 -m json.tool FILE` says the same")
        };
        let message = format!("{what} is not JSON: {}", error.message);
        let mut help = error.hint.unwrap_or_else(|| help.to_owned());
        help.push_str(&further_lines(sources, id, error.further.iter().map(|at| body.start + at)));
        let at = body.start + error.offset;
        let mut finding = Finding::new(&SAMPLE_NOT_JSON, Span::new(id, at, at), Subject::file(path), message)
            .with_help(help)
            .with_only_a_sample_lost();
        if let Some(first) = error.repairs.first() {
            let title = match error.repairs.len() {
                1 => Line::new(first.title),
                more => Line::new(format!("{}, and mend what follows: {more} edits", first.title)),
            };
            let is_safe = error.repairs.iter().all(|repair| repair.is_safe);
            let fix = if is_safe { Fix::safe(title) } else { Fix::suggested(title) };
            finding.fix(error.repairs.into_iter().fold(fix, |fix, repair| {
                let bytes = Span::new(id, body.start + repair.bytes.start, body.start + repair.bytes.end);
                fix.replacing(bytes, repair.text)
            }));
        }
        findings.push(finding);
        file.is_broken = true;
    }
    for duplicate in read.duplicates {
        let key = duplicate.pointer.steps().last().unwrap_or_default();
        let place = |range: &Range<usize>| Span::new(id, body.start + range.start, body.start + range.end);
        let message = format!("the key `{key}` stands twice in one object");
        let mut finding =
            Finding::new(&SAMPLE_DUPLICATE_KEY, place(&duplicate.second), Subject::key(&key), message)
                .with_related(Place::Text(place(&duplicate.first)), "first here");
        // A text with marks of a conflict is read without them, and its bytes are elsewhere.
        let spare = superfluous(&resolved, &duplicate).filter(|_| matches!(resolved, Cow::Borrowed(_)));
        match spare {
            Some(bytes) => {
                finding = finding.with_help("remove one of the two, which have the same value");
                finding.fix(Fix::safe("remove the first of two equal members").removing(place(&bytes)));
            }
            None => finding = finding.with_help("rename or remove one of the two"),
        }
        findings.push(finding);
    }
    if let Some(mended) = read.mended {
        (file.value, file.is_cut) = (Some(mended.value), mended.is_cut);
    }
    file.value = read.value.or(file.value);
    file
}

/// Where the JSON body of a sample stands, and what the text around it says that it is.
fn body_in(text: &str, media: Media) -> (Option<Range<usize>>, Option<Direction>) {
    match media {
        Media::Json => (Some(0..text.len()), None),
        Media::Shell => {
            let body = curl_body(text);
            let direction = body.as_ref().map(|_| Direction::Request);
            (body, direction)
        }
        Media::Http => match http_body(text) {
            Some(body) if body.is_answer => (Some(body.range), Some(Direction::Response)),
            Some(body) => (Some(body.range), Some(Direction::Request)),
            None => (None, None),
        },
        Media::Xml | Media::Form | Media::Text => (None, None),
    }
}

/// The text of a block of code, which begins behind the indentation of its first line, without that of the others.
fn outdented(text: &str) -> String {
    let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let others = text.split('\n').skip(1).filter(|line| !line.trim().is_empty());
    let least = others.map(depth).min().unwrap_or(0);
    let line = |line: &str| line.get(least.min(depth(line))..).unwrap_or_default().to_owned();
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default().to_owned();
    std::iter::once(first).chain(lines.map(line)).collect::<Vec<_>>().join("\n")
}

/// What a file is: by its suffix, else by how it begins.
fn media(path: &str, text: &str) -> Media {
    let start = text.trim_start();
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.').map(|(_, suffix)| suffix) {
        Some("json") => Media::Json,
        Some("xml") => Media::Xml,
        _ if start.starts_with("<?xml") => Media::Xml,
        _ if start.starts_with("curl ") || start.starts_with("#!") => Media::Shell,
        _ if is_http(start) => Media::Http,
        _ if is_form(start) => Media::Form,
        _ if start.starts_with(['{', '[']) && read_json(text).error.is_none() => Media::Json,
        Some("yaml" | "yml") => Media::Text,
        _ if begins_with_key(start) => Media::Json,
        _ => Media::Text,
    }
}

/// Does a text begin like an object whose first key is written as JSON has it?
fn begins_with_key(text: &str) -> bool {
    let object = text.strip_prefix('[').map_or(text, str::trim_start);
    object.strip_prefix('{').is_some_and(|inside| inside.trim_start().starts_with('"'))
}

fn is_http(text: &str) -> bool {
    let first = text.lines().next().unwrap_or("");
    first.starts_with("HTTP/") || first.contains(" HTTP/1") || first.contains(" HTTP/2")
}

fn is_form(text: &str) -> bool {
    let line = text.trim_end();
    !line.is_empty()
        && !line.contains(char::is_whitespace)
        && line.split('&').all(|pair| pair.split_once('=').is_some_and(|(key, _)| !key.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_what_they_look_like() {
        assert_eq!(media("a/b.json", "not json"), Media::Json);
        assert_eq!(media("a/list-curl", "curl -X GET http://x"), Media::Shell);
        assert_eq!(media("a/show.txt", "GET /v1/x HTTP/1.1\nHost: x"), Media::Http);
        assert_eq!(media("a/token.txt", "grant_type=x&scope=y"), Media::Form);
        assert_eq!(media("a/b", "<?xml version=\"1.0\"?>"), Media::Xml);
        assert_eq!(media("a/b.txt", "{\"a\": 1}"), Media::Json);
        assert_eq!(media("a/b.txt", "[{ \"a\": 1 \"b\""), Media::Json);
        assert_eq!(media("a/b.txt", "{a}"), Media::Text);
        assert_eq!(media("a/b.yaml", "{\"a\": b}"), Media::Text);
        assert_eq!(media("a/b.txt", "hello world"), Media::Text);
    }
}
