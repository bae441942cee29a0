use super::node::{ByKey, Key, Node, Step};
use super::walk::Part;
use super::why::Why;
use super::word::singular;
use crate::collections::HashMap;
use crate::reference::Operation;

/// Where the operations on one resource show a name, relative to the content of the wrapper.
pub(super) type Places = ByKey<Vec<Step>>;

/// List, show, create and update speak of one thing: where the operations on each resource show a name; the
/// shallowest place counts.
#[derive(Debug, Default)]
pub(super) struct Siblings {
    places: HashMap<String, Places>,
}

/// How deep bodies are looked into.
const DEEPEST: usize = 6;

/// The step to a node on the way down, and the number of the step before it.
type LinkedStep = (Option<usize>, Step);

impl Siblings {
    /// Notes what a body shows; only rows that stand there for sure count.
    pub(super) fn note(&mut self, resource: &str, content: &Node) {
        if !self.places.contains_key(resource) {
            self.places.insert(resource.to_owned(), Places::default());
        }
        if let Some(places) = self.places.get_mut(resource) {
            note(places, content);
        }
    }

    /// The places on a resource.
    pub(super) fn of(&self, resource: &str) -> Option<&Places> {
        self.places.get(resource)
    }
}

/// Adds the places in one body.
pub(super) fn note(places: &mut Places, content: &Node) {
    let mut trails: Vec<LinkedStep> = Vec::new();
    let mut open: Vec<(Option<usize>, usize, &Node)> = vec![(None, 0, content)];
    while let Some((before, depth, node)) = open.pop() {
        if depth > DEEPEST || node.map.is_some() {
            continue;
        }
        for (part, child) in node.children() {
            let Some(step) = part.step() else { continue };
            if let Part::Member(key) = part
                && (child.rows.iter().any(|placed| placed.why.is_sure()) || child.seen.count > 0)
            {
                keep(places, key, depth, || path(&trails, before, step.clone()));
            }
            if !matches!(child.rows.first().map(|placed| placed.why), Some(Why::Assumed)) {
                open.push((Some(trails.len()), depth + 1, child));
                trails.push((before, step));
            }
        }
    }
}

fn keep(places: &mut Places, key: &Key, depth: usize, path: impl FnOnce() -> Vec<Step>) {
    match places.get_mut(key.as_str()) {
        Some(known) if known.len() <= depth + 1 => {}
        Some(known) => *known = path(),
        None => {
            places.insert(key.clone(), path());
        }
    }
}

/// All steps to the last one, which follows the one with this number.
fn path(trails: &[LinkedStep], mut before: Option<usize>, last: Step) -> Vec<Step> {
    let mut steps = vec![last];
    while let Some((outer, step)) = before.and_then(|at| trails.get(at)) {
        steps.push(step.clone());
        before = *outer;
    }
    steps.reverse();
    steps
}

/// The resource that an operation works on: the last fixed segment of its URL that is no view of another, in
/// the singular.
pub(crate) fn resource(operation: &Operation) -> String {
    let segments = operation.template.literals().rev();
    let mut named = segments.filter(|segment| !matches!(*segment, "" | "detail" | "action" | "summary"));
    named.next().map(singular).unwrap_or_default().into_owned()
}
