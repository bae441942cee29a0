use std::path::Path;

use super::super::files::RootPath;
use super::program::Git;
use super::watched::SHORT;

/// Does the repository whose top the root is track files below the folder? Where nobody can tell, it does
/// not.
pub(in crate::source) fn tracks(root: &Path, folder: RootPath<'_>) -> bool {
    let git = Git::of(root).ok().filter(|git| git.prefix.is_empty());
    let answer = git.and_then(|git| git.text(&["ls-files", "-z", "--", folder.as_str()], SHORT).ok());
    answer.is_some_and(|files| !files.is_empty())
}
