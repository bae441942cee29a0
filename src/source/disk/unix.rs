use std::fs::File;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use rustix::fs::{AtFlags, FileType, Mode, OFlags, openat, readlinkat, statat};
use rustix::io::Errno;

use super::super::files::{Entry, FileError, RootPath};
use super::read_bounded;

/// A folder that is held open: what is below it stays below it, whatever happens to the path that led here.
#[derive(Debug)]
pub(super) struct Folder(OwnedFd);

/// Opened without waiting (a pipe would wait for its writer) and without becoming a controlling terminal.
const READ: OFlags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);
const FOLDER: OFlags = READ.union(OFlags::DIRECTORY);

impl Folder {
    pub(super) fn open(path: &Path) -> std::io::Result<Self> {
        Ok(Self(rustix::fs::open(path, FOLDER, Mode::empty())?))
    }

    pub(super) fn entry(&self, path: RootPath<'_>) -> Result<Entry, FileError> {
        let Some((folder, name)) = path.split() else { return Ok(Entry::Folder) };
        let folder = self.open_below(folder, FOLDER)?;
        let stat = statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW).map_err(error)?;
        Ok(match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => Entry::File,
            FileType::Directory => Entry::Folder,
            FileType::Symlink => {
                let target = readlinkat(&folder, name, Vec::new()).map_err(error)?;
                Entry::Link(target.into_string().map_err(|_| FileError::Unreadable)?)
            }
            _ => Entry::Other,
        })
    }

    /// Is that a folder below this one, through no link?
    pub(super) fn is_folder(&self, folder: RootPath<'_>) -> Result<(), FileError> {
        self.open_below(folder, FOLDER).map(drop)
    }

    pub(super) fn read(&self, path: RootPath<'_>, limit: u64) -> Result<Vec<u8>, FileError> {
        read_bounded(File::from(self.open_below(path, READ)?), limit)
    }

    /// Holds a folder below this one, which is reached through no link.
    #[cfg(feature = "cli")]
    pub(super) fn hold(&self, folder: RootPath<'_>) -> Result<OwnedFd, FileError> {
        self.open_below(folder, FOLDER)
    }

    /// Opens what is below this folder, through no link: the kernel sees to it where it can.
    fn open_below(&self, path: RootPath<'_>, flags: OFlags) -> Result<OwnedFd, FileError> {
        if path == RootPath::ROOT {
            return self.0.try_clone().map_err(|_| FileError::Unreadable);
        }
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::ResolveFlags;

            let confined = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
            match rustix::fs::openat2(&self.0, path.as_str(), flags, Mode::empty(), confined) {
                // An old kernel, or a sandbox that does not know the call.
                Err(Errno::NOSYS | Errno::PERM) => {}
                opened => return opened.map_err(error),
            }
        }
        open_by_steps(self.0.as_fd(), path, flags)
    }
}

/// Opens one folder after the other, none of which may be a link.
fn open_by_steps(root: BorrowedFd<'_>, path: RootPath<'_>, flags: OFlags) -> Result<OwnedFd, FileError> {
    let mut at: Option<OwnedFd> = None;
    let mut names = path.as_str().split('/').peekable();
    while let Some(name) = names.next() {
        let folder = at.as_ref().map_or(root, AsFd::as_fd);
        let flags = if names.peek().is_some() { FOLDER } else { flags };
        let opened = openat(folder, name, flags | OFlags::NOFOLLOW, Mode::empty());
        at = Some(opened.map_err(|errno| {
            let stat = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW);
            let is_link = stat.is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink);
            if is_link { FileError::Link } else { error(errno) }
        })?);
    }
    at.ok_or(FileError::Missing)
}

fn error(errno: Errno) -> FileError {
    match errno {
        Errno::NOENT | Errno::NOTDIR | Errno::NAMETOOLONG | Errno::INVAL => FileError::Missing,
        Errno::LOOP => FileError::Link,
        // A socket, or a device without a driver.
        Errno::NXIO | Errno::NODEV => FileError::OtherKind,
        _ => FileError::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_opening_refuse_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("a/b")).expect("a folder");
        std::fs::File::create(at("a/b/file")).expect("a file");
        std::os::unix::fs::symlink("b", at("a/link")).expect("a link");
        std::os::unix::fs::symlink("b/file", at("a/last")).expect("a link");
        let root = Folder::open(folder.path()).expect("a root");
        let expected = [
            ("a/b/file", Ok(())),
            ("a/b", Ok(())),
            ("a/link", Err(FileError::Link)),
            ("a/link/file", Err(FileError::Link)),
            ("a/last", Err(FileError::Link)),
            ("a/none", Err(FileError::Missing)),
            ("a/b/file/none", Err(FileError::Missing)),
        ];
        for (path, outcome) in expected {
            let path = RootPath::new(path).expect("a path");
            assert_eq!(root.open_below(path, READ).map(drop), outcome, "{path:?}");
            assert_eq!(open_by_steps(root.0.as_fd(), path, READ).map(drop), outcome, "{path:?} by steps");
        }
    }
}
