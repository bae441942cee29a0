use std::collections::BTreeSet;

use serde_json::Value;

use super::node::{Node, Placed};
use crate::reference::{Document, Operation, Reference, Sample, Unmarked, mentioned};
use crate::version::{Version, Window};

/// At which version a sample was recorded, and how that is known.
#[derive(Debug, Clone)]
pub(crate) struct Recorded {
    /// What each piece of evidence says, strongest first.
    pub evidence: Vec<Evidence>,
    /// The versions in which all documented keys of the sample are active together.
    pub keys: Window,
    /// The rows whose windows exclude each other, if the keys can never be together.
    pub impossible: Option<Apart>,
    /// The version that the sample is judged at; `None` where the document has no versions.
    pub version: Option<Version>,
    /// The version is written somewhere, not inferred.
    pub exact: bool,
    /// Two pieces of evidence that exclude each other, as indices in `evidence`.
    pub conflict: Option<(usize, usize)>,
}

impl Recorded {
    /// The versions that the sample itself says it is of, by its name or title.
    pub(super) fn stated(&self) -> Window {
        let is_own = |kind| !matches!(kind, EvidenceKind::Operation | EvidenceKind::Younger);
        let own = self.evidence.iter().filter(|piece| is_own(piece.kind));
        own.fold(Window::ALL, |stated, piece| {
            let both = stated.intersect(piece.window);
            if both.is_empty() { stated } else { both }
        })
    }
}

/// Rows that no version has together.
#[derive(Debug, Clone)]
pub(crate) struct Apart {
    /// The smaller of the two groups, which is the likelier mistake.
    pub(crate) fewer: Vec<Placed>,
    /// The other group: each of its rows excludes some of the smaller one.
    pub(crate) more: Vec<Placed>,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Where it was found.
    pub kind: EvidenceKind,
    /// The versions it allows.
    pub window: Window,
    /// The text that says it.
    pub text: String,
}

/// Where evidence for a version stands, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EvidenceKind {
    /// A folder `vX.Y` in the path.
    Folder,
    /// A suffix of the file name.
    Suffix,
    /// The bold line before it, or the title of its section.
    Title,
    /// Younger samples of its name, in folders of versions beside it.
    Younger,
    /// The window of the operation.
    Operation,
}

impl EvidenceKind {
    /// The words for reports.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Folder => "the folder",
            Self::Suffix => "the file name",
            Self::Title => "the line above it",
            Self::Younger => "the younger samples beside it",
            Self::Operation => "the operation",
        }
    }
}

/// The versions of a document, for deciding about its samples.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DocumentVersions {
    /// The lowest version there is.
    pub floor: Version,
    /// The highest version that the document mentions.
    pub ceiling: Version,
    unmarked: Unmarked,
}

impl DocumentVersions {
    /// The era of a document; `None` if it mentions no version.
    pub(crate) fn of(reference: &Reference, document: &Document) -> Option<Self> {
        let policy = reference.policy(document)?;
        let marks = reference.operations[document.operations]
            .iter()
            .flat_map(|operation| &operation.samples)
            .any(|sample| folder_version(&sample.path).is_some());
        let unmarked = if marks { policy.unmarked } else { Unmarked::Newest };
        Some(Self { floor: policy.floor, ceiling: policy.ceiling, unmarked })
    }

    fn window(self) -> Window {
        Window { min: Some(self.floor), max: Some(self.ceiling) }
    }
}

/// What the keys of a sample say of its version.
#[derive(Debug, Default)]
pub(super) struct Keys<'n> {
    /// The rows of the documented keys that it shows.
    present: Vec<&'n Placed>,
    /// The versions from which on keys are required that it does not show.
    absent: BTreeSet<Version>,
}

/// Works out at which version a sample was recorded, with what its keys say.
pub(super) fn recorded(
    operation: &Operation,
    sample: &Sample,
    found: &Keys<'_>,
    era: Option<DocumentVersions>,
    younger: Option<Version>,
) -> Recorded {
    let mut evidence = gather(operation, sample);
    let is_marked = evidence.iter().any(|piece| piece.kind != EvidenceKind::Operation);
    let older = younger.filter(|_| !is_marked).and_then(before);
    let older = older.filter(|window| window.overlaps(operation.window));
    evidence.extend(older.map(|window| Evidence {
        kind: EvidenceKind::Younger,
        window,
        text: window.to_string(),
    }));
    let (keys, impossible) = key_window(&found.present);
    let Some(era) = era else {
        return Recorded { evidence, keys, impossible, version: None, exact: false, conflict: None };
    };
    let mut stated = era.window();
    let mut conflict = None;
    for (at, piece) in evidence.iter().enumerate() {
        let next = stated.intersect(piece.window);
        if next.is_empty() {
            // The stronger evidence came first and stays.
            let before = evidence.iter().take(at).position(|other| !other.window.overlaps(piece.window));
            conflict = conflict.or(before.map(|before| (before, at)));
        } else {
            stated = next;
        }
    }
    // A mark above all that is documented is still what the sample says.
    let marked =
        evidence.iter().find(|piece| piece.window.min.is_some() && piece.window.min == piece.window.max);
    let exact = marked.is_some();
    let within = stated.intersect(keys);
    let choice = if within.is_empty() || impossible.is_some() { stated } else { within };
    let lowest = !exact
        && era.unmarked == Unmarked::Floor
        && evidence.iter().all(|piece| matches!(piece.kind, EvidenceKind::Operation | EvidenceKind::Younger));
    let version = match marked {
        Some(piece) => piece.window.min,
        None if lowest => choice.min,
        None => found.before(keys, choice).or(choice.max),
    };
    Recorded { evidence, keys, impossible, version, exact, conflict }
}

fn gather(operation: &Operation, sample: &Sample) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    if let Some((version, text)) = folder_version(&sample.path) {
        evidence.push(Evidence { kind: EvidenceKind::Folder, window: Window::at(version), text });
    }
    if let Some((version, text)) = suffix_version(&sample.path) {
        evidence.push(Evidence { kind: EvidenceKind::Suffix, window: Window::at(version), text });
    }
    let lines = sample.bold.iter().chain(sample.section.first());
    for line in lines {
        if let Some(window) = mentioned(line) {
            evidence.push(Evidence { kind: EvidenceKind::Title, window, text: line.clone() });
            break;
        }
    }
    if !operation.window.is_all() && !operation.window.is_empty() {
        let text = operation.window.to_string();
        evidence.push(Evidence { kind: EvidenceKind::Operation, window: operation.window, text });
    }
    evidence
}

/// The versions that a sample itself says it is of, by its name or title.
pub(super) fn stated(operation: &Operation, sample: &Sample) -> Option<Window> {
    let own = gather(operation, sample).into_iter().filter(|piece| piece.kind != EvidenceKind::Operation);
    own.map(|piece| piece.window).reduce(Window::intersect).filter(|window| !window.is_empty())
}

/// All versions before one.
fn before(version: Version) -> Option<Window> {
    let last = Version { minor: version.minor.checked_sub(1)?, ..version };
    Some(Window { min: None, max: Some(last) })
}

/// A folder `v2.90` in the path.
fn folder_version(path: &str) -> Option<(Version, String)> {
    path.split('/').rev().skip(1).find_map(|folder| {
        let version = Version::parse(folder.strip_prefix('v')?)?;
        Some((version, folder.to_owned()))
    })
}

/// `-1.38.json`, `_v2.47.json`.
fn suffix_version(path: &str) -> Option<(Version, String)> {
    let file = path.rsplit('/').next()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let (_, last) = stem.rsplit_once(['-', '_'])?;
    let version = Version::parse(last.strip_prefix('v').unwrap_or(last))?;
    Some((version, last.to_owned()))
}

/// The versions in which all keys are active; if there are none, the rows that exclude each other. A row that
/// no version has says nothing of the sample.
fn key_window(present: &[&Placed]) -> (Window, Option<Apart>) {
    let alive = || present.iter().copied().filter(|placed| !placed.window.is_empty());
    let latest_start =
        alive().filter(|placed| placed.window.min.is_some()).max_by_key(|placed| placed.window.min);
    let earliest_end =
        alive().filter(|placed| placed.window.max.is_some()).min_by_key(|placed| placed.window.max);
    let window = Window {
        min: latest_start.and_then(|placed| placed.window.min),
        max: earliest_end.and_then(|placed| placed.window.max),
    };
    let (Some(start), Some(end)) = (latest_start, earliest_end) else { return (window, None) };
    if !window.is_empty() {
        return (window, None);
    }
    // A row counts once, in however many items of lists a sample shows it.
    let apart = |from: &Placed| -> Vec<Placed> {
        let mut known = BTreeSet::new();
        let others = alive().filter(|placed| !placed.window.overlaps(from.window));
        others.filter(|placed| known.insert((placed.operation, placed.row))).cloned().collect()
    };
    // What excludes the later rows are the earlier ones, and the other way round.
    let (earlier, later) = (apart(start), apart(end));
    let (fewer, more) = if later.len() < earlier.len() { (later, earlier) } else { (earlier, later) };
    (window, Some(Apart { fewer, more }))
}

/// Could the sample have been recorded at `version`: all its documented keys are active there, and no key
/// that came with a version and is required there is absent?
pub(super) fn fits(node: &Node, value: &Value, version: Version) -> bool {
    let active = |part: &Node| part.rows.is_empty() || part.stands_at(version);
    let comes_with = |placed: &Placed| {
        placed.required
            && placed.why.is_sure()
            && !placed.required_in.is_all()
            && placed.required_in.contains(version)
    };
    let is_absent = |key: &str| value.as_object().is_some_and(|members| !members.contains_key(key));
    let complete = node
        .members
        .iter()
        .filter(|(key, _)| is_absent(key))
        .all(|(_, member)| !member.rows.iter().any(comes_with));
    complete && node.beside(value).all(|(_, value, part)| active(part) && fits(part, value, version))
}

impl<'n> Keys<'n> {
    /// Looks at all of a sample; of alternatives nothing can be said, and keys that stand in several objects
    /// say nothing about any one of them.
    pub(super) fn look(&mut self, node: &'n Node, value: &Value) {
        if let [placed] = node.rows.as_slice()
            && placed.why.is_sure()
            && node.implied.is_empty()
        {
            self.present.push(placed);
        }
        if let Some(object) = value.as_object() {
            let absent = node.members.iter().filter(|(key, _)| !object.contains_key(key.as_str()));
            for (_, member) in absent {
                if let ([placed], false) = (member.rows.as_slice(), member.optional) {
                    self.absent.extend(placed.required_in.min.filter(|_| placed.required));
                }
            }
        }
        for (_, value, part) in node.beside(value) {
            self.look(part, value);
        }
    }

    /// The version before those of which a sample shows no key, though keys of several are required: one of
    /// them may be left out by mistake, all of them are not there yet.
    fn before(&self, shown: Window, choice: Window) -> Option<Version> {
        let is_later =
            |since: &&Version| choice.contains(**since) && shown.min.is_none_or(|newest| **since > newest);
        let mut later = self.absent.iter().filter(is_later);
        let (first, _) = (later.next()?, later.next()?);
        let last = Version { minor: first.minor.checked_sub(1)?, ..*first };
        choice.contains(last).then_some(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_carry_versions() {
        assert_eq!(
            folder_version("doc/v2.90/x.json").map(|found| found.0.to_string()).as_deref(),
            Some("2.90")
        );
        assert_eq!(
            suffix_version("usages-1.38.json").map(|found| found.0.to_string()).as_deref(),
            Some("1.38")
        );
        assert_eq!(
            suffix_version("show_v2.47.json").map(|found| found.0.to_string()).as_deref(),
            Some("2.47")
        );
        assert!(folder_version("v3/x.json").is_none() && suffix_version("a-b.json").is_none());
    }
}
