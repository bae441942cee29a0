use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::View;
use super::component_names::words;
use crate::collections::IndexMap;
use crate::reference::{Direction, Document, Operation, OperationId, Reference};
use crate::shape::{Body, Key, Members, Node, Part, Shapes, Variant};
use crate::version::Window;

/// The operations of a document that share a method and a path; OpenAPI has room for one.
#[derive(Debug)]
pub(super) struct Group {
    /// The path as OpenAPI writes it.
    pub(super) path: String,
    /// In source order, without double inclusions.
    pub(super) members: Vec<OperationId>,
    /// The name of a callback, which has no path: the caller says where it is.
    pub(super) webhook: Option<String>,
}

/// Gathers the operations of a document that a view sees, by method and path, in source order.
pub(super) fn groups(reference: &Reference, document: &Document, view: View) -> Vec<Group> {
    let mut groups: IndexMap<(&str, String), Vec<OperationId>> = IndexMap::default();
    let mut webhooks: Vec<Group> = Vec::new();
    for index in document.operations.iter() {
        let operation = &reference.operations[index];
        if operation.url.is_empty() || !view.sees(operation.window) {
            continue;
        }
        let path = operation.template.path();
        if operation.is_callback() {
            add_webhook(reference, &mut webhooks, index, path);
            continue;
        }
        let group = groups.entry((operation.method.as_str(), path)).or_default();
        let twice =
            group.iter().map(|known| &reference.operations[*known]).any(|known| known.span == operation.span);
        if !twice {
            group.push(index);
        }
    }
    let paths = groups.into_iter().map(|((_, path), members)| Group { path, members, webhook: None });
    paths.chain(webhooks).collect()
}

/// Adds a callback. All of them have one URL, and each is a thing of its own, called by its title.
fn add_webhook(reference: &Reference, webhooks: &mut Vec<Group>, index: OperationId, path: String) {
    let operation = &reference.operations[index];
    let is_it = |known: &OperationId| reference.operations[*known].span == operation.span;
    if webhooks.iter().flat_map(|group| &group.members).any(is_it) {
        return;
    }
    let title = words(&operation.title);
    let plain = if title.is_empty() { "Callback".to_owned() } else { title };
    let mut name = plain.clone();
    let mut count = 2;
    while webhooks.iter().any(|group| group.webhook.as_ref() == Some(&name)) {
        name = format!("{plain}{count}");
        count += 1;
    }
    webhooks.push(Group { path, members: vec![index], webhook: Some(name) });
}

impl Group {
    /// The operations with their ids.
    pub(super) fn entries<'a>(
        &'a self,
        reference: &'a Reference,
    ) -> impl Iterator<Item = (OperationId, &'a Operation)> {
        self.members.iter().map(|id| (*id, &reference.operations[*id]))
    }

    /// The operations.
    pub(super) fn operations<'a>(&'a self, reference: &'a Reference) -> impl Iterator<Item = &'a Operation> {
        self.members.iter().map(|index| &reference.operations[*index])
    }

    /// One body for all operations: alternatives told apart by their root key, or one tree of all rows and
    /// samples.
    pub(super) fn body<'s>(&self, shapes: &'s Shapes, direction: Direction) -> Option<Cow<'s, Node>> {
        let bodies: Vec<(OperationId, &'s Body)> = self
            .members
            .iter()
            .flat_map(|index| shapes.bodies[*index].of(direction).iter().map(|body| (*index, body)))
            .collect();
        match bodies.as_slice() {
            [] => None,
            [(_, only)] => Some(Cow::Borrowed(&only.node)),
            forms if self.members.len() == 1 => Some(Cow::Owned(of_forms(forms))),
            _ => Some(Cow::Owned(self.joined(&bodies, direction))),
        }
    }

    fn joined(&self, bodies: &[(OperationId, &Body)], direction: Direction) -> Node {
        let mut families: Vec<Family<'_>> = Vec::new();
        for (index, body) in bodies {
            let key = root_key(&body.node);
            match families.iter_mut().find(|(known, members)| {
                *known == key || (key.is_none() && known.is_none()) || same_root(&body.node, members)
            }) {
                Some((_, members)) => members.push((*index, body)),
                None => families.push((key, vec![(*index, body)])),
            }
        }
        let having: BTreeSet<OperationId> = bodies.iter().map(|(operation, _)| *operation).collect();
        let all = having.len() == self.members.len();
        let keyed = direction == Direction::Request && all && families.iter().all(|(key, _)| key.is_some());
        let mut variants: Vec<Variant> = families
            .into_iter()
            .filter_map(|(key, members)| {
                let (first, _) = members.first()?;
                let mut node = merged(&members);
                if keyed {
                    // What asks for an action is its key, whatever the dictionary says of it.
                    if let Some(member) = key.as_ref().and_then(|key| node.members.get_mut(key.as_str())) {
                        member.optional = false;
                    }
                }
                let action = key.filter(|_| keyed).map(Into::into);
                Some(Variant { action, operation: *first, form: None, window: Window::ALL, node })
            })
            .collect();
        match (variants.len(), variants.pop()) {
            (1, Some(only)) => only.node,
            (_, Some(last)) => {
                variants.push(last);
                Node { variants, ..Node::default() }
            }
            (_, None) => Node::default(),
        }
    }
}

/// The forms of the body of one operation: one of them fits.
fn of_forms(forms: &[(OperationId, &Body)]) -> Node {
    let variant = |(operation, body): &(OperationId, &Body)| Variant {
        action: None,
        operation: *operation,
        form: body.form.clone(),
        window: body.window,
        node: body.node.clone(),
    };
    Node { variants: forms.iter().map(variant).collect(), ..Node::default() }
}

/// Bodies that share a root key: the key, and each body with its operation.
type Family<'a> = (Option<Key>, Vec<(OperationId, &'a Body)>);

/// The only key of the root, if there is just one.
fn root_key(node: &Node) -> Option<Key> {
    let mut keys = node.members.keys();
    match (keys.next(), keys.next()) {
        (Some(key), None) => Some(key.clone()),
        _ => None,
    }
}

/// Do the bodies share a root key?
fn same_root(node: &Node, members: &[(OperationId, &Body)]) -> bool {
    members.iter().any(|(_, body)| body.node.members.keys().any(|key| node.members.contains_key(key)))
}

/// One tree of several; a member that one of them lacks is optional.
fn merged(members: &[(OperationId, &Body)]) -> Node {
    let mut nodes = members.iter().map(|(_, body)| &body.node);
    let Some(first) = nodes.next() else { return Node::default() };
    let mut whole = nodes.fold(first.clone(), |mut all, next| {
        mark_missing(&mut all, next);
        let mut next = next.clone();
        mark_missing(&mut next, &all);
        all.absorb(next);
        all
    });
    if members.len() > 1 {
        let mut described = BTreeMap::new();
        describe(&whole, &mut described);
        complete(&mut whole, &described);
    }
    whole
}

/// The members of each object that rows name, by the name of the object: where one path takes several bodies
/// (ways to ask for a token), an object of one name is one thing in all of them.
fn describe(node: &Node, described: &mut BTreeMap<Key, Members>) {
    for (part, child) in node.children() {
        if let Part::Member(key) = part
            && child.is_declared()
            && child.items.is_none()
            && child.map.is_none()
        {
            let known = described.entry(key.clone()).or_default();
            for (name, inner) in child.members.iter().filter(|(_, inner)| inner.is_declared()) {
                known.entry(name.clone()).or_insert_with(|| Node { optional: true, ..inner.clone() });
            }
        }
        describe(child, described);
    }
}

/// Adds to each object what objects of its name have elsewhere. An object is completed before anything is
/// added to it, and what is added stays as it is: objects that hold each other (a shelf its books, a book its
/// shelf) would otherwise be added to what was just added, without an end.
fn complete(node: &mut Node, described: &BTreeMap<Key, Members>) {
    for (part, child) in node.children_mut() {
        complete(child, described);
        let same = described
            .get(part.key())
            .filter(|_| child.is_declared() && child.items.is_none() && !child.members.is_empty());
        for (name, inner) in same.into_iter().flatten() {
            if !child.members.contains_key(name) {
                child.members.insert(name.clone(), inner.clone());
            }
        }
    }
}

/// Members that the other body lacks, or does not require, are optional.
fn mark_missing(node: &mut Node, other: &Node) {
    let is_required = |node: &Node| node.structural || node.rows.iter().any(|placed| placed.required);
    for (part, child) in node.children_mut() {
        let counterpart = other.child(part);
        if let Part::Member(_) = part {
            child.optional |= counterpart.is_none_or(|other| other.optional || !is_required(other));
        }
        if let Some(counterpart) = counterpart {
            mark_missing(child, counterpart);
        }
    }
}
