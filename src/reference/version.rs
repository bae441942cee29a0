use std::fmt;

use crate::rst::folded;
use crate::text::holds;

/// A microversion: two integers, never a float (2.10 is later than 2.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version {
    /// Before the dot.
    pub major: u32,
    /// After the dot.
    pub minor: u32,
}

impl Version {
    /// Reads `X.Y`; nothing else is a version.
    pub fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.trim().split_once('.')?;
        Some(Self { major: integer(major)?, minor: integer(minor)? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

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
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => write!(f, "{min}"),
            (Some(min), Some(max)) => write!(f, "{min} to {max}"),
            (Some(min), None) => write!(f, "from {min}"),
            (None, Some(max)) => write!(f, "until {max}"),
            (None, None) => f.write_str("all versions"),
        }
    }
}

/// Reads the window that a title or a bold line states: `(v3.65)`, `(2.100)`, `(Microversions 1.28 - 1.36)`, `(since API
/// v2.49)`, `(3.55 or later)`, `(microversions 1.19 - )`. Nothing outside parentheses counts.
pub fn mentioned(title: &str) -> Option<Window> {
    // Most titles have none.
    memchr::memchr(b'(', title.as_bytes())?;
    title.split('(').skip(1).filter_map(|rest| in_parenthesis(rest.split(')').next()?)).last()
}

/// Reads the window that a sentence of its own states: `Available starting in the 3.27 microversion.`, `New in version 2.26.` A sentence that says
/// more than that is about something in particular.
pub fn stated(paragraph: &str) -> Option<Window> {
    const LEADS: [&str; 8] = [
        "available since ",
        "available starting ",
        "available in ",
        "available from ",
        "available with ",
        "introduced in ",
        "new in ",
        "added in ",
    ];
    const MOST_WORDS: usize = 10;
    if !holds(paragraph, |byte| byte.is_ascii_digit()) {
        return None;
    }
    let text = folded(paragraph);
    text.split(". ").find_map(|sentence| {
        let sentence = sentence.trim_matches(['*', ' ', '.']);
        let short = sentence.split(' ').count() <= MOST_WORDS;
        if !short || !LEADS.iter().any(|lead| sentence.starts_with(lead)) {
            return None;
        }
        let mut versions = sentence
            .split(|c: char| !(c.is_ascii_digit() || c == '.'))
            .filter_map(|word| Version::parse(word.trim_matches('.')));
        match (versions.next(), versions.next()) {
            (Some(min), None) => Some(Window { min: Some(min), max: None }),
            _ => None,
        }
    })
}

fn in_parenthesis(text: &str) -> Option<Window> {
    let lower = text.to_lowercase();
    let versions: Vec<Version> = lower
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter_map(|word| Version::parse(word.trim_matches('.')))
        .collect();
    let first = *versions.first()?;
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let open_end = lower.trim_end().ends_with(['-', '+', '–']);
    Some(match versions.get(1) {
        Some(second) => Window { min: Some(first), max: Some(*second) },
        None if open_end || says(&["since", "later", "from", "above", "newer", "start"]) => {
            Window { min: Some(first), max: None }
        }
        None if says(&["until", "up to", "before", "earlier"]) || lower.trim_start().starts_with('-') => {
            Window { min: None, max: Some(first) }
        }
        None => Window::at(first),
    })
}

fn integer(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let padded = text.len() > 1 && text.starts_with('0');
    if digits && !padded { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).expect("a version")
    }

    #[test]
    fn versions_are_pairs_of_integers() {
        assert!(version("2.100") > version("2.99") && version("2.10") > version("2.9"));
        for text in ["2", "2.", "2.1.3", "v2.1", "2.x", "02.1", ""] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
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

    #[test]
    fn titles_state_windows_in_parentheses() {
        let shown = |title: &str| mentioned(title).map(|window| window.to_string());
        assert_eq!(shown("Response Example (v3.65)").as_deref(), Some("3.65"));
        assert_eq!(shown("Usages (microversions 1.19 - )").as_deref(), Some("from 1.19"));
        assert_eq!(shown("Usages (Microversions 1.28 - 1.36)").as_deref(), Some("1.28 to 1.36"));
        assert_eq!(shown("Groups (3.55 or later)").as_deref(), Some("from 3.55"));
        assert_eq!(shown("Share (since API v2.49)").as_deref(), Some("from 2.49"));
        assert_eq!(shown("Stop (os-stop Action)"), None);
        assert_eq!(shown("Servers 2.1"), None);
    }

    #[test]
    fn sentences_of_their_own_state_windows() {
        let shown = |text: &str| stated(text).map(|window| window.to_string());
        assert_eq!(
            shown("Lists them. Available starting in the 3.27 microversion.").as_deref(),
            Some("from 3.27")
        );
        assert_eq!(shown("Available since API microversion\n3.38.").as_deref(), Some("from 3.38"));
        assert_eq!(shown("The field is available since 3.27."), None);
        assert_eq!(shown("Available in 3.1 and again in 3.9."), None);
    }
}
