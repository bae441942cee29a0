//! Singular and plural.

use std::borrow::Cow;

/// Plurals of words that end in `f`; most words in `ves` end in `ve` (`drives`, `archives`).
const VOICED: [&str; 7] = ["shelves", "halves", "leaves", "loaves", "wolves", "thieves", "selves"];

/// Words in `s` that are no plurals.
const SINGLE: [&str; 11] =
    ["bios", "cors", "https", "kubernetes", "lvs", "news", "nfs", "qos", "series", "species", "tls"];

/// Are the two the same word but for singular and plural?
pub(crate) fn same_but_number(a: &str, b: &str) -> bool {
    a == b || singular(a) == singular(b)
}

/// The singular of an English plural as far as API names need it.
pub(crate) fn singular(word: &str) -> Cow<'_, str> {
    let ends = |suffix: &str| word.len() > suffix.len() + 1 && word.ends_with(suffix);
    let cut = |by: usize| word.get(..word.len() - by).unwrap_or(word);
    if !word.ends_with('s') || is_single(word) {
        return word.into();
    }
    if ends("ies") {
        return Cow::from(cut(3)) + "y";
    }
    if VOICED.iter().any(|plural| word.ends_with(plural)) {
        return Cow::from(cut(3)) + "f";
    }
    if word.ends_with("statuses")
        || word.ends_with("aliases")
        || ends("sses")
        || ends("xes")
        || ends("ches")
        || ends("shes")
    {
        return cut(2).into();
    }
    if ends("ss") || ends("us") || ends("is") || word.ends_with("alias") {
        return word.into();
    }
    if ends("s") { cut(1).into() } else { word.into() }
}

/// Does the word, or its last one, look like a plural and is none: a service (`lbaas`), an abbreviation?
fn is_single(word: &str) -> bool {
    let last = word.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or(word);
    let is = |single: &str| last.eq_ignore_ascii_case(single);
    last.get(last.len().saturating_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case("aas"))
        || SINGLE.iter().any(|single| is(single))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_have_singulars() {
        for (plural, single) in [
            ("shares", "share"),
            ("policies", "policy"),
            ("addresses", "address"),
            ("statuses", "status"),
            ("aliases", "alias"),
            ("status", "status"),
            ("shelves", "shelf"),
            ("drives", "drive"),
            ("access", "access"),
            ("lbaas", "lbaas"),
            ("node-bios", "node-bios"),
            ("NFS", "NFS"),
        ] {
            assert_eq!(singular(plural), single);
            assert!(same_but_number(plural, single));
        }
        assert!(!same_but_number("share", "shared"));
    }
}
