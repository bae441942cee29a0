//! Examples in descriptions.

use serde_json::Value;

use super::super::node::{EXAMPLE, Step};
use super::{Placing, RowToPlace};
use crate::reference::Types;

impl Placing<'_> {
    /// An example in the description of a row shows what samples leave open.
    pub(super) fn show_examples(&mut self) {
        let shown: Vec<(usize, Vec<Step>, &Value)> = self
            .paths
            .iter()
            .filter_map(|(at, path)| {
                let definition = self.rows.get(at)?.row.definition?;
                Some((at, path.clone(), self.prose(definition).example.as_ref()?))
            })
            .collect();
        for (at, path, example) in shown {
            let name = self.name(at);
            // An example may show the key together with its value.
            let value = example
                .get(name)
                .filter(|_| example.as_object().is_some_and(|members| members.len() == 1))
                .unwrap_or(example);
            let types = Types::of(value);
            let declared = self.rows.get(at).map(RowToPlace::types).unwrap_or_default();
            if let Some(node) =
                self.root.at(&path).filter(|node| node.map.is_none() && node.content().members.is_empty())
            {
                let fits = node.seen.types.is_none() || node.seen.types.without(Types::NULL).has(types);
                if fits && (declared.is_none() || declared.has(types)) {
                    self.root.at_mut(&path).observe(value, EXAMPLE);
                }
            }
        }
    }
}
