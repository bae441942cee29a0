//! The seeds of the fuzz targets, and what becomes of them by chance: a run on stable, where libFuzzer is not
//! at hand.
//!
//! `APIREF_FUZZ_RUNS` says how many texts are made of each seed; the same number makes the same texts.

#[expect(clippy::expect_used, reason = "what fails is found that way")]
#[expect(unreachable_pub, reason = "to the fuzz targets it is a library")]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

use std::fs;

use targets::TARGETS;

use crate::apiref::project;

/// How many texts are made of each seed unless somebody says otherwise.
const USUAL: u64 = 4;

/// What the readers look out for.
const TOKENS: [&str; 40] = [
    "\n",
    "\n\n",
    " ",
    "   ",
    "\t",
    ":",
    "::",
    ".. ",
    "- ",
    "- a: b",
    "*",
    "`",
    "``",
    "|",
    "_",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    ",",
    "&a ",
    "*a",
    "<<: ",
    "? ",
    "---\n",
    "%",
    "#",
    "=====\n",
    "+--+\n",
    "\r\n",
    "\u{202e}",
    "\u{1b}[2J",
    "\u{0}",
    "\u{feff}",
    "9999999999999999999999",
    "2.10",
    "é",
];

/// Numbers that look like chance (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }

    /// The text, changed in a few places.
    fn change(&mut self, seed: &str) -> String {
        let mut text = seed.to_owned();
        for _ in 0..=self.below(6) {
            let (from, to) = (self.boundary(&text), self.boundary(&text));
            let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 40));
            let to = (to..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
            let part = text.get(from..to).unwrap_or_default().to_owned();
            match self.below(4) {
                0 => text.replace_range(from..to, ""),
                1 => text.insert_str(self.boundary(&text), &part),
                2 => text.insert_str(from, &part.repeat(1 + self.below(20))),
                _ => text.insert_str(from, TOKENS[self.below(TOKENS.len())]),
            }
        }
        text
    }

    fn boundary(&mut self, text: &str) -> usize {
        let at = self.below(text.len() + 1);
        (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
    }
}

#[test]
fn seeds_and_what_becomes_of_them_are_survived() {
    let runs = std::env::var("APIREF_FUZZ_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(USUAL);
    for (name, target) in TARGETS {
        let folder = project().join("fuzz/seeds").join(name);
        let mut seeds: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        seeds.sort();
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for (seed, path) in (1..).zip(seeds) {
            let text = fs::read_to_string(&path).unwrap();
            tried(name, target, &text);
            let mut chance = Chance(seed);
            for _ in 0..runs {
                tried(name, target, &chance.change(&text));
            }
        }
    }
}

/// The text is printed if the target panics, to be kept as a seed.
fn tried(name: &str, target: fn(&str), text: &str) {
    let outcome = std::panic::catch_unwind(|| target(text));
    assert!(outcome.is_ok(), "{name} fails on {text:?}");
}
