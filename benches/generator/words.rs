use std::collections::BTreeSet;

use super::random::Random;

const TRAITS: [&str; 40] = [
    "birch", "bowed", "dusty", "balmy", "blunt", "brisk", "broad", "calm", "cedar", "chalk", "civil",
    "clear", "coral", "crisp", "dusky", "fabled", "faint", "flint", "frosty", "gentle", "glossy", "grand",
    "hazel", "hollow", "humble", "jolly", "keen", "linen", "lunar", "mellow", "misty", "noble", "merry",
    "plain", "quiet", "rustic", "silver", "stout", "tidal", "velvet",
];

const THINGS: [&str; 40] = [
    "tackle",
    "bell",
    "barrel",
    "basin",
    "beacon",
    "bellow",
    "bucket",
    "buoy",
    "cabin",
    "candle",
    "canoe",
    "chisel",
    "compass_needle",
    "cradle",
    "drawer",
    "fiddle",
    "ferry_lane",
    "funnel",
    "garden",
    "hammer",
    "jar",
    "kettle",
    "ladder",
    "lantern",
    "locker",
    "loom",
    "meadow",
    "mill",
    "pasture",
    "stove",
    "paddle",
    "pier",
    "quill",
    "raft",
    "saddle",
    "shed",
    "spindle",
    "tower",
    "wagon",
    "well",
];

const HEADS: [&str; 36] = [
    "arrival", "backing", "border", "carrier", "coating", "cooling", "current", "cycle", "depth", "drain",
    "edge", "feed", "filter", "frame", "grain", "guard", "handle", "intake", "joint", "lift", "margin",
    "mount", "outlet", "panel", "pitch", "pulse", "range", "relay", "seal", "shade", "spare", "stage",
    "surface", "tension", "trim", "vent",
];

const TAILS: [&str; 28] = [
    "angle", "balance", "ceiling", "code", "color", "count", "delay", "factor", "grade", "height",
    "interval", "level", "limit", "mark", "mode", "offset", "origin", "owner", "period", "place", "quota",
    "rate", "reach", "score", "span", "step", "weight", "zone",
];

/// The words that statuses and choices consist of.
pub(super) const STATES: [&str; 12] = [
    "steady", "drifting", "held", "opening", "closing", "idle", "worn", "sealed", "moving", "resting",
    "failed", "retired",
];

/// What actions do, with `{}` for the thing.
pub(super) const VERBS: [&str; 8] =
    ["polish", "rotate", "fasten", "release", "inspect", "drain", "refill", "retire"];

/// The name of the thing with this number, snake case; no two numbers share one.
pub(super) fn thing(number: usize) -> String {
    let round = number / (TRAITS.len() * THINGS.len());
    // Neighbours differ in both words.
    let quality = TRAITS.get((number + number / THINGS.len()) % TRAITS.len()).copied().unwrap_or_default();
    let thing = THINGS.get(number % THINGS.len()).copied().unwrap_or_default();
    match round {
        0 => format!("{quality}_{thing}"),
        round => format!("{quality}_{}_{thing}", HEADS.get(round % HEADS.len()).copied().unwrap_or_default()),
    }
}

/// A snake-case name as it reads in a sentence.
pub(super) fn spoken(name: &str) -> String {
    name.replace('_', " ")
}

/// Hands out names of fields, each once.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    pub(super) fn take(&mut self, random: &mut Random) -> String {
        let mut name = format!("{}_{}", random.pick(&HEADS), random.pick(&TAILS));
        if self.0.contains(&name) {
            name = format!("{name}_{}", self.0.len());
        }
        self.0.insert(name.clone());
        name
    }
}

/// A short text for a sample.
pub(super) fn phrase(random: &mut Random) -> String {
    format!("{} {} {}", random.pick(&TRAITS), random.pick(&HEADS), random.pick(&THINGS).replace('_', " "))
}

/// A single word for a sample.
pub(super) fn word(random: &mut Random) -> &'static str {
    random.pick(&TRAITS)
}
