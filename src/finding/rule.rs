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

/// A kind of finding: what other code needs to know about it, and the words that `apiref explain` and the
/// rule page print.
#[derive(Debug)]
pub struct Rule {
    /// A slug, subject first: `sample-missing`. Never changes its meaning.
    pub id: &'static str,
    /// The severity when nothing says otherwise.
    pub severity: Severity,
    /// Is input always lost with it: a file, an operation, a table, a row, a code, a sample or an entry? What
    /// is behind it is unknown then, so a run with such a finding never counts as clean.
    pub unread: bool,
    /// Is it one finding for one cause, wherever it is met? Such as a file that is missing, whoever names it.
    pub gathers: bool,
    /// Does it say that something is nowhere? It is not said where a part of the text was lost: it may stand
    /// there.
    pub absence: bool,
    /// What it is about.
    pub matter: Matter,
    /// One line: what is wrong.
    pub summary: &'static str,
    /// Why it matters and how the tool decides.
    pub explanation: &'static str,
    /// A source that has it.
    pub bad: &'static str,
    /// The same source mended.
    pub good: &'static str,
    /// What its fix does, as an instruction; `None` as long as there is no fix.
    pub fix: Option<&'static str>,
}

/// What the findings of a rule are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Matter {
    /// The sources.
    Sources,
    /// The documents in the form that is asked for: known once they are made, so a check of the sources may
    /// not see it.
    Documents,
    /// What a witness says beside the sources: known where it is asked, so a check of the sources does not
    /// see it.
    Witnesses,
    /// The documents on the disk: they fail a check at any severity, and no baseline excuses them.
    Written,
    /// The baseline: it cannot excuse itself.
    Baseline,
}

impl Rule {
    /// What most rules have, to be completed: `Rule { id: ..., ..Rule::USUAL }`.
    pub const USUAL: Self = Self {
        id: "",
        severity: Severity::Warning,
        unread: false,
        gathers: false,
        absence: false,
        matter: Matter::Sources,
        summary: "",
        explanation: "",
        bad: "",
        good: "",
        fix: None,
    };
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}
