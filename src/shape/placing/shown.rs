//! Rows whose names are keys of samples.

use super::super::node::{Node, Step, Why};
use super::{Placing, Positions};

impl Placing<'_> {
    /// Rows whose name is a key of a sample: shallow ones first, then those that need a choice.
    pub(super) fn place_shown(&mut self, positions: &Positions) {
        let mut later = Vec::new();
        for group in self.groups() {
            let Some(hits) = group.first().and_then(|at| positions.get(self.name(*at))) else { continue };
            let open: Vec<usize> = group.into_iter().filter(|at| !self.paths.contains_key(at)).collect();
            let free: Vec<&Vec<Step>> = hits.iter().filter(|hit| !self.is_placed_at(hit)).collect();
            let hits = if free.is_empty() { hits.iter().collect() } else { free };
            match (open.as_slice(), hits.as_slice()) {
                ([], _) | (_, []) => {}
                (_, [hit]) => self.put_all(&open, hit),
                (_, [first, ..])
                    if self.is_shallow(first) && (open.len() == 1 || self.are_alternatives(&open)) =>
                {
                    self.put_all(&open, first);
                }
                _ => later.push((open, hits.into_iter().cloned().collect::<Vec<_>>())),
            }
        }
        for (open, hits) in later {
            self.place_among(&open, hits);
        }
    }

    pub(super) fn put_all(&mut self, rows: &[usize], path: &[Step]) {
        let why = self.why(path);
        for at in rows {
            self.put(*at, path.to_vec(), why);
        }
    }

    /// Several rows of one name, or several places: each row takes the place in the container listed before it; the last one
    /// takes the shallowest that is left.
    pub(super) fn place_among(&mut self, rows: &[usize], mut hits: Vec<Vec<Step>>) {
        let alternatives = self.are_alternatives(rows);
        let mut waiting = rows.to_vec();
        if !alternatives && rows.len() > 1 {
            waiting.clear();
            for (position, at) in rows.iter().enumerate() {
                let last_for_shallow = position + 1 == rows.len()
                    && waiting.is_empty()
                    && hits.first().is_some_and(|hit| self.is_shallow(hit));
                match self.hit_in_container_before(*at, &hits).filter(|_| !last_for_shallow && hits.len() > 1)
                {
                    Some(found) => {
                        let path = hits.remove(found);
                        self.put(*at, path, Why::Nearest);
                    }
                    None => waiting.push(*at),
                }
            }
        }
        for (count, at) in waiting.iter().enumerate() {
            let found = match hits.first() {
                Some(first) if self.is_shallow(first) => 0,
                _ => self.hit_in_container_before(*at, &hits).unwrap_or(0),
            };
            let last = alternatives || hits.len() == 1 || count + 1 == waiting.len();
            let path = if last { hits.get(found).cloned() } else { Some(hits.remove(found)) };
            if let Some(path) = path {
                let why = if self.is_shallow(&path) { self.why(&path) } else { Why::Nearest };
                self.put(*at, path, why);
            }
        }
    }

    pub(super) fn hit_in_container_before(&self, at: usize, hits: &[Vec<Step>]) -> Option<usize> {
        (0..at).rev().find_map(|before| {
            let container = self.through_arrays(self.paths.get(&before)?.clone());
            hits.iter().position(|hit| hit.split_last().is_some_and(|(_, rest)| rest == container.as_slice()))
        })
    }

    /// A key that stands in several documented objects is documented in each.
    pub(super) fn share(&mut self, positions: &Positions) {
        let placed: Vec<(usize, Vec<Step>)> =
            self.paths.iter().map(|(at, path)| (*at, path.clone())).collect();
        for (at, own) in placed {
            let name = self.name(at).to_owned();
            let Some(hits) = positions.get(&name) else { continue };
            for hit in hits.iter().filter(|hit| **hit != own) {
                let container = hit.split_last().map(|(_, rest)| rest).unwrap_or_default();
                if self.is_documented_container(container)
                    && self.root.at(hit).is_some_and(|node| !node.is_declared())
                {
                    self.put_shared(at, hit);
                }
            }
        }
    }

    pub(super) fn is_documented_container(&self, path: &[Step]) -> bool {
        let end = path.iter().rposition(|step| *step != Step::Item).map_or(0, |at| at + 1);
        let owner = path.get(..end).unwrap_or_default();
        owner.is_empty() || self.root.at(owner).is_some_and(Node::is_documented)
    }

    pub(super) fn put_shared(&mut self, at: usize, path: &[Step]) {
        if let Some(placed) = self.placed(at, Why::Shared) {
            self.root.at_mut(path).rows.push(placed);
        }
    }
}
