use std::fmt;

/// How bad a finding is. Greater is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// House-keeping.
    Note,
    /// Something is likely missing.
    Warning,
    /// The sources contradict themselves or cannot be read.
    Error,
}

impl Severity {
    /// The word that reports print.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A kind of finding, with the words that `apiref explain` and the rule page print.
#[derive(Debug)]
pub struct Rule {
    /// A slug, subject first: `sample-missing`. Never changes its meaning.
    pub id: &'static str,
    /// The severity when nothing says otherwise.
    pub severity: Severity,
    /// One line: what is wrong.
    pub summary: &'static str,
    /// Why it matters and how the tool decides.
    pub explanation: &'static str,
    /// A source that has it.
    pub bad: &'static str,
    /// The same source mended.
    pub good: &'static str,
}
