#![expect(clippy::disallowed_methods, reason = "this is the one module that writes files")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::error::CommandError;

/// A file that is written and waits for its name: put there, or gone when it is dropped.
pub(super) struct Prepared {
    file: TempPath,
    path: PathBuf,
}

impl Prepared {
    /// Writes the text beside the place that it is for.
    pub(super) fn new(path: PathBuf, text: &str) -> Result<Self, CommandError> {
        match prepare(&path, text) {
            Ok(file) => Ok(Self { file, path }),
            Err(source) => Err(failed(&path, source)),
        }
    }

    /// Puts it in place of what is there.
    pub(super) fn put(self) -> Result<(), CommandError> {
        let Self { file, path } = self;
        file.persist(&path).map_err(|error| failed(&path, error.error))
    }
}

fn failed(path: &Path, source: std::io::Error) -> CommandError {
    CommandError::Write { path: path.display().to_string(), source }
}

/// Writes a file whole or not at all, and only if its content changes.
pub(super) fn write(path: &Path, text: &str) -> Result<(), CommandError> {
    if holds(path, text) { Ok(()) } else { Prepared::new(path.to_owned(), text)?.put() }
}

/// Is that what is in the file already?
pub(super) fn holds(path: &Path, text: &str) -> bool {
    let Ok(file) = std::fs::File::open(path) else { return false };
    let same_length = file.metadata().is_ok_and(|metadata| metadata.len() == text.len() as u64);
    same_length && is_same(file, text.as_bytes()).unwrap_or(false)
}

/// Does the file hold these bytes? Read in pieces: a document is large, and most are there.
fn is_same(file: std::fs::File, mut expected: &[u8]) -> std::io::Result<bool> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    loop {
        let piece = reader.fill_buf()?;
        let length = piece.len();
        let Some((head, rest)) = expected.split_at_checked(length) else { return Ok(false) };
        if head != piece {
            return Ok(false);
        }
        if length == 0 {
            return Ok(rest.is_empty());
        }
        expected = rest;
        reader.consume(length);
    }
}

/// The text of a file that an earlier run wrote; nothing if there is none.
pub(super) fn current(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

fn prepare(path: &Path, text: &str) -> std::io::Result<TempPath> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    // In the same folder, so that the last step is a rename within one file system.
    let mut file = tempfile::Builder::new().prefix(".apiref-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    set_usual_permissions(file.as_file())?;
    // It is closed: there may be more documents than files that may be open.
    Ok(file.into_temp_path())
}

/// Temporary files are private; documents are not.
#[cfg(unix)]
fn set_usual_permissions(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_usual_permissions(_file: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}
