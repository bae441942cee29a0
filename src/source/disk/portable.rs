#![expect(clippy::disallowed_methods, reason = "this is one of the modules that read the disk")]

use std::fs::{File, FileType};
use std::path::{Path, PathBuf};

use super::super::files::{Entry, FileError, Kind, RootPath};
use super::{kind_of, read_bounded};

/// A folder, where the system has no way to keep a path below it: each step is looked at before the next.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn open(path: &Path) -> std::io::Result<Self> {
        let path = path.canonicalize()?;
        if path.is_dir() { Ok(Self(path)) } else { Err(std::io::ErrorKind::NotADirectory.into()) }
    }

    pub(super) fn entry(&self, path: RootPath<'_>) -> Result<Entry, FileError> {
        let (place, kind) = self.place(path)?;
        Ok(match kind_of(kind) {
            Kind::File => Entry::File,
            Kind::Folder => Entry::Folder,
            Kind::Other => Entry::Other,
            Kind::Link => {
                let target = std::fs::read_link(place).map_err(|_| FileError::Unreadable)?;
                let target = target.into_os_string().into_string().map_err(|_| FileError::Unreadable)?;
                Entry::Link(target.replace(std::path::MAIN_SEPARATOR, "/"))
            }
        })
    }

    /// Is that a folder below this one, through no link?
    pub(super) fn is_folder(&self, folder: RootPath<'_>) -> Result<(), FileError> {
        match kind_of(self.place(folder)?.1) {
            Kind::Folder => Ok(()),
            Kind::Link => Err(FileError::Link),
            Kind::File | Kind::Other => Err(FileError::Missing),
        }
    }

    pub(super) fn read(&self, path: RootPath<'_>, limit: u64) -> Result<Vec<u8>, FileError> {
        let (place, kind) = self.place(path)?;
        match kind_of(kind) {
            Kind::File => {}
            Kind::Link => return Err(FileError::Link),
            Kind::Folder | Kind::Other => return Err(FileError::OtherKind),
        }
        read_bounded(File::open(place).map_err(|_| FileError::Unreadable)?, limit)
    }

    /// The place on the disk, and what stands there; no folder on the way is a link.
    fn place(&self, path: RootPath<'_>) -> Result<(PathBuf, FileType), FileError> {
        let look = |place: &Path| match place.symlink_metadata() {
            Ok(metadata) => Ok(metadata.file_type()),
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Err(FileError::Unreadable),
            Err(_) => Err(FileError::Missing),
        };
        let (mut place, mut kind) = (self.0.clone(), look(&self.0)?);
        for name in path.as_str().split('/').filter(|name| !name.is_empty()) {
            if kind.is_symlink() {
                return Err(FileError::Link);
            }
            // Here more than `/` can mean that a name leads on.
            if name.contains(['\\', ':']) {
                return Err(FileError::Missing);
            }
            place.push(name);
            kind = look(&place)?;
        }
        Ok((place, kind))
    }
}
