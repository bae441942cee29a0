use std::path::Path;

use similar::TextDiff;

use super::documents::{Form, Written};
use super::error::CommandError;
use super::output;
use super::session::Session;
use crate::config::{Config, DocumentFormat, MicroversionChoice, OpenApiVersion};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::place::Place;
use crate::shape::Shapes;
use crate::version::Version;

pub(super) static OUTPUT_STALE: Rule = Rule {
    id: "output-stale",
    severity: Severity::Error,
    summary: "a generated document does not match its sources",
    explanation: "The documents in the output folder are made from the sources. Whoever changes the sources runs `apiref generate` and commits both, so \
                  that the review shows what changes for readers of the documents.",
    bad: "(a change of parameters.yaml without a change in generated/)",
    good: "apiref generate",
};

/// How many lines of a difference are shown.
const MOST_LINES: usize = 60;

/// The documents on the disk beside those that the sources make.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) findings: Findings,
    pub(super) documents: Vec<Written>,
    /// What the run says on the side.
    pub(super) notes: Vec<String>,
}

/// Compares every document that the output folder holds with what the sources make now, in each version of OpenAPI that has a folder there.
/// Without such a folder nothing is stale.
pub(super) fn compare(session: &Session, shapes: &Shapes) -> Result<Compared, CommandError> {
    let mut compared = Compared::default();
    let layout = session.sources.layout();
    if layout.only.is_some() || layout.scope != layout.source_dir {
        return Ok(compared);
    }
    for openapi in OpenApiVersion::ALL {
        let folder = session.output_folder_of(openapi);
        let Some(names) = output::names(&folder) else { continue };
        let shown = folder.strip_prefix(&layout.root).unwrap_or(&folder).display().to_string();
        Shelf { session, openapi, folder: &folder, shown, names }.compare(shapes, &mut compared)?;
    }
    Ok(compared)
}

/// A folder of documents in one version of OpenAPI.
struct Shelf<'a> {
    session: &'a Session,
    openapi: OpenApiVersion,
    folder: &'a Path,
    shown: String,
    names: Vec<String>,
}

impl Shelf<'_> {
    fn compare(&self, shapes: &Shapes, compared: &mut Compared) -> Result<(), CommandError> {
        let mut forms: Vec<Form> = Vec::new();
        for (_, form) in self.held() {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        let mut expected: Vec<String> = Vec::new();
        for form in forms {
            for document in form.write(self.session, shapes, |document| document) {
                compared.findings.extend(self.difference(&document, form));
                compared.findings.extend(document.findings.iter().cloned());
                expected.push(document.file.clone());
                compared.documents.push(document);
            }
        }
        compared.findings.extend(self.left_over(&expected)?);
        Ok(())
    }

    /// The documents that are there, with the forms that their names tell.
    fn held(&self) -> Vec<(&String, Form)> {
        let held = self.names.iter().filter_map(|name| {
            let form = form_of(name, &self.session.config)?;
            Some((name, Form { openapi: self.openapi, ..form }))
        });
        held.collect()
    }

    fn difference(&self, document: &Written, form: Form) -> Option<Finding> {
        let shown = format!("{}/{}", self.shown, document.file);
        let what = match output::current(&self.folder.join(&document.file)) {
            None => "is not there".to_owned(),
            Some(text) if text != document.text => {
                format!("does not match its sources:\n{}", difference(&text, &document.text, &shown))
            }
            Some(_) => return None,
        };
        let root = self.session.reference.documents.get(document.emitted.document)?.root;
        let command = self.command(form);
        Some(
            Finding::new(&OUTPUT_STALE, Place::source_file(root), format!("`{shown}` {what}"))
                .help(format!("run `{command}` and commit the result")),
        )
    }

    /// The command that writes documents of a form here.
    fn command(&self, form: Form) -> String {
        let mut command = "apiref generate".to_owned();
        if form.openapi != self.session.config.openapi.unwrap_or_default() {
            command.push_str(&format!(" --openapi {}", form.openapi.minor()));
        }
        match form.microversion {
            MicroversionChoice::Latest => {}
            MicroversionChoice::All => command.push_str(" --microversion all"),
            MicroversionChoice::At(version) => command.push_str(&format!(" --microversion {version}")),
        }
        if form.format == DocumentFormat::Json {
            command.push_str(" --format json");
        }
        command
    }

    /// Documents that nothing makes any more.
    fn left_over(&self, expected: &[String]) -> Result<Findings, CommandError> {
        let Some(first) = self.session.reference.documents.first() else { return Ok(Findings::new()) };
        let left = self.held().into_iter().filter(|(name, _)| !expected.contains(name));
        Ok(left
            .map(|(name, _)| {
                let message = format!("`{}/{name}` is made from no document of the sources", self.shown);
                Finding::new(&OUTPUT_STALE, Place::source_file(first.root), message).help("delete the file")
            })
            .collect())
    }
}

/// The form of a document, from the name of its file: `block-storage-v3.all.openapi.yaml`.
fn form_of(name: &str, config: &Config) -> Option<Form> {
    let (stem, format) = name.rsplit_once(".openapi.")?;
    let format = match format {
        "yaml" => DocumentFormat::Yaml,
        "json" => DocumentFormat::Json,
        _ => return None,
    };
    let mut form = Form::configured(config);
    form.format = format;
    let mut parts = stem.rsplitn(3, '.');
    let (last, middle) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    form.microversion = if last == "all" {
        MicroversionChoice::All
    } else {
        match Version::parse(&format!("{middle}.{last}")) {
            Some(version) => MicroversionChoice::At(version),
            None => MicroversionChoice::Latest,
        }
    };
    Some(form)
}

fn difference(old: &str, new: &str, name: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let text = diff
        .unified_diff()
        .context_radius(2)
        .header(&format!("{name} (there)"), &format!("{name} (from the sources)"))
        .to_string();
    let lines: Vec<&str> = text.lines().collect();
    let mut shown = lines.iter().take(MOST_LINES).copied().collect::<Vec<_>>().join("\n");
    if lines.len() > MOST_LINES {
        shown.push_str(&format!("\n... {} more lines", lines.len() - MOST_LINES));
    }
    shown
}
