//! Where the sources are, where nobody says it.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use memchr::memmem;
use walkdir::{DirEntry, WalkDir};

use super::disk::Disk;
use super::files::{Files, RootPath};
use super::layout::{LayoutError, repository_root, slashed};

/// What source folders are called, from a folder around them.
const USUAL: [&str; 2] = ["api-ref/source", "api-ref"];

/// What folders with an API reference are called where they are called otherwise.
const OTHERS: [&str; 4] = ["api-ref", "api-refs", "api_ref", "api-reference"];

/// Folders are looked for so many levels below the root of the repository, among so many entries.
const DEEPEST: usize = 4;
const MOST_ENTRIES: usize = 20_000;
/// Where no folder is called like one, documents are read down to this level, so many bytes of them.
const DEEPEST_DOCUMENT: usize = 7;
const MOST_READ: u64 = 32 << 20;

/// So many of them are named if there are several.
const MOST_NAMED: usize = 8;

/// The folder of the sources: `api-ref/source` or `api-ref` in `folder` or in one above it, up to the root of
/// its repository; else the only folder of the repository that is called like one and holds a document; else the only one
/// whose documents hold operations.
pub(super) fn source_folder(folder: &Path) -> Result<PathBuf, LayoutError> {
    let root = repository_root(folder);
    let above = folder.ancestors().take_while(|above| above.starts_with(&root));
    let usual = above.flat_map(|above| USUAL.map(|name| above.join(name))).find(|path| path.is_dir());
    if let Some(found) = usual {
        return Ok(found);
    }
    // Without a repository nobody knows where to end.
    let mut found = if root.join(".git").exists() { below(&root) } else { Vec::new() };
    if found.is_empty() && root.join(".git").exists() {
        found = with_operations(&root);
    }
    match found.as_slice() {
        [] => Err(LayoutError::Nothing),
        [only] => Ok(only.clone()),
        several => {
            let names = several.iter().take(MOST_NAMED).map(|path| path.strip_prefix(&root).unwrap_or(path));
            let names: Vec<String> = names.map(|name| name.display().to_string()).collect();
            Err(LayoutError::Several { names: names.join(", ") })
        }
    }
}

/// The folders of the repository that are called like one with a reference, in the order of their names.
fn below(root: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(root).min_depth(1).max_depth(DEEPEST).sort_by_file_name().into_iter();
    let folders = entries
        .filter_entry(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
        .take(MOST_ENTRIES)
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_dir());
    folders
        .filter(|entry| OTHERS.iter().any(|name| entry.file_name() == *name))
        .map(|entry| match entry.path().join("source") {
            source if source.is_dir() => source,
            _ => entry.into_path(),
        })
        .filter(|folder| holds_document(folder))
        .collect()
}

/// The folders of the repository whose documents hold operations: the one around them with the `conf.py` of Sphinx, else
/// their own. Of those within each other the outermost.
fn with_operations(root: &Path) -> Vec<PathBuf> {
    let Ok(disk) = Disk::new(root) else { return Vec::new() };
    let entries = WalkDir::new(root).min_depth(1).max_depth(DEEPEST_DOCUMENT).sort_by_file_name().into_iter();
    let documents = entries
        .filter_entry(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
        .take(MOST_ENTRIES)
        .filter_map(Result::ok)
        .filter(is_document);
    let mut left = MOST_READ;
    let mut found: BTreeSet<PathBuf> = BTreeSet::new();
    for document in documents {
        let Some(folder) = document.path().parent() else { continue };
        if found.iter().any(|known| folder.starts_with(known)) {
            continue;
        }
        let path = document.path().strip_prefix(root).ok().and_then(slashed);
        let Some(path) = path.as_deref().and_then(RootPath::new) else { continue };
        let Ok(bytes) = disk.read(path, left) else { continue };
        left = left.saturating_sub(bytes.len() as u64);
        if memmem::find(&bytes, b"rest_method::").is_some() {
            let around = folder.ancestors().take_while(|around| around.starts_with(root));
            let of_sphinx = around.into_iter().find(|around| around.join("conf.py").is_file());
            let folder = of_sphinx.unwrap_or(folder).to_owned();
            found.retain(|known| !known.starts_with(&folder));
            found.insert(folder);
        }
    }
    found.into_iter().collect()
}

fn is_document(entry: &DirEntry) -> bool {
    let is_named = |end: &OsStr| end == "rst" || end == "inc";
    entry.file_type().is_file() && entry.path().extension().is_some_and(is_named)
}

fn holds_document(folder: &Path) -> bool {
    let entries = WalkDir::new(folder).max_depth(1).into_iter().filter_map(Result::ok);
    entries.take(MOST_ENTRIES).any(|entry| is_document(&entry))
}
