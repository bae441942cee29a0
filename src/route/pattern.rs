use std::cmp::Ordering;

use super::segment::fits;
use super::{Kind, Segment};

/// A path template as a router sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    segments: Vec<Segment>,
    trailing_slash: bool,
}

impl Pattern {
    /// Reads a path of a document: `/v3/{project_id}/volumes`.
    pub(crate) fn parse(path: &str) -> Self {
        let inner = path.strip_prefix('/').unwrap_or(path);
        let (inner, trailing_slash) = match inner.strip_suffix('/') {
            Some(inner) => (inner, true),
            None => (inner, inner.is_empty()),
        };
        let segments =
            if inner.is_empty() { Vec::new() } else { inner.split('/').map(Segment::parse).collect() };
        Self { segments, trailing_slash }
    }

    /// What stands between the slashes.
    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Does it end with a slash?
    pub(crate) fn trailing_slash(&self) -> bool {
        self.trailing_slash
    }

    /// Which of two comes first where a literal goes before a variable: the one with more fixed text in the
    /// first segment that differs in that. `Less` comes first; `Equal` where kinds do not decide.
    pub(crate) fn precedence(&self, other: &Self) -> Ordering {
        other.kinds().cmp(self.kinds())
    }

    /// How much of each segment is fixed.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.segments.iter().map(Segment::kind)
    }

    /// Is this a path that it stands for? Each segment of it is one text.
    pub(crate) fn takes(&self, path: &[String]) -> bool {
        path.len() == self.segments.len() && self.common_length(path) == path.len()
    }

    /// How many segments of a path it stands for, from the first one on.
    pub(crate) fn common_length(&self, path: &[String]) -> usize {
        let is_it = |(segment, text): &(&Segment, &String)| match (segment.kind(), segment.parts()) {
            (Kind::Literal, [part]) => part == *text,
            (Kind::Variable, _) => !text.is_empty(),
            (_, parts) => fits(text, parts),
        };
        self.segments.iter().zip(path).take_while(is_it).count()
    }

    /// A path that both take, with the variables that it may still have. Only of patterns that overlap.
    pub(crate) fn common(&self, other: &Self) -> String {
        let mut path = String::new();
        for (mine, theirs) in self.segments.iter().zip(&other.segments) {
            path.push('/');
            path.push_str(&mine.common(theirs));
        }
        if self.trailing_slash {
            path.push('/');
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_at_the_end_is_no_segment() {
        let read = |path: &str| {
            let pattern = Pattern::parse(path);
            (pattern.segments.iter().map(Segment::to_string).collect::<Vec<_>>(), pattern.trailing_slash)
        };
        assert_eq!(read("/"), (vec![], true));
        assert_eq!(read("/a/{x}"), (vec!["a".to_owned(), "{x}".to_owned()], false));
        assert_eq!(read("/a/"), (vec!["a".to_owned()], true));
    }

    #[test]
    fn a_path_is_taken_by_its_pattern() {
        let takes = |pattern: &str, path: &str| {
            let path: Vec<String> = path.split('/').map(str::to_owned).collect();
            Pattern::parse(pattern).takes(&path)
        };
        assert!(takes("/a/{x}/c", "a/b/c") && takes("/a/{x}:{y}", "a/1:2") && takes("/a/", "a"));
        assert!(!takes("/a/{x}", "a") && !takes("/a/{x}:{y}", "a/12") && !takes("/a", "A"));
    }

    #[test]
    fn the_first_difference_decides() {
        let order = |a: &str, b: &str| Pattern::parse(a).precedence(&Pattern::parse(b));
        assert_eq!(order("/a/detail", "/a/{id}"), Ordering::Less);
        assert_eq!(order("/a/{x}/c", "/a/b/{y}"), Ordering::Greater);
        assert_eq!(order("/a/{x}:{y}", "/a/{z}"), Ordering::Less);
        assert_eq!(order("/a/{x}", "/a/{y}"), Ordering::Equal);
    }

    #[test]
    fn what_two_paths_share_is_a_path() {
        let common = |a: &str, b: &str| Pattern::parse(a).common(&Pattern::parse(b));
        assert_eq!(common("/a/{x}/c/{d}", "/a/b/{y}/{z}"), "/a/b/c/{d}");
    }
}
