//! The one door for writing, and for reading what was written.
//!
//! A path that the user typed on the command line is trusted: it goes wherever it leads. One that a file
//! names, and the default, lies below the root and outside `.git`, and no part of it is a link. What is in a
//! folder of documents is neither read nor written through a link, whoever named the folder. A folder that is
//! written to is held open: renaming the way to it leads nothing elsewhere.

#![expect(clippy::disallowed_methods, reason = "this is one of the modules that write files")]

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::CommandError;
use super::replace::Prepared;
use super::temporary::remove_left_overs;
use crate::analysis::is_ours;
use crate::source::{Disk, Entry, FileError, Files, HeldFolder, RootPath, read_typed};

/// The most bytes of a document or a baseline that are read.
const LONGEST: u64 = 256 << 20;

/// Where something is written.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// As the user typed it.
    Typed(PathBuf),
    /// Below the root.
    Below {
        /// The root.
        root: PathBuf,
        /// The path from there, with `/`.
        path: String,
    },
}

impl Place {
    /// A name in this folder.
    pub(super) fn join(&self, name: &str) -> Self {
        match self {
            Self::Typed(folder) => Self::Typed(folder.join(name)),
            Self::Below { root, path } => Self::Below { root: root.clone(), path: join(path, name) },
        }
    }

    /// The path on the disk.
    pub(super) fn path(&self) -> PathBuf {
        match self {
            Self::Typed(path) => path.clone(),
            Self::Below { root, path } => root.join(path),
        }
    }

    /// The path as messages show it: from the root, if it is below.
    pub(super) fn shown(&self, root: &Path) -> String {
        let path = self.path();
        let shown = path.strip_prefix(root).unwrap_or(&path);
        if shown.as_os_str().is_empty() { ".".to_owned() } else { shown.display().to_string() }
    }

    /// Is that something to write to, not to replace?
    pub(super) fn is_stream(&self) -> bool {
        matches!(self, Self::Typed(path) if is_stream(path))
    }

    /// The text of this file; nothing if it is not there.
    pub(super) fn read(&self) -> Result<Option<String>, CommandError> {
        match self {
            Self::Typed(path) => match read_typed(path, LONGEST) {
                Ok(text) => Ok(Some(text)),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(source) => Err(CommandError::Read { path: path.display().to_string(), source }),
            },
            Self::Below { root, path } => match read(&disk(root)?, path) {
                Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
                Err(FileError::Missing) => Ok(None),
                Err(error) => Err(refused(path, error)),
            },
        }
    }

    /// Writes this file beside its place, to be put there; nothing if it holds the text already.
    pub(super) fn prepare(&self, text: &str) -> Result<Option<Prepared>, CommandError> {
        match self {
            Self::Typed(path) if is_stream(path) => Ok(Some(Prepared::stream(path.clone(), text))),
            Self::Typed(path) => {
                // A link that the user typed goes on leading where it leads.
                let real = path.canonicalize().unwrap_or_else(|_| path.clone());
                let same = read_typed(&real, LONGEST).is_ok_and(|there| there == text);
                if same { Ok(None) } else { Prepared::new(real, text).map(Some) }
            }
            Self::Below { root, path } => {
                match read(&disk(root)?, path) {
                    Ok(bytes) if bytes == text.as_bytes() => return Ok(None),
                    Ok(_) | Err(FileError::Missing | FileError::TooLarge) => {}
                    Err(error) => return Err(refused(path, error)),
                }
                let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
                Prepared::new_in(hold(&disk(root)?, folder)?, name, root.join(path), text).map(Some)
            }
        }
    }
}

/// Holds a folder below the root, and makes it if it is missing: each one in the one that is held before, so
/// that nobody leads it elsewhere.
fn hold(disk: &Disk, path: &str) -> Result<Arc<HeldFolder>, CommandError> {
    let failed = |error| refused(path, error);
    let at = |path| RootPath::new(path).ok_or(FileError::Missing);
    let mut held = disk.hold(RootPath::ROOT).map_err(failed)?;
    let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
    for end in ends.filter(|end| *end > 0) {
        let folder = path.get(..end).unwrap_or_default();
        held = match disk.hold(at(folder).map_err(failed)?) {
            Err(FileError::Missing) => {
                let name = folder.rsplit('/').next().unwrap_or_default();
                match std::fs::create_dir(held.path().join(name)) {
                    Err(source) if source.kind() != ErrorKind::AlreadyExists => {
                        return Err(CommandError::Write { path: folder.to_owned(), source });
                    }
                    _ => disk.hold(at(folder).map_err(failed)?),
                }
            }
            found => found,
        }
        .map_err(failed)?;
    }
    Ok(Arc::new(held))
}

/// Is that a device or a pipe, or what another program holds open: something to write to, not to replace?
fn is_stream(path: &Path) -> bool {
    let Ok(metadata) = path.metadata() else { return false };
    let absolute = std::path::absolute(path).unwrap_or_default();
    let is_open = cfg!(unix) && ["/dev", "/proc"].iter().any(|folder| absolute.starts_with(folder));
    is_open || !(metadata.is_file() || metadata.is_dir())
}

fn disk(root: &Path) -> Result<Disk, CommandError> {
    Disk::new(root).map_err(|source| CommandError::Read { path: root.display().to_string(), source })
}

fn read(disk: &Disk, path: &str) -> Result<Vec<u8>, FileError> {
    disk.read(RootPath::new(path).ok_or(FileError::Missing)?, LONGEST)
}

fn refused(path: &str, error: FileError) -> CommandError {
    let why = match error {
        FileError::Link => "is a symbolic link, or lies behind one: it is not followed",
        FileError::OtherKind => "is no regular file",
        FileError::TooLarge => "is too large",
        FileError::Missing => "is not there",
        FileError::Unreadable => "cannot be read",
    };
    CommandError::Refused { path: path.to_owned(), why }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A folder of documents.
#[derive(Debug)]
pub(super) struct Folder {
    place: Place,
    /// Was it there from the beginning?
    was_there: bool,
    /// It is made when the first document is written.
    held: Mutex<Option<Arc<HeldFolder>>>,
}

impl Folder {
    /// The folder at a place, whether it is there or not; an error if a link, or anything but a folder,
    /// stands there.
    pub(super) fn open(place: Place) -> Result<Self, CommandError> {
        let held = match &place {
            Place::Typed(path) => match Disk::new(path) {
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                disk => Some(hold_typed(path, disk)?),
            },
            Place::Below { root, path } => {
                let disk = disk(root)?;
                match RootPath::new(path).map_or(Err(FileError::Missing), |path| disk.entry(path)) {
                    Ok(Entry::Folder) => Some(hold(&disk, path)?),
                    Err(FileError::Missing) => None,
                    Ok(Entry::Link(_)) => return Err(refused(path, FileError::Link)),
                    Ok(_) => return Err(refused(path, FileError::OtherKind)),
                    Err(error) => return Err(refused(path, error)),
                }
            }
        };
        Ok(Self { place, was_there: held.is_some(), held: Mutex::new(held) })
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    fn held(&self) -> MutexGuard<'_, Option<Arc<HeldFolder>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The folder, made if it is missing.
    fn made(&self) -> Result<Arc<HeldFolder>, CommandError> {
        let mut held = self.held();
        if let Some(held) = &*held {
            return Ok(Arc::clone(held));
        }
        let made = match &self.place {
            Place::Typed(path) => {
                let failed = |source| CommandError::Write { path: path.display().to_string(), source };
                std::fs::create_dir_all(path).map_err(failed)?;
                hold_typed(path, Disk::new(path))?
            }
            Place::Below { root, path } => hold(&disk(root)?, path)?,
        };
        *held = Some(Arc::clone(&made));
        Ok(made)
    }

    /// What is in the file of this name.
    pub(super) fn current(&self, name: &str) -> Result<Vec<u8>, FileError> {
        let held = self.held().clone().ok_or(FileError::Missing)?;
        read(&Disk::new(held.path()).map_err(|_| FileError::Unreadable)?, name)
    }

    /// Nobody else writes to the folder as long as the answer is kept; what killed runs left in it is
    /// removed. Nothing if the folder is not there, or if the system knows no such lock.
    pub(super) fn lock(&self) -> Option<File> {
        let held = self.held().clone()?;
        let lock = File::open(held.path()).ok()?;
        lock.lock().ok()?;
        remove_left_overs(held.path());
        Some(lock)
    }

    /// Is that what is in the file already?
    pub(super) fn holds(&self, name: &str, text: &str) -> bool {
        self.current(name).is_ok_and(|bytes| bytes == text.as_bytes())
    }

    /// Writes a document beside its place, to be put there: but never in place of a file that this program
    /// did not write.
    pub(super) fn prepare(&self, name: &str, text: &str) -> Result<Prepared, CommandError> {
        let place = self.place.join(name);
        match self.current(name) {
            Err(FileError::Missing) => {}
            Ok(bytes) if is_ours(&bytes) => {}
            Ok(_) | Err(FileError::TooLarge) => {
                return Err(CommandError::Foreign(place.path().display().to_string()));
            }
            Err(error) => return Err(refused(&place.path().display().to_string(), error)),
        }
        Prepared::new_in(self.made()?, name, place.path(), text)
    }

    /// Removes the folder that a failed run has made.
    pub(super) fn forget(&self) {
        if !self.was_there {
            // Only an empty one can be removed so.
            let _ = std::fs::remove_dir(self.place.path());
        }
    }
}

fn hold_typed(path: &Path, disk: std::io::Result<Disk>) -> Result<Arc<HeldFolder>, CommandError> {
    let shown = || path.display().to_string();
    let disk = disk.map_err(|source| CommandError::Read { path: shown(), source })?;
    disk.hold(RootPath::ROOT).map(Arc::new).map_err(|error| refused(&shown(), error))
}
