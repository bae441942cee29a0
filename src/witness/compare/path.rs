use crate::finding::is_slip;
use crate::reference::{Piece, Template};

/// A path without the names of its variables, so that two of them are known to be alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    segments: Vec<String>,
}

impl Shape {
    /// Of a path with variables in braces.
    pub(super) fn parse(path: &str) -> Self {
        let path = path.split('?').next().unwrap_or_default();
        Self { segments: path.split('/').filter(|part| !part.is_empty()).map(without_names).collect() }
    }

    /// Of a path of the text.
    pub(super) fn of(template: &Template) -> Self {
        let segment = |pieces: &Vec<Piece>| {
            let shown = pieces.iter().map(|piece| match piece {
                Piece::Literal(text) => text.as_str(),
                Piece::Variable(_) => "{}",
            });
            shown.collect::<String>()
        };
        let segments = template.segments.iter().map(segment).filter(|part| !part.is_empty());
        Self { segments: segments.collect() }
    }

    /// The path with what its server has before it, from the version on, if it has no version of its own.
    pub(super) fn at_server(self, base: &Self) -> Self {
        let at = base.segments.iter().position(|segment| major_of(segment).is_some());
        match at.and_then(|at| base.segments.get(at..)).filter(|_| self.major().is_none()) {
            Some(before) => Self { segments: before.iter().cloned().chain(self.segments).collect() },
            None => self,
        }
    }

    /// The major version that the path begins with, if it does; the name of the service may stand before it.
    pub(super) fn major(&self) -> Option<&str> {
        self.segments.iter().take(2).find_map(|segment| major_of(segment))
    }

    /// How many segments end with the version.
    fn with_version(&self) -> usize {
        let at = self.segments.iter().take(2).position(|segment| major_of(segment).is_some());
        at.map_or(0, |at| at + 1)
    }

    /// May both be of one version of the API?
    pub(super) fn is_of_version(&self, other: &Self) -> bool {
        match (self.major(), other.major()) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
    }

    /// How it is known, from the closest to the loosest: as it is, without the version, without the variable
    /// after it.
    pub(super) fn keys(&self, prefixes: &[Self]) -> Vec<String> {
        let all = self.segments.as_slice();
        let mut keys = vec![all.join("/")];
        let configured = prefixes.iter().filter_map(|prefix| all.strip_prefix(prefix.segments.as_slice()));
        if let Some(rest) = configured.min_by_key(|rest| rest.len()) {
            keys.push(rest.join("/"));
        }
        if !prefixes.is_empty() {
            return keys;
        }
        let rest = all.get(self.with_version()..).unwrap_or_default();
        keys.push(rest.join("/"));
        if let [first, rest @ ..] = rest
            && first == "{}"
            && !rest.is_empty()
        {
            keys.push(rest.join("/"));
        }
        keys
    }

    /// Does a path of the other side stand for it, with a variable where this has a text or part of one? Both
    /// without the version and the project.
    pub(super) fn is_held_by(&self, other: &Self) -> bool {
        let last = |shape: &Self| shape.keys(&[]).pop().unwrap_or_default();
        let (own, others) = (last(self), last(other));
        own.split('/').count() == others.split('/').count()
            && own.split('/').zip(others.split('/')).all(|(own, other)| own == other || other == "{}")
    }

    /// Is it another path but for a slip of the pen in one of its fixed texts?
    pub(super) fn is_slip_of(&self, other: &Self) -> bool {
        let last = |shape: &Self| shape.keys(&[]).pop().unwrap_or_default();
        let (own, others) = (last(self), last(other));
        let pairs = own.split('/').zip(others.split('/'));
        let different: Vec<(&str, &str)> = pairs.filter(|(own, other)| own != other).collect();
        let is_fixed = |text: &str| !text.contains('{');
        own.split('/').count() == others.split('/').count()
            && matches!(different.as_slice(), [(own, other)]
                if is_fixed(own) && is_fixed(other) && is_slip(own, other))
    }

    /// Is it the root of the API or of a version of it? Such a path tells which versions there are.
    pub(super) fn is_root(&self) -> bool {
        self.segments.len() == self.with_version() || self.segments == ["{}"]
    }

    /// How many segments both begin with.
    pub(super) fn common(&self, other: &Self) -> usize {
        self.segments.iter().zip(&other.segments).take_while(|(one, other)| one == other).count()
    }
}

/// The first number of a segment that is a version, such as `v2.1`.
fn major_of(segment: &str) -> Option<&str> {
    let number = segment.strip_prefix('v')?;
    let is_number =
        number.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    is_number.then(|| number.split('.').next()).flatten()
}

/// A segment with `{}` for each variable.
fn without_names(segment: &str) -> String {
    let mut shown = String::new();
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        shown.push_str(before);
        shown.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_known_without_version_and_project() {
        let keys = |path: &str| Shape::parse(path).keys(&[]);
        assert_eq!(
            keys("/v3/{project_id}/volumes/{id}"),
            ["v3/{}/volumes/{}", "{}/volumes/{}", "volumes/{}"]
        );
        assert_eq!(keys("/servers/"), ["servers", "servers"]);
        assert_eq!(keys("/identity/v3/users"), ["identity/v3/users", "users"]);
        assert_eq!(keys("/v2.1/{id}"), ["v2.1/{}", "{}"]);
        let prefix = [Shape::parse("/api/{tenant}")];
        assert_eq!(Shape::parse("/api/{x}/boxes").keys(&prefix), ["api/{}/boxes", "boxes"]);
    }

    #[test]
    fn a_server_tells_the_version_of_paths_that_have_none() {
        let at = |path: &str, base: &str| Shape::parse(path).at_server(&Shape::parse(base)).keys(&[]);
        assert_eq!(at("/boxes", "/storage/v3/{project}"), ["v3/{}/boxes", "{}/boxes", "boxes"]);
        assert_eq!(at("/v2/boxes", "/v3"), ["v2/boxes", "boxes"]);
        assert_eq!(at("/boxes", "/api"), ["boxes", "boxes"]);
    }

    #[test]
    fn versions_differ_by_their_first_number() {
        let fits = |one: &str, other: &str| Shape::parse(one).is_of_version(&Shape::parse(other));
        assert!(fits("/v2.1/a", "/v2/a") && fits("/a", "/v2/a") && !fits("/v2/a", "/v3/a"));
        assert!(fits("/volumes", "/v3/volumes"));
    }
}
