use std::path::{Component, Path, PathBuf};

/// Where an API reference lies on the disk. All paths inside are relative to the repository root.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The repository root, canonical: nothing outside it is read.
    pub root: PathBuf,
    /// The source directory (where Sphinx' `conf.py` is, or would be), from the root, with `/`; empty if it is the
    /// root itself.
    pub source_dir: String,
    /// The folder whose root documents are wanted, from the root: the source directory or a folder inside it.
    pub scope: String,
    /// The single file that was asked for instead of the whole directory, from the root.
    pub only: Option<String>,
}

/// Why no tree was found.
#[derive(Debug, thiserror::Error)]
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
        "no API reference here: neither api-ref/source nor api-ref exists; name the folder as an argument"
    )]
    Nothing,
    /// `--root` does not contain SOURCE.
    #[error("{path}: is not inside the root {root}")]
    OutsideRoot {
        /// SOURCE as given.
        path: String,
        /// The root as given.
        root: String,
    },
    /// SOURCE is a file, but neither `.rst` nor `.inc`.
    #[error("{path}: is neither a folder nor an .rst or .inc file")]
    NotASource {
        /// The path as given.
        path: String,
    },
}

impl Layout {
    /// Finds the tree for SOURCE: a source folder, a repository root, a root `.rst` or a lone `.inc`; `None` tries
    /// `api-ref/source`, then `api-ref`, in the current folder. `root` says the repository root outright; else it is the nearest folder with a
    /// `.git` above the source directory, else the folder that holds `api-ref`, else the source directory.
    pub fn find(source: Option<&Path>, root: Option<&Path>) -> Result<Self, LayoutError> {
        let given = match source {
            Some(path) => path.to_owned(),
            None => default_source().ok_or(LayoutError::Nothing)?,
        };
        let path = canonical(&given)?;
        let only = is_rst(&path).then(|| path.clone());
        if only.is_none() && !path.is_dir() {
            return Err(LayoutError::NotASource { path: given.display().to_string() });
        }
        let folder = match &only {
            Some(file) => file.parent().unwrap_or(file).to_owned(),
            None => source_folder(&path),
        };
        let directory = source_directory(&folder);
        let top = match root {
            Some(root) => canonical(root)?,
            None => repository_root(&directory),
        };
        let inside = |path: &Path| {
            relative(&top, path).ok_or_else(|| LayoutError::OutsideRoot {
                path: given.display().to_string(),
                root: root.unwrap_or(&top).display().to_string(),
            })
        };
        let source_dir = inside(&directory)?;
        let scope = if only.is_some() { source_dir.clone() } else { inside(&folder)? };
        let only = only.as_deref().map(inside).transpose()?;
        Ok(Self { root: top.clone(), source_dir, scope, only })
    }

    /// The place on the disk of a path from the root.
    pub fn on_disk(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The path from the root that `argument` of a directive means: from `folder` (of the root document), a leading `/` from the
    /// source directory (the rule of Sphinx). `None` if it leads out of the root.
    pub fn resolve(&self, folder: &str, argument: &str) -> Option<String> {
        let (base, rest) = match argument.strip_prefix('/') {
            Some(rest) => (self.source_dir.as_str(), rest),
            None => (folder, argument),
        };
        let mut path = String::with_capacity(base.len() + 1 + rest.len());
        path.push_str(base.trim_matches('/'));
        if !rest.is_empty()
            && !rest.starts_with(['.', '/'])
            && !rest.as_bytes().windows(2).any(|pair| matches!(pair, [b'/', b'.' | b'/']))
        {
            // Nothing but names, as nearly always.
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(rest);
            return Some(path);
        }
        for part in rest.split('/') {
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

/// The folder part of a path with `/`; empty for a bare name.
pub(crate) fn folder_of(path: &str) -> &str {
    memchr::memrchr(b'/', path.as_bytes()).and_then(|end| path.get(..end)).unwrap_or_default()
}

fn canonical(path: &Path) -> Result<PathBuf, LayoutError> {
    path.canonicalize().map_err(|source| LayoutError::Unreadable { path: path.display().to_string(), source })
}

fn default_source() -> Option<PathBuf> {
    ["api-ref/source", "api-ref"].iter().map(PathBuf::from).find(|path| path.is_dir())
}

fn is_rst(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|extension| extension == "rst" || extension == "inc")
}

/// A repository root or an `api-ref` folder stands for the source folder inside it.
fn source_folder(path: &Path) -> PathBuf {
    let named_api_ref = path.file_name().is_some_and(|name| name == "api-ref");
    let usual: &[&str] = if named_api_ref { &["source"] } else { &["api-ref/source", "api-ref"] };
    let inside = usual.iter().map(|name| path.join(name)).find(|candidate| candidate.is_dir());
    inside.unwrap_or_else(|| path.to_owned())
}

/// The folder from which a leading `/` counts: the nearest one at or above that is `api-ref/source` or has a `conf.py`; else `folder` itself.
fn source_directory(folder: &Path) -> PathBuf {
    folder
        .ancestors()
        .find(|above| above.ends_with("api-ref/source") || above.join("conf.py").is_file())
        .unwrap_or(folder)
        .to_owned()
}

fn repository_root(directory: &Path) -> PathBuf {
    let with_git = directory.ancestors().find(|folder| folder.join(".git").exists());
    let above_api_ref = || {
        directory
            .ancestors()
            .find(|folder| folder.file_name().is_some_and(|name| name == "api-ref"))
            .and_then(Path::parent)
    };
    with_git.or_else(above_api_ref).unwrap_or(directory).to_owned()
}

fn relative(root: &Path, path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = inside
        .components()
        .map(|component| match component {
            Component::Normal(part) => part.to_str(),
            _ => None,
        })
        .collect();
    Some(parts?.join("/"))
}
