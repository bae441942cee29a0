use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::{AnalysisError, Cancel, rules};
use crate::config::Config;
use crate::contract::{self, Judged, Mark};
use crate::finding::{Findings, SubjectKind};
use crate::lint;
use crate::reference::{self, Operation, Reference};
use crate::route;
use crate::shape::{self, Shapes};
use crate::source::{Files, Layout, Sources};
use crate::triage::Baseline;

/// A reference as it was read, with its configuration. Shapes and verdicts are worked out when somebody first
/// asks for them.
#[derive(Debug)]
pub struct Analysis {
    config: Config,
    /// What was known before.
    pub(super) baseline: Option<Baseline>,
    pub(super) sources: Sources,
    reference: Reference,
    /// What was noticed while reading.
    read: Findings,
    cancel: Cancel,
    shapes: OnceLock<Shapes>,
    judgement: OnceLock<Judgement>,
}

/// What comes of checking: samples, rules, routes.
#[derive(Debug)]
pub(super) struct Judgement {
    /// Every sample with the version it was judged at.
    pub(super) judged: Vec<Judged>,
    /// Where samples disagree with the text, in the order of the operations.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "only pages show them"))]
    pub(super) marks: Vec<Mark>,
    /// The findings of reading and of checking, unfiltered; of a lone file those that are about it.
    pub(super) findings: Findings,
}

impl Analysis {
    /// Reads the tree in `files`: in the folder that the configuration names, else where trees usually are.
    /// An error only where nothing can be said: no tree, no operation, or a rule in the configuration that
    /// does not exist.
    pub fn new(files: Arc<dyn Files>, config: Config) -> Result<Self, AnalysisError> {
        let layout = Layout::within(&*files, config.source.as_deref().unwrap_or_default())?;
        Self::read(files, layout, config, Cancel::default())
    }

    /// Reads the tree at `layout` until `cancel` asks for the end; it is asked between the stages.
    pub fn read(
        files: Arc<dyn Files>,
        layout: Layout,
        config: Config,
        cancel: Cancel,
    ) -> Result<Self, AnalysisError> {
        if let Some(error) = config.unknown_rules(&rules::ids()).into_iter().next() {
            return Err(AnalysisError::Config(error));
        }
        let mut read = Findings::new();
        let mut sources = Sources::load(files, layout, &mut read);
        if cancel.is_cancelled() {
            return Err(AnalysisError::Cancelled);
        }
        let reference = reference::build(&mut sources, &config, &mut read);
        if reference.operations.is_empty() {
            // What could not be read may have held them.
            if let Some(unread) = read.iter().find(|finding| finding.rule().unread) {
                return Err(AnalysisError::Unread(format!("{}: {}", unread.rule().id, unread.headline())));
            }
            let scope = &sources.layout().scope;
            let shown = if scope.is_empty() { "." } else { scope };
            return Err(AnalysisError::NoOperation(shown.to_owned()));
        }
        let (shapes, judgement) = (OnceLock::new(), OnceLock::new());
        Ok(Self { config, baseline: None, sources, reference, read, cancel, shapes, judgement })
    }

    /// What the user decided.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The files that were read.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The model.
    pub(crate) fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The bodies.
    pub(crate) fn shapes(&self) -> &Shapes {
        self.shapes.get_or_init(|| shape::infer(&self.reference))
    }

    /// Every finding about the sources, before configuration, comments and baseline decide what is reported:
    /// see [`Analysis::check`].
    pub fn findings(&self) -> Result<&Findings, AnalysisError> {
        Ok(&self.judgement()?.findings)
    }

    /// Checks samples and asks the rules, once.
    pub(super) fn judgement(&self) -> Result<&Judgement, AnalysisError> {
        if let Some(judgement) = self.judgement.get() {
            return Ok(judgement);
        }
        self.go_on()?;
        let shapes = self.shapes();
        self.go_on()?;
        let (reference, sources) = (&self.reference, &self.sources);
        let (mut drifts, mut others) = (Findings::new(), Findings::new());
        let (judged, ()) = rayon::join(
            || contract::check(reference, shapes, sources, &mut drifts),
            || {
                lint::check(&lint::Context::new(reference, shapes, sources), &mut others);
                route::check(reference, &mut others);
            },
        );
        let (judged, marks) = judged?;
        let mut findings = self.read.clone();
        findings.append(&mut drifts);
        findings.append(&mut others);
        self.keep_only(&mut findings);
        self.drop_absences(&mut findings);
        self.go_on()?;
        Ok(self.judgement.get_or_init(|| Judgement { judged, marks, findings }))
    }

    /// Where a text with operations could not be read, nobody knows what it uses.
    fn drop_absences(&self, findings: &mut Findings) {
        let is_text = |path: &str| path.ends_with(".rst") || path.ends_with(".inc");
        let is_lost = findings.iter().any(|finding| {
            let subject = finding.subject();
            let file = match subject.name() {
                "" => self.sources.path(finding.place().source()),
                named => named,
            };
            finding.is_unread() && subject.kind() == SubjectKind::File && is_text(file)
        });
        if is_lost {
            findings.retain(|finding| !finding.rule().absence);
        }
    }

    /// An error if somebody asked for the end.
    pub(super) fn go_on(&self) -> Result<(), AnalysisError> {
        if self.cancel.is_cancelled() { Err(AnalysisError::Cancelled) } else { Ok(()) }
    }

    /// Of a lone file: what is in it, and what is about its operations. The files around it were read for
    /// context only.
    fn keep_only(&self, findings: &mut Findings) {
        let layout = self.sources.layout();
        let Some(only) = layout.only.as_deref().and_then(|path| self.sources.find(path)) else { return };
        let own: BTreeSet<String> = self.reference.operations.iter().map(Operation::key).collect();
        findings.retain(|finding| {
            self.sources.file_of(finding.place().source()) == only
                || finding.operations().iter().any(|operation| own.contains(operation))
        });
    }
}
