//! The files on the disk below a folder.

#[cfg(feature = "cli")]
mod held;
#[cfg(any(not(unix), test))]
mod portable;
#[cfg(unix)]
mod unix;

use std::fs::FileType;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

#[cfg(feature = "cli")]
pub(crate) use held::HeldFolder;

use super::files::{Child, Entry, FileError, Files, Kind, RootPath};
use super::git::tracks;

#[cfg(not(unix))]
use portable::Folder;
#[cfg(unix)]
use unix::Folder;

/// The files below a folder of the disk. No link is followed, and nothing but a regular file is read.
#[derive(Debug)]
pub struct Disk {
    path: PathBuf,
    root: Folder,
}

impl Disk {
    /// Opens the folder that is the root. The caller trusts this path: links in it are followed.
    pub fn new(root: &Path) -> std::io::Result<Self> {
        Ok(Self { path: root.to_owned(), root: Folder::open(root)? })
    }

    /// Holds a folder, to write in it: what is done by its path is done in this folder, whatever happens to
    /// the way that led here.
    #[cfg(feature = "cli")]
    pub(crate) fn hold(&self, folder: RootPath<'_>) -> Result<HeldFolder, FileError> {
        Ok(HeldFolder::new(self.path.join(folder.as_str()), self.root.hold(folder)?))
    }
}

impl Files for Disk {
    fn entry(&self, path: RootPath<'_>) -> Result<Entry, FileError> {
        self.root.entry(path)
    }

    fn list(&self, folder: RootPath<'_>) -> Result<Vec<Child>, FileError> {
        self.root.is_folder(folder)?;
        // Names alone: whatever they stand for is opened below the root, or not at all.
        let listing = WalkDir::new(self.path.join(folder.as_str())).min_depth(1).max_depth(1);
        let child = |entry: walkdir::Result<walkdir::DirEntry>| {
            let entry = entry.map_err(|_| FileError::Unreadable)?;
            Ok(Child {
                name: entry.file_name().as_encoded_bytes().to_owned(),
                kind: kind_of(entry.file_type()),
            })
        };
        listing.into_iter().map(child).collect()
    }

    fn read(&self, path: RootPath<'_>, limit: u64) -> Result<Vec<u8>, FileError> {
        self.root.read(path, limit)
    }

    fn expects(&self, folder: RootPath<'_>) -> bool {
        tracks(&self.path, folder)
    }
}

/// Reads a regular file to its end, but no more than `limit` bytes.
fn read_bounded(mut file: std::fs::File, limit: u64) -> Result<Vec<u8>, FileError> {
    use std::io::Read as _;

    let metadata = file.metadata().map_err(|_| FileError::Unreadable)?;
    if !metadata.is_file() {
        return Err(FileError::OtherKind);
    }
    let length = metadata.len();
    if length > limit {
        return Err(FileError::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    let mut bounded = std::io::Read::by_ref(&mut file).take(limit.saturating_add(1));
    bounded.read_to_end(&mut bytes).map_err(|_| FileError::Unreadable)?;
    if bytes.len() as u64 > limit { Err(FileError::TooLarge) } else { Ok(bytes) }
}

fn kind_of(kind: FileType) -> Kind {
    if kind.is_symlink() {
        Kind::Link
    } else if kind.is_dir() {
        Kind::Folder
    } else if kind.is_file() {
        Kind::File
    } else {
        Kind::Other
    }
}
