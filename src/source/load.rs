#![expect(clippy::disallowed_methods, reason = "this is the one module that reads the disk")]

use std::collections::HashMap;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use foldhash::fast::RandomState;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::{Layout, Sources, folder_of};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::place::{Place, SourceId, Span};

/// Files above this many bytes are not read: no source of an API reference comes near.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Why a file was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such file.
    Missing,
    /// It lies outside the repository root, perhaps through a symbolic link.
    Outside,
    /// It is larger than the limit.
    TooLarge,
    /// The system would not give it (a folder, no permission).
    Unreadable,
}

static NOT_UTF8: Rule = Rule {
    id: "source-not-utf8",
    severity: Severity::Error,
    summary: "a source is not UTF-8",
    explanation: "Sphinx reads sources as UTF-8 and stops at the first byte that is not. The bytes are replaced here, so that the \
                  rest can be read; what stands around them may be wrong.",
    bad: "a name saved as Latin-1: `caf\\xe9`",
    good: "the same file saved as UTF-8: `café`",
};

static TOO_LARGE: Rule = Rule {
    id: "source-too-large",
    severity: Severity::Error,
    summary: "a source is too large to be one",
    explanation: "Files above 16 MiB are not read. The largest real source of an API reference is a hundred times smaller, so \
                  something else was named by mistake.",
    bad: "`.. literalinclude:: samples/disk-image.json` of 2 GiB",
    good: "a sample that shows one object",
};

static UNREADABLE: Rule = Rule {
    id: "source-unreadable",
    severity: Severity::Error,
    summary: "a file or folder of the sources cannot be read",
    explanation: "The system refuses to give it, mostly because of its permissions. What is in it is missing from the reference, so nothing can be said about \
                  the whole.",
    bad: "chmod 000 api-ref/source/v3",
    good: "chmod u+rX api-ref/source/v3",
};

/// The rules of this layer.
pub static RULES: &[&Rule] = &[&NOT_UTF8, &TOO_LARGE, &UNREADABLE];

enum Bytes {
    Text(String),
    NotUtf8 { text: String, at: usize },
}

impl Sources {
    /// Walks the source directory and reads every `.rst`, `.inc` and YAML file in it.
    pub fn load(layout: Layout, findings: &mut Findings) -> Self {
        let Walked { files, folders, refused, regular } = walk(&layout, &layout.source_dir, usize::MAX);
        let wanted: Vec<String> = files.iter().filter(|path| is_text_source(path)).cloned().collect();
        let mut sources = Self { layout, tree: files, folders, regular, ..Self::default() };
        let loaded = sources.load_files(&wanted, findings);
        let unread = wanted.into_iter().zip(loaded).filter(|(_, read)| *read == Err(Refusal::Unreadable));
        for path in refused.into_iter().chain(unread.map(|(path, _)| path)) {
            let id = sources.add(path.clone(), String::new());
            let message = format!("`{path}` cannot be read");
            let help = "give yourself the permission to read it";
            findings.push(Finding::new(&UNREADABLE, Place::source_file(id), message).help(help));
        }
        sources
    }

    /// Reads more files, named by their paths from the root, in parallel; the answers are in the order of the
    /// question. A file that was read before is not read again.
    pub fn load_files(
        &mut self,
        paths: &[String],
        findings: &mut Findings,
    ) -> Vec<Result<SourceId, Refusal>> {
        let known = &self.by_path;
        let unknown = paths.iter().filter(|path| !known.contains_key(*path));
        let walked = self.regular.then(|| {
            let files = self.tree.iter().map(|path| (path.as_str(), true));
            files.chain(self.folders.iter().map(|path| (path.as_str(), false))).collect()
        });
        let folders = Folders::of(&self.layout, walked, unknown);
        let read: Vec<Option<Result<Bytes, Refusal>>> =
            paths.par_iter().map(|path| (!known.contains_key(path)).then(|| folders.read(path))).collect();
        paths.iter().zip(read).map(|(path, bytes)| self.take(path, bytes, findings)).collect()
    }

    fn take(
        &mut self,
        path: &str,
        bytes: Option<Result<Bytes, Refusal>>,
        findings: &mut Findings,
    ) -> Result<SourceId, Refusal> {
        if let Some(id) = self.find(path) {
            return Ok(id);
        }
        match bytes.unwrap_or(Err(Refusal::Missing)) {
            Ok(Bytes::Text(text)) => Ok(self.add(path.to_owned(), text)),
            Ok(Bytes::NotUtf8 { text, at }) => {
                let id = self.add(path.to_owned(), text);
                findings.push(
                    Finding::new(&NOT_UTF8, Span::new(id, at, at), format!("`{path}` is not UTF-8"))
                        .help("save the file as UTF-8"),
                );
                Ok(id)
            }
            Err(Refusal::TooLarge) => {
                let id = self.add(path.to_owned(), String::new());
                let message = format!("`{path}` is larger than {} MiB and was not read", LARGEST >> 20);
                findings.push(
                    Finding::new(&TOO_LARGE, Place::source_file(id), message)
                        .help("name another file, or shorten this one"),
                );
                Err(Refusal::TooLarge)
            }
            Err(refusal) => {
                self.refused.insert(path.to_owned(), refusal);
                Err(refusal)
            }
        }
    }

    /// The files in a folder given from the root, as paths from the root, sorted; nothing if it is no folder inside the root.
    pub fn list(&self, folder: &str) -> Vec<String> {
        walk(&self.layout, folder, 1).files
    }
}

/// What is below a folder.
#[derive(Default)]
struct Walked {
    /// The files, as paths from the root.
    files: Vec<String>,
    /// The folders.
    folders: Vec<String>,
    /// What the system would not show.
    refused: Vec<String>,
    /// Is nothing among the files but regular ones: no symbolic link, no pipe, no device?
    regular: bool,
}

fn is_text_source(path: &str) -> bool {
    [".rst", ".inc", ".yaml", ".yml"].iter().any(|suffix| path.ends_with(suffix))
}

/// What is below a folder, down to so many levels.
fn walk(layout: &Layout, folder: &str, depth: usize) -> Walked {
    let top = layout.on_disk(folder);
    let mut walked = Walked { regular: true, ..Walked::default() };
    if !inside(layout, &top) {
        return walked;
    }
    let from_root = |path: &Path| {
        let (path, root) = (path.as_os_str().as_encoded_bytes(), layout.root.as_os_str().as_encoded_bytes());
        let below = std::str::from_utf8(path.strip_prefix(root)?).ok()?;
        Some(below.trim_start_matches(MAIN_SEPARATOR).replace(MAIN_SEPARATOR, "/"))
    };
    let shown = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    // By the names of folders and files, from the outside in; what is in one folder differs in its name only.
    let walk = WalkDir::new(top)
        .max_depth(depth)
        .sort_by(|one, other| one.path().as_os_str().cmp(other.path().as_os_str()));
    for entry in walk.into_iter().filter_entry(shown) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => walked.folders.extend(from_root(entry.path())),
            Ok(entry) => {
                walked.regular &= entry.file_type().is_file();
                walked.files.extend(from_root(entry.path()));
            }
            Err(error) => walked.refused.extend(error.path().and_then(from_root)),
        }
    }
    walked
}

fn inside(layout: &Layout, path: &Path) -> bool {
    real_place(layout, path).is_ok()
}

/// The real places of folders by their paths from the root, asked of the system once for all files in them.
struct Folders<'a> {
    layout: &'a Layout,
    /// What is below the source directory, if that is nothing but folders and regular files, and whether it is a file.
    walked: Option<HashMap<&'a str, bool, RandomState>>,
    real: HashMap<&'a str, Result<PathBuf, Refusal>, RandomState>,
}

impl<'a> Folders<'a> {
    fn of(
        layout: &'a Layout,
        walked: Option<HashMap<&'a str, bool, RandomState>>,
        paths: impl Iterator<Item = &'a String>,
    ) -> Self {
        let mut folders = Self { layout, walked, real: HashMap::default() };
        folders.real.insert("", Ok(layout.root.clone()));
        for path in paths {
            folders.add(folder_of(path));
        }
        folders
    }

    /// Adds a folder and those around it, from the outside in.
    fn add(&mut self, folder: &'a str) {
        if self.real.contains_key(folder) {
            return;
        }
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        for path in ends.filter_map(|end| folder.get(..end)) {
            if !self.real.contains_key(path) {
                let place = self.place(path);
                self.real.insert(path, place);
            }
        }
    }

    /// The place of a folder: in that of the folder around it, unless it is a symbolic link.
    fn place(&self, path: &str) -> Result<PathBuf, Refusal> {
        let (around, name) = path.rsplit_once('/').unwrap_or(("", path));
        let place = self.around(around)?.join(name);
        let metadata = place.symlink_metadata().map_err(|_| Refusal::Missing)?;
        // What the system takes for more than the name of something in the folder may lead out of it.
        let leads_on = metadata.is_symlink() || place.file_name().is_none_or(|last| last != name);
        if leads_on { real_place(self.layout, &place) } else { Ok(place) }
    }

    fn around(&self, folder: &str) -> Result<&PathBuf, Refusal> {
        self.real.get(folder).ok_or(Refusal::Missing)?.as_ref().map_err(|refusal| *refusal)
    }

    fn read(&self, path: &str) -> Result<Bytes, Refusal> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut place = self.around(folder)?.join(name);
        match self.is_there(path) {
            Some(true) => {}
            Some(false) => return Err(Refusal::Missing),
            // A pipe must not even be opened.
            None => {
                let mut metadata = place.symlink_metadata().map_err(|_| Refusal::Missing)?;
                if metadata.is_symlink() {
                    place = real_place(self.layout, &place)?;
                    metadata = place.metadata().map_err(|_| Refusal::Unreadable)?;
                }
                if !metadata.is_file() {
                    return Err(Refusal::Unreadable);
                }
            }
        }
        let mut file = File::open(&place).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename => Refusal::Missing,
            _ => Refusal::Unreadable,
        })?;
        let metadata = file.metadata().map_err(|_| Refusal::Unreadable)?;
        if !metadata.is_file() {
            return Err(Refusal::Unreadable);
        }
        if metadata.len() > LARGEST {
            return Err(Refusal::TooLarge);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
        Read::by_ref(&mut file).take(LARGEST).read_to_end(&mut bytes).map_err(|_| Refusal::Unreadable)?;
        Ok(text_of(bytes))
    }

    /// Has the walk shown a regular file there? `None` if that does not answer it: it does not look at what is hidden,
    /// and a folder is no file.
    fn is_there(&self, path: &str) -> Option<bool> {
        let below = path.strip_prefix(self.layout.source_dir.as_str())?;
        let seen = below.starts_with('/') && !below.contains("/.");
        match self.walked.as_ref().filter(|_| seen)?.get(path) {
            Some(is_file) => is_file.then_some(true),
            None => Some(false),
        }
    }
}

/// The place that symbolic links lead to, if it is inside the root.
fn real_place(layout: &Layout, path: &Path) -> Result<PathBuf, Refusal> {
    let real = path.canonicalize().map_err(|_| Refusal::Missing)?;
    if real.starts_with(&layout.root) { Ok(real) } else { Err(Refusal::Outside) }
}

fn text_of(mut bytes: Vec<u8>) -> Bytes {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Bytes::Text(text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Bytes::NotUtf8 { text: String::from_utf8_lossy(error.as_bytes()).into_owned(), at }
        }
    }
}

/// The files called one of `names` in `folder` and the folders above it up to `root`, nearest first, in the order of `names`: name with its folder as
/// seen from the root, and text; an error for one that is there but cannot be read.
pub fn read_upward(folder: &Path, root: &Path, names: &[&str]) -> Vec<(String, std::io::Result<String>)> {
    let mut found = Vec::new();
    for folder in folder.ancestors().take_while(|folder| folder.starts_with(root)) {
        for name in names {
            let path = folder.join(name);
            // A link that leads nowhere is there, too.
            if path.symlink_metadata().is_ok() {
                let shown = path.strip_prefix(root).unwrap_or(&path).display().to_string();
                found.push((shown, std::fs::read_to_string(&path)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_a_folder_comes_right_behind_its_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = ["a.rst", "b.rst", "a-b/c.rst", "a/z.rst", "a/b/c.rst"];
        for file in files.map(|file| folder.path().join(file)) {
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            std::fs::write(file, "").expect("a file");
        }
        let layout = Layout::find(Some(folder.path()), Some(folder.path())).expect("a layout");
        let sources = Sources::load(layout, &mut Findings::new());
        assert_eq!(sources.tree(), ["a/b/c.rst", "a/z.rst", "a-b/c.rst", "a.rst", "b.rst"]);
    }
}
