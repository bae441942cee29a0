use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::Value;

use super::{Analysis, AnalysisError, Form, overlaps};
use crate::config::{DocumentFormat, Target};
use crate::finding::{Findings, Subject};
use crate::gateway;
use crate::openapi::{self, Emissions};
use crate::projection::{self, Origin};
use crate::route::{Remark, Routes};
use crate::yaml::yaml;

/// A document in a form.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Document {
    /// The stem of its file name: `block-storage-v2`.
    pub name: String,
    /// The name of its file: `block-storage-v2.openapi.yaml`.
    pub file: String,
    /// What is written.
    pub value: Value,
    /// How much of the reference it holds.
    pub counts: Emissions,
    /// What the form cannot say.
    pub findings: Findings,
    /// How many operations the form leaves out.
    pub left_out: usize,
    /// Index in `Reference::documents`.
    pub number: usize,
    format: DocumentFormat,
}

impl Document {
    /// The text of the file.
    pub fn text(&self) -> String {
        match self.format {
            DocumentFormat::Yaml => yaml(&self.value),
            DocumentFormat::Json => openapi::json(&self.value),
        }
    }

    /// Refuses a document that is not valid OpenAPI: that is a mistake of this program, not of the sources.
    pub fn check(&self) -> Result<(), AnalysisError> {
        match openapi::problem(&self.value) {
            None => Ok(()),
            Some(problem) => Err(AnalysisError::Internal(format!(
                "the document {} would not be valid OpenAPI: {problem}",
                self.name
            ))),
        }
    }
}

impl Analysis {
    /// All documents in a form, in the order of their roots. They are made a few at a time, while they are
    /// asked for; those for a gateway all at once, since the names in them are told apart across documents.
    pub fn documents(&self, form: &Form) -> Result<impl Iterator<Item = Document>, AnalysisError> {
        if let Some(problem) = form.problem(self.reference()) {
            return Err(AnalysisError::Question(problem));
        }
        self.go_on()?;
        let names = openapi::document_names(self.reference());
        let at_once = if form.importer.is_some() { names.len() } else { rayon::current_num_threads() }.max(1);
        let mut waiting = names.into_iter().enumerate();
        let mut made = Vec::new().into_iter();
        let form = form.clone();
        Ok(std::iter::from_fn(move || {
            if made.len() == 0 {
                let next: Vec<(usize, String)> = waiting.by_ref().take(at_once).collect();
                made = self.made(&form, next).into_iter();
            }
            made.next()
        }))
    }

    /// The routes of all documents, as gateways import them.
    pub fn routes(&self, form: &Form) -> Result<Routes, AnalysisError> {
        let mut form = form.clone();
        // What one gateway refuses is a route all the same.
        if let Some(importer) = &mut form.importer {
            importer.options.target = None;
        }
        let documents: Vec<Document> = self.documents(&form)?.collect();
        Ok(Routes::of(documents.iter().map(|document| (document.name.as_str(), &document.value))))
    }

    /// What a configuration does not say, as findings at the operations; `routes` are those of this tree.
    pub(super) fn findings_of<'r>(
        &self,
        routes: &Routes,
        remarks: impl IntoIterator<Item = &'r Remark>,
    ) -> Findings {
        let names = openapi::document_names(self.reference());
        let mut origins: BTreeMap<&str, Option<Origin<'_>>> = BTreeMap::new();
        let mut findings = Findings::new();
        for remark in remarks {
            let Some(route) = routes.get(remark.route) else { continue };
            let origin = origins.entry(&route.document).or_insert_with(|| {
                Origin::new(self.reference(), names.iter().position(|name| *name == route.document)?)
            });
            let Some(origin) = origin else { continue };
            let operation = origin.operation(&route.path, &route.method.to_ascii_lowercase());
            let subject = Subject::url(&route.path);
            findings.push(origin.finding(remark.rule, operation, subject, remark.message.clone()));
        }
        findings
    }

    fn made(&self, form: &Form, documents: Vec<(usize, String)>) -> Vec<Document> {
        let made = documents.into_par_iter().filter_map(|(number, name)| self.document(form, number, name));
        let mut made: Vec<Document> = made.collect();
        // An API of Tyk has its own space of names, and says by them what is let through.
        let target = form.importer.as_ref().map(|importer| importer.options.target);
        if let Some(target) = target.filter(|target| *target != Some(Target::Tyk)) {
            let mark = if target == Some(Target::Azure) { "-" } else { "_" };
            let documents = made.iter_mut().map(|document| (document.name.as_str(), &mut document.value));
            gateway::tell_apart(documents, mark);
        }
        made
    }

    fn document(&self, form: &Form, number: usize, name: String) -> Option<Document> {
        let reference = self.reference();
        let document = reference.documents.get(number)?;
        let options = form.options(reference, document);
        let mut emitted = openapi::document(reference, self.shapes(), document, &options);
        openapi::name_publisher(&mut emitted.value, &self.config().info);
        let projected = projection::project(emitted.value, form.written_as());
        let origin = Origin::new(reference, number)?;
        let mut document = Document {
            file: format!("{name}{}", form.suffix()),
            name,
            findings: projection::findings(&projected.value, &projected.losses, &origin),
            value: projected.value,
            counts: emitted.counts,
            left_out: 0,
            number,
            format: form.format,
        };
        if let Some(importer) = &form.importer {
            let value = std::mem::take(&mut document.value);
            let fitted = gateway::fit(value, &importer.server, &importer.options, &origin);
            document.value = fitted.value;
            document.findings.extend(fitted.findings);
            if let Some(target) = importer.options.target {
                let found = overlaps::of(&document.value, target, &origin, &fitted.texts);
                document.findings.extend(found);
            }
            document.left_out = fitted.left_out;
        } else if !form.strict {
            projection::drop_contradicted_formats(&mut document.value);
        }
        Some(document)
    }
}
