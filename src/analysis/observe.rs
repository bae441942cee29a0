use super::{Analysis, AnalysisError, Checked, Form, allowances};
use crate::config::MicroversionChoice;
use crate::finding::Findings;
use crate::traffic::{Failure, Published, Recording, observe};
use crate::triage::{Baseline, Filter, Selection, Summary, order};
use crate::witness::Statements;

use super::rules;

/// What recorded traffic says about a reference.
#[derive(Debug)]
#[non_exhaustive]
pub struct Watched {
    /// What is reported, with what the exchanges cover in its summary.
    pub checked: Checked,
    /// The findings of now as a baseline, whatever was known before.
    pub baseline: Baseline,
    /// The first record that could not be read, and why, if there is one.
    pub first_unreadable: Option<String>,
}

impl Analysis {
    /// What `apiref observe` reports: where recorded exchanges disagree with the text, as configuration,
    /// comments, baseline and selection leave it.
    pub fn observe(
        &self,
        recordings: Vec<Recording>,
        selection: &Selection,
    ) -> Result<Watched, AnalysisError> {
        Ok(self.watched(recordings, selection)?.0)
    }

    /// The same, with what the exchanges say beside the rows.
    pub(super) fn watched(
        &self,
        recordings: Vec<Recording>,
        selection: &Selection,
    ) -> Result<(Watched, Statements), AnalysisError> {
        let options = &self.config().observe;
        // One document for all versions: what is not there in all of them is optional in it.
        let form = Form { microversion: MicroversionChoice::All, ..Form::default() };
        let published = Published::new(self.documents(&form)?.map(|document| document.value).collect());
        let seen = observe((self.reference(), self.shapes()), &published, options, recordings).map_err(
            |failure| match failure {
                Failure::Recording(error) => AnalysisError::from(error),
                Failure::Fault(fault) => AnalysisError::from(fault),
            },
        )?;
        let mut others = Findings::new();
        let allowances = allowances::gather(self.reference(), self.sources(), &mut others);
        let known = rules::ids();
        let filter = |selection| Filter {
            config: self.config(),
            selection,
            allowances: &allowances,
            baseline: None,
            known: &known,
            whole: false,
        };
        let all = Selection::default();
        let mut recorded = seen.findings.clone();
        filter(&all).apply(&mut recorded, self.sources());
        recorded.retain(|finding| finding.rule().matter == crate::finding::Matter::Witnesses);
        let baseline = Baseline::from_findings(&recorded, self.sources());
        let mut findings = seen.findings;
        let filter = Filter { baseline: self.baseline(), ..filter(selection) };
        let filtered = filter.apply(&mut findings, self.sources());
        findings.retain(|finding| finding.rule().matter == crate::finding::Matter::Witnesses);
        order(&mut findings, self.sources());
        let summary = Summary {
            suppressed: filtered.suppressed,
            baselined: filtered.baselined,
            observed: Some(seen.observed),
            ..Summary::default()
        };
        let checked = Checked { findings, summary };
        let watched = Watched { checked, baseline, first_unreadable: seen.first_unreadable };
        Ok((watched, seen.statements))
    }
}
