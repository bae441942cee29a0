use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::super::Limits;
use super::super::files::{Child, Entry, FileError, Files, Kind, RootPath};
use super::objects::Objects;
use super::program::GitError;
use super::repository::Repository;

/// The files of a commit below a folder.
///
/// Folders are read when they are asked for: what a commit holds beside the reference costs nothing, and a
/// tree that lists millions of files through a few objects is no danger to whoever counts what he reads.
#[derive(Debug)]
pub struct Revision {
    objects: Arc<Objects>,
    /// The commit.
    id: String,
    root: Item,
    folders: Mutex<BTreeMap<String, Arc<Folder>>>,
}

pub(super) type Folder = BTreeMap<Vec<u8>, Item>;

/// What a tree says about a name.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) kind: ItemKind,
    pub(super) id: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemKind {
    File,
    Folder,
    Link,
    /// A commit of another repository: a folder on the disk, but nothing here.
    Submodule,
}

impl ItemKind {
    /// From the octal digits of a mode.
    pub(super) fn of_mode(mode: &[u8]) -> Option<Self> {
        match mode {
            b"40000" | b"040000" => Some(Self::Folder),
            b"120000" => Some(Self::Link),
            b"160000" => Some(Self::Submodule),
            mode if mode.starts_with(b"100") => Some(Self::File),
            _ => None,
        }
    }

    pub(super) fn kind(self) -> Kind {
        match self {
            Self::File => Kind::File,
            Self::Folder | Self::Submodule => Kind::Folder,
            Self::Link => Kind::Link,
        }
    }
}

impl Revision {
    /// The commit that `revision` names, in the repository that holds `root`: the files below `root` in it.
    pub fn open(root: &Path, revision: &str) -> Result<Self, GitError> {
        Repository::open(root)?.revision(revision)
    }

    /// The files below `prefix` in the commit with this id.
    pub(super) fn of_commit(objects: Arc<Objects>, id: String, prefix: &str) -> Result<Self, GitError> {
        let tree = tree_of(&objects, &id).ok_or_else(|| GitError::Failed(format!("no commit {id}")))?;
        let top = Item { kind: ItemKind::Folder, id: tree };
        let mut opened = Self { objects, id, root: top, folders: Mutex::default() };
        if !prefix.is_empty() {
            // A root that is not there in this commit holds nothing.
            let root = RootPath::new(prefix).ok_or(FileError::Missing).and_then(|prefix| opened.item(prefix));
            let nothing = Item { kind: ItemKind::Folder, id: String::new() };
            opened.root = root.ok().filter(|item| item.kind == ItemKind::Folder).unwrap_or(nothing);
            opened.folders = Mutex::default();
        }
        Ok(opened)
    }

    /// The id of the commit.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What stands at a path, each folder on the way read once.
    pub(super) fn item(&self, path: RootPath<'_>) -> Result<Item, FileError> {
        let Some((folder, name)) = path.split() else { return Ok(self.root.clone()) };
        let folder = self.folder(folder)?;
        folder.get(name.as_bytes()).cloned().ok_or(FileError::Missing)
    }

    fn folder(&self, path: RootPath<'_>) -> Result<Arc<Folder>, FileError> {
        let mut at = String::new();
        let mut folder = self.opened(&at, &self.root)?;
        for name in path.names() {
            let item = folder.get(name.as_bytes()).cloned().ok_or(FileError::Missing)?;
            match item.kind {
                ItemKind::Folder => {}
                ItemKind::Submodule => return Err(FileError::Unreadable),
                ItemKind::Link => return Err(FileError::Link),
                ItemKind::File => return Err(FileError::Missing),
            }
            if !at.is_empty() {
                at.push('/');
            }
            at.push_str(name);
            folder = self.opened(&at, &item)?;
        }
        Ok(folder)
    }

    /// The folder at a path that leads through folders only.
    fn opened(&self, path: &str, item: &Item) -> Result<Arc<Folder>, FileError> {
        if item.id.is_empty() {
            return Ok(Arc::default());
        }
        let known = self.folders.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        if let Some(folder) = known {
            return Ok(folder);
        }
        let folder = Arc::new(folder_of_id(&self.objects, &item.id)?);
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.insert(path.to_owned(), Arc::clone(&folder));
        Ok(folder)
    }
}

impl Files for Revision {
    fn entry(&self, path: RootPath<'_>) -> Result<Entry, FileError> {
        let item = self.item(path)?;
        Ok(match item.kind {
            ItemKind::File => Entry::File,
            ItemKind::Folder | ItemKind::Submodule => Entry::Folder,
            ItemKind::Link => Entry::Link(link_target(&self.objects, &item.id)?),
        })
    }

    fn list(&self, folder: RootPath<'_>) -> Result<Vec<Child>, FileError> {
        let folder = self.folder(folder)?;
        Ok(folder.iter().map(|(name, item)| Child { name: name.clone(), kind: item.kind.kind() }).collect())
    }

    fn read(&self, path: RootPath<'_>, limit: u64) -> Result<Vec<u8>, FileError> {
        let item = self.item(path)?;
        match item.kind {
            ItemKind::File => self.objects.read(&item.id, "blob", limit),
            ItemKind::Folder | ItemKind::Submodule => Err(FileError::OtherKind),
            ItemKind::Link => Err(FileError::Link),
        }
    }
}

/// What a tree object lists.
pub(super) fn folder_of_id(objects: &Objects, id: &str) -> Result<Folder, FileError> {
    let bytes = objects.read(id, "tree", Limits::default().file)?;
    parse(&bytes, id.len() / 2).ok_or(FileError::Unreadable)
}

/// The tree of a commit, which says so on its first line: `tree ID`.
pub(super) fn tree_of(objects: &Objects, id: &str) -> Option<String> {
    let commit = objects.read(id, "commit", Limits::default().file).ok()?;
    let line = commit.split(|byte| *byte == b'\n').next()?;
    String::from_utf8(line.strip_prefix(b"tree ")?.to_owned()).ok()
}

/// A link is a blob that holds its target.
pub(super) fn link_target(objects: &Objects, id: &str) -> Result<String, FileError> {
    /// No system has longer paths.
    const LONGEST: u64 = 4096;
    let target = objects.read(id, "blob", LONGEST)?;
    String::from_utf8(target).map_err(|_| FileError::Unreadable)
}

/// A tree object: `mode name`, a zero, the bytes of an id, and again. The first of two equal names counts.
fn parse(mut bytes: &[u8], id_length: usize) -> Option<Folder> {
    let mut folder = Folder::new();
    while !bytes.is_empty() {
        let space = memchr::memchr(b' ', bytes)?;
        let (mode, rest) = bytes.split_at_checked(space)?;
        let rest = rest.get(1..)?;
        let (name, rest) = rest.split_at_checked(memchr::memchr(0, rest)?)?;
        let (id, rest) = rest.get(1..)?.split_at_checked(id_length)?;
        bytes = rest;
        if let Some(kind) = ItemKind::of_mode(mode) {
            let id = id.iter().map(|byte| format!("{byte:02x}")).collect();
            folder.entry(name.to_owned()).or_insert(Item { kind, id });
        }
    }
    Some(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(items: &[(&str, &str)]) -> Vec<u8> {
        items
            .iter()
            .flat_map(|(mode, name)| [mode.as_bytes(), b" ", name.as_bytes(), &[0; 21]].concat())
            .collect()
    }

    #[test]
    fn a_tree_says_what_each_name_is_and_the_first_of_two_counts() {
        let folder = parse(&tree(&[("100644", "a"), ("40000", "b"), ("120000", "a")]), 20).expect("a tree");
        let kinds: Vec<_> = folder.iter().map(|(name, item)| (name.as_slice(), item.kind)).collect();
        assert_eq!(kinds, [(b"a".as_slice(), ItemKind::File), (b"b".as_slice(), ItemKind::Folder)]);
    }

    #[test]
    fn a_tree_that_is_cut_off_is_none() {
        let whole = tree(&[("100644", "a")]);
        for end in 1..whole.len() {
            assert!(parse(&whole[..end], 20).is_none(), "{end}");
        }
    }
}
