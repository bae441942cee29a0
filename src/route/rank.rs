use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Pattern, Route};

/// Ranks for the patterns of a table: of two that share a path, the one with the greater rank comes first.
/// Only patterns of the same number of segments can share one, so each number has ranks of its own and they
/// stay small.
pub(super) struct Ranks {
    kinds: BTreeMap<Vec<Kind>, usize>,
}

impl Ranks {
    pub(super) fn of(routes: &[Route]) -> Self {
        let distinct: BTreeSet<Vec<Kind>> =
            routes.iter().map(|route| route.pattern.kinds().collect()).collect();
        let mut used: BTreeMap<usize, usize> = BTreeMap::new();
        let kinds = distinct
            .into_iter()
            .map(|kinds| {
                let next = used.entry(kinds.len()).or_default();
                let rank = *next;
                *next += 1;
                (kinds, rank)
            })
            .collect();
        Self { kinds }
    }

    pub(super) fn rank(&self, pattern: &Pattern) -> usize {
        let kinds: Vec<Kind> = pattern.kinds().collect();
        self.kinds.get(&kinds).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_follow_precedence() {
        let paths = ["/{x}/{y}", "/a/{y}", "/a/b", "/a/b{c}", "/{x}/b", "/{x}"];
        let document = serde_json::json!({ "paths": paths.iter().map(|path| {
            ((*path).to_owned(), serde_json::json!({ "get": { "operationId": path } }))
        }).collect::<serde_json::Map<_, _>>() });
        let routes = crate::route::routes([("d", &document)]);
        let ranks = Ranks::of(&routes);
        let told: Vec<usize> = paths.iter().map(|path| ranks.rank(&Pattern::parse(path))).collect();
        assert_eq!(told, [0, 2, 4, 3, 1, 0]);
    }
}
