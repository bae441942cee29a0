use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::route::expression::{Spelling, expression};
use crate::route::rank::Ranks;
use crate::route::{Route, conflicts};

/// The routes that requests can reach.
pub(in crate::route) struct Table<'a> {
    /// Those of which the first that takes a request is meant: what has more fixed text stands first.
    pub(super) entries: Vec<Entry<'a>>,
    /// Those that no request can reach, each with the one that stands in its way because it is the same.
    pub(super) unreached: Vec<[&'a Route; 2]>,
}

/// A route that requests can reach.
#[derive(Debug, Clone)]
pub(in crate::route) struct Entry<'a> {
    pub(super) route: &'a Route,
    /// Its number in the table.
    pub(super) number: usize,
    /// The methods that lead to it: what answers GET answers HEAD, unless HEAD is documented.
    pub(super) methods: Vec<&'a str>,
    /// Of two that take the same request, the one with the greater rank is meant.
    pub(super) rank: usize,
}

impl<'a> Table<'a> {
    pub(in crate::route) fn new(routes: &'a [Route]) -> Self {
        let ranks = Ranks::of(routes);
        let own_heads = without_head(routes);
        let entry = |(number, route): (usize, &'a Route)| {
            let mut methods = vec![route.method.as_str()];
            if route.method == "GET" && !own_heads.contains(&number) {
                methods.push("HEAD");
            }
            Entry { route, number, methods, rank: ranks.rank(&route.pattern) }
        };
        let mut ordered: Vec<Entry<'a>> = routes.iter().enumerate().map(entry).collect();
        ordered.sort_by_key(|entry| (entry.route.pattern.segments().len(), Reverse(entry.rank)));
        let (mut entries, mut unreached) = (Vec::new(), Vec::new());
        let mut first: BTreeMap<(&str, String), &Route> = BTreeMap::new();
        for entry in ordered {
            let key = (entry.route.method.as_str(), expression(&entry.route.pattern, Spelling::Decoded));
            match first.get(&key) {
                Some(known) => unreached.push([entry.route, *known]),
                None => {
                    first.insert(key, entry.route);
                    entries.push(entry);
                }
            }
        }
        Self { entries, unreached }
    }

    /// The entries in the order of the documents.
    pub(super) fn by_document(&self) -> Vec<&Entry<'a>> {
        let mut entries: Vec<&Entry<'a>> = self.entries.iter().collect();
        entries.sort_by_key(|entry| entry.number);
        entries
    }
}

/// The routes of GET whose HEAD would take requests of a HEAD that is documented.
fn without_head(routes: &[Route]) -> BTreeSet<usize> {
    let readers: Vec<(usize, &Route)> =
        routes.iter().enumerate().filter(|(_, route)| matches!(&*route.method, "GET" | "HEAD")).collect();
    if readers.iter().all(|(_, route)| route.method == "GET") {
        return BTreeSet::new();
    }
    let found = conflicts(readers.iter().map(|(_, route)| ("HEAD", &route.pattern)));
    let stands_first =
        |pair: &crate::route::Conflict, number: usize| pair.wins.is_none_or(|wins| wins == number);
    let overlapping = found.pairs.iter().flat_map(|pair| pair.routes.map(|number| (pair, number)));
    overlapping
        .filter(|(pair, number)| {
            let has_head = pair.routes.iter().any(|other| readers.get(*other).is_some_and(is_head));
            has_head && stands_first(pair, *number)
        })
        .filter_map(|(_, number)| readers.get(number))
        .map(|(number, _)| *number)
        .collect()
}

fn is_head((_, route): &(usize, &Route)) -> bool {
    route.method == "HEAD"
}
