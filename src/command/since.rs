//! What a check compares with: the states of the tree at revisions of git.

use std::io::Write;
use std::sync::Arc;

use super::arguments::TreeArguments;
use super::check_arguments::CheckArguments;
use super::error::CommandError;
use super::open::{self, Found};
use super::run::unless_closed;
use crate::analysis::{Analysis, AnalysisError, Checked};
use crate::change;
use crate::report::printed;
use crate::source::{Files, GitError, Index, Repository, Revision};
use crate::triage::Selection;

/// Which tree is read, and what it is compared with.
pub(super) struct Wanted<'a> {
    pub(super) tree: &'a TreeArguments,
    pub(super) since: Option<&'a str>,
    pub(super) staged: bool,
    /// May the configuration name what it is compared with?
    pub(super) may_be_configured: bool,
}

impl<'a> From<&'a CheckArguments> for Wanted<'a> {
    fn from(arguments: &'a CheckArguments) -> Self {
        Self {
            tree: &arguments.tree,
            since: arguments.since.as_deref(),
            staged: arguments.staged,
            may_be_configured: !(arguments.no_since || arguments.write_baseline),
        }
    }
}

/// The tree as it is, and as it was.
pub(super) struct States {
    pub(super) now: Analysis,
    /// The states that it is compared with; nothing where it is looked at alone.
    before: Option<Vec<Analysis>>,
}

impl States {
    /// Reads all of them.
    pub(super) fn read(wanted: &Wanted<'_>, log: &mut dyn Write) -> Result<Self, CommandError> {
        let mut found = open::find_any(wanted.tree)?;
        if wanted.staged {
            let index: Arc<dyn Files> = Arc::new(Index::open(&found.layout.root)?);
            found = found.in_files(index, wanted.tree)?;
        }
        let Some(since) = since(wanted, &found) else {
            return Ok(Self { now: found.read()?, before: None });
        };
        let revisions = revisions(&found, &since, wanted.since.is_none() && wanted.staged)?;
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

    /// The first of the states that it is compared with.
    pub(super) fn first_before(&self) -> Option<&Analysis> {
        self.before.as_ref()?.first()
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
fn since(wanted: &Wanted<'_>, found: &Found) -> Option<String> {
    match (wanted.since, wanted.staged) {
        (Some(named), _) => Some(named.to_owned()),
        (None, true) => Some("HEAD".to_owned()),
        (None, false) => found.config.check.since.clone().filter(|_| wanted.may_be_configured),
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
