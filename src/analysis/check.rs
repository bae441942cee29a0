use super::{Analysis, AnalysisError, CHANGE_WITHOUT_VERSION, Document, allowances, rules};
use crate::finding::Findings;
use crate::gateway;
use crate::route::{self, Remark, Routes};
use crate::traffic;
use crate::triage::{Allowance, Baseline, Filter, Selection, Summary, order};
use crate::witness::{self, Coverage, Specification, Statements};

/// What a check says.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Checked {
    /// What is reported, in the order of reports.
    pub findings: Findings,
    /// What was read, emitted and taken away.
    pub summary: Summary,
}

impl Analysis {
    /// What `apiref check` reports: the findings about the sources and about stale documents, as
    /// configuration, comments, baseline and selection leave them.
    pub fn check(&self, selection: &Selection) -> Result<Checked, AnalysisError> {
        let mut findings = self.findings()?.clone();
        let comparison = self.comparison()?;
        findings.extend(comparison.findings);
        let whole = self.sources().layout().only.is_none();
        let allowances = self.allowances_of_sources(&mut findings);
        Ok(self.reported(findings, &allowances, &comparison.documents, selection, whole))
    }

    /// Findings about the sources, and of witnesses, as they are reported with another reading's baseline.
    pub(crate) fn reported_of(
        &self,
        mut findings: Findings,
        baseline: Option<&Baseline>,
        selection: &Selection,
    ) -> Findings {
        let mut allowances = self.allowances_of_sources(&mut findings);
        allowances.extend(self.allowances_of_witnesses());
        let known = rules::ids();
        let config = self.config();
        let filter =
            Filter { config, selection, allowances: &allowances, baseline, known: &known, whole: false };
        filter.apply(&mut findings, self.sources());
        order(&mut findings, self.sources());
        findings
    }

    /// The findings of a check, and where specifications differ.
    pub(crate) fn findings_with(&self, specs: &[Specification]) -> Result<Findings, AnalysisError> {
        let mut findings = self.findings()?.clone();
        let (found, ..) = self.differences(specs)?;
        findings.extend(found.into_iter().filter(|finding| is_of_witnesses(finding.rule().id)));
        Ok(findings)
    }

    /// What `apiref compare` reports: where text and samples differ from specifications that were derived from
    /// the code of the service. Of the findings of a check only those are there that say that input was lost.
    pub fn compare(&self, specs: &[Specification], selection: &Selection) -> Result<Checked, AnalysisError> {
        let (findings, coverage, _) = self.differences(specs)?;
        let mut checked = self.reported(findings, &self.allowances_of_witnesses(), &[], selection, false);
        checked.summary.coverage = Some(coverage);
        Ok(checked)
    }

    /// The differences of now as a baseline, with what the known one says of other rules.
    pub fn compared_to_baseline(&self, specs: &[Specification]) -> Result<Baseline, AnalysisError> {
        let (mut findings, ..) = self.differences(specs)?;
        findings.retain(|finding| is_of_witnesses(finding.rule().id));
        let filter = Filter {
            config: self.config(),
            selection: &Selection::default(),
            allowances: &self.allowances_of_witnesses(),
            baseline: None,
            known: &rules::ids(),
            whole: false,
        };
        filter.apply(&mut findings, self.sources());
        let baseline = Baseline::from_findings(&findings, self.sources());
        Ok(baseline.with_others(self.baseline.as_ref(), |rule| !is_of_witnesses(rule)))
    }

    /// What differs from specifications, how much of them is documented, and what each says beside the rows.
    pub(super) fn differences(
        &self,
        specs: &[Specification],
    ) -> Result<(Findings, Coverage, Vec<Statements>), AnalysisError> {
        let mut findings = self.lost()?;
        let mut coverage = Coverage::default();
        let mut statements = Vec::with_capacity(specs.len());
        let model = (self.reference(), self.shapes());
        let compared = witness::compare(model, self.sources(), &self.config().compare, specs);
        for (spec, found) in specs.iter().zip(compared) {
            if found.pairs == 0 {
                let why =
                    "has no operation of the reference; `[compare] prefixes` says what its paths begin with";
                return Err(AnalysisError::Question(format!("{} {why}", spec.name())));
            }
            findings.extend(found.findings);
            coverage = coverage.plus(found.coverage);
            statements.push(found.statements);
        }
        Ok((findings, coverage, statements))
    }

    /// The comments that allow what witnesses say; a check tells what is wrong with comments.
    pub(super) fn allowances_of_witnesses(&self) -> Vec<Allowance> {
        let mut read = Findings::new();
        let mut allowances = allowances::gather(self.reference(), self.sources(), &mut read);
        allowances.retain(|allowance| is_of_witnesses(&allowance.rule));
        allowances
    }

    /// The findings of a check that say that input was lost.
    fn lost(&self) -> Result<Findings, AnalysisError> {
        Ok(self.findings()?.iter().filter(|finding| finding.is_unread()).cloned().collect())
    }

    /// What `apiref generate` has to say beside the documents that it made.
    pub fn generated(&self, documents: &[Document]) -> Result<Checked, AnalysisError> {
        let mut findings = self.findings()?.clone();
        findings.extend(documents.iter().flat_map(|document| document.findings.iter().cloned()));
        let allowances = allowances::gather(self.reference(), self.sources(), &mut findings);
        Ok(self.reported(findings, &allowances, documents, &Selection::default(), false))
    }

    /// What is reported of that which a configuration does not say; `routes` are those of this tree.
    pub fn remarked<'r>(
        &self,
        routes: &Routes,
        remarks: impl IntoIterator<Item = &'r Remark>,
    ) -> Result<Checked, AnalysisError> {
        let mut findings = self.findings()?.clone();
        findings.extend(self.findings_of(routes, remarks));
        let allowances = allowances::gather(self.reference(), self.sources(), &mut findings);
        let mut checked = self.reported(findings, &allowances, &[], &Selection::default(), false);
        checked.findings.retain(|finding| route::OF_GATEWAYS.iter().any(|rule| rule.id == finding.rule().id));
        Ok(checked)
    }

    /// The findings of now as a baseline, whatever was known before; stale documents are none of them. What is
    /// known of comparisons stays.
    pub fn to_baseline(&self) -> Result<Baseline, AnalysisError> {
        let mut findings = self.findings()?.clone();
        findings.extend(self.comparison()?.documents.iter().flat_map(|document| document.findings.clone()));
        let allowances = self.allowances_of_sources(&mut findings);
        let filter = Filter {
            config: self.config(),
            selection: &Selection::default(),
            allowances: &allowances,
            baseline: None,
            known: &rules::ids(),
            whole: true,
        };
        filter.apply(&mut findings, self.sources());
        let baseline = Baseline::from_findings(&findings, self.sources());
        Ok(baseline.with_others(self.baseline.as_ref(), is_of_witnesses))
    }

    /// Takes the text of a baseline file as what was known before; `path` is its name in errors.
    pub fn set_baseline(&mut self, text: String, path: &str) -> Result<(), AnalysisError> {
        let name = path.rsplit(['/', std::path::MAIN_SEPARATOR]).next().unwrap_or(path).to_owned();
        let source = self.sources.adopt(name, text.clone());
        let baseline = Baseline::parse(&text, source, path);
        self.baseline = Some(baseline.map_err(|error| AnalysisError::Question(error.to_string()))?);
        Ok(())
    }

    /// What was known before.
    pub fn baseline(&self) -> Option<&Baseline> {
        self.baseline.as_ref()
    }

    /// The comments that allow something. A check makes no documents for gateways, compares no contracts and
    /// reads no traffic: what is allowed there is neither used nor out of use.
    fn allowances_of_sources(&self, findings: &mut Findings) -> Vec<Allowance> {
        let mut allowances = allowances::gather(self.reference(), self.sources(), findings);
        let elsewhere =
            || [gateway::RULES, route::OF_GATEWAYS].concat().into_iter().chain([&CHANGE_WITHOUT_VERSION]);
        allowances.retain(|allowance| !elsewhere().any(|rule| rule.id == allowance.rule));
        allowances.retain(|allowance| !is_of_witnesses(&allowance.rule));
        allowances
    }

    pub(super) fn reported(
        &self,
        mut findings: Findings,
        allowances: &[Allowance],
        documents: &[Document],
        selection: &Selection,
        whole: bool,
    ) -> Checked {
        let known = rules::ids();
        let filter = Filter {
            config: self.config(),
            selection,
            allowances,
            baseline: self.baseline.as_ref(),
            known: &known,
            whole,
        };
        let filtered = filter.apply(&mut findings, self.sources());
        order(&mut findings, self.sources());
        let summary = self.summary(documents, &filtered);
        Checked { findings, summary }
    }
}

/// Is it a rule that a check of the sources does not ask?
pub(super) fn is_of_witnesses(rule: &str) -> bool {
    witness::RULES.iter().chain(traffic::RULES).any(|known| known.id == rule)
}
