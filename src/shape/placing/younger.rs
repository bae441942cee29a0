//! Rows that are younger than the samples.

use std::collections::BTreeMap;

use super::super::node::Step;
use super::{Placing, Positions};

impl Placing<'_> {
    /// Rows that came with a later version than all that samples show: a sample may predate them. A key of
    /// their name inside an object that the table lists, but not what is in it, is then another thing, and
    /// the rows belong beside that object.
    pub(super) fn younger_rows(&self, positions: &Positions) -> Vec<usize> {
        let Some(wrapper) = &self.wrapper else { return Vec::new() };
        let shown: Vec<usize> =
            (0..self.rows.len()).filter(|at| positions.contains_key(self.name(*at))).collect();
        let starts: BTreeMap<usize, _> =
            shown.iter().filter_map(|at| Some((*at, self.rows.get(*at)?.row.window.min))).collect();
        let latest = starts.values().copied().flatten().max();
        let is_alone = starts.values().filter(|start| **start == latest).count() == 1;
        let is_latest =
            |at: usize| latest.is_some() && is_alone && starts.get(&at).copied().flatten() == latest;
        let lies_deep = |at: usize| {
            positions.get(self.name(at)).is_some_and(|hits| {
                hits.iter().all(|hit| !wrapper.is_at(hit) && self.is_in_undescribed_row(at, hit))
            })
        };
        shown.iter().copied().filter(|at| is_latest(*at) && lies_deep(*at)).collect()
    }

    /// Is the place in an object of another row, where none of the other rows stands?
    fn is_in_undescribed_row(&self, at: usize, hit: &[Step]) -> bool {
        let container = hit.split_last().map(|(_, rest)| rest).unwrap_or_default();
        let is_other_row = |name: &str| (0..self.rows.len()).any(|row| row != at && self.name(row) == name);
        let Some(Step::Key(owner)) = container.last() else { return false };
        let is_wrapper = self.wrapper.as_ref().is_some_and(|wrapper| wrapper.is_at(container));
        let others = self
            .root
            .at(container)
            .is_some_and(|node| node.members.keys().any(|key| key != self.name(at) && is_other_row(key)));
        !is_wrapper && is_other_row(owner) && !others && !self.parents.contains(owner.as_str())
    }
}
