use std::fmt::Debug;

/// A path below the root: names with `/` between, none of them empty, `.` or `..`; empty for the root itself.
///
/// A path that leads out of the root cannot be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RootPath<'a>(&'a str);

impl<'a> RootPath<'a> {
    /// The root.
    pub const ROOT: RootPath<'static> = RootPath("");

    /// Takes a path that is spelled in the one way there is; nothing for any other.
    pub fn new(path: &'a str) -> Option<Self> {
        (path.is_empty() || path.split('/').all(is_name)).then_some(Self(path))
    }

    /// The path as text.
    pub fn as_str(self) -> &'a str {
        self.0
    }

    /// The names that it is made of, from the outside in.
    pub fn names(self) -> impl DoubleEndedIterator<Item = &'a str> {
        self.0.split('/').filter(|name| !name.is_empty())
    }

    /// The folder that it is in, and its name there; nothing for the root.
    pub fn split(self) -> Option<(RootPath<'a>, &'a str)> {
        match self.0.rsplit_once('/') {
            Some((folder, name)) => Some((RootPath(folder), name)),
            None => (!self.0.is_empty()).then_some((RootPath(""), self.0)),
        }
    }
}

/// Is that the name of something in a folder?
pub(super) fn is_name(text: &str) -> bool {
    !matches!(text, "" | "." | "..") && !text.contains(['/', '\0'])
}

/// What stands at a path. A link is not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, with what it says: a path from the folder that holds it, unless it starts with `/`.
    Link(String),
    /// Anything else: a device, a pipe, a socket.
    Other,
}

/// What a name in a folder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// Anything else: a device, a pipe, a socket.
    Other,
}

/// A name in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    /// The bytes of the name as they are there: not always UTF-8, and from a revision not always a name.
    pub name: Vec<u8>,
    /// What it stands for.
    pub kind: Kind,
}

/// Why a path gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileError {
    /// Nothing stands there.
    Missing,
    /// The path itself, or a folder on the way to it, is a symbolic link: whoever asks follows it.
    Link,
    /// There is something, but no regular file, or no folder where one is listed.
    OtherKind,
    /// There are more bytes than the caller takes.
    TooLarge,
    /// It is there and cannot be had: no permission, a broken disk, an object that a repository lacks.
    Unreadable,
}

/// Where files come from: the disk, a revision, memory.
///
/// It gives bytes and follows no link. Where links lead, what may be read at all, how much of it, and what
/// text the bytes are, is decided above it, once for all.
pub trait Files: Debug + Send + Sync {
    /// What stands at a path.
    fn entry(&self, path: RootPath<'_>) -> Result<Entry, FileError>;

    /// What is in a folder, in any order.
    fn list(&self, folder: RootPath<'_>) -> Result<Vec<Child>, FileError>;

    /// The bytes of a regular file, at most `limit` of them.
    fn read(&self, path: RootPath<'_>, limit: u64) -> Result<Vec<u8>, FileError>;

    /// Is it known that files belong in the folder, whether or not they are there?
    fn expects(&self, _folder: RootPath<'_>) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_spelling_and_stays_below_the_root() {
        for path in ["", "a", "a/b.rst", ".a", "..."] {
            assert_eq!(RootPath::new(path).map(RootPath::as_str), Some(path));
        }
        for path in ["/", "/a", "a/", "a//b", ".", "a/./b", "..", "a/..", "a/../b", "a\0b"] {
            assert_eq!(RootPath::new(path), None, "{path}");
        }
    }
}
