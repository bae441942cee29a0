use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::facts::Facts;
use super::matching::pair;
use super::renames::Renames;
use super::since::read_state;
use crate::analysis::{Analysis, AnalysisError};
use crate::finding::{Findings, Matter, Severity};
use crate::source::{Commit, GitError, Repository};
use crate::triage::Selection;

/// When each finding of today came, and what came and went before.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct History {
    /// The findings of the last commit, with their births.
    pub open: Vec<Origin>,
    /// The years in which something happened, by rule.
    pub years: BTreeMap<String, BTreeMap<&'static str, Count>>,
    /// How many days those lived that are gone, by rule.
    pub lives: BTreeMap<&'static str, Vec<i64>>,
    /// What was open after each state of the sources, the earliest first.
    pub points: Vec<HistoryPoint>,
    /// How many commits were looked at.
    pub commits: usize,
    /// How many states of the sources there were among them.
    pub states: usize,
    /// Does the clone lack older commits? Then what was there at the first one may be older.
    pub is_shallow: bool,
    /// Those that could not be read: nothing is known of what came and went there.
    pub gaps: Vec<Commit>,
}

/// What came and went in a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Count {
    /// Findings that came.
    pub born: usize,
    /// Findings that went.
    pub mended: usize,
}

/// What was open after a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HistoryPoint {
    /// When the commit was written, as a day: `2026-11-28`.
    pub day: String,
    /// The same in seconds since 1970.
    pub seconds: i64,
    /// How many errors, warnings and notes there were.
    pub open: [usize; 3],
}

impl HistoryPoint {
    fn new(commit: &Commit, findings: &Findings) -> Self {
        let mut open = [0; 3];
        let [errors, warnings, notes] = &mut open;
        for finding in findings.iter().filter(|finding| finding.rule().matter != Matter::Baseline) {
            *match finding.severity() {
                Severity::Error => &mut *errors,
                Severity::Warning => &mut *warnings,
                Severity::Note => &mut *notes,
            } += 1;
        }
        Self { day: commit.day.clone(), seconds: commit.seconds, open }
    }

    /// How many findings were open.
    pub fn total(&self) -> usize {
        self.open.iter().sum()
    }
}

/// A finding of today and the commit that brought it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Origin {
    /// The rule.
    pub rule: &'static str,
    /// How severe it is.
    pub severity: &'static str,
    /// What it says.
    pub message: String,
    /// The file that it stands in, from the root.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The operations concerned.
    pub operations: Vec<String>,
    /// The commit.
    pub commit: Commit,
    /// Was it there at the first commit that was looked at? Then it may be older.
    pub or_before: bool,
}

/// Why there is no history.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// The repository cannot be read.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The findings of a state cannot be told.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
}

/// A finding that is there, and the number of the commit that brought it.
struct Alive {
    born: usize,
}

/// A state that was read, with what it reports.
struct State {
    analysis: Analysis,
    findings: Findings,
}

/// Reads every state of the sources along the first parents of HEAD, a few at a time, and follows each finding
/// through them. `now` says where the sources are, and how they are judged. `tell` hears how many commits are
/// done, of how many.
pub fn history(
    now: &Analysis,
    repository: &Repository,
    since: Option<&str>,
    selection: &Selection,
    tell: &mut dyn FnMut(usize, usize),
) -> Result<History, HistoryError> {
    let folders = folders(now);
    let commits = repository.mainline(&folders, since)?;
    let is_shallow = repository.is_shallow()?;
    let mut told = History { commits: commits.len(), is_shallow, ..History::default() };
    let mut alive: Vec<Alive> = Vec::new();
    let mut last: Option<State> = None;
    let mut known: Option<Vec<Option<String>>> = None;
    let mut done = 0;
    for batch in commits.chunks(2 * rayon::current_num_threads().max(1)) {
        let mut wanted = Vec::new();
        for (number, commit) in (done..).zip(batch) {
            let revision = repository.revision_of(commit)?;
            let ids = revision.ids(&folders);
            if known.as_ref() != Some(&ids) {
                wanted.push((number, revision));
                known = Some(ids);
            }
        }
        let read: Vec<_> = wanted
            .into_par_iter()
            .map(|(number, revision)| {
                let state = read_state(Arc::new(revision), now.sources().layout(), now.config());
                let state = state.and_then(|analysis| {
                    let findings = analysis.check(selection)?.findings;
                    Ok(State { analysis, findings })
                });
                (number, state)
            })
            .collect();
        for (number, state) in read {
            told.states += 1;
            match state {
                Ok(state) => {
                    told.follow(&mut alive, last.as_ref(), &state, number, &commits);
                    last = Some(state);
                }
                Err(AnalysisError::Layout(_) | AnalysisError::NoOperation(_)) if last.is_none() => {}
                Err(AnalysisError::Layout(_) | AnalysisError::NoOperation(_) | AnalysisError::Unread(_)) => {
                    told.gaps.extend(commits.get(number).cloned())
                }
                Err(error) => return Err(error.into()),
            }
        }
        done += batch.len();
        tell(done, commits.len());
    }
    let Some(last) = last else { return Ok(told) };
    told.open = origins(&last, &alive, &commits, repository, &folders)?;
    Ok(told)
}

impl History {
    /// Goes from one state to the next: what was there stays what it was.
    fn follow(
        &mut self,
        alive: &mut Vec<Alive>,
        last: Option<&State>,
        state: &State,
        number: usize,
        commits: &[Commit],
    ) {
        let Some(commit) = commits.get(number) else { return };
        self.points.push(HistoryPoint::new(commit, &state.findings));
        let none = Renames::default();
        let later: Vec<Facts> = state
            .findings
            .iter()
            .map(|finding| Facts::new(finding, state.analysis.sources(), &none))
            .collect();
        let earlier: Vec<Facts> = match last {
            None => Vec::new(),
            Some(last) => {
                let renames = Renames::between(&last.analysis, &state.analysis);
                let sources = last.analysis.sources();
                last.findings.iter().map(|finding| Facts::new(finding, sources, &renames)).collect()
            }
        };
        let pairs = pair(&earlier, &later);
        let kept: BTreeSet<usize> = pairs.iter().flatten().copied().collect();
        let year = commit.day.get(..4).unwrap_or_default().to_owned();
        let counts = self.years.entry(year).or_default();
        for (at, facts) in earlier.iter().enumerate().filter(|(at, _)| !kept.contains(at)) {
            counts.entry(facts.rule).or_default().mended += 1;
            if let Some(born) = alive.get(at).and_then(|alive| commits.get(alive.born)) {
                let days = (commit.seconds - born.seconds).max(0) / 86_400;
                self.lives.entry(facts.rule).or_default().push(days);
            }
        }
        let next =
            pairs.iter().zip(&later).map(|(found, facts)| match found.and_then(|old| alive.get(old)) {
                Some(old) => Alive { born: old.born },
                None => {
                    counts.entry(facts.rule).or_default().born += 1;
                    Alive { born: number }
                }
            });
        let next = next.collect();
        *alive = next;
    }
}

/// The findings of the last state with the commits that brought them, the earliest first.
fn origins(
    last: &State,
    alive: &[Alive],
    commits: &[Commit],
    repository: &Repository,
    folders: &[String],
) -> Result<Vec<Origin>, HistoryError> {
    let sources = last.analysis.sources();
    let mut authors: BTreeMap<usize, Commit> = BTreeMap::new();
    let mut found = Vec::new();
    for (finding, alive) in last.findings.iter().zip(alive) {
        if finding.rule().matter == Matter::Baseline {
            continue;
        }
        let Some(commit) = commits.get(alive.born) else { continue };
        let author = match authors.get(&alive.born) {
            Some(known) => known.clone(),
            None => {
                let author = repository.author_of(commit, folders)?;
                authors.insert(alive.born, author.clone());
                author
            }
        };
        let span = sources.span_of(finding.place());
        let origin = Origin {
            rule: finding.rule().id,
            severity: finding.severity().as_str(),
            message: finding.headline().to_owned(),
            file: sources.path(span.source).to_owned(),
            line: sources.position(span).line,
            operations: finding.operations().to_vec(),
            commit: author,
            or_before: alive.born == 0,
        };
        found.push((alive.born, origin));
    }
    found.sort_by_key(|(born, _)| *born);
    Ok(found.into_iter().map(|(_, origin)| origin).collect())
}

/// The folders that hold what is read: the sources, where samples lie outside of them, and the documents that
/// are compared with them.
fn folders(analysis: &Analysis) -> Vec<String> {
    let source_dir = analysis.sources().layout().source_dir.clone();
    let outside = analysis.sources().iter().filter_map(|(_, source)| {
        let path = source.path.as_str();
        let inside =
            source_dir.is_empty() || path.strip_prefix(&source_dir).is_some_and(|rest| rest.starts_with('/'));
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let top: Vec<&str> = folder.split('/').take(2).collect();
        (!inside && !folder.is_empty()).then(|| top.join("/"))
    });
    let documents = analysis.output_folder();
    let all: BTreeSet<String> = [source_dir.clone(), documents].into_iter().chain(outside).collect();
    all.into_iter().collect()
}
