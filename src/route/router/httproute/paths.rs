use std::collections::BTreeMap;

use super::resource::Path;
use crate::route::expression::{Spelling, expression, fixed_path};
use crate::route::router::Entry;
use crate::route::router::overlaps::Overlaps;

/// The most bytes of a path or an expression. The standard has 1024; beyond 990 Traefik puts an expression
/// before an exact path.
pub(super) const LONGEST: usize = 980;

/// What makes an expression longer, and changes nothing else.
const PADDING: &str = "(?:)";

/// How the path of a route is matched: as it is where that is possible.
pub(super) fn path(entry: &Entry<'_>) -> Path {
    let pattern = &entry.route.pattern;
    match fixed_path(pattern).filter(|path| is_exact(path)) {
        Some(value) => Path { kind: "Exact", value },
        None => {
            // A semicolon ends a directive of nginx.
            let value = expression(pattern, Spelling::Travelling).replace(';', r"\x3B") + "$";
            Path { kind: "RegularExpression", value }
        }
    }
}

/// May it stand as an exact path?
fn is_exact(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let forbidden = ["//", "/./", "/../", "%2f"];
    !forbidden.iter().any(|text| lower.contains(text)) && !lower.ends_with("/.") && !lower.ends_with("/..")
}

/// Makes each expression longer than those that it goes before.
pub(super) fn pad(paths: &mut [Path], overlaps: &Overlaps) {
    let mut behind: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for [first, second] in &overlaps.pairs {
        behind.entry(*first).or_default().push(*second);
    }
    // Those that go last come first, so that each finds its followers padded.
    for (first, followers) in behind.into_iter().rev() {
        let longest = followers
            .into_iter()
            .filter_map(|follower| paths.get(follower))
            .filter(|path| path.kind != "Exact")
            .map(|path| path.value.len())
            .max();
        let Some(path) = paths.get_mut(first).filter(|path| path.kind != "Exact") else { continue };
        let missing = longest.map_or(0, |longest| (longest + 1).saturating_sub(path.value.len()));
        if let Some(open) = path.value.strip_suffix('$').filter(|_| missing > 0) {
            path.value = format!("{open}{}$", PADDING.repeat(missing.div_ceil(PADDING.len()).min(LONGEST)));
        }
    }
}
