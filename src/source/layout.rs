use std::path::{Component, Path, PathBuf};

use super::confine::real_path;
use super::files::{Entry, Files, RootPath};
use super::search::source_folder;
use super::{Disk, Limits, Refusal};

/// Where an API reference lies in its files. All paths inside are relative to the repository root.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Layout {
    /// The repository root on the disk, as it was given: nothing outside it is read. Empty where the files
    /// are elsewhere.
    pub root: PathBuf,
    /// The source directory (where Sphinx' `conf.py` is, or would be), from the root, with `/`; empty if it
    /// is the root itself.
    pub source_dir: String,
    /// The folder whose root documents are wanted, from the root: the source directory or a folder inside it.
    pub scope: String,
    /// The single file that was asked for instead of the whole directory, from the root.
    pub only: Option<String>,
    /// The sample or dictionary that was asked for, from the root: the whole tree is read, and only what points
    /// into this file is reported.
    pub sample: Option<String>,
    /// How much is read at most.
    pub limits: Limits,
}

/// Why no tree was found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LayoutError {
    /// The path does not exist or cannot be looked at.
    #[error("{path}: {source}")]
    Unreadable {
        /// The path as given.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// No SOURCE was given and none of the usual folders is there.
    #[error(
        "no API reference here: neither this folder nor one above it in the repository holds api-ref/source \
         or api-ref; name the folder as an argument"
    )]
    Nothing,
    /// The repository holds several folders that may be meant.
    #[error("there are several API references here; name one of them as an argument: {names}")]
    Several {
        /// Their paths from the root of the repository.
        names: String,
    },
    /// `--root` does not contain SOURCE.
    #[error("{path}: is not inside the root {root}")]
    OutsideRoot {
        /// SOURCE as given.
        path: String,
        /// The root as given.
        root: String,
    },
    /// A link on the way to SOURCE leads out of the root.
    #[error(
        "path-outside-root: {path} leads out of the repository through a symbolic link; name the folder itself, or pass a wider `--root`"
    )]
    LeadsOut {
        /// The path as given.
        path: String,
    },
    /// Nothing stands at SOURCE.
    #[error("{path}: there is no such file or folder")]
    Missing {
        /// The path as given.
        path: String,
    },
    /// SOURCE is a file, but none of a reference.
    #[error("{path}: is neither a folder nor an .rst or .inc file, a sample or a dictionary")]
    NotASource {
        /// The path as given.
        path: String,
    },
}

impl LayoutError {
    fn refused(path: &str, refusal: Refusal) -> Self {
        let path = path.to_owned();
        match refusal {
            Refusal::Outside => Self::LeadsOut { path },
            _ => Self::Missing { path },
        }
    }

    /// The same, with the path that the user gave.
    fn about(self, given: &Path) -> Self {
        let path = given.display().to_string();
        match self {
            Self::LeadsOut { .. } => Self::LeadsOut { path },
            Self::Missing { .. } => Self::Missing { path },
            Self::NotASource { .. } => Self::NotASource { path },
            other => other,
        }
    }
}

impl Layout {
    /// Finds the tree for SOURCE on the disk: a source folder, a repository root, a root `.rst` or a lone
    /// `.inc`; a sample or a dictionary means the tree around it; `None` looks in the current folder, in those above it, and in the repository around it (see
    /// `search`). `root` says the repository root outright; else it is the nearest folder with a `.git` above
    /// the source directory, else the folder that holds `api-ref`, else the source directory. It is found
    /// from the path as it was given: no link moves it.
    pub fn find(source: Option<&Path>, root: Option<&Path>) -> Result<Self, LayoutError> {
        let sample = source.filter(|path| path.is_file() && is_data(path)).map(as_given).transpose()?;
        let given = match (source, &sample) {
            (_, Some(sample)) => source_folder(sample.parent().unwrap_or(sample))?,
            (Some(path), None) => path.to_owned(),
            (None, None) => source_folder(&as_given(Path::new("."))?)?,
        };
        let path = as_given(&given)?;
        let top = match root {
            Some(root) => as_given(root)?,
            None => repository_root(&path),
        };
        let outside = || LayoutError::OutsideRoot {
            path: given.display().to_string(),
            root: root.unwrap_or(&top).display().to_string(),
        };
        // The user may have named one of the two through a link.
        let below = match path.strip_prefix(&top) {
            Ok(below) => below.to_owned(),
            Err(_) => {
                let (path, top) = (canonical(&path)?, canonical(&top)?);
                path.strip_prefix(top).map_err(|_| outside())?.to_owned()
            }
        };
        let source = slashed(&below).ok_or_else(outside)?;
        let disk = Disk::new(&top).map_err(|source| unreadable(&top, source))?;
        let layout = Self::within(&disk, &source).map_err(|error| error.about(&given))?;
        let sample = match sample {
            Some(sample) => Some(sample.strip_prefix(&top).ok().and_then(slashed).ok_or_else(outside)?),
            None => None,
        };
        Ok(Self { root: top, sample, ..layout })
    }

    /// Finds the tree for SOURCE in any files: as on the disk, but a path from their root, which is known.
    pub fn within(files: &dyn Files, source: &str) -> Result<Self, LayoutError> {
        let real = |path: &str| real_path(files, path).map_err(|refusal| LayoutError::refused(path, refusal));
        let path = real(source)?;
        let only = (is_file(files, &path) && is_rst(&path)).then(|| path.clone());
        let folder = match &only {
            Some(file) => folder_of(file).to_owned(),
            None if is_folder(files, &path) => source_folder_within(files, &path)?,
            None => return Err(LayoutError::NotASource { path }),
        };
        let source_dir = source_directory(&folder, |path| is_file(files, path)).to_owned();
        let scope = if only.is_some() { source_dir.clone() } else { folder };
        Ok(Self { root: PathBuf::new(), source_dir, scope, only, sample: None, limits: Limits::default() })
    }

    /// The files on the disk below the root.
    pub fn disk(&self) -> Result<Disk, LayoutError> {
        Disk::new(&self.root).map_err(|source| unreadable(&self.root, source))
    }

    /// The place on the disk of a path from the root.
    pub fn on_disk(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The path from the root that `argument` of a directive means: from `folder` (of the root document), a
    /// leading `/` from the source directory (the rule of Sphinx). `None` if it leads out of the root.
    pub fn resolve(&self, folder: &str, argument: &str) -> Option<String> {
        match argument.strip_prefix('/') {
            Some(rest) => below(&self.source_dir, rest),
            None => below(folder, argument),
        }
    }

    /// A path from the root as seen from the folder that was asked for: `samples/a.json`, `../../doc/b.json`.
    pub fn from_scope(&self, path: &str) -> String {
        let scope = self.only.as_deref().map_or(self.scope.as_str(), folder_of);
        let from: Vec<&str> = scope.split('/').filter(|part| !part.is_empty()).collect();
        let to: Vec<&str> = path.split('/').collect();
        let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let up = std::iter::repeat_n("..", from.len() - common);
        up.chain(to.into_iter().skip(common)).collect::<Vec<_>>().join("/")
    }
}

/// The path from the root that a relative one means in `folder`; `None` if it leads out of the root.
pub(crate) fn below(folder: &str, relative: &str) -> Option<String> {
    let mut path = String::with_capacity(folder.len() + 1 + relative.len());
    path.push_str(folder.trim_matches('/'));
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." if path.is_empty() => return None,
            ".." => path.truncate(folder_of(&path).len()),
            part => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(part);
            }
        }
    }
    Some(path)
}

/// The folder part of a path with `/`; empty for a bare name.
pub(crate) fn folder_of(path: &str) -> &str {
    memchr::memrchr(b'/', path.as_bytes()).and_then(|end| path.get(..end)).unwrap_or_default()
}

/// A path from the root of the disk. Links stay, but for those that come before a `..`, which only the system
/// can resolve.
fn as_given(path: &Path) -> Result<PathBuf, LayoutError> {
    let given = std::path::absolute(path).map_err(|source| unreadable(path, source))?;
    given.metadata().map_err(|source| unreadable(path, source))?;
    let components: Vec<Component<'_>> = given.components().collect();
    let Some(last) = components.iter().rposition(|component| *component == Component::ParentDir) else {
        return Ok(given);
    };
    let (before, behind) = components.split_at_checked(last + 1).unwrap_or((&components, &[]));
    let mut path = canonical(&before.iter().collect::<PathBuf>())?;
    path.extend(behind);
    Ok(path)
}

/// A folder and those around it, up to the root.
pub(super) fn upward(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |at: &&str| (!at.is_empty()).then_some(*at).map(folder_of))
}

fn canonical(path: &Path) -> Result<PathBuf, LayoutError> {
    path.canonicalize().map_err(|source| unreadable(path, source))
}

fn unreadable(path: &Path, source: std::io::Error) -> LayoutError {
    LayoutError::Unreadable { path: path.display().to_string(), source }
}

/// The repository root for a path on the disk.
pub(crate) fn repository_root(path: &Path) -> PathBuf {
    let folder = if path.is_dir() {
        let usual = usual_folders(path.file_name().and_then(|name| name.to_str()).unwrap_or_default());
        let inside = usual.iter().map(|name| path.join(name)).find(|candidate| candidate.is_dir());
        inside.unwrap_or_else(|| path.to_owned())
    } else {
        path.parent().unwrap_or(path).to_owned()
    };
    let is_named = |folder: &&Path| folder.file_name().is_some_and(|name| name == "api-ref");
    let with_git = folder.ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok());
    let above_api_ref = || folder.ancestors().find(is_named).and_then(Path::parent);
    let with_conf = || folder.ancestors().find(|folder| folder.join("conf.py").is_file());
    with_git.or_else(above_api_ref).or_else(with_conf).unwrap_or(&folder).to_owned()
}

fn is_file(files: &dyn Files, path: &str) -> bool {
    entry(files, path) == Some(Entry::File)
}

fn is_folder(files: &dyn Files, path: &str) -> bool {
    entry(files, path) == Some(Entry::Folder)
}

/// What stands at a path, links followed.
fn entry(files: &dyn Files, path: &str) -> Option<Entry> {
    let real = real_path(files, path).ok()?;
    files.entry(RootPath::new(&real)?).ok()
}

/// Is it a sample or a dictionary, by its name?
fn is_data(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ["json", "yaml", "yml"].contains(&ending))
}

fn is_rst(path: &str) -> bool {
    path.ends_with(".rst") || path.ends_with(".inc")
}

/// Where the sources are in a folder that only holds them, by the name of that folder.
fn usual_folders(name: &str) -> &'static [&'static str] {
    if name == "api-ref" { &["source"] } else { &["api-ref/source", "api-ref"] }
}

/// A repository root or an `api-ref` folder stands for the source folder inside it. A link that leads out of
/// the root is an error, not another folder.
fn source_folder_within(files: &dyn Files, path: &str) -> Result<String, LayoutError> {
    let name = path.rsplit('/').next().unwrap_or_default();
    for usual in usual_folders(name) {
        let inside = join(path, usual);
        match real_path(files, &inside) {
            Err(Refusal::Outside) => return Err(LayoutError::LeadsOut { path: inside }),
            Ok(real) if is_folder(files, &real) => return Ok(real),
            _ => {}
        }
    }
    Ok(path.to_owned())
}

/// The folder from which a leading `/` counts: the nearest one at or above that is `api-ref/source` or has a
/// `conf.py`; else `folder` itself.
fn source_directory(folder: &str, is_file: impl Fn(&str) -> bool) -> &str {
    let is_source = |above: &&str| {
        *above == "api-ref/source" || above.ends_with("/api-ref/source") || is_file(&join(above, "conf.py"))
    };
    upward(folder).find(is_source).unwrap_or(folder)
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A relative path with `/`.
pub(super) fn slashed(path: &Path) -> Option<String> {
    let name = |component: Component<'_>| match component {
        Component::Normal(name) => name.to_str().map(str::to_owned),
        _ => None,
    };
    Some(path.components().map(name).collect::<Option<Vec<_>>>()?.join("/"))
}
