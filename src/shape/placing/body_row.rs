//! The row that describes the body itself.

use super::super::why::Why;
use super::{Placing, RowToPlace};
use crate::finding::nearest;
use crate::reference::{Direction, Types};

impl Placing<'_> {
    /// The only row of a body is the body: an array or scalar that is shown bare, and an object of a request
    /// that has no key of its name, nor of one a letter apart. Then its name is one for readers, and no key.
    pub(super) fn find_body_row(&mut self) {
        let [row] = self.rows.as_slice() else { return };
        let name = row.row.name.as_str();
        let shown = self.root.seen.types.without(Types::NULL);
        if shown.is_none() || row.pattern.is_some() || super::dotted::is_path(name) {
            return;
        }
        let is_body = if self.root.members.is_empty() && !shown.has(Types::OBJECT) {
            self.is_bare(row, shown)
        } else {
            self.input.direction == Direction::Request && self.is_whole_object(row)
        };
        if is_body {
            self.put(0, Vec::new(), Why::Body);
        }
    }

    /// Is the body an array, or a scalar, as the row says? Objects in the array that have a key of its name
    /// are what it describes.
    fn is_bare(&self, row: &RowToPlace<'_>, shown: Types) -> bool {
        let types = row.types();
        let in_items = self.root.content().members.contains_key(row.row.name.as_str());
        !in_items && (types.is_none() || types.meets(shown))
    }

    fn is_whole_object(&self, row: &RowToPlace<'_>) -> bool {
        let name = row.row.name.as_str();
        let types = row.types();
        let keys = || self.root.members.keys().map(|key| key.as_str());
        // An object without anything in it may well be the wrapper of the row.
        let is_empty = self.root.members.values().all(|member| !member.holds_something());
        (types.is_none() || types.has(Types::OBJECT))
            && !is_empty
            && !self.positions().contains_key(name)
            && !keys().any(|key| super::super::word::is_near(key, name))
            && !keys().any(|key| key.contains(name) || name.contains(key))
            && nearest(name, keys()).is_none()
    }
}
