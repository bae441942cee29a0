//! The word that a misspelt one was probably meant to be.

use std::cell::Cell;
use std::collections::BTreeMap;

use compact_str::CompactString;

/// How many words are compared letter by letter with one that is misspelt.
const COMPARED: usize = 128;

/// How many words of about the same length are looked at for one that is misspelt.
const LOOKED_AT: usize = 10_000;

/// So few edits are a slip of the pen.
const SLIP: usize = 2;

/// Words of so many letters are short.
const SHORT: usize = 3;

/// How many edits are a misspelling at most.
const MOST_EDITS: usize = 4;

/// The known word that `word` was probably meant to be: the closest by edits, if it is close.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = edits(word);
    let length = word.len();
    let alike = known.filter(|candidate| candidate.len().abs_diff(length) <= limit);
    closest(word, alike.map(|candidate| (letters(candidate), candidate)))
}

/// Do two words differ by so little that one is the other, written wrongly? Short ones are all near to each
/// other.
pub(crate) fn is_slip(one: &str, other: &str) -> bool {
    one.len().min(other.len()) > SHORT && strsim::osa_distance(one, other) <= SLIP
}

/// The known word that `word` is a slip of: of short words one with a letter or two behind it, as short words
/// are all near to each other.
pub(crate) fn slip_of<'a>(word: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let begins = known.clone().find(|known| {
        let rest = word.strip_prefix(known).unwrap_or_default();
        known.len() > 1 && (rest == "s" || rest.starts_with(['_', '-']) && rest.len() <= SHORT)
    });
    begins.or_else(|| nearest(word, known.filter(|known| known.len().min(word.len()) > SHORT)))
}

/// Words by their lengths, among which misspelt ones are looked for again and again.
#[derive(Debug, Default)]
pub(crate) struct Words {
    by_length: BTreeMap<usize, Vec<(u64, CompactString)>>,
}

impl Words {
    /// The words.
    pub(crate) fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut by_length: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        for word in words {
            by_length.entry(word.len()).or_default().push((letters(word), word.into()));
        }
        Self { by_length }
    }

    /// What `word` may be meant to be, the likeliest first: a slip of the pen, then a word with something behind
    /// it, then any that is near.
    pub(crate) fn meant(&self, word: &str) -> Vec<&str> {
        let (near, begun) = (self.nearest(word), self.begun(word));
        let is_slip = near.is_some_and(|near| strsim::osa_distance(near, word) <= SLIP);
        let mut meant: Vec<&str> =
            if is_slip { [near, begun] } else { [begun, near] }.into_iter().flatten().collect();
        meant.dedup();
        meant
    }

    /// The one that `word` is with a further word behind it.
    fn begun(&self, word: &str) -> Option<&str> {
        let (begun, _) = word.rsplit_once(['_', '-'])?;
        let alike = self.by_length.get(&begun.len())?;
        alike.iter().map(|(_, known)| known.as_str()).find(|known| *known == begun)
    }

    /// The word that `word` was probably meant to be.
    pub(crate) fn nearest(&self, word: &str) -> Option<&str> {
        let limit = edits(word);
        let lengths = word.len().saturating_sub(limit)..=word.len() + limit;
        let alike = self.by_length.range(lengths).flat_map(|(_, words)| words);
        closest(word, alike.map(|(letters, candidate)| (*letters, candidate.as_str())))
    }
}

/// The closest of candidates, each with its letters. Edits bring letters and take them, so the letters alone
/// say how far off a candidate is at least: those that may be closest are compared first, and those that can
/// no longer be are not compared at all.
fn closest<'a>(word: &str, candidates: impl Iterator<Item = (u64, &'a str)>) -> Option<&'a str> {
    let (limit, own) = (edits(word), letters(word));
    let mut by_least: [Vec<&str>; MOST_EDITS + 1] = Default::default();
    for (letters, candidate) in candidates.take(LOOKED_AT).filter(|(_, candidate)| *candidate != word) {
        let least = differ(own, letters).max(candidate.len().abs_diff(word.len()).div_ceil(4));
        if let Some(alike) = by_least.get_mut(least).filter(|_| least <= limit) {
            alike.push(candidate);
        }
    }
    let best = Cell::new((limit, None));
    let ordered =
        by_least.iter().enumerate().flat_map(|(least, alike)| alike.iter().map(move |one| (least, *one)));
    for (_, candidate) in ordered.take(COMPARED).take_while(|(least, _)| *least <= best.get().0) {
        let distance = strsim::osa_distance(word, candidate);
        let (known, found) = best.get();
        if distance < known || distance == known && found.is_none_or(|found| candidate < found) {
            best.set((distance, Some(candidate)));
        }
    }
    best.get().1
}

/// How many edits make a misspelling of a word.
fn edits(word: &str) -> usize {
    (word.len() / 3).clamp(1, MOST_EDITS)
}

/// Which letters a word has, a bit for each, some sharing one.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 64))
}

/// How many edits at least make one word of another: each brings one letter and takes one.
fn differ(one: u64, other: u64) -> usize {
    (one & !other).count_ones().max((other & !one).count_ones()) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn no_word_that_is_near_is_overlooked(
            word in "[a-dé]{1,12}",
            known in proptest::collection::vec("[a-dé]{0,12}", 0..6),
        ) {
            let limit = edits(&word);
            let others = known.iter().filter(|other| **other != word);
            let alike = others.filter(|other| other.len().abs_diff(word.len()) <= limit);
            let far = alike.map(|other| (strsim::osa_distance(&word, other), other.as_str()));
            let near = far.filter(|(distance, _)| *distance <= limit).min().map(|(_, other)| other);
            proptest::prop_assert_eq!(nearest(&word, known.iter().map(String::as_str)), near);
            let words = Words::new(known.iter().map(String::as_str));
            proptest::prop_assert_eq!(words.nearest(&word), near);
        }
    }

    #[test]
    fn of_short_words_only_what_is_behind_them_is_a_slip() {
        let slip = |word| slip_of(word, ["id", "tag", "size"].into_iter());
        let slips = ["ids", "id_x", "ip", "tga", "tag_2", "siez", "id_of_box"].map(slip);
        assert_eq!(slips, [Some("id"), Some("id"), None, None, Some("tag"), Some("size"), None]);
    }

    #[test]
    fn a_word_too_many_is_farther_than_a_slip_and_nearer_than_another_word() {
        let words = Words::new(["box_links", "box_links_all", "links", "links_qos"].into_iter());
        assert_eq!(words.meant("links_gone"), ["links", "links_qos"]);
        assert_eq!(words.meant("box_links_al"), ["box_links_all", "box_links"]);
        assert_eq!(words.meant("shelf"), [""; 0]);
    }

    #[test]
    fn the_closest_is_found_among_many_that_are_close() {
        let many: Vec<String> = (0..9_000).map(|number| format!("shelf_{number}")).collect();
        let words = Words::new(many.iter().map(String::as_str).chain(["parcel_width"]));
        assert_eq!(words.nearest("parcel_widht"), Some("parcel_width"));
        assert_eq!(words.nearest("shelf_12345"), words.nearest("shelf_12345"));
    }
}
