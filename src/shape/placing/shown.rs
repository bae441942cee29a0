//! Rows whose names are keys of samples.

use smallvec::SmallVec;

use super::super::node::{Node, Step};
use super::super::why::Why;
use super::super::word::same_but_number;
use super::{Placing, Positions, RowToPlace, SimilarKey};
use crate::collections::HashMap;
use crate::finding::nearest;
use crate::reference::{Row, Types, stem};

impl Placing<'_> {
    /// The row of the wrapper itself. A listed container of the same name but for number *is* the wrapper,
    /// never a child of it; one that no row lists is structural. Whatever its entry says, it holds what
    /// samples show in it.
    pub(super) fn place_wrapper(&mut self, positions: &Positions) {
        let Some(wrapper) = self.wrapper.clone() else { return };
        let path = wrapper.path();
        let mut found: Vec<usize> = self.open().filter(|at| self.name(*at) == wrapper.key).collect();
        let mut why = Why::Wrapper;
        if found.is_empty() {
            found = self.wrapper_by_number(&wrapper.key, positions).into_iter().collect();
            why = Why::WrapperByNumber;
        }
        if found.is_empty() {
            found = self.placeholder_of_root_key(&wrapper.key, positions).into_iter().collect();
            why = Why::Placeholder;
        }
        // Where the key stands deeper too, only the first of several rows is the wrapper; a single one may
        // mean the deeper key.
        if positions.get(&wrapper.key).is_some_and(|hits| hits.len() > 1) {
            match found.as_slice() {
                [at] if self.means_deeper(*at, positions) => found.clear(),
                _ => found.truncate(1),
            }
        }
        for at in found {
            // A type that does not fit is reported with the name; one that fits makes the name the mistake.
            if let (Why::WrapperByNumber, true, Some(entry)) = (why, self.fits(at, &path), self.rows.get(at))
            {
                self.near.push(SimilarKey { row: entry.id, key: wrapper.key.clone() });
            }
            self.put(at, path.clone(), why);
        }
        let has_rows = self.has_rows();
        let node = self.root.at_mut(&path);
        node.structural = node.rows.is_empty();
        // Where no row says anything, the only key may be data as well as a wrapper.
        node.optional = !has_rows;
    }

    /// Does the row of the wrapper's name say another type than the wrapper has, one that fits the same key
    /// deeper, beside keys of other rows?
    fn means_deeper(&self, at: usize, positions: &Positions) -> bool {
        let Some([wrapper, deeper @ ..]) = positions.get(self.name(at)).map(SmallVec::as_slice) else {
            return false;
        };
        let among_rows = |hit: &Vec<Step>| {
            let container = hit.split_last().and_then(|(_, rest)| self.root.at(rest));
            let members = container.map(|node| &node.members);
            let is_other = |other: usize| {
                other != at && members.is_some_and(|members| members.contains_key(self.name(other)))
            };
            self.fits(at, hit) && (0..self.rows.len()).any(is_other)
        };
        !self.fits(at, wrapper) && deeper.iter().any(among_rows)
    }

    fn wrapper_by_number(&self, key: &str, positions: &Positions) -> Option<usize> {
        let may_be = |at: usize| {
            let types = self.rows.get(at).map(RowToPlace::types).unwrap_or_default();
            !positions.contains_key(self.name(at)) && (types.meets(Types::CONTAINERS) || types.is_none())
        };
        // Its entry is called like the key, and the row nearly.
        let is_misspelt = |at: usize| {
            self.rows.get(at).is_some_and(|row| stem(&row.row.reference) == key)
                && nearest(self.name(at), std::iter::once(key)).is_some()
        };
        let of_number = self.open().find(|at| same_but_number(self.name(*at), key) && may_be(*at));
        of_number.or_else(|| self.open().find(|at| may_be(*at) && is_misspelt(*at)))
    }

    /// Rows whose name is a key of a sample, shallowest first: the root, directly in the wrapper, the only
    /// deeper place. Those that need a choice wait until the others stand.
    pub(super) fn place_shown(&mut self, positions: &Positions) {
        let (mut later, mut spoken_of) = (Vec::new(), Vec::new());
        let elsewhere = self.rows_claimed_by_other_sections(positions);
        for mut group in self.groups() {
            group.retain(|at| !self.younger.contains(at) && !elsewhere.contains(at));
            let Some(hits) = group.first().and_then(|at| positions.get(self.name(*at))) else { continue };
            let open: Vec<usize> = group.into_iter().filter(|at| !self.paths.has(*at)).collect();
            let free: Vec<&Vec<Step>> = hits.iter().filter(|hit| !self.is_placed_at(hit)).collect();
            let hits = if free.is_empty() { hits.iter().collect() } else { free };
            let hits = self.fitting(&open, hits);
            if let [at] = open.as_slice()
                && let Some(object) = self.object_spoken_of(*at, &hits, positions)
            {
                spoken_of.push((*at, object));
                continue;
            }
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
        for (at, object) in spoken_of {
            if !self.paths.has(object) && !positions.contains_key(self.name(object)) {
                self.place_without_sample(object);
            }
            let container = self.paths.get(object).map(|path| self.through_arrays(path.clone()));
            let mut path = container.unwrap_or_else(|| self.content_path());
            path.push(Step::Key(self.name(at).into()));
            self.put(at, path, Why::Assumed);
        }
    }

    /// The places whose shown shape is one that some of the rows declare; where no place has such a shape,
    /// all.
    fn fitting<'h>(&self, rows: &[usize], hits: Vec<&'h Vec<Step>>) -> Vec<&'h Vec<Step>> {
        let fitting: Vec<&Vec<Step>> =
            hits.iter().copied().filter(|hit| rows.iter().any(|at| self.fits(*at, hit))).collect();
        if fitting.is_empty() { hits } else { fitting }
    }

    /// Do samples show the shape that the row declares: an object, an array, or a scalar of any type?
    pub(super) fn fits(&self, at: usize, path: &[Step]) -> bool {
        let definition = self.rows.get(at).and_then(|entry| entry.row.definition);
        let declared =
            definition.map(|at| self.input.proses.types(self.input.reference, at)).unwrap_or_default();
        let declared = declared.without(Types::NULL);
        let shown = self.root.at(path).map(|node| node.seen.types).unwrap_or_default().without(Types::NULL);
        let are_scalars =
            !declared.without(Types::CONTAINERS).is_none() && !shown.without(Types::CONTAINERS).is_none();
        declared.is_none() || shown.is_none() || declared.meets(shown) || are_scalars
    }

    fn put_all(&mut self, rows: &[usize], path: &[Step]) {
        let why = self.why(path);
        for at in rows {
            self.put(*at, path.to_vec(), why);
        }
    }

    /// Several rows of one name, or several places: each row takes the place in the container listed before
    /// it; the last one takes the shallowest that is left. The order of a table is a weak hint, so it only
    /// decides here.
    fn place_among(&mut self, rows: &[usize], mut hits: Vec<Vec<Step>>) {
        let alternatives = self.are_alternatives(rows);
        let waiting = if alternatives { rows.to_vec() } else { self.place_near_containers(rows, &mut hits) };
        for (count, at) in waiting.iter().enumerate() {
            let found = self.choice(*at, &hits);
            let last = alternatives || hits.len() == 1 || count + 1 == waiting.len();
            let path = if last { hits.get(found).cloned() } else { Some(hits.remove(found)) };
            if let Some(path) = path {
                let why = if self.is_shallow(&path) { self.why(&path) } else { Why::Nearest };
                self.put(*at, path, why);
            }
        }
    }

    /// The shallowest place whose shape fits the row if it is a shallow one, else the one in the container
    /// listed before it; where none fits, the shallowest.
    fn choice(&self, at: usize, hits: &[Vec<Step>]) -> usize {
        match hits.iter().position(|hit| self.fits(at, hit)) {
            Some(first) if hits.get(first).is_some_and(|hit| self.is_shallow(hit)) => first,
            Some(first) => self.hit_in_container_before(at, hits).unwrap_or(first),
            None => 0,
        }
    }

    /// Gives rows the places in the containers listed before them, and returns those that have none. The last
    /// one is left for a shallow place.
    fn place_near_containers(&mut self, rows: &[usize], hits: &mut Vec<Vec<Step>>) -> Vec<usize> {
        let mut waiting = Vec::new();
        for (position, at) in rows.iter().enumerate() {
            let last_for_shallow = position + 1 == rows.len()
                && waiting.is_empty()
                && hits.first().is_some_and(|hit| self.is_shallow(hit));
            let may = rows.len() > 1 && !last_for_shallow && hits.len() > 1;
            match self.hit_in_container_before(*at, hits).filter(|_| may) {
                Some(found) => {
                    let path = hits.remove(found);
                    self.put(*at, path, Why::Nearest);
                }
                None => waiting.push(*at),
            }
        }
        waiting
    }

    fn hit_in_container_before(&self, at: usize, hits: &[Vec<Step>]) -> Option<usize> {
        (0..at).rev().find_map(|before| {
            let container = self.through_arrays(self.paths.get(before)?.clone());
            hits.iter().position(|hit| {
                hit.split_last().is_some_and(|(_, rest)| rest == container.as_slice()) && self.fits(at, hit)
            })
        })
    }

    /// Open rows of equal name, by first appearance.
    pub(super) fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::default();
        for at in self.open() {
            let slot = *known.entry(self.name(at)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(slot) {
                group.push(at);
            }
        }
        groups
    }

    /// Do the rows stand for one thing: the same entry, or windows that never meet?
    fn are_alternatives(&self, rows: &[usize]) -> bool {
        let entries: Vec<&Row> = rows.iter().filter_map(|at| Some(self.rows.get(*at)?.row)).collect();
        entries.iter().enumerate().all(|(at, one)| {
            entries
                .iter()
                .skip(at + 1)
                .all(|other| one.definition == other.definition || !one.window.overlaps(other.window))
        })
    }

    fn is_placed_at(&self, path: &[Step]) -> bool {
        self.root.at(path).is_some_and(Node::is_declared)
    }

    pub(super) fn why(&self, path: &[Step]) -> Why {
        let container = path.split_last().map(|(_, rest)| rest).unwrap_or_default();
        if container == self.base.as_slice() {
            Why::Root
        } else if self.is_content(container) {
            Why::InWrapper
        } else {
            Why::Deeper
        }
    }
}
