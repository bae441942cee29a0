//! What may be read: the same for all kinds of files.

use super::files::{Entry, FileError, Files, RootPath};

/// How many links one path may lead through; systems allow about as many.
const MOST_LINKS: usize = 40;

/// Why a file was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// It lies outside the root, perhaps through a symbolic link.
    #[error("it leads out of the repository")]
    Outside,
    /// It is hidden: its name, or that of a folder around it, begins with a dot.
    #[error("it is hidden")]
    Hidden,
    /// It is larger than the limit, alone or together with what was read before.
    #[error("it is too large")]
    TooLarge,
    /// The system would not give it (a folder, no permission).
    #[error("it is no file, or there is no permission to read it")]
    Unreadable,
}

impl From<FileError> for Refusal {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Missing => Self::Missing,
            FileError::TooLarge => Self::TooLarge,
            FileError::Link | FileError::OtherKind | FileError::Unreadable => Self::Unreadable,
        }
    }
}

/// The bytes of a file that the sources name: neither it nor what links make of it may be hidden, but for the
/// hidden folders that the user named as `source_dir`.
pub(super) fn read_shown(
    files: &dyn Files,
    path: &str,
    source_dir: &str,
    limit: u64,
) -> Result<Vec<u8>, Refusal> {
    if is_hidden(path, source_dir) {
        return Err(Refusal::Hidden);
    }
    match files.read(RootPath::new(path).ok_or(Refusal::Outside)?, limit) {
        Err(FileError::Link) => {
            let real = real_path(files, path)?;
            if is_hidden(&real, source_dir) {
                return Err(Refusal::Hidden);
            }
            Ok(files.read(RootPath::new(&real).ok_or(Refusal::Outside)?, limit)?)
        }
        read => Ok(read?),
    }
}

/// Does a name in the path begin with a dot, below the source directory or beside it?
fn is_hidden(path: &str, source_dir: &str) -> bool {
    let below = path.strip_prefix(source_dir).filter(|below| below.starts_with('/'));
    below.unwrap_or(path).split('/').any(|name| name.starts_with('.'))
}

/// The bytes of a file that the tool itself looks for, wherever links lead to below the root.
#[cfg(feature = "cli")]
pub(super) fn read(files: &dyn Files, path: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
    match files.read(RootPath::new(path).ok_or(Refusal::Outside)?, limit) {
        Err(FileError::Link) => {
            let real = real_path(files, path)?;
            Ok(files.read(RootPath::new(&real).ok_or(Refusal::Outside)?, limit)?)
        }
        read => Ok(read?),
    }
}

/// The path that links lead to, step by step: below the root, and there.
pub(super) fn real_path(files: &dyn Files, path: &str) -> Result<String, Refusal> {
    let mut real = String::new();
    // The names that are still to be gone through, the next one last.
    let mut ahead: Vec<String> =
        RootPath::new(path).ok_or(Refusal::Outside)?.names().rev().map(str::to_owned).collect();
    let mut links = 0;
    while let Some(name) = ahead.pop() {
        match name.as_str() {
            "" | "." => continue,
            ".." if real.is_empty() => return Err(Refusal::Outside),
            ".." => {
                real.truncate(super::folder_of(&real).len());
                continue;
            }
            _ => {}
        }
        let folder = real.len();
        if !real.is_empty() {
            real.push('/');
        }
        real.push_str(&name);
        match files.entry(RootPath::new(&real).ok_or(Refusal::Outside)?)? {
            Entry::Folder => {}
            Entry::File | Entry::Other if ahead.iter().all(String::is_empty) => {}
            Entry::File | Entry::Other => return Err(Refusal::Missing),
            Entry::Link(target) => {
                links += 1;
                if links > MOST_LINKS {
                    return Err(Refusal::Missing);
                }
                // A link that says where it leads from the root of the disk leads out of every other root.
                if target.starts_with('/') {
                    return Err(Refusal::Outside);
                }
                real.truncate(folder);
                ahead.extend(target.split('/').rev().map(str::to_owned));
            }
        }
    }
    Ok(real)
}
