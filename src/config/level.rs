use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};
use toml::Spanned;
use utoipa::ToSchema;

use super::Glob;
use crate::finding::{Finding, Matter, Severity};

/// What a configuration makes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
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
    /// The word that stands for it.
    pub fn as_str(self) -> &'static str {
        self.severity().map_or("off", Severity::as_str)
    }

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
    /// The rule's id as written, or a pattern of ids (`sample-*`); [`super::Config::unknown_rules`] finds
    /// those that no rule has.
    pub rule: String,
    /// What becomes of its findings.
    pub level: Level,
    /// The byte at which the id starts in the configuration.
    pub(super) start: usize,
    /// The pattern, if it is one.
    pattern: Option<Glob>,
}

impl RuleLevel {
    /// Is this rule meant?
    pub fn fits(&self, rule: &str) -> bool {
        self.rule == rule || self.pattern.as_ref().is_some_and(|pattern| pattern.matches(rule))
    }
}

/// What a table says about a rule: its own id counts before patterns, and a longer pattern before a shorter
/// one.
pub(crate) fn level_of(rows: &[RuleLevel], rule: &str) -> Option<Level> {
    let fitting = rows.iter().filter(|row| row.fits(rule));
    fitting.max_by_key(|row| (row.pattern.is_none(), row.rule.len())).map(|row| row.level)
}

/// Reads a table of rule ids and levels, ordered by id.
pub(super) fn rule_levels<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<RuleLevel>, D::Error> {
    let table = BTreeMap::<Spanned<String>, Level>::deserialize(deserializer)?;
    let row = |(id, level): (Spanned<String>, Level)| {
        let start = id.span().start;
        let rule = id.into_inner();
        let pattern = rule.contains(['*', '?']).then(|| Glob::try_from(rule.clone()).ok()).flatten();
        RuleLevel { rule, level, start, pattern }
    };
    Ok(table.into_iter().map(row).collect())
}

/// `fail-on`: from which severity on a check fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
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
    /// Every choice, by its word.
    const ALL: [(&str, Self); 4] =
        [("error", Self::Error), ("warning", Self::Warning), ("note", Self::Note), ("never", Self::Never)];

    /// The word that stands for it.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, choice)| *choice == self).map_or("", |(word, _)| word)
    }

    /// Does this finding fail the check? Documents on the disk that are out of date do at any severity; what
    /// the baseline knows never does.
    pub fn fails(self, finding: &Finding) -> bool {
        let threshold = match self {
            Self::Never => return false,
            _ if finding.rule().matter == Matter::Written => return true,
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        };
        !finding.is_known() && finding.severity() >= threshold
    }
}

/// The text is no severity and not `never`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown severity `{0}`, expected one of error, warning, note, never")]
pub struct UnknownSeverity(String);

impl FromStr for FailOn {
    type Err = UnknownSeverity;

    fn from_str(word: &str) -> Result<Self, UnknownSeverity> {
        let found = Self::ALL.iter().find(|(known, _)| *known == word);
        found.map(|(_, choice)| *choice).ok_or_else(|| UnknownSeverity(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Rule, Subject};
    use crate::place::{Place, SourceId};

    static RULE: Rule = Rule { id: "a", ..Rule::USUAL };
    static WRITTEN: Rule = Rule { id: "b", matter: Matter::Written, ..Rule::USUAL };

    #[test]
    fn a_check_fails_at_or_above_the_threshold() {
        let place = Place::source_file(SourceId(0));
        let warning = Finding::new(&RULE, place.clone(), Subject::whole_file(), "a");
        assert!(!FailOn::Error.fails(&warning));
        assert!(FailOn::Warning.fails(&warning));
        assert!(FailOn::Note.fails(&warning));
        assert!(!FailOn::Never.fails(&warning));
        let written = Finding::new(&WRITTEN, place, Subject::whole_file(), "a");
        assert!(FailOn::Error.fails(&written));
        assert!(!FailOn::Never.fails(&written));
    }

    #[test]
    fn a_choice_is_found_by_its_word() {
        for (word, choice) in FailOn::ALL {
            assert_eq!(word.parse(), Ok(choice));
        }
        assert!("fatal".parse::<FailOn>().is_err());
    }
}
