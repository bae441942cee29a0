use super::confine::real_path;
use super::files::{Child, Files, Kind, RootPath, is_name};
use super::{Limits, Refusal};

/// What is below a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Walked {
    /// The files, as paths from the root: by the names of folders and files, from the outside in.
    pub(super) files: Vec<String>,
    /// What the system would not show.
    pub(super) refused: Vec<String>,
    /// Names that are no text, escaped.
    pub(super) unnamed: Vec<String>,
    /// Was there more than the limits allow?
    pub(super) too_much: bool,
}

/// What is below a folder, but for what is hidden. A link to a folder is not followed.
pub(super) fn walk(files: &dyn Files, folder: &str, limits: &Limits) -> Walked {
    let mut walked = Walked::default();
    let mut ahead = vec![(folder.to_owned(), Kind::Folder, 0)];
    let mut budget = limits.entries;
    while let Some((path, kind, depth)) = ahead.pop() {
        if kind != Kind::Folder {
            walked.files.push(path);
            continue;
        }
        if depth > limits.depth {
            walked.too_much = true;
            continue;
        }
        let Some(Ok(children)) = RootPath::new(&path).map(|folder| files.list(folder)) else {
            walked.refused.push(path);
            continue;
        };
        if children.len() > budget {
            walked.too_much = true;
            break;
        }
        budget -= children.len();
        let (named, unnamed) = shown(&path, children);
        walked.unnamed.extend(unnamed);
        ahead.extend(named.into_iter().rev().map(|(path, kind)| (path, kind, depth + 1)));
    }
    walked
}

/// The files in a folder, as paths from the root, sorted; nothing if it is no folder below the root.
pub(super) fn list(files: &dyn Files, folder: &str) -> Vec<String> {
    let children = real_path(files, folder)
        .and_then(|real| Ok(files.list(RootPath::new(&real).ok_or(Refusal::Outside)?)?));
    let (named, _) = shown(folder, children.unwrap_or_default());
    named.into_iter().filter(|(_, kind)| *kind != Kind::Folder).map(|(path, _)| path).collect()
}

/// What is not hidden, by name: with its path from the root; and names that no path can hold, escaped.
fn shown(folder: &str, mut children: Vec<Child>) -> (Vec<(String, Kind)>, Vec<String>) {
    children.retain(|child| !child.name.starts_with(b"."));
    children.sort_by(|one, other| one.name.cmp(&other.name));
    // A revision can hold a name twice: the first counts, as for `git`.
    children.dedup_by(|later, first| later.name == first.name);
    let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let (mut named, mut unnamed) = (Vec::with_capacity(children.len()), Vec::new());
    for child in children {
        match std::str::from_utf8(&child.name) {
            Ok(name) if is_name(name) => named.push((format!("{start}{name}"), child.kind)),
            _ => unnamed.push(format!("{start}{}", child.name.escape_ascii())),
        }
    }
    (named, unnamed)
}

#[cfg(test)]
mod tests {
    use super::super::Overlay;
    use super::*;

    fn overlay(paths: &[&str]) -> Overlay {
        let mut files = Overlay::new();
        for path in paths {
            files.put(path, "").expect("a path");
        }
        files
    }

    #[test]
    fn what_is_in_a_folder_comes_right_behind_its_name() {
        let files = overlay(&["a.rst", "b.rst", "a-b/c.rst", "a/z.rst", "a/b/c.rst", ".hidden/d.rst"]);
        let walked = walk(&files, "", &Limits::default());
        assert_eq!(walked.files, ["a/b/c.rst", "a/z.rst", "a-b/c.rst", "a.rst", "b.rst"]);
    }

    #[test]
    fn a_walk_ends_where_the_limits_are() {
        let files = overlay(&["a/b/c/d.rst", "a/x.rst", "a/y.rst"]);
        let walked = walk(&files, "", &Limits { depth: 2, ..Limits::default() });
        assert!(walked.too_much);
        assert_eq!(walked.files, ["a/x.rst", "a/y.rst"]);
        let walked = walk(&files, "", &Limits { entries: 3, ..Limits::default() });
        assert!(walked.too_much);
        assert!(!walk(&files, "", &Limits { entries: 6, depth: 3, ..Limits::default() }).too_much);
    }
}
