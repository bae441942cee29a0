use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::finding::{Finding, Severity};

/// What a configuration makes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Off,
    /// Reported as a note.
    Note,
    /// Reported as a warning.
    Warning,
    /// Reported as an error.
    Error,
}

impl Level {
    /// The severity of the findings; `None` if they are not reported.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// `rule-id = "level"`, with the place of the id in the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleLevel {
    /// The rule's id as written; [`super::Config::unknown_rules`] finds those that do not exist.
    pub rule: String,
    /// What becomes of its findings.
    pub level: Level,
    /// The byte at which the id starts in the configuration.
    pub(super) start: usize,
}

/// Reads a table of rule ids and levels, ordered by id.
pub(super) fn rule_levels<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<RuleLevel>, D::Error> {
    let table = BTreeMap::<Spanned<String>, Level>::deserialize(deserializer)?;
    let rows = table.into_iter();
    Ok(rows.map(|(id, level)| RuleLevel { start: id.span().start, rule: id.into_inner(), level }).collect())
}

/// `fail-on`: from which severity on a check fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Errors fail the check, the default.
    #[default]
    Error,
    /// Errors and warnings do.
    Warning,
    /// Every finding does.
    Note,
    /// No finding does. What could not be read still ends with the exit code for that.
    Never,
}

impl FailOn {
    /// Do these findings fail the check?
    pub fn fails(self, findings: &[Finding]) -> bool {
        let threshold = match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
            Self::Never => return false,
        };
        findings.iter().any(|finding| finding.severity >= threshold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Rule;
    use crate::place::{Place, SourceId};

    static RULE: Rule =
        Rule { id: "a", severity: Severity::Warning, summary: "", explanation: "", bad: "", good: "" };

    #[test]
    fn a_check_fails_at_or_above_the_threshold() {
        let warning = [Finding::new(&RULE, Place::source_file(SourceId(0)), "a")];
        assert!(!FailOn::Error.fails(&warning));
        assert!(FailOn::Warning.fails(&warning));
        assert!(FailOn::Note.fails(&warning));
        assert!(!FailOn::Never.fails(&warning));
        assert!(!FailOn::Note.fails(&[]));
    }
}
