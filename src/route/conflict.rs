use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::trie::Trie;
use super::{Kind, Pattern, Segment};

/// Two routes of one method for which the same request may be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conflict {
    /// Why.
    pub reason: Reason,
    /// The numbers of the two routes, the earlier one first.
    pub routes: [usize; 2],
    /// The number of the one that takes the request where a literal goes before a variable; none where that
    /// says nothing.
    pub wins: Option<usize>,
}

/// Why a request may be meant for either of two routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The routes differ at most in the names of their variables.
    SameShape,
    /// One has fixed text where the other has a variable, nowhere the other way round: the fixed text goes
    /// first.
    StaticVariable,
    /// Each has fixed text where the other has a variable.
    Crossing,
    /// Variables with text around them, and no fixed text decides.
    PartialSegment,
    /// The routes differ in a slash at the end.
    TrailingSlash,
}

impl Reason {
    /// The word for it in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SameShape => "same-shape",
            Self::StaticVariable => "static-variable",
            Self::Crossing => "crossing",
            Self::PartialSegment => "partial-segment",
            Self::TrailingSlash => "trailing-slash",
        }
    }

    /// Do all routers that put a literal before a variable agree?
    pub fn is_settled(self) -> bool {
        self == Self::StaticVariable
    }
}

/// The conflicts of a table.
#[derive(Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conflicts {
    /// The pairs, by the numbers of their routes.
    pub pairs: Vec<Conflict>,
    /// Are there so many that some are not told?
    pub cut: bool,
}

/// Every pair of routes that a request may be meant for, each route given by its method and pattern and known
/// by its position.
pub(super) fn conflicts<'a>(routes: impl IntoIterator<Item = (&'a str, &'a Pattern)>) -> Conflicts {
    let routes: Vec<(&str, &Pattern)> = routes.into_iter().collect();
    let mut methods: BTreeMap<&str, Vec<(usize, &Pattern)>> = BTreeMap::new();
    for (number, (method, pattern)) in routes.iter().enumerate() {
        methods.entry(method).or_default().push((number, pattern));
    }
    let mut found = Conflicts::default();
    for members in methods.into_values() {
        let pairs = Trie::new(members).pairs();
        found.cut |= pairs.cut;
        let twins = pairs.twins.into_iter().map(|(one, other)| pair(Reason::TrailingSlash, one, other, None));
        found.pairs.extend(twins);
        found.pairs.extend(pairs.overlapping.into_iter().filter_map(|(one, other)| {
            let ((_, mine), (_, theirs)) = (routes.get(one)?, routes.get(other)?);
            let wins = match mine.precedence(theirs) {
                Ordering::Less => Some(one),
                Ordering::Greater => Some(other),
                Ordering::Equal => None,
            };
            Some(pair(reason(mine, theirs), one, other, wins))
        }));
    }
    found.pairs.sort_unstable_by_key(|conflict| conflict.routes);
    found
}

fn pair(reason: Reason, one: usize, other: usize, wins: Option<usize>) -> Conflict {
    Conflict { reason, routes: [one.min(other), one.max(other)], wins }
}

/// Which of two segments that overlap stands for less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Narrower {
    Neither,
    First,
    Second,
    Unclear,
}

fn reason(one: &Pattern, other: &Pattern) -> Reason {
    // Where they differ: which of the two is narrower, and whether fixed text makes it so.
    let differences: Vec<(Narrower, bool)> = one
        .segments()
        .iter()
        .zip(other.segments())
        .map(|(mine, theirs)| (narrower(mine, theirs), mine.kind().max(theirs.kind()) == Kind::Literal))
        .filter(|(side, _)| *side != Narrower::Neither)
        .collect();
    let by_literal = |which| differences.contains(&(which, true));
    let at_all = |which| differences.iter().any(|(side, _)| *side == which);
    if differences.is_empty() {
        Reason::SameShape
    } else if by_literal(Narrower::First) && by_literal(Narrower::Second) {
        Reason::Crossing
    } else if at_all(Narrower::Unclear)
        || (at_all(Narrower::First) && at_all(Narrower::Second))
        || !differences.iter().any(|(_, literal)| *literal)
    {
        Reason::PartialSegment
    } else {
        Reason::StaticVariable
    }
}

fn narrower(one: &Segment, other: &Segment) -> Narrower {
    match one.kind().cmp(&other.kind()) {
        Ordering::Greater => Narrower::First,
        Ordering::Less => Narrower::Second,
        Ordering::Equal if one.parts() == other.parts() => Narrower::Neither,
        Ordering::Equal => Narrower::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(routes: &[&str]) -> Vec<(Reason, Option<usize>)> {
        let routes: Vec<(&str, Pattern)> = routes
            .iter()
            .map(|route| route.split_once(' ').unwrap())
            .map(|(method, path)| (method, Pattern::parse(path)))
            .collect();
        let found = conflicts(routes.iter().map(|(method, pattern)| (*method, pattern)));
        found.pairs.into_iter().map(|conflict| (conflict.reason, conflict.wins)).collect()
    }

    #[test]
    fn routes_of_one_shape_are_equal() {
        assert_eq!(told(&["GET /a/{x}", "GET /a/{y}"]), [(Reason::SameShape, None)]);
        assert_eq!(told(&["GET /a/{x}:{y}", "GET /a/{z}:{w}"]), [(Reason::SameShape, None)]);
        assert_eq!(told(&["GET /a/{x}", "PUT /a/{y}"]), []);
    }

    #[test]
    fn a_literal_goes_before_a_variable() {
        let settled = [(Reason::StaticVariable, Some(0))];
        assert_eq!(told(&["GET /volumes/detail", "GET /volumes/{id}"]), settled);
        assert_eq!(told(&["GET /a/b:c", "GET /a/{x}:{y}"]), settled);
        assert_eq!(told(&["GET /a/b/{x}:{y}", "GET /a/{z}/{w}"]), settled);
        assert_eq!(told(&["GET /a/{x}", "GET /a/b/c"]), []);
    }

    #[test]
    fn literals_on_both_sides_cross() {
        assert_eq!(told(&["GET /a/{x}/c", "GET /a/b/{y}"]), [(Reason::Crossing, Some(1))]);
    }

    #[test]
    fn partial_segments_are_settled_by_literals_alone() {
        assert_eq!(told(&["GET /a/{x}", "GET /a/{y}:{z}"]), [(Reason::PartialSegment, Some(1))]);
        assert_eq!(told(&["GET /a/{x}-", "GET /a/-{y}"]), [(Reason::PartialSegment, None)]);
        assert_eq!(told(&["GET /b/{x}/c{z}", "GET /{a}/{x}y/{z}"]), [(Reason::PartialSegment, Some(0))]);
        assert_eq!(told(&["GET /a/x{y}", "GET /a/z{y}"]), []);
    }

    #[test]
    fn a_slash_at_the_end_makes_twins() {
        assert_eq!(told(&["GET /a/{x}", "GET /a/{y}/"]), [(Reason::TrailingSlash, None)]);
        assert_eq!(told(&["GET /a/b", "GET /a/{y}/"]), []);
    }
}
