use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::super::Limits;
use super::super::files::{Child, Entry, FileError, Files, Kind, RootPath};
use super::objects::Objects;
use super::program::{Git, GitError, LONGEST, complaint};
use super::revision::{Item, ItemKind, link_target};
use super::watched::{Watched, complaints};

/// The files of the index below a folder: what the next commit will hold.
#[derive(Debug)]
pub struct Index {
    objects: Objects,
    items: BTreeMap<Vec<u8>, Item>,
}

impl Index {
    /// The index of the repository that holds `root`. In a hook of `git commit FILE` that is another file
    /// than usual: git says so in `GIT_INDEX_FILE`, which counts if the file is in the folder of the same
    /// repository.
    pub fn open(root: &Path) -> Result<Self, GitError> {
        let git = Git::of(root)?;
        let mut command = git.command(&["ls-files", "--cached", "--stage", "-z", "--full-name"]);
        if let Some(file) = index_file(&git)? {
            command.env("GIT_INDEX_FILE", file);
        }
        let failed = |error: std::io::Error| GitError::Failed(error.to_string());
        let program = Watched::start(command.stdin(Stdio::null()).stderr(Stdio::piped())).map_err(failed)?;
        let _deadline = program.within(LONGEST);
        let (stdout, stderr) = {
            let mut child = program.child();
            (child.stdout.take(), child.stderr.take())
        };
        let Some(stdout) = stdout else { return Err(GitError::Failed("no output".to_owned())) };
        let items = read_list(BufReader::new(stdout), &git.prefix)?;
        if !program.wait().map_err(failed)?.success() {
            return Err(complaint(&complaints(stderr)));
        }
        Ok(Self { objects: Objects::new(git), items })
    }

    /// The items below a folder, with their paths from there.
    fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a [u8], &'a Item)> + use<'a> {
        let start = if folder.is_empty() { Vec::new() } else { format!("{folder}/").into_bytes() };
        let length = start.len();
        self.items
            .range(start.clone()..)
            .take_while(move |(path, _)| path.starts_with(&start))
            .filter_map(move |(path, item)| Some((path.get(length..)?, item)))
    }

    fn item(&self, path: RootPath<'_>) -> Result<&Item, FileError> {
        if let Some(item) = self.items.get(path.as_str().as_bytes()) {
            return Ok(item);
        }
        let folders = std::iter::successors(path.split(), |(folder, _)| folder.split());
        let mut on_the_way = folders.filter_map(|(folder, _)| self.items.get(folder.as_str().as_bytes()));
        match on_the_way.next().map(|item| item.kind) {
            Some(ItemKind::Link) => Err(FileError::Link),
            Some(ItemKind::Submodule) => Err(FileError::Unreadable),
            _ => Err(FileError::Missing),
        }
    }

    fn is_folder(&self, path: RootPath<'_>) -> bool {
        path == RootPath::ROOT || self.below(path.as_str()).next().is_some()
    }
}

impl Files for Index {
    fn entry(&self, path: RootPath<'_>) -> Result<Entry, FileError> {
        match self.item(path) {
            Ok(item) => match item.kind {
                ItemKind::Link => Ok(Entry::Link(link_target(&self.objects, &item.id)?)),
                ItemKind::File => Ok(Entry::File),
                ItemKind::Folder | ItemKind::Submodule => Ok(Entry::Folder),
            },
            Err(_) if self.is_folder(path) => Ok(Entry::Folder),
            Err(error) => Err(error),
        }
    }

    fn list(&self, folder: RootPath<'_>) -> Result<Vec<Child>, FileError> {
        if !self.is_folder(folder) {
            return Err(match self.item(folder).map(|item| item.kind) {
                Ok(ItemKind::Link) => FileError::Link,
                Ok(ItemKind::Submodule) => FileError::Unreadable,
                Ok(_) => FileError::Missing,
                Err(error) => error,
            });
        }
        let mut children: Vec<Child> = Vec::new();
        for (path, item) in self.below(folder.as_str()) {
            let end = memchr::memchr(b'/', path);
            let name = path.get(..end.unwrap_or(path.len())).unwrap_or_default();
            let kind = if end.is_some() { Kind::Folder } else { item.kind.kind() };
            // What is in one folder stands together.
            if children.last().is_none_or(|last| last.name != name) {
                children.push(Child { name: name.to_owned(), kind });
            }
        }
        Ok(children)
    }

    fn read(&self, path: RootPath<'_>, limit: u64) -> Result<Vec<u8>, FileError> {
        match self.item(path) {
            Ok(item) => match item.kind {
                ItemKind::File => self.objects.read(&item.id, "blob", limit),
                ItemKind::Link => Err(FileError::Link),
                ItemKind::Folder | ItemKind::Submodule => Err(FileError::OtherKind),
            },
            Err(FileError::Missing) if self.is_folder(path) => Err(FileError::OtherKind),
            Err(error) => Err(error),
        }
    }
}

/// The most bytes of a line of the list; no system has paths as long.
const LONGEST_LINE: u64 = 1 << 16;

/// `mode id stage`, a tab, the path, a zero, and again; the paths below `prefix`.
fn read_list(mut list: impl std::io::BufRead, prefix: &str) -> Result<BTreeMap<Vec<u8>, Item>, GitError> {
    let most = Limits::default().entries * 10;
    let start = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
    let mut items = BTreeMap::new();
    let mut line = Vec::new();
    for number in 0.. {
        line.clear();
        let mut bounded = std::io::Read::by_ref(&mut list).take(LONGEST_LINE);
        let length = bounded.read_until(0, &mut line).map_err(|error| GitError::Failed(error.to_string()))?;
        if length == 0 {
            break;
        }
        if number >= most || length as u64 == LONGEST_LINE {
            return Err(GitError::TooMuch(most));
        }
        let Some((head, path)) = split(&line) else { continue };
        let Some(path) = path.strip_prefix(start.as_bytes()) else { continue };
        let mut words = head.split(|byte| *byte == b' ');
        let (Some(mode), Some(id), Some(stage)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        if stage != b"0" {
            return Err(GitError::Conflict(String::from_utf8_lossy(path).into_owned()));
        }
        if let (Some(kind), Ok(id)) = (ItemKind::of_mode(mode), std::str::from_utf8(id)) {
            items.entry(path.to_owned()).or_insert(Item { kind, id: id.to_owned() });
        }
    }
    Ok(items)
}

fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = line.strip_suffix(b"\0").unwrap_or(line);
    let (head, path) = line.split_at_checked(memchr::memchr(b'\t', line)?)?;
    Some((head, path.get(1..)?))
}

/// The index that the environment names, if it belongs to this repository.
fn index_file(git: &Git) -> Result<Option<PathBuf>, GitError> {
    let Some(named) = std::env::var_os("GIT_INDEX_FILE").filter(|named| !named.is_empty()) else {
        return Ok(None);
    };
    let real = |path: &Path| path.canonicalize().ok();
    let folder = real(Path::new(&git.line(&["rev-parse", "--absolute-git-dir"])?));
    let named = real(&git.in_top(Path::new(&named)));
    Ok(match (folder, named) {
        (Some(folder), Some(named)) if named.starts_with(&folder) => Some(named),
        _ => None,
    })
}
