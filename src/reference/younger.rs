//! Samples that have younger ones of their name beside them, in folders of versions.

use std::collections::BTreeMap;

use super::{SampleFile, SampleFileId};
use crate::collections::Arena;
use crate::source::Sources;
use crate::version::Version;

/// The first version that has a sample of its own beside each sample, in a folder of that version. It need not
/// be shown: the folder may hold only what no operation shows.
pub(super) fn younger(
    sources: &Sources,
    samples: &Arena<SampleFileId, SampleFile>,
    unreferenced: &[String],
) -> BTreeMap<SampleFileId, Version> {
    let shown = samples.iter().map(|sample| sources.path(sample.source));
    let others = sources.tree().iter().chain(unreferenced).map(String::as_str);
    let first = first_versions(shown.chain(others));
    let beside = |path: &str| {
        let (around, name) = path.rsplit_once('/').unwrap_or(("", path));
        first.get(&(around, name)).copied()
    };
    let samples = samples.entries();
    samples.filter_map(|(id, sample)| Some((id, beside(sources.path(sample.source))?))).collect()
}

/// The first version of each sample in folders of versions, by the folder around those and its name.
fn first_versions<'p>(paths: impl Iterator<Item = &'p str>) -> BTreeMap<(&'p str, &'p str), Version> {
    let mut first = BTreeMap::new();
    for path in paths.filter(|path| path.ends_with(".json")) {
        if let Some((around, name, version)) = in_folder_of_version(path) {
            let known = first.entry((around, name)).or_insert(version);
            *known = version.min(*known);
        }
    }
    first
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
        let first =
            first_versions(["boxes/v2.7/show.json", "boxes/v2.10/show.json", "boxes/x.json"].into_iter());
        let version = |around, name| first.get(&(around, name)).map(ToString::to_string);
        assert_eq!(version("boxes", "show.json").as_deref(), Some("2.7"));
        assert!(version("boxes", "x.json").is_none() && version("", "show.json").is_none());
    }
}
