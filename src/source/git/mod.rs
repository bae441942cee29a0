//! Files of a git repository, read with the `git` program: a commit, or the index. Nothing is checked out or
//! written, and no program that the repository configures is run.

mod changed;
mod index;
mod log;
mod objects;
mod program;
mod repository;
mod revision;
mod tracked;
mod watched;

pub use index::Index;
pub use log::Commit;
pub use program::GitError;
pub use repository::Repository;
pub use revision::Revision;
pub(super) use tracked::tracks;
