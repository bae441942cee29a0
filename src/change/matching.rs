use std::collections::VecDeque;

use super::facts::Facts;
use super::renames::{loose_operation, loose_url};
use crate::collections::{HashMap, IndexMap};
use crate::finding::SubjectKind;

/// What two findings have in common that a step pairs; nothing where the step says nothing of a finding.
type Key = Vec<String>;
type Step = fn(&Facts) -> Option<Key>;

/// Each step pairs what is still unpaired, the strongest first.
const STEPS: [Step; 9] = [
    |facts| key(facts, &[&facts.subject, &facts.operation, &facts.pointer, &facts.file]),
    // Somewhere else in a list.
    |facts| key(facts, &[&facts.subject, &facts.operation, &facts.loose_pointer, &facts.file]),
    // In another file.
    |facts| key(facts, &[&facts.subject, &facts.operation, &facts.loose_pointer]),
    // Another operation comes first.
    |facts| key(facts, &[&facts.subject, &facts.loose_pointer, &facts.file]),
    // A prefix of the URL moved.
    |facts| key(facts, &[&loose_subject(facts), &loose_operation(&facts.operation), &facts.loose_pointer]),
    // The body is another one.
    |facts| {
        let says_enough = !facts.operation.is_empty() || facts.kind.is_shared();
        key(facts, &[&facts.subject, &facts.operation]).filter(|_| says_enough)
    },
    |facts| key(facts, &[&facts.subject, &facts.file]),
    // The title or the URL is another one, and it was what the finding is about.
    |facts| {
        let is_title = matches!(facts.kind, SubjectKind::Operation | SubjectKind::Section | SubjectKind::Url);
        key(facts, &[&facts.operation, &facts.file]).filter(|_| is_title && !facts.operation.is_empty())
    },
    |facts| key(facts, &[&loose_subject(facts), &loose_operation(&facts.operation)]),
];

fn key(facts: &Facts, parts: &[&str]) -> Option<Key> {
    let head = [facts.rule, facts.kind.as_str()];
    Some(head.iter().chain(parts).map(|part| (*part).to_owned()).collect())
}

fn loose_subject(facts: &Facts) -> String {
    match facts.kind {
        SubjectKind::Url => loose_url(&facts.subject),
        _ => facts.subject.clone(),
    }
}

/// For each of the later findings the earlier one that it is, if it was there. Both are multisets: of two
/// where there were two, and three now, one is new.
pub(super) fn pair(earlier: &[Facts], later: &[Facts]) -> Vec<Option<usize>> {
    let mut taken = vec![false; earlier.len()];
    let mut found = vec![None; later.len()];
    for step in STEPS {
        let mut groups: IndexMap<Key, Group> = IndexMap::default();
        let open = earlier.iter().enumerate().filter(|(at, _)| taken.get(*at) == Some(&false));
        for (at, facts) in open {
            if let Some(key) = step(facts) {
                groups.entry(key).or_default().earlier.push(at);
            }
        }
        if groups.is_empty() {
            break;
        }
        for (at, facts) in later.iter().enumerate().filter(|(at, _)| found.get(*at) == Some(&None)) {
            if let Some(group) = step(facts).and_then(|key| groups.get_mut(&key)) {
                group.later.push(at);
            }
        }
        for (old, new) in groups.values().flat_map(|group| group.pairs(earlier, later)) {
            if let (Some(taken), Some(found)) = (taken.get_mut(old), found.get_mut(new)) {
                (*taken, *found) = (true, Some(old));
            }
        }
    }
    found
}

/// The findings of two states that a step cannot tell apart, in the order of their places.
#[derive(Debug, Default)]
struct Group {
    earlier: Vec<usize>,
    later: Vec<usize>,
}

impl Group {
    /// Those on equal lines first, then by order.
    fn pairs(&self, earlier: &[Facts], later: &[Facts]) -> Vec<(usize, usize)> {
        if let ([old], [new]) = (self.earlier.as_slice(), self.later.as_slice()) {
            return vec![(*old, *new)];
        }
        let line = |facts: &[Facts], at: usize| facts.get(at).map(|facts| facts.line.clone());
        let mut by_line: HashMap<Option<String>, VecDeque<usize>> = HashMap::default();
        for &old in &self.earlier {
            by_line.entry(line(earlier, old)).or_default().push_back(old);
        }
        let (mut pairs, mut left) = (Vec::new(), Vec::new());
        for &new in &self.later {
            match by_line.get_mut(&line(later, new)).and_then(VecDeque::pop_front) {
                Some(old) => pairs.push((old, new)),
                None => left.push(new),
            }
        }
        let paired: Vec<usize> = pairs.iter().map(|(old, _)| *old).collect();
        let rest = self.earlier.iter().copied().filter(|old| !paired.contains(old));
        pairs.extend(rest.zip(left).collect::<Vec<_>>());
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(name: &str, operation: &str, pointer: &str, file: &str, line: &str) -> Facts {
        Facts {
            rule: "sample-type",
            kind: SubjectKind::Key,
            subject: name.to_owned(),
            operation: operation.to_owned(),
            operations: vec![operation.to_owned()],
            pointer: pointer.to_owned(),
            loose_pointer: pointer.to_owned(),
            file: file.to_owned(),
            line: line.to_owned(),
        }
    }

    #[test]
    fn of_twins_the_one_on_a_new_line_is_new() {
        let at = |line: &str| facts("size", "GET /a", "", "a.inc", line);
        let pairs = pair(&[at("- size: a"), at("- size: b")], &[at("- size: new"), at("- size: a"), at("x")]);
        assert_eq!(pairs, [Some(1), Some(0), None]);
        let pairs = pair(&[at("one"), at("two")], &[at("two")]);
        assert_eq!(pairs, [Some(1)]);
    }

    #[test]
    fn the_same_goes_before_what_moved() {
        let here = facts("size", "GET /a", "/size", "a.json", "");
        let moved = facts("size", "GET /a", "/box/size", "b.json", "");
        assert_eq!(pair(std::slice::from_ref(&here), &[moved.clone(), here.clone()]), [None, Some(0)]);
        assert_eq!(pair(&[here], &[moved]), [Some(0)]);
    }

    #[test]
    fn a_prefix_that_moved_is_no_news_and_another_operation_is() {
        let of = |operation: &str, file: &str| facts("size", operation, "/size", file, "");
        let old = of("GET /v2.0/lb/pools/{pool_id}", "a.json");
        assert_eq!(pair(std::slice::from_ref(&old), &[of("GET /v2/lb/pools/{id}", "b.json")]), [Some(0)]);
        assert_eq!(pair(&[old], &[of("GET /v2/lb/members/{id}", "b.json")]), [None]);
    }
}
