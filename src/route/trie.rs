use std::collections::BTreeMap;
use std::ops::Bound;

use super::segment::{fits, overlap};
use super::{Kind, Pattern};

/// How many pairs of nodes are compared at most. A table of 16 000 real routes needs some ten thousand.
const MOST_STEPS: usize = 1_000_000;
/// How many pairs of routes are told at most.
pub(super) const MOST_PAIRS: usize = 50_000;

/// The templates of one method by their segments; what they begin with in common is there once.
pub(super) struct Trie<'a> {
    nodes: Vec<Node<'a>>,
}

#[derive(Default)]
struct Node<'a> {
    literals: BTreeMap<&'a str, usize>,
    partials: BTreeMap<&'a [String], usize>,
    variable: Option<usize>,
    /// The routes that end here, without and with a slash.
    ends: [Vec<usize>; 2],
}

/// Pairs of routes for which one path may be meant.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pairs {
    /// Routes that take the same path.
    pub(super) overlapping: Vec<(usize, usize)>,
    /// Routes that differ in nothing but a slash at the end.
    pub(super) twins: Vec<(usize, usize)>,
    /// Was the search given up because there are too many?
    pub(super) cut: bool,
}

impl<'a> Trie<'a> {
    pub(super) fn new(routes: impl IntoIterator<Item = (usize, &'a Pattern)>) -> Self {
        let mut trie = Self { nodes: vec![Node::default()] };
        for (route, pattern) in routes {
            let mut at = 0;
            for segment in pattern.segments() {
                at = trie.below(at, segment.kind(), segment.parts());
            }
            if let Some(Node { ends: [plain, slashed], .. }) = trie.nodes.get_mut(at) {
                if pattern.trailing_slash() { slashed } else { plain }.push(route);
            }
        }
        trie
    }

    /// The child of a node for a segment; made if it is not there.
    fn below(&mut self, at: usize, kind: Kind, parts: &'a [String]) -> usize {
        let new = self.nodes.len();
        let Some(node) = self.nodes.get_mut(at) else { return at };
        let child = match kind {
            Kind::Literal => *node.literals.entry(parts.first().map_or("", String::as_str)).or_insert(new),
            Kind::Partial => *node.partials.entry(parts).or_insert(new),
            Kind::Variable => *node.variable.get_or_insert(new),
        };
        if child == new {
            self.nodes.push(Node::default());
        }
        child
    }

    /// Every pair of routes that share a path, found by walking the trie against itself: only what overlaps
    /// is followed.
    pub(super) fn pairs(&self) -> Pairs {
        let mut pairs = Pairs::default();
        let mut stack = vec![(0, 0)];
        let mut steps = 0;
        while let Some((one, other)) = stack.pop() {
            steps += 1;
            if steps.max(stack.len()) > MOST_STEPS || pairs.overlapping.len() + pairs.twins.len() > MOST_PAIRS
            {
                pairs.cut = true;
                break;
            }
            let (Some(mine), Some(theirs)) = (self.nodes.get(one), self.nodes.get(other)) else { continue };
            if one == other {
                mine.own_pairs(&mut pairs);
                mine.against_itself(&mut stack);
            } else {
                for (mine, theirs) in mine.ends.iter().zip(&theirs.ends) {
                    cross(mine, theirs, &mut pairs.overlapping);
                }
                mine.against(theirs, &mut stack);
            }
        }
        pairs.cut |= pairs.overlapping.len() + pairs.twins.len() > MOST_PAIRS;
        pairs
    }
}

impl Node<'_> {
    /// The routes that end here are one and the same to a router.
    fn own_pairs(&self, pairs: &mut Pairs) {
        for routes in &self.ends {
            for (at, one) in routes.iter().enumerate() {
                if pairs.overlapping.len() > MOST_PAIRS {
                    return;
                }
                pairs.overlapping.extend(routes.iter().skip(at + 1).map(|other| (*one, *other)));
            }
        }
        let [plain, slashed] = &self.ends;
        cross(plain, slashed, &mut pairs.twins);
    }

    /// The children of this node that overlap, each with itself as well.
    fn against_itself(&self, stack: &mut Vec<(usize, usize)>) {
        stack.extend(self.children().map(|child| (child, child)));
        if let Some(variable) = self.variable {
            stack.extend(self.fixed().map(|child| (variable, child)));
        }
        for (at, (parts, child)) in self.partials.iter().enumerate() {
            if stack.len() > MOST_STEPS {
                return;
            }
            stack.extend(self.literals_like(parts).map(|literal| (*child, literal)));
            let later = self.partials.iter().skip(at + 1);
            stack.extend(later.filter(|(other, _)| overlap(parts, other)).map(|(_, other)| (*child, *other)));
        }
    }

    /// The children of this node with those of another that they overlap.
    fn against(&self, other: &Self, stack: &mut Vec<(usize, usize)>) {
        // What costs is the smaller of the two.
        let (few, many) =
            if self.literals.len() <= other.literals.len() { (self, other) } else { (other, self) };
        stack.extend(
            few.literals.iter().filter_map(|(text, child)| Some((*child, *many.literals.get(text)?))),
        );
        if let Some(variable) = self.variable {
            stack.extend(other.children().map(|child| (variable, child)));
        }
        if let Some(variable) = other.variable {
            stack.extend(self.fixed().map(|child| (variable, child)));
        }
        for (parts, child) in &self.partials {
            if stack.len() > MOST_STEPS {
                return;
            }
            stack.extend(other.literals_like(parts).map(|literal| (*child, literal)));
            let alike = other.partials.iter().filter(|(theirs, _)| overlap(parts, theirs));
            stack.extend(alike.map(|(_, theirs)| (*child, *theirs)));
        }
        for (parts, child) in &other.partials {
            stack.extend(self.literals_like(parts).map(|literal| (*child, literal)));
        }
    }

    fn children(&self) -> impl Iterator<Item = usize> {
        self.fixed().chain(self.variable)
    }

    /// The children that hold some text.
    fn fixed(&self) -> impl Iterator<Item = usize> {
        self.literals.values().chain(self.partials.values()).copied()
    }

    /// The children of fixed text that a partial segment stands for.
    fn literals_like(&self, parts: &[String]) -> impl Iterator<Item = usize> {
        let start = parts.first().map_or("", String::as_str);
        self.literals
            .range::<str, _>((Bound::Included(start), Bound::Unbounded))
            .take_while(move |(text, _)| text.starts_with(start))
            .filter(move |(text, _)| fits(text, parts))
            .map(|(_, child)| *child)
    }
}

/// All pairs of two lists, as far as there is room.
fn cross(some: &[usize], others: &[usize], pairs: &mut Vec<(usize, usize)>) {
    for one in some {
        if pairs.len() > MOST_PAIRS {
            return;
        }
        pairs.extend(others.iter().map(|other| (*one, *other)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Segment;

    fn pairs(paths: &[String]) -> Pairs {
        let patterns: Vec<Pattern> = paths.iter().map(|path| Pattern::parse(path)).collect();
        let mut pairs = Trie::new(patterns.iter().enumerate()).pairs();
        let order = |(a, b): &mut (usize, usize)| *a > *b && (std::mem::swap(a, b), true).1;
        pairs.overlapping.iter_mut().chain(&mut pairs.twins).for_each(|pair| {
            order(pair);
        });
        pairs.overlapping.sort_unstable();
        pairs.twins.sort_unstable();
        pairs
    }

    fn overlaps(one: &Pattern, other: &Pattern) -> bool {
        let same_length = one.segments().len() == other.segments().len();
        let mut both = one.segments().iter().zip(other.segments());
        same_length && both.all(|(a, b): (&Segment, &Segment)| overlap(a.parts(), b.parts()))
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(256))]

        #[test]
        fn the_walk_finds_what_comparing_all_finds(
            paths in proptest::collection::vec("(/(a|b|ab|\\{x\\}|\\{y\\}|a\\{x\\}|\\{x\\}b|\\{x\\}:\\{y\\})){0,4}/?", 0..10)
        ) {
            let patterns: Vec<Pattern> = paths.iter().map(|path| Pattern::parse(path)).collect();
            let mut expected = Pairs::default();
            for (at, one) in patterns.iter().enumerate() {
                for (later, other) in patterns.iter().enumerate().skip(at + 1) {
                    if !overlaps(one, other) {
                        continue;
                    }
                    let shape = |pattern: &Pattern| {
                        pattern.segments().iter().map(|segment| segment.parts().to_vec()).collect::<Vec<_>>()
                    };
                    if one.trailing_slash() == other.trailing_slash() {
                        expected.overlapping.push((at, later));
                    } else if shape(one) == shape(other) {
                        expected.twins.push((at, later));
                    }
                }
            }
            proptest::prop_assert_eq!(pairs(&paths), expected);
        }
    }

    #[test]
    fn a_wide_table_needs_few_steps() {
        let fixed = (0..8000).map(|number| format!("/v3/x{number}/list"));
        let below = (0..8000).map(|number| format!("/v3/{{project_id}}/y{number}"));
        let found = pairs(&fixed.chain(below).collect::<Vec<_>>());
        assert_eq!(found, Pairs::default());
    }

    #[test]
    fn a_flood_of_pairs_is_cut() {
        let one = (0..1000).map(|number| format!("/x{number}/{{y}}"));
        let other = (0..1000).map(|number| format!("/{{x}}/y{number}"));
        let found = pairs(&one.chain(other).collect::<Vec<_>>());
        assert!(found.cut);
        assert!(found.overlapping.len() <= MOST_PAIRS + 1000);
        assert!(pairs(&vec!["/{x}".to_owned(); 16_000]).cut);
    }

    #[test]
    fn a_deep_path_is_walked() {
        let deep = "/{x}".repeat(20_000);
        assert_eq!(pairs(&[deep.clone(), deep]).overlapping, [(0, 1)]);
    }
}
