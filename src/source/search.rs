//! Where the sources are, where nobody says it.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::layout::{LayoutError, repository_root};

/// What source folders are called, from a folder around them.
const USUAL: [&str; 2] = ["api-ref/source", "api-ref"];

/// What folders with an API reference are called where they are called otherwise.
const OTHERS: [&str; 4] = ["api-ref", "api-refs", "api_ref", "api-reference"];

/// Folders are looked for so many levels below the root of the repository, among so many entries.
const DEEPEST: usize = 4;
const MOST_ENTRIES: usize = 20_000;

/// So many of them are named if there are several.
const MOST_NAMED: usize = 8;

/// The folder of the sources: `api-ref/source` or `api-ref` in `folder` or in one above it, up to the root of
/// its repository; else the only folder of the repository that is called like one and holds a document.
pub(super) fn source_folder(folder: &Path) -> Result<PathBuf, LayoutError> {
    let root = repository_root(folder);
    let above = folder.ancestors().take_while(|above| above.starts_with(&root));
    let usual = above.flat_map(|above| USUAL.map(|name| above.join(name))).find(|path| path.is_dir());
    if let Some(found) = usual {
        return Ok(found);
    }
    // Without a repository nobody knows where to end.
    let found = if root.join(".git").exists() { below(&root) } else { Vec::new() };
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

fn holds_document(folder: &Path) -> bool {
    let entries = WalkDir::new(folder).max_depth(1).into_iter().filter_map(Result::ok);
    entries.take(MOST_ENTRIES).any(|entry| {
        entry.file_type().is_file()
            && entry.path().extension().is_some_and(|end| end == "rst" || end == "inc")
    })
}
