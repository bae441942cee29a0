//! Keys that stand in several documented objects.

use super::super::node::{Node, Step};
use super::super::why::Why;
use super::{Placing, Positions};

impl Placing<'_> {
    /// A key that stands in several documented objects is documented in each, where it has the shape that its
    /// row declares. Nothing stands in itself.
    pub(super) fn share(&mut self, positions: &Positions) {
        let rows: Vec<usize> =
            self.paths.iter().map(|(at, _)| at).filter(|at| !self.younger.contains(at)).collect();
        for at in rows {
            let Some(hits) = positions.get(self.name(at)) else { continue };
            let mut places: Vec<&[Step]> = Vec::new();
            for hit in hits {
                let container = hit.split_last().map(|(_, rest)| rest).unwrap_or_default();
                let own = self.paths.get(at).map(Vec::as_slice);
                if self.root.at(hit).is_some_and(|node| !node.is_declared())
                    && self.is_documented_container(container)
                    && self.fits(at, hit)
                    && !self.speaks_of_its_own(at, container)
                    && !places.iter().copied().chain(own).any(|place| hit.starts_with(place))
                {
                    self.put_shared(at, hit);
                    places.push(hit);
                }
            }
        }
    }

    fn is_documented_container(&self, path: &[Step]) -> bool {
        let end = path.iter().rposition(|step| *step != Step::Item).map_or(0, |at| at + 1);
        let owner = path.get(..end).unwrap_or_default();
        owner.is_empty() || self.root.at(owner).is_some_and(Node::is_documented)
    }

    pub(super) fn put_shared(&mut self, at: usize, path: &[Step]) {
        if let Some(placed) = self.placed(at, Why::Shared) {
            self.root.at_mut(path).declare(placed);
        }
    }
}
