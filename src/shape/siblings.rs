use std::collections::BTreeMap;

use super::node::{Node, Step};
use super::why::Why;
use super::word::singular;
use crate::reference::Operation;

/// List, show, create and update speak of one thing: where the operations on each resource show a name, relative to the content of the wrapper; the shallowest place counts.
#[derive(Debug, Default)]
pub(super) struct Siblings {
    places: BTreeMap<(String, String), Vec<Step>>,
}

impl Siblings {
    /// Notes what a body shows; only rows that stand there for sure count.
    pub(super) fn note(&mut self, operation: &Operation, content: &Node) {
        let resource = resource(operation);
        let mut level: Vec<(Vec<Step>, &Node)> = vec![(Vec::new(), content)];
        while let Some((path, node)) = level.pop() {
            if path.len() > 6 || node.map.is_some() {
                continue;
            }
            for (key, member) in &node.members {
                let mut inner = path.clone();
                inner.push(Step::Key(key.clone()));
                if member.rows.iter().any(|placed| placed.why.is_sure()) || member.seen.count > 0 {
                    self.keep(&resource, key, &inner);
                }
                if !matches!(member.rows.first().map(|placed| placed.why), Some(Why::Assumed)) {
                    level.push((inner, member));
                }
            }
            if let Some(items) = &node.items {
                let mut inner = path;
                inner.push(Step::Item);
                level.push((inner, items));
            }
        }
    }

    fn keep(&mut self, resource: &str, key: &str, path: &[Step]) {
        let slot = self.places.entry((resource.to_owned(), key.to_owned())).or_insert_with(|| path.to_vec());
        if path.len() < slot.len() {
            *slot = path.to_vec();
        }
    }

    /// The place of `name` on the resource of `operation`.
    pub(super) fn find(&self, operation: &Operation, name: &str) -> Option<&[Step]> {
        self.places.get(&(resource(operation), name.to_owned())).map(Vec::as_slice)
    }
}

/// The resource that an operation works on: the last fixed segment of its URL that is no view of another, in the singular.
pub(super) fn resource(operation: &Operation) -> String {
    let path = operation.template.path();
    path.split('/')
        .rev()
        .find(|segment| {
            !segment.is_empty()
                && !segment.contains('{')
                && !matches!(*segment, "detail" | "action" | "summary")
        })
        .map(singular)
        .unwrap_or_default()
}
