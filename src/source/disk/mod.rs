//! The files on the disk below a folder.

#[cfg(not(unix))]
mod portable;
#[cfg(unix)]
mod unix;

use std::path::Path;

use super::files::{Child, Entry, FileError, Files, RootPath};

#[cfg(not(unix))]
use portable::Folder;
#[cfg(unix)]
use unix::Folder;

/// The files below a folder of the disk. No link is followed, and nothing but a regular file is read.
#[derive(Debug)]
pub struct Disk(Folder);

impl Disk {
    /// Opens the folder that is the root. The caller trusts this path: links in it are followed.
    pub fn new(root: &Path) -> std::io::Result<Self> {
        Folder::open(root).map(Self)
    }
}

impl Files for Disk {
    fn entry(&self, path: RootPath<'_>) -> Result<Entry, FileError> {
        self.0.entry(path)
    }

    fn list(&self, folder: RootPath<'_>) -> Result<Vec<Child>, FileError> {
        self.0.list(folder)
    }

    fn read(&self, path: RootPath<'_>, limit: u64) -> Result<Vec<u8>, FileError> {
        self.0.read(path, limit)
    }
}

/// Reads to the end, but no more than `limit` bytes.
fn read_bounded(mut file: std::fs::File, limit: u64) -> Result<Vec<u8>, FileError> {
    use std::io::Read as _;

    let length = file.metadata().map_err(|_| FileError::Unreadable)?.len();
    if length > limit {
        return Err(FileError::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    let mut bounded = std::io::Read::by_ref(&mut file).take(limit.saturating_add(1));
    bounded.read_to_end(&mut bytes).map_err(|_| FileError::Unreadable)?;
    if bytes.len() as u64 > limit { Err(FileError::TooLarge) } else { Ok(bytes) }
}
