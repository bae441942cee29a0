//! Files that are written and wait for their names: all of them take their places, or none does.

use std::fs::{self, File, OpenOptions};
use std::io::{Error, ErrorKind, Result, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::CommandError;
use super::temporary::{Temporary, hold_signals};
use crate::source::HeldFolder;

/// A file that is written and waits for its name: put there, or gone when it is dropped.
#[derive(Debug)]
pub(super) struct Prepared {
    path: PathBuf,
    /// The path as messages show it.
    shown: PathBuf,
    content: Content,
    /// What the path leads through, if a folder is held for it.
    folder: Option<Arc<HeldFolder>>,
}

#[derive(Debug)]
enum Content {
    /// Beside the place that it is for.
    File(Temporary),
    /// For a device or a pipe.
    Stream(String),
}

impl Prepared {
    /// Writes the text beside the place that it is for. The modes are those of the file that it replaces,
    /// else as usual.
    pub(super) fn new(path: PathBuf, text: &str) -> std::result::Result<Self, CommandError> {
        fs::create_dir_all(folder(&path)).map_err(|source| failed(&path, source))?;
        Self::written(path.clone(), path, None, text)
    }

    /// The same in a folder that is held; `shown` is the path for messages.
    pub(super) fn new_in(
        folder: Arc<HeldFolder>,
        name: &str,
        shown: PathBuf,
        text: &str,
    ) -> std::result::Result<Self, CommandError> {
        Self::written(folder.path().join(name), shown, Some(folder), text)
    }

    fn written(
        path: PathBuf,
        shown: PathBuf,
        folder: Option<Arc<HeldFolder>>,
        text: &str,
    ) -> std::result::Result<Self, CommandError> {
        match write(&path, text) {
            Ok(file) => Ok(Self { path, shown, content: Content::File(file), folder }),
            Err(source) => Err(failed(&shown, source)),
        }
    }

    /// Keeps the text for what cannot be replaced.
    pub(super) fn stream(path: PathBuf, text: &str) -> Self {
        Self { shown: path.clone(), path, content: Content::Stream(text.to_owned()), folder: None }
    }

    /// Puts it in place of what is there, which is kept for as long as the answer is.
    fn put(self) -> Result<Option<Replaced>> {
        match self.content {
            Content::Stream(text) => {
                let mut stream = OpenOptions::new().append(true).open(&self.path)?;
                stream.write_all(text.as_bytes())?;
                stream.flush()?;
                Ok(None)
            }
            Content::File(file) => {
                let before = keep(&self.path)?;
                fs::rename(file.path(), &self.path)?;
                Ok(Some(Replaced { path: self.path, before, _folder: self.folder }))
            }
        }
    }
}

/// Puts all of them in their places; if one fails, what was there before is put back.
pub(super) fn put_all(mut prepared: Vec<Prepared>) -> std::result::Result<(), CommandError> {
    // What was written to a pipe cannot be taken back.
    prepared.sort_by_key(|file| matches!(file.content, Content::Stream(_)));
    let _signals = hold_signals();
    let mut replaced: Vec<Replaced> = Vec::with_capacity(prepared.len());
    for file in prepared {
        let shown = file.shown.clone();
        match file.put() {
            Ok(before) => replaced.extend(before),
            Err(error) => {
                replaced.into_iter().rev().for_each(Replaced::put_back);
                return Err(failed(&shown, error));
            }
        }
    }
    Ok(())
}

/// A place that was taken.
struct Replaced {
    path: PathBuf,
    /// Dropped before the folder that it is in.
    before: Option<Temporary>,
    _folder: Option<Arc<HeldFolder>>,
}

impl Replaced {
    fn put_back(self) {
        // If this fails, too, there is nothing left to try; the error that led here is told.
        let _ = match &self.before {
            Some(before) => fs::rename(before.path(), &self.path),
            None => fs::remove_file(&self.path),
        };
    }
}

/// A second name for what is there, where that is a file.
fn keep(path: &Path) -> Result<Option<Temporary>> {
    match path.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Err(Error::other("there is something else than a file")),
    }
    let link = |to: &Path| match fs::hard_link(path, to) {
        // Not every file system has second names.
        Err(error) if error.kind() != ErrorKind::AlreadyExists && !to.exists() => {
            fs::copy(path, to).map(drop)
        }
        linked => linked,
    };
    Ok(Some(Temporary::make(folder(path), link)?.0))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn write(path: &Path, text: &str) -> Result<Temporary> {
    // In the same folder, so that the last step is a rename within one file system. It is closed at once:
    // there may be more documents than files that may be open.
    let (temporary, mut file) = Temporary::make(folder(path), |path| File::create_new(path))?;
    file.write_all(text.as_bytes())?;
    if let Ok(metadata) = path.symlink_metadata()
        && metadata.is_file()
    {
        file.set_permissions(metadata.permissions())?;
    }
    Ok(temporary)
}

fn failed(path: &Path, source: Error) -> CommandError {
    CommandError::Write { path: path.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::disallowed_methods, reason = "a test looks into its folder")]
    fn names(folder: &Path) -> Vec<String> {
        let entries =
            fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<String> = entries.map(|name| name.into_string().expect("a name")).collect();
        names.sort();
        names
    }

    #[test]
    fn if_one_fails_those_before_are_put_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let text = |name: &str| crate::source::read_typed(&at(name), 100).expect("a file");
        put_all(vec![Prepared::new(at("old"), "old").expect("written")]).expect("put");
        let prepared =
            ["old", "new", "folder", "last"].map(|name| Prepared::new(at(name), "text").expect("written"));
        fs::create_dir(at("folder")).expect("a folder");
        assert!(put_all(prepared.into()).is_err());
        assert_eq!(names(folder.path()), ["folder", "old"]);
        assert_eq!(text("old"), "old");
        let prepared = ["old", "new"].map(|name| Prepared::new(at(name), "text").expect("written"));
        put_all(prepared.into()).expect("put");
        assert_eq!(names(folder.path()), ["folder", "new", "old"]);
        assert_eq!(text("old"), "text");
    }
}
