use std::collections::BTreeMap;
use std::collections::btree_map;
use std::sync::Arc;

use super::Refusal;
use super::confine::real_path;
use super::files::{Child, Entry, FileError, Files, Kind, RootPath};

/// Texts in memory over other files: buffers that are not saved, edits that are proposed, trees that never
/// were on a disk.
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    below: Option<Arc<dyn Files>>,
    own: BTreeMap<String, Layer>,
}

/// What the overlay says about a path.
#[derive(Debug, Clone)]
struct Layer {
    /// The bytes; nothing if the file is deleted.
    bytes: Option<Arc<[u8]>>,
    version: Option<i64>,
}

impl Overlay {
    /// Nothing but the texts that will be put in.
    pub fn new() -> Self {
        Self::default()
    }

    /// Other files, until texts are put over them.
    pub fn over(below: Arc<dyn Files>) -> Self {
        Self { below: Some(below), own: BTreeMap::new() }
    }

    /// Puts a file over what is at a path, or where nothing is. Links in the path are followed, as when it is
    /// read.
    pub fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Result<(), Refusal> {
        self.set(path, Some(bytes.into()), None)
    }

    /// Puts a text that an editor numbers.
    pub fn put_version(
        &mut self,
        path: &str,
        bytes: impl Into<Vec<u8>>,
        version: i64,
    ) -> Result<(), Refusal> {
        self.set(path, Some(bytes.into()), Some(version))
    }

    /// Takes the file at a path away.
    pub fn delete(&mut self, path: &str) -> Result<(), Refusal> {
        self.set(path, None, None)
    }

    /// Shows again what is below.
    pub fn forget(&mut self, path: &str) {
        let real = real_path(self, path).unwrap_or_else(|_| path.to_owned());
        self.own.remove(&real);
    }

    /// The number that came with the text at a path.
    pub fn version(&self, path: &str) -> Option<i64> {
        self.own.get(path)?.version
    }

    fn set(&mut self, path: &str, bytes: Option<Vec<u8>>, version: Option<i64>) -> Result<(), Refusal> {
        let real = self.place(RootPath::new(path).ok_or(Refusal::Outside)?)?;
        self.own.insert(real, Layer { bytes: bytes.map(Into::into), version });
        Ok(())
    }

    /// Where a file is or will be: links are followed as far as there is anything.
    fn place(&self, path: RootPath<'_>) -> Result<String, Refusal> {
        let mut there = path;
        loop {
            match real_path(self, there.as_str()) {
                Ok(real) => {
                    let rest = path.as_str().get(there.as_str().len()..).unwrap_or_default();
                    return Ok(format!("{real}{rest}").trim_start_matches('/').to_owned());
                }
                Err(Refusal::Missing) => there = there.split().ok_or(Refusal::Missing)?.0,
                Err(refusal) => return Err(refusal),
            }
        }
    }

    /// The files of its own that are below a folder.
    fn below_folder<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a Layer)> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let length = start.len();
        self.own
            .range(start.clone()..)
            .take_while(move |(path, _)| path.starts_with(&start))
            .filter_map(move |(path, layer)| Some((path.get(length..)?, layer)))
    }

    /// Is one of the folders on the way to a path a file here?
    fn is_below_a_file(&self, path: RootPath<'_>) -> bool {
        let folders = std::iter::successors(path.split(), |(folder, _)| folder.split());
        let mut own = folders.filter_map(|(folder, _)| self.own.get(folder.as_str()));
        own.any(|layer| layer.bytes.is_some())
    }

    fn has_files_in(&self, folder: &str) -> bool {
        self.below_folder(folder).any(|(_, layer)| layer.bytes.is_some())
    }
}

impl Files for Overlay {
    fn entry(&self, path: RootPath<'_>) -> Result<Entry, FileError> {
        match self.own.get(path.as_str()) {
            Some(layer) if layer.bytes.is_some() => return Ok(Entry::File),
            Some(_) if !self.has_files_in(path.as_str()) => return Err(FileError::Missing),
            _ => {}
        }
        if path == RootPath::ROOT || self.has_files_in(path.as_str()) {
            return Ok(Entry::Folder);
        }
        match &self.below {
            Some(below) if !self.is_below_a_file(path) => below.entry(path),
            _ => Err(FileError::Missing),
        }
    }

    fn list(&self, folder: RootPath<'_>) -> Result<Vec<Child>, FileError> {
        let below = match &self.below {
            Some(below) => below.list(folder),
            None => Err(FileError::Missing),
        };
        let mut children: BTreeMap<Vec<u8>, Kind> = match below {
            Ok(children) => children.into_iter().map(|child| (child.name, child.kind)).collect(),
            Err(FileError::Missing) if self.entry(folder) == Ok(Entry::Folder) => BTreeMap::new(),
            Err(error) => return Err(error),
        };
        for (path, layer) in self.below_folder(folder.as_str()) {
            match (path.split_once('/'), layer.bytes.is_some()) {
                (Some((name, _)), true) => {
                    children.insert(name.as_bytes().to_owned(), Kind::Folder);
                }
                (None, true) => {
                    children.insert(path.as_bytes().to_owned(), Kind::File);
                }
                (None, false) => {
                    if let btree_map::Entry::Occupied(entry) = children.entry(path.as_bytes().to_owned()) {
                        entry.remove();
                    }
                }
                (Some(_), false) => {}
            }
        }
        Ok(children.into_iter().map(|(name, kind)| Child { name, kind }).collect())
    }

    fn read(&self, path: RootPath<'_>, limit: u64) -> Result<Vec<u8>, FileError> {
        match (self.own.get(path.as_str()), &self.below) {
            (Some(Layer { bytes: Some(bytes), .. }), _) if bytes.len() as u64 > limit => {
                Err(FileError::TooLarge)
            }
            (Some(Layer { bytes: Some(bytes), .. }), _) => Ok(bytes.to_vec()),
            (Some(_), _) => Err(FileError::Missing),
            (None, _) if self.has_files_in(path.as_str()) => Err(FileError::OtherKind),
            (None, Some(below)) if !self.is_below_a_file(path) => below.read(path, limit),
            (None, _) => Err(FileError::Missing),
        }
    }
}
