use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::changed::ChangedFile;
use super::patch::{Identity, Patch, Taken};
use super::proof::leaves_others_alone;
use super::round::{self, Documents};
use super::state::State;
use crate::analysis::{Analysis, AnalysisError, Cancel};
use crate::finding::{Finding, FixLevel, Subject};
use crate::place::Place;
use crate::triage::Selection;
use crate::triage::identity::fingerprint;
use crate::witness::Specification;

/// After so many rounds what is left is left: each one mends something, and few need more than three.
const MOST_ROUNDS: usize = 16;

/// Which fixes are wanted.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FixOptions {
    /// Those that can be trusted so far.
    pub level: FixLevel,
    /// Those of these rules.
    pub selection: Selection,
    /// Those of findings that concern an operation, as `METHOD path`; all if there is none.
    pub operations: Vec<String>,
    /// Those of findings with one of these fingerprints; all if there is none.
    pub fingerprints: Vec<String>,
    /// Specifications that were derived from the code: what the text and they differ in is mended as well, where
    /// the samples agree with them.
    pub specs: Arc<[Specification]>,
    /// How often the tree is read with fixes in it, at most: what mending costs is bounded by so many times a check,
    /// and twice that where documents have to be compared after each fix.
    pub readings: usize,
}

impl Default for FixOptions {
    fn default() -> Self {
        Self {
            level: FixLevel::Safe,
            selection: Selection::default(),
            operations: Vec::new(),
            fingerprints: Vec::new(),
            specs: Arc::from([]),
            readings: 64,
        }
    }
}

impl FixOptions {
    fn wants(&self, finding: &Finding, fingerprint: &str) -> bool {
        let operation = self.operations.is_empty()
            || finding.operations().iter().any(|one| self.operations.contains(one));
        let picked =
            self.fingerprints.is_empty() || self.fingerprints.iter().any(|wanted| wanted == fingerprint);
        operation && picked
    }
}

/// A fix that was proven.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Applied {
    /// The rule of the finding.
    pub rule: &'static str,
    /// Where the finding was when the fix was applied: path, line and column.
    pub place: String,
    /// What the fix does, in the imperative.
    pub title: String,
    /// How far it can be trusted.
    pub level: FixLevel,
    /// What the finding is known by.
    pub fingerprint: String,
}

/// What can be mended of a tree, proven.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Mended {
    /// The files that change, by path.
    pub files: Vec<ChangedFile>,
    /// The fixes in them, in the order in which they were applied.
    pub applied: Vec<Applied>,
    /// Findings of the same choice that are left, as `check` reports them.
    pub left: usize,
    /// Of those, how many have a fix that the proof refused.
    pub refused: usize,
    /// Of those, how many have a fix that is only suggested, where only safe ones were wanted.
    pub suggested: usize,
    /// Were there more fixes than one run tries? Another run goes on from the files that this one changes.
    pub is_cut: bool,
}

/// Mends what can be proven, in memory: the files are only written by who asked.
pub fn mend(analysis: &Analysis, options: &FixOptions) -> Result<Mended, AnalysisError> {
    let before = State::new(again(analysis)?, BTreeMap::new(), Arc::clone(&options.specs));
    // Documents are held against each other once, and only if that fails after each fix.
    let mut course = course(analysis, &before, options, Documents::AtTheEnd)?;
    let leaves_others = match &course.after {
        Some(after) => leaves_others_alone(&before, after, &course.concerned)?,
        None => true,
    };
    if !leaves_others {
        course = self::course(analysis, &before, options, Documents::EachTime)?;
    }
    let state = course.after.as_ref().unwrap_or(&before);
    let files = changed(analysis, state);
    let reported = reported(analysis, state, options)?;
    let (applied, left, is_cut) = (course.applied, reported.len(), course.is_cut);
    let mut mended = Mended { files, applied, left, refused: 0, suggested: 0, is_cut };
    for finding in &reported {
        match finding.fixes().first().map(|fix| fix.level) {
            Some(level) if level > options.level => mended.suggested += 1,
            Some(_) => mended.refused += 1,
            None => {}
        }
    }
    Ok(mended)
}

/// What some rounds come to.
#[derive(Default)]
struct Course {
    /// The fixes that hold.
    applied: Vec<Applied>,
    /// The operations that they concern, as documents name them.
    concerned: BTreeSet<String>,
    /// The tree after them; nothing if there is none.
    after: Option<State>,
    /// Were there more than could be tried?
    is_cut: bool,
}

/// Round after round, until nothing more holds.
fn course(
    analysis: &Analysis,
    before: &State,
    options: &FixOptions,
    documents: Documents,
) -> Result<Course, AnalysisError> {
    let mut course = Course::default();
    let mut refused = BTreeSet::new();
    let mut readings = options.readings;
    for _ in 0..MOST_ROUNDS {
        let state = course.after.as_ref().unwrap_or(before);
        let patches = candidates(analysis, state, options, &refused)?;
        if patches.is_empty() {
            break;
        }
        let outcome = round::run(state, &patches, documents, &mut readings)?;
        let at = |number: &usize| patches.get(*number);
        refused.extend(outcome.refused.iter().filter_map(at).map(Patch::identity));
        course.applied.extend(outcome.accepted.iter().filter_map(at).map(told));
        course.concerned.extend(outcome.concerned);
        if let Some(after) = outcome.state {
            course.after = Some(after);
        }
        if readings == 0 {
            course.is_cut = true;
            break;
        }
    }
    Ok(course)
}

/// The tree as it is, as a state of its own: each round replaces the last one, and the caller keeps theirs.
fn again(analysis: &Analysis) -> Result<Analysis, AnalysisError> {
    let sources = analysis.sources();
    let files = sources.files().cloned();
    let files = files.ok_or_else(|| {
        AnalysisError::Question("the sources came as texts: there is no file to mend".to_owned())
    })?;
    Analysis::read(files, sources.layout().clone(), analysis.config().clone(), Cancel::default())
}

/// The findings that `check` reports on a state, as far as the options want them.
fn reported(analysis: &Analysis, state: &State, options: &FixOptions) -> Result<Vec<Finding>, AnalysisError> {
    let found = state.findings()?.to_vec();
    let checked = state.analysis.reported_of(found, analysis.baseline(), &options.selection);
    let sources = state.analysis.sources();
    Ok(checked.into_iter().filter(|finding| options.wants(finding, &fingerprint(finding, sources))).collect())
}

/// The fixes to be tried next: the first of each finding that was not refused, and that meets none before it.
/// Those that bring lost input back have a round of their own.
fn candidates(
    analysis: &Analysis,
    state: &State,
    options: &FixOptions,
    refused: &BTreeSet<Identity>,
) -> Result<Vec<Patch>, AnalysisError> {
    let mut numbers: BTreeMap<_, usize> = BTreeMap::new();
    for (number, finding) in state.findings()?.iter().enumerate() {
        numbers.entry(known_by(finding)).or_insert(number);
    }
    let mut patches: Vec<Patch> = Vec::new();
    let mut taken = Taken::default();
    for finding in reported(analysis, state, options)? {
        let Some(number) = numbers.get(&known_by(&finding)).copied() else { continue };
        let print = fingerprint(&finding, state.analysis.sources());
        let mut fixes = finding.fixes().iter().filter(|fix| fix.level <= options.level);
        let patch = fixes.find_map(|fix| {
            let patch = Patch::new(&state.analysis, number, &finding, fix, print.clone())?;
            (!refused.contains(&patch.identity())).then_some(patch)
        });
        patches.extend(patch.filter(|patch| taken.take(patch)));
    }
    // What is lost comes back first: until then nobody knows what else holds, such as which entries are unused.
    if patches.iter().any(|patch| patch.is_of_unread) {
        patches.retain(|patch| patch.is_of_unread);
    }
    // An entry that nothing uses may be what another fix names, and one whose type is mended what a new one would be.
    if patches.iter().any(|patch| !patch.is_last) {
        patches.retain(|patch| !patch.is_last);
    }
    Ok(patches)
}

/// What a finding is found by among those of its tree.
fn known_by(finding: &Finding) -> (&'static str, Place, Subject) {
    (finding.rule().id, finding.place().clone(), finding.subject().clone())
}

fn told(patch: &Patch) -> Applied {
    Applied {
        rule: patch.rule,
        place: patch.shown.clone(),
        title: patch.title.clone(),
        level: patch.level,
        fingerprint: patch.fingerprint.clone(),
    }
}

fn changed(analysis: &Analysis, state: &State) -> Vec<ChangedFile> {
    let sources = analysis.sources();
    let files = state.texts.iter().filter_map(|(path, after)| {
        let before = sources.get(sources.find(path)?)?.rewritten([])?;
        Some(ChangedFile { path: path.clone(), before, after: after.clone() })
    });
    files.filter(|file| file.before != file.after).collect()
}
