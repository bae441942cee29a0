//! Names that a table lists again, for what is in the values of a map.

use super::super::node::Step;
use super::super::why::Why;
use super::{Placing, Positions, path_below};
use crate::collections::HashMap;

/// So many rows below that of a map may be about its values.
const FARTHEST: usize = 256;

impl Placing<'_> {
    /// The order of a table places what stands twice in it: below the row of a map, a name that the values
    /// show, and that another row above has at its place elsewhere, is that of the values.
    pub(super) fn place_again_in_maps(&mut self, maps: Vec<(usize, Vec<Step>)>, shown: &Positions) {
        let mut first: HashMap<String, usize> = HashMap::default();
        for at in 0..self.rows.len() {
            first.entry(self.name(at).to_owned()).or_insert(at);
        }
        for (map, values) in maps.into_iter().take(FARTHEST) {
            self.place_again_in(map, &values, (&first, shown));
        }
    }

    /// The rows whose place is a map with values, and the way to these.
    pub(super) fn rows_of_maps(&self) -> Vec<(usize, Vec<Step>)> {
        let is_map = |path: &Vec<Step>| self.root.at(path).is_some_and(|node| node.values.is_some());
        let maps = self.paths.iter().filter(|(_, path)| is_map(path));
        maps.map(|(at, path)| (at, path_below(path, Step::Value))).collect()
    }

    /// Rows below that of the map, up to the first that samples show only outside of it.
    fn place_again_in(
        &mut self,
        map: usize,
        values: &[Step],
        (first, shown): (&HashMap<String, usize>, &Positions),
    ) {
        for at in (map + 1..self.rows.len()).take(FARTHEST) {
            if self.paths.get(at).is_some_and(|path| path.starts_with(values)) {
                continue;
            }
            let hits = shown.get(self.name(at)).into_iter().flatten();
            let inside: Vec<&Vec<_>> = hits.filter(|hit| hit.starts_with(values)).collect();
            let stands = self.paths.has(at);
            let Some(hit) = inside.iter().find(|hit| self.fits(at, hit)) else {
                if stands {
                    return;
                }
                continue;
            };
            let above = first.get(self.name(at)).copied().filter(|above| *above < map);
            if stands && above.is_none_or(|above| self.paths.get(above) != self.paths.get(at)) {
                return;
            }
            let hit = (*hit).clone();
            self.leave(at);
            self.put(at, hit, Why::InValues);
        }
    }

    /// Takes the row from its place.
    fn leave(&mut self, at: usize) {
        let Some((path, id)) = self.paths.get(at).cloned().zip(self.rows.get(at).map(|row| row.id)) else {
            return;
        };
        let own = self.input.number;
        let rows = &mut self.root.at_mut(&path).rows;
        if rows.len() > 1 {
            rows.retain(|placed| placed.operation != own || placed.row != id);
        }
    }
}
