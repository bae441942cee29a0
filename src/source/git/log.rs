use std::collections::BTreeMap;

use super::super::files::RootPath;
use super::program::{Git, GitError};
use super::repository::Repository;
use super::revision::Revision;

/// The most bytes that the list of revisions may have: a million of them.
const LONGEST: u64 = 256 << 20;

/// What is asked of each revision, on one line, with a zero between.
const FORMAT: &str = "--format=%H%x00%P%x00%at%x00%as%x00%s";

/// A commit, as its history tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Commit {
    /// Its id.
    pub id: String,
    /// When its change was written, in seconds since 1970.
    pub seconds: i64,
    /// The same as a day: `2026-11-28`.
    pub day: String,
    /// The first line of what its author says.
    pub subject: String,
    is_merge: bool,
}

impl Repository {
    /// The commits that touched one of the folders, along the first parents of HEAD, the earliest first. With
    /// `since` only those behind that revision, which comes before them.
    pub fn mainline(&self, folders: &[String], since: Option<&str>) -> Result<Vec<Commit>, GitError> {
        let mut commits = Vec::new();
        let mut range = vec!["HEAD".to_owned()];
        if let Some(since) = since {
            let since = self.git.commit(since)?;
            commits.extend(commits_of(&self.git, &["--no-walk", &since], &[])?);
            range.push(format!("^{since}"));
        }
        let range: Vec<&str> =
            ["--first-parent", "--reverse"].into_iter().chain(range.iter().map(String::as_str)).collect();
        commits.extend(commits_of(&self.git, &range, folders)?);
        Ok(commits)
    }

    /// Does the clone lack older commits?
    pub fn is_shallow(&self) -> Result<bool, GitError> {
        Ok(self.git.line(&["rev-parse", "--is-shallow-repository"])? == "true")
    }

    /// The commit that a merge brought, if it is one and no more; else the commit itself.
    pub fn author_of(&self, commit: &Commit, folders: &[String]) -> Result<Commit, GitError> {
        if !commit.is_merge {
            return Ok(commit.clone());
        }
        let (id, parent) = (&commit.id, format!("^{}^1", commit.id));
        let brought = commits_of(&self.git, &["--no-merges", id, &parent], folders)?;
        match <[Commit; 1]>::try_from(brought) {
            Ok([only]) => Ok(only),
            Err(_) => Ok(commit.clone()),
        }
    }

    /// The files of a commit.
    pub fn revision_of(&self, commit: &Commit) -> Result<Revision, GitError> {
        self.files(commit.id.clone())
    }
}

impl Revision {
    /// The ids of what stands at some paths: where they are equal, what is below is.
    pub fn ids(&self, paths: &[String]) -> Vec<Option<String>> {
        let id = |path: &String| self.item(RootPath::new(path)?).ok().map(|item| item.id);
        paths.iter().map(id).collect()
    }
}

fn commits_of(git: &Git, arguments: &[&str], folders: &[String]) -> Result<Vec<Commit>, GitError> {
    let start = if git.prefix.is_empty() { String::new() } else { format!("{}/", git.prefix) };
    let mut paths: BTreeMap<String, ()> = BTreeMap::new();
    for folder in folders {
        let path = format!("{start}{folder}");
        let path = path.trim_end_matches('/');
        paths.insert(if path.is_empty() { ".".to_owned() } else { path.to_owned() }, ());
    }
    let mut all: Vec<&str> = vec!["rev-list", FORMAT];
    all.extend(arguments);
    all.push("--");
    all.extend(paths.keys().map(String::as_str));
    let text = git.text(&all, LONGEST)?;
    Ok(text.lines().filter_map(parse).collect())
}

/// A line of the list; nothing for the line that names the commit once more.
fn parse(line: &str) -> Option<Commit> {
    let mut parts = line.splitn(5, '\0');
    let (id, parents) = (parts.next()?, parts.next()?);
    let (seconds, day, subject) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Commit {
        id: id.to_owned(),
        seconds: seconds.parse().ok()?,
        day: day.to_owned(),
        subject: subject.to_owned(),
        is_merge: parents.contains(' '),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_commit() {
        let commit =
            parse(&["abc", "p q", "1500000000", "2017-07-14", "Say: a\0b"].join("\0")).expect("a commit");
        assert_eq!((commit.id.as_str(), commit.subject.as_str()), ("abc", "Say: a\0b"));
        assert!(commit.is_merge);
        assert_eq!(parse("commit abc"), None);
    }
}
