use super::check::is_of_witnesses;
use super::{Analysis, AnalysisError, Checked, Watched};
use crate::finding::Findings;
use crate::traffic::Recording;
use crate::triage::{Selection, Summary, order};
use crate::witness::{Specification, Statements};

/// What other witnesses say: findings about the text, and what each says beside the rows.
#[derive(Debug)]
pub(crate) struct Testimony {
    findings: Findings,
    summary: Summary,
    pub(crate) columns: Vec<Column>,
    /// The first record of the recordings that could not be read, and why, if there is one.
    pub(crate) first_unreadable: Option<String>,
}

/// What one witness says beside the rows.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) statements: Statements,
}

impl Analysis {
    /// Asks specifications and recorded traffic; all recordings are one witness.
    pub(crate) fn testimony(
        &self,
        specs: &[Specification],
        recordings: Vec<Recording>,
        selection: &Selection,
    ) -> Result<Testimony, AnalysisError> {
        let (mut found, coverage, statements) = self.differences(specs)?;
        found.retain(|finding| is_of_witnesses(finding.rule().id));
        let compared = self.reported(found, &self.allowances_of_witnesses(), &[], selection, false);
        let mut summary = compared.summary;
        summary.coverage = (!specs.is_empty()).then_some(coverage);
        let named = specs.iter().map(|spec| spec.name().to_owned()).zip(statements);
        let columns = named.map(|(name, statements)| Column { name, statements }).collect();
        let mut testimony =
            Testimony { findings: compared.findings, summary, columns, first_unreadable: None };
        if !recordings.is_empty() {
            let name = match recordings.as_slice() {
                [one] => one.name.clone(),
                several => format!("{} recordings", several.len()),
            };
            let (watched, statements) = self.watched(recordings, selection)?;
            let Watched { checked, first_unreadable, .. } = watched;
            testimony.first_unreadable = first_unreadable;
            testimony.columns.push(Column { name, statements });
            testimony.add(checked);
        }
        Ok(testimony)
    }
}

impl Testimony {
    fn add(&mut self, other: Checked) {
        self.findings.extend(other.findings);
        self.summary.suppressed += other.summary.suppressed;
        self.summary.baselined = sum(self.summary.baselined, other.summary.baselined);
        self.summary.observed = other.summary.observed.or(self.summary.observed.take());
    }

    /// Adds the findings to those of a check.
    pub(crate) fn tell(&self, analysis: &Analysis, checked: &mut Checked) {
        checked.findings.extend(self.findings.iter().cloned());
        order(&mut checked.findings, analysis.sources());
        let summary = &mut checked.summary;
        summary.suppressed += self.summary.suppressed;
        summary.baselined = sum(summary.baselined, self.summary.baselined);
        summary.coverage = self.summary.coverage;
        summary.observed.clone_from(&self.summary.observed);
    }
}

fn sum(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    match (one, other) {
        (None, None) => None,
        (one, other) => Some(one.unwrap_or_default() + other.unwrap_or_default()),
    }
}
