//! Keys that stand in several documented objects.

use super::super::node::{Node, Step};
use super::super::why::Why;
use super::{Placing, Positions};

impl Placing<'_> {
    /// A key that stands in several documented objects is documented in each, where it has the shape that its row declares. Nothing stands in itself.
    pub(super) fn share(&mut self, positions: &Positions) {
        let shareable = self.paths.iter().filter(|(at, _)| !self.younger.contains(at));
        let placed: Vec<(usize, Vec<Step>)> = shareable.map(|(at, path)| (*at, path.clone())).collect();
        for (at, own) in placed {
            let name = self.name(at).to_owned();
            let Some(hits) = positions.get(name.as_str()) else { continue };
            let mut places = vec![own];
            for hit in hits {
                let container = hit.split_last().map(|(_, rest)| rest).unwrap_or_default();
                if self.is_documented_container(container)
                    && self.root.at(hit).is_some_and(|node| !node.is_declared())
                    && self.fits(at, hit)
                    && !places.iter().any(|place| hit.starts_with(place))
                {
                    self.put_shared(at, hit);
                    places.push(hit.clone());
                }
            }
        }
    }

    fn is_documented_container(&self, path: &[Step]) -> bool {
        let end = path.iter().rposition(|step| *step != Step::Item).map_or(0, |at| at + 1);
        let owner = path.get(..end).unwrap_or_default();
        owner.is_empty() || self.root.at(owner).is_some_and(Node::is_documented)
    }

    fn put_shared(&mut self, at: usize, path: &[Step]) {
        if let Some(placed) = self.placed(at, Why::Shared) {
            self.root.at_mut(path).rows.push(placed);
        }
    }
}
