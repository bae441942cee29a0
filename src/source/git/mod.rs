//! Files of a git repository, read with the `git` program: a commit, or the index. Nothing is checked out or
//! written, and no program that the repository configures is run.

mod index;
mod objects;
mod program;
mod revision;
mod watched;

pub use index::Index;
pub use program::GitError;
pub use revision::Revision;
