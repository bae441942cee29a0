use std::collections::BTreeMap;

use super::infer::Bodies;
use super::node::{Node, Step};
use super::siblings::resource;
use crate::reference::{Direction, Reference, Types};

/// What samples of the operations on one resource show in a place that no table describes: resource, direction, path.
type Shown = BTreeMap<(String, Direction), BTreeMap<Vec<Step>, Node>>;

/// Operations on one resource send, or answer, one thing: where a table leaves an object or array undescribed, what the samples of the other operations
/// on the resource show in it belongs here too. It is published as observed and is no part of the contract.
pub(super) fn graft(reference: &Reference, bodies: &mut [Bodies]) {
    let mut shown = Shown::new();
    let both = [Direction::Request, Direction::Response];
    for (operation, found) in reference.operations.iter().zip(bodies.iter()) {
        for direction in both {
            let Some(content) = found.of(direction).and_then(|body| body.holder()) else { continue };
            let places = shown.entry((resource(operation), direction)).or_default();
            collect(content, &mut Vec::new(), places);
        }
    }
    for (operation, found) in reference.operations.iter().zip(bodies.iter_mut()) {
        for direction in both {
            let Some(places) = shown.get(&(resource(operation), direction)) else { continue };
            if let Some(content) = found.of_mut(direction).and_then(|body| body.content_mut()) {
                fill(content, &mut Vec::new(), places);
            }
        }
    }
}

/// Does no table say what is in it, and is it no map?
fn is_undescribed(node: &Node) -> bool {
    let inner = node.content();
    node.map.is_none() && inner.map.is_none() && !inner.members.values().any(Node::is_documented)
}

fn collect(node: &Node, path: &mut Vec<Step>, places: &mut BTreeMap<Vec<Step>, Node>) {
    for (key, member) in &node.members {
        path.push(Step::Key(key.clone()));
        let inner = member.content();
        if member.is_declared() && is_undescribed(member) && !inner.members.is_empty() {
            match places.get_mut(path) {
                Some(known) => known.absorb(bare(member)),
                None => {
                    places.insert(path.clone(), bare(member));
                }
            }
        } else if path.len() < 6 {
            collect(member, path, places);
        }
        path.pop();
    }
    if let Some(items) = &node.items {
        // A list of the resource and the resource itself hold the same.
        let listed = !path.is_empty();
        if listed {
            path.push(Step::Item);
        }
        collect(items, path, places);
        if listed {
            path.pop();
        }
    }
}

/// What samples show in a node, without its own rows.
fn bare(node: &Node) -> Node {
    Node { rows: Vec::new(), structural: false, ..node.clone() }
}

fn fill(node: &mut Node, path: &mut Vec<Step>, places: &BTreeMap<Vec<Step>, Node>) {
    for (key, member) in &mut node.members {
        path.push(Step::Key(key.clone()));
        match places.get(path) {
            Some(shown) if member.is_declared() && is_undescribed(member) && is_alike(member, shown) => {
                let own = std::mem::take(&mut member.seen);
                member.absorb(shown.clone());
                member.seen = own;
            }
            _ if path.len() < 6 => fill(member, path, places),
            _ => {}
        }
        path.pop();
    }
    if let Some(items) = &mut node.items {
        let listed = !path.is_empty();
        if listed {
            path.push(Step::Item);
        }
        fill(items, path, places);
        if listed {
            path.pop();
        }
    }
}

/// Do both hold the same kind of thing, as far as is known?
fn is_alike(node: &Node, shown: &Node) -> bool {
    let own = node.seen.types.and(Types::CONTAINERS);
    let other = shown.seen.types.and(Types::CONTAINERS);
    let scalar = !node.seen.types.without(Types::NULL).is_none() && own.is_none();
    !scalar && (own.is_none() || own == other)
}
