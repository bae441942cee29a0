use std::fmt;

/// A microversion: the number after `2.`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version(pub(super) u32);

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "2.{}", self.0)
    }
}

/// The microversions in which something exists, both ends included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) since: Option<Version>,
    pub(super) until: Option<Version>,
}

impl Window {
    /// Does it exist in this version? Without versions everything does.
    pub(super) fn holds(&self, version: Option<Version>) -> bool {
        let Some(version) = version else { return true };
        self.since.is_none_or(|since| since <= version) && self.until.is_none_or(|until| version <= until)
    }
}
