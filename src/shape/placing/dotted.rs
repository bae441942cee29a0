//! Rows whose names are paths.

use super::super::node::{Key, MapReason, Pattern, Step};
use super::super::why::Why;
use super::super::word::{is_near, same_but_number};
use super::Placing;

/// The segments of a dotted name that have a member below them. `x.key` and `x.value` describe the keys and values of a map, not members.
pub(super) fn parents(name: &str) -> impl Iterator<Item = &str> {
    let path = Some(name).filter(|name| is_path(name)).into_iter();
    let pairs = path.flat_map(|path| path.split('.').zip(path.split('.').skip(1)));
    pairs.filter(|(_, member)| !matches!(*member, "key" | "value")).map(|(parent, _)| parent)
}

/// A name with more dots than any real body has levels is no path, and is left as one key.
const DEEPEST: usize = 32;

/// Is the name a path through the body?
pub(super) fn is_path(name: &str) -> bool {
    (1..DEEPEST).contains(&memchr::memchr_iter(b'.', name.as_bytes()).count())
}

impl Placing<'_> {
    /// `a.b.c`: through the tree from the wrapper's content or the root, and through arrays. First those that samples show to the end, later
    /// those that only declared rows lead to.
    pub(super) fn place_dotted(&mut self, shown_only: bool) {
        let rows: Vec<usize> = self.open().filter(|at| is_path(self.name(*at))).collect();
        for at in rows {
            let name = self.name(at).to_owned();
            let segments: Vec<&str> = name.split('.').filter(|segment| !segment.is_empty()).collect();
            let Some((path, rest)) = self.walk_dotted(&segments) else { continue };
            if rest.is_empty() {
                self.put(at, path, Why::Dotted);
            } else if !shown_only {
                self.put_below(at, path, rest);
            }
        }
    }

    /// Follows the segments beyond what is there: into the items of declared arrays, and onto maps.
    fn put_below(&mut self, at: usize, mut path: Vec<Step>, rest: &[&str]) {
        for segment in rest {
            path = self.through_arrays(path);
            if let (true, "key" | "value") =
                (self.root.at(&path).is_some_and(|node| node.map.is_some()), *segment)
            {
                self.put_on_map(at, path, *segment == "key");
                return;
            }
            if self.root.at(&path).is_some_and(|node| node.items.is_none() && self.is_array(node)) {
                path.push(Step::Item);
            }
            if Pattern::parse(segment).is_some_and(|pattern| pattern.is_whole()) {
                let node = self.root.at_mut(&path);
                node.become_map(MapReason::Placeholder);
                self.paths.insert(at, path);
                return;
            }
            path.push(Step::Key((*segment).into()));
        }
        self.put(at, path, Why::Dotted);
    }

    /// The longest way that exists, and the segments left over; none if not even the first is there and it is no row.
    fn walk_dotted<'s>(&self, segments: &'s [&'s str]) -> Option<(Vec<Step>, &'s [&'s str])> {
        let content = self.content_path();
        let from_wrapper = self
            .wrapper
            .as_ref()
            .filter(|wrapper| segments.first().is_some_and(|first| same_but_number(first, &wrapper.key)));
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
    fn walk<'s>(&self, start: Vec<Step>, segments: &'s [&'s str]) -> (Vec<Step>, &'s [&'s str]) {
        let mut path = start;
        let mut rest = segments;
        while let Some((first, others)) = rest.split_first() {
            let inner = self.through_arrays(path.clone());
            let Some(node) = self.root.at(&inner) else { break };
            let exact = node.members.contains_key(*first).then(|| Key::from(*first));
            let key = exact.or_else(|| {
                // The prefix of a dotted name may be the singular of a list, or carry another prefix than the key.
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
