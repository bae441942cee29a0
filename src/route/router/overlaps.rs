use crate::route::{Reason, conflicts};

use super::Entry;

/// Which entries of a table take requests of each other.
pub(super) struct Overlaps {
    /// The numbers of two entries, the one that goes first in front.
    pub(super) pairs: Vec<[usize; 2]>,
    /// Are there more than were looked for?
    pub(super) cut: bool,
}

impl Overlaps {
    /// Of entries in the order in which they are to be asked.
    pub(super) fn of(entries: &[Entry<'_>]) -> Self {
        let asked: Vec<(usize, &str)> = entries
            .iter()
            .enumerate()
            .flat_map(|(number, entry)| entry.methods.iter().map(move |method| (number, *method)))
            .collect();
        let found = conflicts(
            asked.iter().filter_map(|(number, method)| Some((*method, &entries.get(*number)?.route.pattern))),
        );
        let mut pairs: Vec<[usize; 2]> = found
            .pairs
            .iter()
            .filter(|pair| pair.reason != Reason::TrailingSlash)
            .filter_map(|pair| {
                let [one, other] = pair.routes.map(|number| asked.get(number));
                let (one, other) = (one?.0, other?.0);
                Some([one.min(other), one.max(other)])
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        Self { pairs, cut: found.cut }
    }

    /// The entries in groups, so that those that take requests of each other are together; groups and entries
    /// stay in their order.
    pub(super) fn groups(&self, entries: usize) -> Vec<Vec<usize>> {
        let mut leaders: Vec<usize> = (0..entries).collect();
        for [one, other] in &self.pairs {
            let (one, other) = (leader(&mut leaders, *one), leader(&mut leaders, *other));
            if let Some(last) = leaders.get_mut(one.max(other)) {
                *last = one.min(other);
            }
        }
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); entries];
        for entry in 0..entries {
            let at = leader(&mut leaders, entry);
            if let Some(group) = groups.get_mut(at) {
                group.push(entry);
            }
        }
        groups.retain(|group| !group.is_empty());
        groups
    }
}

/// The first entry of the group of one; the way there is shortened.
fn leader(leaders: &mut [usize], entry: usize) -> usize {
    let mut at = entry;
    while let Some(next) = leaders.get(at).copied().filter(|next| *next != at) {
        let beyond = leaders.get(next).copied().unwrap_or(next);
        if let Some(place) = leaders.get_mut(at) {
            *place = beyond;
        }
        at = next;
    }
    at
}
