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

    /// There is nothing to hold a folder by: it is only looked at.
    #[cfg(not(unix))]
    pub(super) fn hold(&self, folder: RootPath<'_>) -> Result<(), FileError> {
        self.is_folder(folder)
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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::super::unix;
    use super::*;

    /// What all that stands in the tree is, told by either way of opening it.
    fn told(
        entry: impl Fn(RootPath<'_>) -> Result<Entry, FileError>,
        is_folder: impl Fn(RootPath<'_>) -> Result<(), FileError>,
        read: impl Fn(RootPath<'_>) -> Result<Vec<u8>, FileError>,
    ) -> Vec<String> {
        let paths = [
            "",
            "a",
            "a/b",
            "a/b/file",
            "a/b/large",
            "a/link",
            "a/link/file",
            "a/last",
            "a/out",
            "a/out/passwd",
            "a/none",
            "a/b/file/none",
            "a/pipe",
            "a/absolute",
        ];
        let tell = |text: &&str| {
            let path = RootPath::new(text).expect("a path");
            format!("{text}: {:?} {:?} {:?}", entry(path), is_folder(path).is_ok(), read(path))
        };
        paths.iter().map(tell).collect()
    }

    #[test]
    fn both_ways_of_opening_tell_the_same() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("a/b")).expect("a folder");
        for (name, text) in [("a/b/file", "text"), ("a/b/large", "0123456789")] {
            std::io::Write::write_all(&mut File::create(at(name)).expect("a file"), text.as_bytes())
                .expect("written");
        }
        for (name, target) in [
            ("a/link", "b"),
            ("a/last", "b/file"),
            ("a/out", "../../../../../../../../etc"),
            ("a/absolute", "/etc/passwd"),
        ] {
            symlink(target, at(name)).expect("a link");
        }
        assert!(std::process::Command::new("mkfifo").arg(at("a/pipe")).status().expect("mkfifo").success());
        let (portable, unix) = (
            Folder::open(folder.path()).expect("a root"),
            unix::Folder::open(folder.path()).expect("a root"),
        );
        let ours =
            told(|path| portable.entry(path), |path| portable.is_folder(path), |path| portable.read(path, 5));
        let theirs = told(|path| unix.entry(path), |path| unix.is_folder(path), |path| unix.read(path, 5));
        assert_eq!(ours, theirs);
        assert!(ours.iter().any(|line| line == "a/out/passwd: Err(Link) false Err(Link)"), "{ours:#?}");
    }

    #[test]
    fn a_root_is_a_folder_and_names_lead_nowhere_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        File::create(&file).expect("a file");
        assert!(Folder::open(&file).is_err() && Folder::open(&folder.path().join("none")).is_err());
        File::create(folder.path().join("a:b")).expect("a file");
        let root = Folder::open(folder.path()).expect("a root");
        for name in ["a:b", "..\\file", "C:file"] {
            let path = RootPath::new(name).expect("a path");
            assert_eq!(root.entry(path), Err(FileError::Missing), "{name}");
            assert_eq!(root.read(path, 5), Err(FileError::Missing), "{name}");
        }
    }
}
