use std::fmt;

use super::Version;

/// The closed range of versions in which a thing exists; an open end is unbounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Window {
    /// The first version that has it.
    pub min: Option<Version>,
    /// The last version that has it.
    pub max: Option<Version>,
}

impl Window {
    /// All versions.
    pub const ALL: Self = Self { min: None, max: None };

    /// Exactly one version.
    pub fn at(version: Version) -> Self {
        Self { min: Some(version), max: Some(version) }
    }

    /// The versions in both.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        let max = match (self.max, other.max) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self { min: self.min.max(other.min), max }
    }

    /// Both bounds as they are written, also where no version lies between them.
    pub fn bounds(self) -> String {
        let shown = |version: Option<Version>| {
            version.map_or_else(|| "none".to_owned(), |version| version.to_string())
        };
        format!("`min_version` {}, `max_version` {}", shown(self.min), shown(self.max))
    }

    /// Is there no version in it?
    pub fn is_empty(self) -> bool {
        matches!((self.min, self.max), (Some(min), Some(max)) if min > max)
    }

    /// Does it hold every version?
    pub fn is_all(self) -> bool {
        self == Self::ALL
    }

    /// Is `version` in it?
    pub fn contains(self, version: Version) -> bool {
        self.min.is_none_or(|min| min <= version) && self.max.is_none_or(|max| version <= max)
    }

    /// Is some version in both?
    pub fn overlaps(self, other: Self) -> bool {
        !self.intersect(other).is_empty()
    }

    /// Is every version of `other` in it?
    pub fn covers(self, other: Self) -> bool {
        self.intersect(other) == other
    }

    /// The smallest window that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        let max = match (self.max, other.max) {
            (Some(a), Some(b)) => Some(a.max(b)),
            _ => None,
        };
        let min = match (self.min, other.min) {
            (Some(a), Some(b)) => Some(a.min(b)),
            _ => None,
        };
        Self { min, max }
    }
}

impl fmt::Display for Window {
    /// An empty window is not shown as a range, which would read as one that has versions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            _ if self.is_empty() => f.write_str("in no version"),
            (Some(min), Some(max)) if min == max => write!(f, "{min}"),
            (Some(min), Some(max)) => write!(f, "{min} to {max}"),
            (Some(min), None) => write!(f, "from {min}"),
            (None, Some(max)) => write!(f, "until {max}"),
            (None, None) => f.write_str("all versions"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).expect("a version")
    }

    #[test]
    fn an_empty_window_is_no_range() {
        let window = Window { min: Some(version("2.63")), max: Some(version("2.50")) };
        assert_eq!(window.to_string(), "in no version");
    }

    #[test]
    fn windows_are_closed() {
        let window = Window { min: Some(version("2.3")), max: Some(version("2.10")) };
        assert!(window.contains(version("2.3")) && window.contains(version("2.10")));
        assert!(!window.contains(version("2.11")));
        assert!(window.intersect(Window { min: Some(version("2.11")), max: None }).is_empty());
        assert!(Window::ALL.covers(window) && !window.covers(Window::ALL));
        assert_eq!(window.hull(Window::ALL), Window::ALL);
    }
}
