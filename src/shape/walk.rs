//! The one walk over a body: what a node consists of, and what stands beside the values of a sample.
//!
//! Whoever looks through a body does it with these, so that what holds for the keys of an object holds for
//! the values of a map, for patterns and for variants. A body is a tree of boxes, so no walk can come back to
//! where it was; its depth is that of the samples, which the reader of JSON bounds, and of dotted names,
//! which `placing::dotted` bounds.

use serde_json::Value;

use super::node::{Key, Node, Pattern, Step};
use crate::place::Pointer;

/// What a child is to its node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part<'n> {
    /// The member of an object with this key.
    Member(&'n Key),
    /// The members of an object whose names follow a pattern.
    Pattern(&'n Pattern),
    /// What the keys of a map lead to.
    Values,
    /// What an array holds.
    Items,
    /// One of several bodies.
    Variant,
}

impl Part<'_> {
    /// The key of a member; nothing else has a name of its own.
    pub(crate) fn key(&self) -> &str {
        match self {
            Self::Member(key) => key,
            _ => "",
        }
    }

    /// The step to the child; no path leads into one of several bodies.
    pub(crate) fn step(&self) -> Option<Step> {
        match self {
            Self::Member(key) => Some(Step::Key((*key).clone())),
            Self::Items => Some(Step::Item),
            Self::Values => Some(Step::Value),
            Self::Pattern(pattern) => Some(Step::Pattern((*pattern).clone())),
            Self::Variant => None,
        }
    }
}

/// Where a value stands in the one around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within<'v> {
    /// The member of an object.
    Key(&'v str),
    /// The item of an array.
    Index(usize),
}

impl Node {
    /// All that it consists of: members, patterns, values, items, variants.
    pub(crate) fn children(&self) -> impl Iterator<Item = (Part<'_>, &Node)> {
        let members = self.members.iter().map(|(key, node)| (Part::Member(key), node));
        let patterns = self.patterns.iter().map(|(pattern, node)| (Part::Pattern(pattern), node));
        let values = self.values.iter().map(|node| (Part::Values, &**node));
        let items = self.items.iter().map(|node| (Part::Items, &**node));
        let variants = self.variants.iter().map(|variant| (Part::Variant, &variant.node));
        members.chain(patterns).chain(values).chain(items).chain(variants)
    }

    /// The same, to change it.
    pub(crate) fn children_mut(&mut self) -> impl Iterator<Item = (Part<'_>, &mut Node)> {
        let members = self.members.iter_mut().map(|(key, node)| (Part::Member(key), node));
        let patterns = self.patterns.iter_mut().map(|(pattern, node)| (Part::Pattern(pattern), node));
        let values = self.values.iter_mut().map(|node| (Part::Values, &mut **node));
        let items = self.items.iter_mut().map(|node| (Part::Items, &mut **node));
        let variants = self.variants.iter_mut().map(|variant| (Part::Variant, &mut variant.node));
        members.chain(patterns).chain(values).chain(items).chain(variants)
    }

    /// The same child of this node; of several bodies none is the same.
    pub(crate) fn child(&self, part: Part<'_>) -> Option<&Self> {
        match part {
            Part::Member(key) => self.members.get(key),
            Part::Pattern(pattern) => self.patterns.get(pattern),
            Part::Values => self.values.as_deref(),
            Part::Items => self.items.as_deref(),
            Part::Variant => None,
        }
    }

    /// Is there any child?
    pub(crate) fn holds_something(&self) -> bool {
        self.children().next().is_some()
    }

    /// Is any node of the tree such a one?
    pub(crate) fn any(&self, is_it: &impl Fn(&Node) -> bool) -> bool {
        is_it(self) || self.children().any(|(_, child)| child.any(is_it))
    }

    /// What describes the key of an object: a member, a pattern, the values of a map.
    pub(crate) fn of_key(&self, key: &str) -> Option<&Node> {
        let pattern = || self.patterns.iter().find(|(pattern, _)| pattern.matches(key)).map(|(_, node)| node);
        self.members.get(key).or_else(pattern).or(self.values.as_deref())
    }

    /// The parts of a value, each with the node that describes it; what nothing describes is left out.
    pub(crate) fn beside<'n, 'v>(
        &'n self,
        value: &'v Value,
    ) -> impl Iterator<Item = (Within<'v>, &'v Value, &'n Node)> {
        let members = value.as_object().into_iter().flatten();
        let members = members.filter_map(|(key, member)| Some((Within::Key(key), member, self.of_key(key)?)));
        let items = value.as_array().into_iter().flatten().enumerate();
        let items =
            items.filter_map(|(index, item)| Some((Within::Index(index), item, self.items.as_deref()?)));
        members.chain(items)
    }

    /// The nodes on the way to what a pointer into `value` leads to, itself first, as far as they describe
    /// it.
    pub(crate) fn way<'n>(&'n self, value: &Value, pointer: &str) -> Vec<&'n Self> {
        let mut way = vec![self];
        let mut at = (self, value);
        for step in Pointer::from_text(pointer).steps() {
            let next = match at.1 {
                Value::Array(items) => {
                    at.0.items.as_deref().zip(step.parse().ok().and_then(|index: usize| items.get(index)))
                }
                object => at.0.of_key(&step).zip(object.get(&step)),
            };
            let Some(next) = next else { break };
            way.push(next.0);
            at = next;
        }
        way
    }

    /// What describes the value that a pointer into `value` leads to.
    pub(crate) fn described<'n>(&'n self, value: &Value, pointer: &str) -> Option<&'n Self> {
        let way = self.way(value, pointer);
        way.last().copied().filter(|_| way.len() == Pointer::from_text(pointer).steps().count() + 1)
    }
}
