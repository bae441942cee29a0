//! Rows whose dotted names say where they stand.

use super::super::node::{MapReason, Pattern, Step, Why};
use super::super::word::same_but_number;
use super::{Placing, is_near};

impl Placing<'_> {
    /// `a.b.c`: through the tree from the wrapper's content or the root. First those that samples show to the end, later those that only declared rows lead to.
    pub(super) fn place_dotted(&mut self, shown_only: bool) {
        let rows: Vec<usize> = self.open().filter(|at| self.name(*at).contains('.')).collect();
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

    pub(super) fn put_below(&mut self, at: usize, mut path: Vec<Step>, rest: &[&str]) {
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
            path.push(Step::Key((*segment).to_owned()));
        }
        self.put(at, path, Why::Dotted);
    }

    /// A row that describes the keys or the values of a map.
    pub(super) fn put_on_map(&mut self, at: usize, path: Vec<Step>, keys: bool) {
        if let Some(placed) = self.placed(at, Why::Placeholder) {
            let node = self.root.at_mut(&path);
            if keys {
                node.keys.push(placed);
            } else if let Some(values) = &mut node.values {
                values.rows.push(placed);
            }
        }
        self.paths.insert(at, path);
    }

    /// The longest way that exists, and the segments left over; none if not even the first is there and it is no row.
    pub(super) fn walk_dotted<'s>(&self, segments: &'s [&'s str]) -> Option<(Vec<Step>, &'s [&'s str])> {
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

    pub(super) fn walk<'s>(&self, start: Vec<Step>, segments: &'s [&'s str]) -> (Vec<Step>, &'s [&'s str]) {
        let mut path = start;
        let mut rest = segments;
        while let Some((first, others)) = rest.split_first() {
            let inner = self.through_arrays(path.clone());
            let Some(node) = self.root.at(&inner) else { break };
            let exact = node.members.contains_key(*first).then(|| (*first).to_owned());
            let key = exact.or_else(|| {
                // The prefix of a dotted name may be the singular of a list, or carry another prefix than the key.
                let like = |key: &&String| {
                    same_but_number(key, first) || (first.contains(':') && is_near(key, first))
                };
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
