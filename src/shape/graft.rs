use rayon::prelude::*;

use super::infer::{Bodies, Body};
use super::node::{Node, Step};
use super::siblings::resource;
use super::walk::Part;
use crate::collections::HashMap;
use crate::reference::{Direction, Operation, Reference, Types};

/// How deep bodies are compared.
const DEEPEST: usize = 6;

/// What samples of several operations show: their resource or route, direction, path.
type Shown<'a> = HashMap<(&'a str, Direction), Places>;

/// What stands at a path.
type Places = HashMap<Vec<Step>, Node>;

/// Operations on one resource send, or answer, one thing: where a table leaves an object or array
/// undescribed, what the samples of the other operations on the resource show in it belongs here too. It is
/// published as observed and is no part of the contract.
pub(super) fn graft(reference: &Reference, bodies: &mut [Bodies]) {
    let keys: Vec<[String; 2]> = reference
        .operations
        .iter()
        .map(|operation| [resource_of_document(operation), route(operation)])
        .collect();
    let mut operations: HashMap<&str, usize> = HashMap::default();
    for key in keys.iter().flatten() {
        *operations.entry(key).or_default() += 1;
    }
    // Where there is but one operation, no other has anything to lend.
    let is_shared = |key: &str| operations.get(key).is_some_and(|count| *count > 1);
    let mut shown = Shown::default();
    let both = [Direction::Request, Direction::Response];
    for (keys, found) in keys.iter().zip(bodies.iter()) {
        for direction in both {
            for content in found.of(direction).iter().filter_map(Body::holder) {
                for (key, described) in keys.iter().zip([false, true]).filter(|(key, _)| is_shared(key)) {
                    let places = shown.entry((key.as_str(), direction)).or_default();
                    collect(content, &mut Vec::new(), places, described);
                }
            }
        }
    }
    bodies.par_iter_mut().zip(&keys).for_each(|(found, keys)| {
        for direction in both {
            for content in found.of_mut(direction).iter_mut().filter_map(Body::content_mut) {
                let shown = keys.iter().filter_map(|key| shown.get(&(key.as_str(), direction)));
                for places in shown.filter(|places| !places.is_empty()) {
                    fill(content, &mut Vec::new(), places);
                }
            }
        }
    });
}

/// The resource of an operation. That of another document is another one, though it be called the same: v2 of
/// a service does not say what v3 answers.
fn resource_of_document(operation: &Operation) -> String {
    format!("{} {}", operation.document, resource(operation))
}

/// Method and path, with the variables taken out.
fn route(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.template.shape())
}

/// Does no table say what is in it, and is it no map?
fn is_undescribed(node: &Node) -> bool {
    let inner = node.content();
    node.map.is_none() && inner.map.is_none() && !inner.members.values().any(Node::is_documented)
}

/// Operations of one method and path in several documents describe one thing, so there (`described`) what a
/// table describes counts too.
fn collect(node: &Node, path: &mut Vec<Step>, places: &mut Places, described: bool) {
    for (part, child) in node.children() {
        let depth = path.len();
        path.extend(step(part, depth));
        let usable = described || (child.is_declared() && is_undescribed(child));
        if usable
            && matches!(part, Part::Member(_))
            && child.map.is_none()
            && !child.content().members.is_empty()
            && let Some(shown) = shown_part(child)
        {
            match places.get_mut(path) {
                Some(known) => known.absorb(shown),
                None => {
                    places.insert(path.clone(), shown);
                }
            }
        }
        if path.len() < DEEPEST {
            collect(child, path, places, described);
        }
        path.truncate(depth);
    }
}

/// The step to a child. A list of the resource and the resource itself hold the same, so the outermost list
/// is no step.
fn step(part: Part<'_>, depth: usize) -> Option<Step> {
    part.step().filter(|step| depth > 0 || *step != Step::Item)
}

/// What samples show of a node: without rows, and without what only rows say.
fn shown_part(node: &Node) -> Option<Node> {
    if node.seen.count == 0 {
        return None;
    }
    let members = node.members.iter().filter_map(|(key, member)| Some((key.clone(), shown_part(member)?)));
    Some(Node {
        seen: node.seen.elsewhere(),
        members: members.collect(),
        items: node.items.as_deref().and_then(shown_part).map(Box::new),
        values: node.values.as_deref().and_then(shown_part).map(Box::new),
        map: node.map,
        ..Node::default()
    })
}

fn fill(node: &mut Node, path: &mut Vec<Step>, places: &Places) {
    for (part, child) in node.children_mut() {
        let depth = path.len();
        path.extend(step(part, depth));
        match places.get(path).filter(|_| matches!(part, Part::Member(_))) {
            // What is added is not filled in turn: a body grows by what samples show, once.
            Some(shown) if is_undescribed(child) && is_alike(child, shown) => {
                let own = std::mem::take(&mut child.seen);
                child.absorb(shown.clone());
                child.seen = own;
            }
            _ if path.len() < DEEPEST => fill(child, path, places),
            _ => {}
        }
        path.truncate(depth);
    }
}

/// Do both hold the same kind of thing, as far as is known?
fn is_alike(node: &Node, shown: &Node) -> bool {
    let own = node.seen.types.and(Types::CONTAINERS);
    let other = shown.seen.types.and(Types::CONTAINERS);
    let scalar = !node.seen.types.without(Types::NULL).is_none() && own.is_none();
    !scalar && (own.is_none() || own == other)
}
