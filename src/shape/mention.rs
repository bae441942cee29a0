use rayon::prelude::*;

use super::infer::Bodies;
use super::listed::literals;
use super::node::{ByKey, Key, Node};
use super::prose::Proses;
use super::topics::OF_MEMBERS;
use super::walk::Part;
use super::word::{is_identifier, singular};
use crate::reference::{Reference, Types};

/// Where a text says of an object which members it has, and no table does, they are members: "including
/// ``limit`` and ``in_use``". Such a list is tight, like that of values: nothing but names. They are
/// published, optional, and are no part of the contract.
pub(super) fn mention(reference: &Reference, proses: &Proses, bodies: &mut [Bodies]) {
    let kinds = kinds_of_members(bodies);
    let place = Mentions { reference, proses, kinds };
    bodies.par_iter_mut().for_each(|found| {
        for body in found.request.iter_mut().chain(&mut found.response) {
            place.below(&mut body.node, "");
        }
    });
}

struct Mentions<'a> {
    reference: &'a Reference,
    proses: &'a Proses,
    /// What the members of objects hold, by the name of the object.
    kinds: ByKey<Types>,
}

impl Mentions<'_> {
    fn below(&self, node: &mut Node, key: &str) {
        for (part, child) in node.children_mut() {
            self.below(child, part.key());
        }
        if node.map.is_some() || !self.is_object(node) || node.members.values().any(Node::is_documented) {
            return;
        }
        let definitions = node.rows.iter().filter_map(|placed| placed.definition);
        let names: Vec<&String> =
            definitions.flat_map(|at| &self.proses.of(self.reference, at).members).collect();
        for name in names {
            let known = node.members.contains_key(name.as_str());
            let member = node.members.entry(Key::from(name)).or_default();
            if !known {
                member.mentioned = Some(self.kind(key, name));
            }
        }
    }

    /// What shown members of objects with this name hold, if it is always the same; a plural may well be a
    /// list of it.
    fn kind(&self, object: &str, name: &str) -> Types {
        let alike = self.kinds.get(object).copied().filter(|_| singular(name) == name);
        alike.filter(|types| types.names().count() == 1).unwrap_or_default()
    }

    fn is_object(&self, node: &Node) -> bool {
        let mut declared = node
            .rows
            .iter()
            .filter_map(|placed| Some(&self.reference.definitions[placed.definition?]))
            .map(|definition| definition.kind.types.without(Types::NULL))
            .peekable();
        declared.peek().is_some()
            && declared.all(|types| types == Types::OBJECT)
            && !node.seen.types.has(Types::ARRAY)
    }
}

fn kinds_of_members(bodies: &[Bodies]) -> ByKey<Types> {
    fn note(node: &Node, kinds: &mut ByKey<Types>) {
        for (part, child) in node.children() {
            if let Part::Member(key) = part {
                for inner in child.members.values().map(|inner| inner.seen.types.without(Types::NULL)) {
                    let known = kinds.entry(key.clone()).or_default();
                    *known = known.or(inner);
                }
            }
            note(child, kinds);
        }
    }
    let mut kinds = ByKey::default();
    for body in bodies.iter().flat_map(Bodies::all).map(|(_, body)| body) {
        note(&body.node, &mut kinds);
    }
    kinds
}

/// The names that a description lists as the members of the object it describes.
pub(super) fn members(description: &str) -> Vec<String> {
    let lower = description.to_ascii_lowercase();
    let found = OF_MEMBERS
        .iter()
        .filter_map(|lead| lower.find(lead).map(|at| at + lead.len()))
        .filter_map(|at| description.get(at..))
        .map(|text| {
            literals(text, &["attributes", "fields", "keys", "links", "properties", "object", "options"])
        })
        .find(|names| !names.is_empty());
    found.filter(|names| names.iter().all(|name| is_identifier(name))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tight_lists_of_names_are_members() {
        assert_eq!(
            members("The usage, including ``in_use``, ``limit`` and ``free`` attributes."),
            ["in_use", "limit", "free"]
        );
        assert_eq!(members("Options of the shelf. Available options are ``locked``."), ["locked"]);
        assert!(members("It includes the ``name`` and what the other ``name`` says.").is_empty());
        assert!(members("The value is either ``a`` or ``b``.").is_empty());
        assert!(members("Paths, including ``/etc/x``.").is_empty());
    }
}
