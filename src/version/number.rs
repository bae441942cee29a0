use std::fmt;

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

    /// Is it the name of a release by its year, such as `2024.1`?
    pub(crate) fn is_year(self) -> bool {
        self.major >= 1000
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
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
}
