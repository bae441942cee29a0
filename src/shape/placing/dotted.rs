//! Rows whose names are paths.

use super::super::node::{Key, MapReason, Node, Pattern, Step};
use super::super::why::Why;
use super::super::word::{is_near, same_but_number};
use super::{Placing, path_below};
use crate::reference::Types;

/// A step of a row's name that is a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Segment<'n> {
    /// The key of an object.
    Key(&'n str),
    /// Any item of an array: `[]`, `[n]`, `0`.
    Item,
    /// Any item, or any value of a map: `*`.
    Any,
    /// Any value of a map: `{name}`, `<name>`.
    Value,
}

/// The steps of a name: `forms[].size`, `forms.*.kind`, `forms.0.name` and `forms.{id}.size` are all of them
/// keys of what is in `forms`.
fn segments(name: &str) -> Vec<Segment<'_>> {
    let mut found = Vec::new();
    for piece in name.split('.').filter(|piece| !piece.is_empty()) {
        let (key, indices) = match piece.find('[').filter(|_| piece.ends_with(']')) {
            Some(at) => piece.split_at(at),
            None => (piece, ""),
        };
        let is_first = found.is_empty();
        found.extend(Some(key).filter(|key| !key.is_empty()).map(|key| match key {
            "*" => Segment::Any,
            _ if !is_first && key.bytes().all(|byte| byte.is_ascii_digit()) => Segment::Item,
            _ if Pattern::parse(key).is_some_and(|pattern| pattern.is_whole()) => Segment::Value,
            _ => Segment::Key(key),
        }));
        found.extend(indices.matches('[').map(|_| Segment::Item));
    }
    found
}

/// The keys in a name that have a key below them. `x.key` and `x.value` describe the keys and values of a
/// map, not members.
pub(super) fn parents(name: &str) -> impl Iterator<Item = &str> {
    let steps = if is_path(name) { segments(name) } else { Vec::new() };
    let pairs: Vec<(Segment<'_>, Segment<'_>)> =
        steps.iter().copied().zip(steps.iter().copied().skip(1)).collect();
    pairs.into_iter().filter_map(|pair| match pair {
        (Segment::Key(parent), Segment::Key(member)) if !matches!(member, "key" | "value") => Some(parent),
        _ => None,
    })
}

/// The keys of a name that is a path through objects and arrays alone; none if it goes through the values of maps.
pub(super) fn keys_of(name: &str) -> Option<Vec<&str>> {
    let keys = segments(name).into_iter().filter(|segment| *segment != Segment::Item);
    keys.map(|segment| match segment {
        Segment::Key(key) => Some(key),
        _ => None,
    })
    .collect()
}

/// A name with more dots than any real body has levels is no path, and is left as one key.
const DEEPEST: usize = 32;

/// Is the name a path through the body?
pub(super) fn is_path(name: &str) -> bool {
    let dots = memchr::memchr_iter(b'.', name.as_bytes()).count();
    let indices = memchr::memchr_iter(b'[', name.as_bytes()).count();
    dots + indices < DEEPEST && (dots > 0 || (indices > 0 && name.ends_with(']') && !name.starts_with('[')))
}

impl Placing<'_> {
    /// `a.b.c`: through the tree from the wrapper's content or the root, and through arrays. First those that
    /// samples show to the end, later those that only declared rows lead to.
    pub(super) fn place_dotted(&mut self, shown_only: bool) {
        let rows: Vec<usize> = self.open().filter(|at| is_path(self.name(*at))).collect();
        for at in rows {
            let name = self.name(at).to_owned();
            let segments = segments(&name);
            let Some((path, rest)) = self.walk_dotted(&segments) else { continue };
            if rest.is_empty() {
                self.put(at, path, Why::Dotted);
            } else if !shown_only {
                self.put_below(at, path, rest);
            }
        }
    }

    /// What stands right below `parent` in names that go on from there, with what follows it.
    fn members_below<'s>(&'s self, parent: &'s str) -> impl Iterator<Item = (&'s str, Option<&'s str>)> {
        let names = self.rows.iter().map(|entry| entry.row.name.as_str()).filter(|name| is_path(name));
        names.filter_map(move |name| {
            let segments = segments(name);
            let at = segments.iter().position(|segment| *segment == Segment::Key(parent))?;
            match (segments.get(at + 1)?, segments.get(at + 2)) {
                (Segment::Key(member), Some(Segment::Key(inner))) => Some((*member, Some(*inner))),
                (Segment::Key(member), None) => Some((*member, None)),
                _ => None,
            }
        })
    }

    /// Do the names of rows call the keys of an object by what they are? `usages.kind.count` does, where the
    /// samples show `count` below keys none of which is `kind`.
    pub(super) fn names_keys(&self, parent: &str, node: &Node) -> bool {
        let mut members = self.members_below(parent);
        let Some((name, _)) = members.next() else { return false };
        let holds = |member: &Node| {
            let inner = self.members_below(parent).filter_map(|(_, inner)| inner);
            inner.into_iter().any(|inner| member.content().members.contains_key(inner))
        };
        members.all(|(other, _)| other == name)
            && !node.members.is_empty()
            && !node.members.contains_key(name)
            && node.members.values().all(holds)
    }

    /// Is it what rows call the keys of the map at `path`?
    fn is_name_of_keys(&self, path: &[Step], name: &str) -> bool {
        let Some(node) = self.root.at(path).filter(|node| node.map == Some(MapReason::Placeholder)) else {
            return false;
        };
        let Some(Step::Key(parent)) = path.last() else { return false };
        let is_member =
            node.values.as_ref().is_some_and(|values| values.content().members.contains_key(name));
        !is_member && self.members_below(parent).any(|(member, inner)| member == name && inner.is_some())
    }

    /// Follows the segments beyond what is there: into the items of declared arrays, and into maps.
    fn put_below(&mut self, at: usize, mut path: Vec<Step>, rest: &[Segment<'_>]) {
        let mut why = Why::Dotted;
        for (number, segment) in rest.iter().enumerate() {
            match *segment {
                Segment::Key(key) => {
                    path = self.through_arrays(path);
                    let node = self.root.at(&path);
                    if self.is_name_of_keys(&path, key) {
                        self.put_on_map(at, path, true);
                        return;
                    }
                    if let (true, "key" | "value") = (node.is_some_and(|node| node.map.is_some()), key) {
                        self.put_on_map(at, path, key == "key");
                        return;
                    }
                    if node.is_some_and(|node| node.items.is_none() && self.is_array(node)) {
                        path.push(Step::Item);
                    }
                    path.push(Step::Key(key.into()));
                }
                any => {
                    path = self.inside_any(path, any);
                    let is_last = number + 1 == rest.len();
                    why = if is_last && any == Segment::Value { Why::Placeholder } else { Why::Dotted };
                }
            }
        }
        self.put(at, path, why);
    }

    /// The way into what a container holds, whichever it is; what is not known to be an array is a map where
    /// the name says so.
    fn inside_any(&mut self, path: Vec<Step>, any: Segment<'_>) -> Vec<Step> {
        let node = self.root.at(&path);
        let is_array = node.is_some_and(|node| node.items.is_some() || self.is_array(node));
        let says_object = node.is_some_and(|node| node.map.is_some() || self.says_object(node));
        if is_array || any == Segment::Item || (any == Segment::Any && !says_object) {
            return path_below(&path, Step::Item);
        }
        let node = self.root.at_mut(&path);
        if node.map.is_none() {
            node.become_map(MapReason::Placeholder);
        }
        path_below(&path, Step::Value)
    }

    fn says_object(&self, node: &Node) -> bool {
        let definitions = node.rows.iter().filter_map(|placed| placed.definition);
        let mut types = definitions.map(|at| self.input.reference.definitions[at].kind.types);
        node.seen.types.has(Types::OBJECT) || types.any(|types| types.has(Types::OBJECT))
    }

    /// The longest way that exists, and the segments left over; none if not even the first is there and it is
    /// no row.
    fn walk_dotted<'s>(&self, segments: &'s [Segment<'s>]) -> Option<(Vec<Step>, &'s [Segment<'s>])> {
        let content = self.content_path();
        let from_wrapper = self
            .wrapper
            .as_ref()
            .filter(|wrapper| matches!(segments.first(), Some(Segment::Key(first)) if same_but_number(first, &wrapper.key)));
        let mut starts = vec![(content.clone(), segments)];
        if content != self.base {
            starts.push((self.base.clone(), segments));
        }
        if from_wrapper.is_some() {
            starts.insert(0, (content, segments.get(1..).unwrap_or_default()));
        }
        let walks = starts.into_iter().map(|(start, segments)| self.walk(start, segments));
        walks
            .min_by_key(|(_, rest)| rest.len())
            .filter(|(_, rest)| rest.len() < segments.len() || segments.len() > 1)
    }

    /// How far the segments lead from `start`, and those left over.
    fn walk<'s>(&self, start: Vec<Step>, segments: &'s [Segment<'s>]) -> (Vec<Step>, &'s [Segment<'s>]) {
        let mut path = start;
        let mut rest = segments;
        while let Some((first, others)) = rest.split_first() {
            let Segment::Key(first) = first else {
                let Some(node) = self.root.at(&path) else { break };
                let step = match (&node.items, &node.values) {
                    (Some(_), _) if *first != Segment::Value => Step::Item,
                    (_, Some(_)) if *first != Segment::Item => Step::Value,
                    _ => break,
                };
                path.push(step);
                rest = others;
                continue;
            };
            let inner = self.through_arrays(path.clone());
            let Some(node) = self.root.at(&inner) else { break };
            if !others.is_empty() && self.is_name_of_keys(&inner, first) {
                path = path_below(&inner, Step::Value);
                rest = others;
                continue;
            }
            let exact = node.members.contains_key(*first).then(|| Key::from(*first));
            let key = exact.or_else(|| {
                // The prefix of a dotted name may be the singular of a list, or carry another prefix than the
                // key.
                let like =
                    |key: &&Key| same_but_number(key, first) || (first.contains(':') && is_near(key, first));
                (!others.is_empty()).then(|| node.members.keys().find(like).cloned()).flatten()
            });
            let Some(key) = key else { break };
            path = inner;
            path.push(Step::Key(key));
            rest = others;
        }
        (path, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_be_paths_in_several_notations() {
        let (shelf, size) = (Segment::Key("shelf"), Segment::Key("size"));
        for (name, steps) in [
            ("shelf.size", vec![shelf, size]),
            ("shelf[].size", vec![shelf, Segment::Item, size]),
            ("shelf[n].size", vec![shelf, Segment::Item, size]),
            ("shelf.0.size", vec![shelf, Segment::Item, size]),
            ("shelf.*.size", vec![shelf, Segment::Any, size]),
            ("shelf.{id}.size", vec![shelf, Segment::Value, size]),
            ("shelf.<id>", vec![shelf, Segment::Value]),
            ("shelf[][]", vec![shelf, Segment::Item, Segment::Item]),
        ] {
            assert!(is_path(name), "{name}");
            assert_eq!(segments(name), steps, "{name}");
        }
        for name in ["shelf", "[shelf]", "{shelf}", "shelf_{id}"] {
            assert!(!is_path(name), "{name}");
        }
        assert_eq!(parents("shelf.size").collect::<Vec<_>>(), ["shelf"]);
        assert_eq!(parents("shelf.{id}.size").chain(parents("shelf.key")).count(), 0);
    }
}
