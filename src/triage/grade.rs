use crate::config::{Config, Glob, Level, level_of};
use crate::finding::{Finding, Findings};
use crate::source::Sources;

/// The rules that a run is about, by patterns of their ids (`sample-*`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these; empty means all.
    pub select: Vec<Glob>,
    /// Not these.
    pub ignore: Vec<Glob>,
}

impl Selection {
    /// Is the run about this rule?
    pub fn has(&self, rule: &str) -> bool {
        let fits = |globs: &[Glob]| globs.iter().any(|glob| glob.matches(rule));
        (self.select.is_empty() || fits(&self.select)) && !fits(&self.ignore)
    }
}

/// Gives each finding the severity that the configuration wants, and takes away what it turned off. Returns
/// how many those are.
pub(super) fn grade(findings: &mut Findings, config: &Config, sources: &Sources) -> usize {
    let before = findings.len();
    findings.retain_mut(|finding| match level(finding, config, sources).map(Level::severity) {
        Some(Some(severity)) => {
            finding.grade(severity);
            true
        }
        Some(None) => false,
        None => true,
    });
    before - findings.len()
}

/// What the configuration says about a finding; of several answers the last one counts.
fn level(finding: &Finding, config: &Config, sources: &Sources) -> Option<Level> {
    let path = sources.path(finding.place().source());
    let covering =
        config.overrides.iter().rev().filter(|exception| exception.covers(path, finding.operations()));
    let mut tables = covering.map(|exception| &exception.rules).chain([&config.rules]);
    tables.find_map(|rules| level_of(rules, finding.rule().id))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{MISSING, Tree};
    use super::*;
    use crate::finding::Severity;

    fn config(text: &str) -> Config {
        Config::parse(text, "apiref.toml").unwrap().unwrap()
    }

    /// How a finding of `sample-key-missing` (a warning) in a sample comes out.
    fn graded(text: &str) -> Option<Severity> {
        let mut tree = Tree::new();
        tree.findings = vec![tree.at_pointer(&MISSING, "absent").with_operation("GET /volumes")];
        let taken = grade(&mut tree.findings, &config(text), &tree.sources);
        assert_eq!(tree.findings.len(), 1 - taken);
        tree.findings.first().map(|finding| finding.severity())
    }

    #[test]
    fn the_last_word_counts() {
        assert_eq!(graded(""), Some(Severity::Warning));
        assert_eq!(graded("[rules]\nsample-key-missing = \"error\""), Some(Severity::Error));
        assert_eq!(graded("[rules]\nsample-key-missing = \"off\""), None);
        assert_eq!(graded("[rules]\n\"sample-*\" = \"off\""), None);
        let text = "[rules]\n\"sample-*\" = \"off\"\n\"sample-key-*\" = \"note\"";
        assert_eq!(graded(text), Some(Severity::Note));
        let text = "[rules]\n\"sample-*\" = \"off\"\nsample-key-missing = \"error\"";
        assert_eq!(graded(text), Some(Severity::Error));
        let text = "[rules]\nsample-key-missing = \"off\"\n[[overrides]]\npaths = [\"**/*.json\"]\nrules = \
                    { sample-key-missing = \"error\" }\n[[overrides]]\noperations = [\"GET \
                    /volumes\"]\nrules = { sample-key-missing = \"note\" }\n[[overrides]]\npaths = \
                    [\"*.inc\"]\nrules = { sample-key-missing = \"off\" }\n[[overrides]]\nrules = { \
                    sample-type = \"off\" }\n";
        assert_eq!(graded(text), Some(Severity::Note));
    }

    #[test]
    fn a_selection_is_a_list_of_patterns() {
        let glob = |text: &str| Glob::try_from(text.to_owned()).unwrap();
        let selection = Selection { select: vec![glob("sample-*")], ignore: vec![glob("sample-type")] };
        assert!(selection.has("sample-key-missing"));
        assert!(!selection.has("sample-type"));
        assert!(!selection.has("entry-unused"));
        assert!(Selection::default().has("entry-unused"));
    }
}
