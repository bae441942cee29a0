use std::fmt;

/// What is known about the service beside its documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The same range of commits changes its code.
    Code,
    /// It does not: the text is corrected, or catches up with the code.
    TextAlone,
    /// There is no range of commits.
    None,
}

/// What a change says that an already released microversion is otherwise than it was told to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing: it needs no microversion, has a new one, or the service negotiates none.
    Fine,
    /// The code changed with it: callers of a released version meet another service.
    Fault,
    /// Nobody knows whether the code changed with it.
    Doubt,
    /// The text was corrected.
    Correction,
    /// Somebody allows it, with a reason.
    Excused,
}

impl Verdict {
    /// What a change that lacks a new microversion is.
    pub(super) fn of(evidence: Evidence) -> Self {
        match evidence {
            Evidence::Code => Self::Fault,
            Evidence::TextAlone => Self::Correction,
            Evidence::None => Self::Doubt,
        }
    }

    /// The word that stands for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Fault => "error",
            Self::Doubt => "warning",
            Self::Correction => "correction",
            Self::Excused => "excused",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Is that a file of a service's code, by its path in the repository? Neither its tests nor what builds its
/// documentation.
#[cfg(feature = "cli")]
pub(crate) fn is_service_code(path: &str) -> bool {
    const LANGUAGES: [&str; 4] = ["py", "go", "rs", "java"];
    const BESIDE: [&str; 8] =
        ["api-ref", "doc", "docs", "tests", "test", "releasenotes", "tools", "examples"];
    const SETUP: [&str; 2] = ["setup.py", "conf.py"];
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_code = LANGUAGES.iter().any(|end| path.rsplit_once('.').is_some_and(|(_, own)| own == *end));
    is_code && !SETUP.contains(&name) && !path.split('/').any(|folder| BESIDE.contains(&folder))
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_what_is_beside_it() {
        assert!(is_service_code("nova/api/openstack/compute/servers.py"));
        for path in
            ["nova/tests/unit/test_a.py", "api-ref/source/conf.py", "setup.py", "doc/ext/a.py", "README.rst"]
        {
            assert!(!is_service_code(path), "{path}");
        }
    }
}
