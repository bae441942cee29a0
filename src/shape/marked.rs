//! Samples that stand in folders of versions.

use std::collections::BTreeMap;

use crate::reference::Reference;
use crate::version::{Version, Window};

/// The first version of each sample that stands in a folder of a version, by the folder around that and its
/// own name.
#[derive(Debug, Default)]
pub(super) struct MarkedSamples(BTreeMap<(String, String), Version>);

impl MarkedSamples {
    /// Those of all samples, shown or not.
    pub(super) fn of(reference: &Reference) -> Self {
        let mut marked = Self::default();
        let shown = reference.operations.iter().flat_map(|operation| &operation.samples);
        let paths = shown.map(|sample| sample.path.as_str());
        for path in paths.chain(reference.unreferenced.iter().map(String::as_str)) {
            if let Some((around, name, version)) = in_folder_of_version(path) {
                let first = marked.0.entry((around.to_owned(), name.to_owned())).or_insert(version);
                *first = version.min(*first);
            }
        }
        marked
    }

    /// The versions before the first one that has a sample of its own beside the one at `path`.
    pub(super) fn before(&self, path: &str) -> Option<Window> {
        let (around, name) = path.rsplit_once('/').unwrap_or(("", path));
        let first = self.0.get(&(around.to_owned(), name.to_owned()))?;
        let last = Version { minor: first.minor.checked_sub(1)?, ..*first };
        Some(Window { min: None, max: Some(last) })
    }
}

/// `backups/v3.9/show.json`: the folder, the file, and the version between.
fn in_folder_of_version(path: &str) -> Option<(&str, &str, Version)> {
    let (folders, name) = path.rsplit_once('/')?;
    let (around, folder) = folders.rsplit_once('/').unwrap_or(("", folders));
    Some((around, name, Version::parse(folder.strip_prefix('v')?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_of_versions_stand_beside_older_ones() {
        let (around, name, version) = in_folder_of_version("a/boxes/v2.7/show.json").expect("a folder");
        assert_eq!((around, name, version.to_string().as_str()), ("a/boxes", "show.json", "2.7"));
        let marked = MarkedSamples([((around.to_owned(), name.to_owned()), version)].into());
        let last = |path| marked.before(path).and_then(|window| window.max);
        assert_eq!(last("a/boxes/show.json").map(|last| last.to_string()).as_deref(), Some("2.6"));
        assert!(last("a/boxes/list.json").is_none() && last("b/boxes/show.json").is_none());
    }
}
