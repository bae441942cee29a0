//! Words for objects that stand at several places: what a person would call them.

use std::collections::{BTreeMap, BTreeSet};

use super::component_names::words;

/// Words at the ends of keys that say nothing of what stands there.
const IDLE: [&str; 16] = [
    "Data", "Entry", "Free", "Id", "Info", "Item", "Key", "List", "Max", "Min", "Name", "New", "Old",
    "Total", "Used", "Value",
];

/// The members of what only refers to a thing.
const REFERENCE: [&str; 5] = ["href", "id", "links", "name", "uuid"];

/// The members of links to pages.
const PAGES: [&str; 6] = ["first", "last", "next", "prev", "previous", "self"];

/// A longer key is no part of a name.
const LONGEST: usize = 16;

/// The words of a name: `SnapshotMetadata` is `Snapshot` and `Metadata`.
pub(super) fn parts(name: &str) -> Vec<&str> {
    let starts = name.char_indices().filter(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at);
    let starts: Vec<usize> = starts.filter(|at| *at > 0).chain([name.len()]).collect();
    let mut from = 0;
    let mut found = Vec::new();
    for to in starts {
        found.extend(name.get(from..to).filter(|part| !part.is_empty()));
        from = to;
    }
    found
}

/// The words at the end that all names share: of `SnapshotMetadata` and `VolumeMetadata` it is `Metadata`.
pub(super) fn common_end<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut common: Option<Vec<&str>> = None;
    for name in names {
        let mut parts = parts(name);
        parts.reverse();
        common = Some(match common {
            None => parts,
            Some(known) => known.into_iter().zip(parts).take_while(|(a, b)| a == b).map(|(a, _)| a).collect(),
        });
    }
    common.unwrap_or_default().into_iter().rev().collect()
}

/// The same, if it says what the things are.
pub(super) fn telling_end<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let end = common_end(names);
    (!end.is_empty() && !IDLE.contains(&end.as_str())).then_some(end)
}

/// The word that more than half of them are.
pub(super) fn commonest(all: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut total = 0;
    for word in all {
        *counts.entry(word).or_default() += 1;
        total += 1;
    }
    counts.into_iter().find(|(_, count)| count * 2 > total).map(|(word, _)| word)
}

/// What an object is by its members alone: a link, or a reference to something.
pub(super) fn by_members(members: &BTreeSet<String>) -> Option<&'static str> {
    let all: Vec<&str> = members.iter().map(String::as_str).collect();
    match all.as_slice() {
        ["href"] | ["href", "rel"] | ["href", "rel", "type"] => Some("Link"),
        ["id"] => Some("IdReference"),
        ["name"] => Some("NameReference"),
        ["id", "name"] => Some("NamedReference"),
        _ if is_reference(members) => Some("LinkedReference"),
        _ => None,
    }
}

/// Does it hold nothing but what refers to a thing?
pub(super) fn is_reference(members: &BTreeSet<String>) -> bool {
    let names_it = ["id", "name", "uuid"].iter().any(|key| members.contains(*key));
    names_it && members.iter().all(|key| REFERENCE.contains(&key.as_str()))
}

/// Are they links to the pages of a list?
pub(super) fn are_pages(members: &BTreeSet<String>) -> bool {
    let all = members.iter().all(|key| PAGES.contains(&key.as_str()));
    all && ["next", "prev", "previous"].iter().any(|key| members.contains(*key))
}

/// The first member that another object of the name lacks, as a word.
pub(super) fn own_member(members: &BTreeSet<String>, other: &BTreeSet<String>) -> Option<String> {
    let own = || members.difference(other);
    let is_plain = |key: &&String| key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    own().filter(|key| key.len() <= LONGEST).find(is_plain).map(|key| words(key))
}

/// What stands inside of something, in one name: words that both have at the seam are said once.
pub(super) fn joined(around: &str, word: &str) -> String {
    if around.ends_with(word) {
        return around.to_owned();
    }
    let (outer, inner) = (parts(around), parts(word));
    let most = outer.len().min(inner.len());
    let same = |length: &usize| outer.get(outer.len() - length..) == inner.get(..*length);
    let seam = (0..=most).rev().find(same).unwrap_or(0);
    outer.into_iter().chain(inner.into_iter().skip(seam)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(keys: &[&str]) -> BTreeSet<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn things_share_the_words_at_their_ends() {
        let common = |names: [&str; 2]| common_end(names.into_iter());
        assert_eq!(common(["SnapshotMetadata", "VolumeMetadata"]), "Metadata");
        assert_eq!(common(["Snapshot", "Volume"]), "");
        assert_eq!(
            telling_end(["AddShelfAccess", "RemoveShelfAccess"].into_iter()).as_deref(),
            Some("ShelfAccess")
        );
        assert_eq!(telling_end(["DiskFree", "RamFree"].into_iter()), None);
    }

    #[test]
    fn few_members_say_what_an_object_is() {
        assert_eq!(by_members(&members(&["href", "rel"])), Some("Link"));
        assert_eq!(by_members(&members(&["id", "name"])), Some("NamedReference"));
        assert_eq!(by_members(&members(&["id", "links", "name"])), Some("LinkedReference"));
        assert_eq!(by_members(&members(&["links"])), None);
        assert_eq!(by_members(&members(&["id", "size"])), None);
        assert!(are_pages(&members(&["self", "next"])) && !are_pages(&members(&["self"])));
        assert_eq!(own_member(&members(&["id", "x:y", "zeal"]), &members(&["id"])).as_deref(), Some("Zeal"));
    }

    #[test]
    fn what_both_say_is_said_once() {
        assert_eq!(joined("OsQuotaSet", "QuotaSetEntry"), "OsQuotaSetEntry");
        assert_eq!(joined("OsSecurityGroup", "SecurityGroup"), "OsSecurityGroup");
        assert_eq!(joined("Shelf", "Book"), "ShelfBook");
    }
}
