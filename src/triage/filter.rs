use super::identity::number_twins;
use super::order::drop_repetitions;
use super::{Allowance, Baseline, Selection, Unread, grade, suppress};
use crate::config::Config;
use crate::finding::Findings;
use crate::place::Place;
use crate::source::Sources;

/// What decides which findings are reported.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filter<'a> {
    /// The configuration: levels of rules, everywhere and in places.
    pub config: &'a Config,
    /// The rules that the run is about.
    pub selection: &'a Selection,
    /// What comments in the sources allow.
    pub allowances: &'a [Allowance],
    /// What was there before.
    pub baseline: Option<&'a Baseline>,
    /// The ids of all rules.
    pub known: &'a [&'a str],
    /// Was the whole tree read? Only then can an allowance or an entry of the baseline be out of use.
    pub whole: bool,
}

/// How many findings were taken away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filtered {
    /// By a comment or the configuration.
    pub suppressed: usize,
    /// By the baseline; `None` where there is none.
    pub baselined: Option<usize>,
    /// Input that was lost, whatever became of the finding that says so.
    pub unread: Unread,
}

impl Filter<'_> {
    /// Leaves the findings that are reported, each once, numbered and graded; `order` puts them in order. The
    /// selection comes last: what a run is not about must not make comments and baseline look out of use.
    /// What a pattern takes away stays lost input.
    pub(crate) fn apply(&self, findings: &mut Findings, sources: &Sources) -> Filtered {
        drop_repetitions(findings);
        number_twins(findings, sources);
        let mut unread = Unread { all: lost(findings), ..Unread::default() };
        let allowed = suppress::suppress(findings, self.allowances, self.known, sources, self.whole);
        let baselined = self.baseline.map(|baseline| baseline.apply(findings, sources, self.whole));
        unread.open = lost(findings);
        unread.incomplete = findings.iter().filter(|finding| finding.is_incomplete()).count();
        let off = grade::grade(findings, self.config, sources);
        findings.retain(|finding| self.selection.has(finding.rule().id));
        if let Some(sample) = &sources.layout().sample {
            let is_there = |place: &Place| sources.path(place.source()) == sample;
            findings.retain(|finding| {
                is_there(finding.place()) || finding.related().iter().any(|related| is_there(&related.place))
            });
        }
        unread.shown = lost(findings);
        number_twins(findings, sources);
        Filtered { suppressed: allowed + off, baselined, unread }
    }
}

fn lost(findings: &Findings) -> usize {
    findings.iter().filter(|finding| finding.is_unread()).count()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{MISSING, Tree, UNUSED};
    use super::*;
    use crate::config::Glob;

    #[test]
    fn each_finding_is_taken_away_once() {
        let mut tree = Tree::new();
        tree.findings = vec![tree.at_row(&MISSING, "known")];
        let baseline = Baseline::from_findings(&tree.findings, &tree.sources);
        tree.findings.extend([tree.at_pointer(&UNUSED, "off"), tree.at_pointer(&MISSING, "new")]);
        let config = Config::parse("[rules]\nentry-unused = \"off\"", "apiref.toml").unwrap().unwrap();
        let select =
            |glob: &str| Selection { select: vec![Glob::try_from(glob.to_owned()).unwrap()], ignore: vec![] };
        for (glob, left) in [("sample-*", vec!["new"]), ("entry-*", vec![])] {
            let mut findings = tree.findings.clone();
            let filtered = Filter {
                config: &config,
                selection: &select(glob),
                allowances: &[],
                baseline: Some(&baseline),
                known: &[],
                whole: true,
            }
            .apply(&mut findings, &tree.sources);
            assert_eq!(filtered, Filtered { suppressed: 1, baselined: Some(1), ..Filtered::default() });
            assert_eq!(findings.iter().map(|finding| finding.headline()).collect::<Vec<_>>(), left);
        }
    }
}
