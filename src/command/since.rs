//! What a check compares with: the states of the tree at revisions of git.

use std::io::Write;
use std::sync::Arc;

use super::arguments::CheckArguments;
use super::error::CommandError;
use super::open::{self, Found};
use super::run::unless_closed;
use crate::analysis::{Analysis, AnalysisError, Checked};
use crate::change;
use crate::report::printed;
use crate::source::{Files, GitError, Index, Repository, Revision};
use crate::triage::Selection;

/// The tree as it is, and as it was.
pub(super) struct States {
    pub(super) now: Analysis,
    /// The states that it is compared with; nothing where it is looked at alone.
    before: Option<Vec<Analysis>>,
}

impl States {
    /// Reads all of them.
    pub(super) fn read(arguments: &CheckArguments, log: &mut dyn Write) -> Result<Self, CommandError> {
        let mut found = open::find_any(&arguments.tree)?;
        if arguments.staged {
            let index: Arc<dyn Files> = Arc::new(Index::open(&found.layout.root)?);
            found = found.in_files(index, &arguments.tree)?;
        }
        let Some(since) = since(arguments, &found) else {
            return Ok(Self { now: found.read()?, before: None });
        };
        let revisions = revisions(&found, &since, arguments.since.is_none() && arguments.staged)?;
        let (layout, config) = (found.layout.clone(), found.config.clone());
        let (now, before) = rayon::join(
            || found.read(),
            || {
                let states =
                    revisions.into_iter().map(|files| change::read_state(Arc::new(files), &layout, &config));
                states.collect::<Vec<_>>()
            },
        );
        let mut there = Vec::new();
        for state in before {
            match state {
                Ok(state) => there.push(state),
                Err(
                    error @ (AnalysisError::Layout(_)
                    | AnalysisError::NoOperation(_)
                    | AnalysisError::Unread(_)),
                ) => tell_nothing(&since, &error, log)?,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Self { now: now?, before: Some(there) })
    }

    /// Is there a state to compare with?
    pub(super) fn are_compared(&self) -> bool {
        self.before.is_some()
    }

    /// Every state.
    pub(super) fn all(&mut self) -> impl Iterator<Item = &mut Analysis> {
        std::iter::once(&mut self.now).chain(self.before.iter_mut().flatten())
    }

    /// What is reported.
    pub(super) fn check(&self, selection: &Selection) -> Result<Checked, AnalysisError> {
        match &self.before {
            None => self.now.check(selection),
            Some(before) => change::since(&self.now, before, selection),
        }
    }
}

/// The revision that is asked for, here or in the configuration.
fn since(arguments: &CheckArguments, found: &Found) -> Option<String> {
    let configured = || found.config.check.since.clone().filter(|_| !arguments.write_baseline);
    match (&arguments.since, arguments.staged) {
        _ if arguments.no_since => None,
        (Some(named), _) => Some(named.clone()),
        (None, true) => Some("HEAD".to_owned()),
        (None, false) => configured(),
    }
}

/// The files at the revision; none where the first commit is still to come.
fn revisions(found: &Found, since: &str, may_be_first: bool) -> Result<Vec<Revision>, GitError> {
    let repository = Repository::open(&found.layout.root)?;
    match repository.since(since) {
        Err(GitError::NoRevision { .. }) if may_be_first && repository.is_without_commits() => Ok(Vec::new()),
        revisions => revisions,
    }
}

/// Says why all findings count as new.
fn tell_nothing(since: &str, error: &AnalysisError, log: &mut dyn Write) -> Result<(), CommandError> {
    let line = format!("at {since} there is no such reference, so every finding counts as new: {error}");
    unless_closed(writeln!(log, "{}", printed(&line)).map_err(CommandError::from))
}
