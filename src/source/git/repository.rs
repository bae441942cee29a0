use std::path::Path;
use std::sync::Arc;

use super::objects::Objects;
use super::program::{Git, GitError};
use super::revision::Revision;

/// A repository, read with the `git` program. What is read through it, of whatever revision, is asked of the
/// same running program.
#[derive(Debug)]
pub struct Repository {
    pub(super) git: Git,
    pub(super) objects: Arc<Objects>,
}

impl Repository {
    /// The repository that holds `root`, which is the root of the files of its revisions.
    pub fn open(root: &Path) -> Result<Self, GitError> {
        let git = Git::of(root)?;
        Ok(Self { objects: Arc::new(Objects::new(git.clone())), git })
    }

    /// The files of the commit that `revision` names.
    pub fn revision(&self, revision: &str) -> Result<Revision, GitError> {
        self.files(self.git.commit(revision)?)
    }

    /// The commits that `since` means: one revision; with three dots behind it the newest commits that it has
    /// in common with HEAD, which are several after merges across.
    pub fn since(&self, since: &str) -> Result<Vec<Revision>, GitError> {
        let ids = match since.strip_suffix("...") {
            Some(revision) if !revision.contains("..") => self.git.common_commits(revision, "HEAD")?,
            None if !since.contains("..") => vec![self.git.commit(since)?],
            _ => return Err(GitError::Range(since.to_owned())),
        };
        ids.into_iter().map(|id| self.files(id)).collect()
    }

    /// The same, and what is read of one revision is kept for the next ones.
    #[must_use]
    pub fn caching(self) -> Self {
        Self { objects: Arc::new(Objects::caching(self.git.clone())), git: self.git }
    }

    /// Was nothing committed yet?
    pub fn is_without_commits(&self) -> bool {
        let there = self.git.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD"]);
        there.is_err() && self.git.line(&["rev-parse", "--is-shallow-repository"]).is_ok()
    }

    pub(super) fn files(&self, id: String) -> Result<Revision, GitError> {
        Revision::of_commit(Arc::clone(&self.objects), id, &self.git.prefix)
    }
}
