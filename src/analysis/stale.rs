use similar::TextDiff;

use super::{Analysis, AnalysisError, Document, Form, Importer, is_ours};
use crate::config::{Config, DocumentFormat, Gateway, MicroversionChoice, OpenApiVersion, Target};
use crate::finding::{Finding, Findings, Matter, Rule, Severity, Subject};
use crate::gateway::ServerUrl;
use crate::place::Place;
use crate::source::Refusal;
use crate::version::Version;

pub(super) static OUTPUT_STALE: Rule = Rule {
    id: "output-stale",
    severity: Severity::Error,
    matter: Matter::Written,
    summary: "a generated document does not match its sources",
    explanation: "The documents in the output folder are made from the sources. Whoever changes the sources \
                  runs `apiref generate` and commits both, so that the review shows what changes for readers \
                  of the documents.",
    bad: "(a change of parameters.yaml without a change in generated/)",
    good: "apiref generate",
    ..Rule::USUAL
};

/// How many lines of a difference are shown.
const MOST_LINES: usize = 60;

/// The documents that the repository holds beside those that the sources make.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    pub(super) findings: Findings,
    pub(super) documents: Vec<Document>,
}

impl Analysis {
    /// Compares every document that the output folder holds with what the sources make now, in each version
    /// of OpenAPI that has a folder there, and those for gateways. Without such a folder nothing is stale,
    /// unless the configuration names it, or git tracks files in it.
    pub(super) fn comparison(&self) -> Result<Comparison, AnalysisError> {
        let mut comparison = Comparison::default();
        let layout = self.sources().layout();
        if layout.only.is_some() || layout.scope != layout.source_dir {
            return Ok(comparison);
        }
        comparison.findings.extend(self.folder_missing());
        comparison.findings.extend(self.server_missing());
        for folder in self.folders() {
            folder.compare(&mut comparison)?;
        }
        Ok(comparison)
    }

    /// Folders of documents for gateways that nobody can make again, as the configuration does not say where
    /// the gateway finds the service.
    fn server_missing(&self) -> Findings {
        if self.config().server_url.is_some() {
            return Findings::new();
        }
        let Some(first) = self.reference().documents.first() else { return Findings::new() };
        let held = self.gateway_folders().into_iter().filter(|(_, path)| {
            let names = self.sources().names(path).unwrap_or_default();
            names.iter().any(|name| form_of(name, self.config()).is_some() && self.is_own(path, name))
        });
        held.map(|(_, path)| {
            let message = format!(
                "`{path}` holds documents for gateways, but no `server-url` says what they are made with"
            );
            Finding::new(&OUTPUT_STALE, Place::source_file(first.root), Subject::file(path), message)
                .with_severity(Severity::Warning)
                .with_help("write the `server-url` of `apiref generate --server-url` into the configuration")
        })
        .collect()
    }

    /// The gateways that documents may be for, each with its folder.
    fn gateway_folders(&self) -> Vec<(Option<Target>, String)> {
        let usual = self.config().gateway.target;
        let others = Target::ALL.into_iter().map(Some).filter(|target| *target != usual);
        let targets = std::iter::once(usual).chain(others);
        targets.map(|target| (target, self.gateway_folder(target))).collect()
    }

    fn is_own(&self, folder: &str, name: &str) -> bool {
        self.sources().current(&joined(folder, name)).is_ok_and(|text| is_ours(text.as_bytes()))
    }

    /// The forms of documents that the output folder holds, each with the folder that holds it, from the
    /// root: what `apiref generate` renews.
    pub fn held_forms(&self) -> Vec<(String, Form)> {
        let mut forms: Vec<(String, Form)> = Vec::new();
        for folder in self.folders() {
            // A file of another hand that is named like a document asks for nothing.
            let own = folder.held().into_iter().filter(|(name, _)| folder.is_own(name));
            for (_, form) in own {
                if forms.iter().all(|(_, known)| *known != form) {
                    forms.push((folder.path.clone(), form));
                }
            }
        }
        forms
    }

    /// The folders that are there: one for each version of OpenAPI, and those for gateways, if the
    /// configuration says where they find the service.
    fn folders(&self) -> Vec<Folder<'_>> {
        let mut wanted: Vec<(String, OpenApiVersion, Option<Importer>)> =
            OpenApiVersion::ALL.map(|openapi| (self.output_folder_of(openapi), openapi, None)).into();
        let server = self.config().server_url.as_deref().map(ServerUrl::parse);
        if let Some(Ok(server)) = server {
            for (target, folder) in self.gateway_folders() {
                let options = Gateway { target, ..self.config().gateway };
                let importer = Importer { server: server.clone(), options };
                wanted.push((folder, OpenApiVersion::V3_0, Some(importer)));
            }
        }
        let folders = wanted.into_iter().filter_map(|(path, openapi, importer)| {
            let names = self.sources().names(&path)?;
            Some(Folder { analysis: self, openapi, importer, path, names })
        });
        folders.collect()
    }

    /// The folder that the configuration names, or in which git tracks files, is not there: nothing would ever
    /// be compared, and nobody would know. It may be one that is only built, so this is no error.
    fn folder_missing(&self) -> Option<Finding> {
        let folder = self.output_folder();
        if self.sources().names(&folder).is_some() {
            return None;
        }
        let why = match self.config().output {
            Some(_) => "the configuration names it for the documents",
            None if self.sources().expects(&folder) => "git tracks files in it",
            None => return None,
        };
        let root = self.reference().documents.first()?.root;
        let message = format!("`{folder}` is not there, though {why}");
        Some(
            Finding::new(&OUTPUT_STALE, Place::source_file(root), Subject::file(folder), message)
                .with_severity(Severity::Warning)
                .with_help("run `apiref generate` and commit the result"),
        )
    }

    /// The folder that documents are written to unless the caller names another, from the root.
    pub fn output_folder(&self) -> String {
        match &self.config().output {
            Some(folder) => folder.trim_end_matches('/').to_owned(),
            None => joined(beside_api_ref(&self.sources().layout().source_dir), "generated"),
        }
    }

    /// The folder for documents that gateways import. Those by the rules of another gateway than the
    /// configured one have a folder of their own, so that the one does not take the place of the other.
    pub fn gateway_folder(&self, target: Option<Target>) -> String {
        let own = target.filter(|_| target != self.config().gateway.target);
        let name = own.map_or_else(|| "gateway".to_owned(), |own| format!("gateway-{}", own.as_str()));
        joined(&self.output_folder(), &name)
    }

    /// The folder for documents of a version of OpenAPI: other versions than the configured one have folders
    /// of their own, so that one form of a document does not take the place of another.
    pub fn output_folder_of(&self, version: OpenApiVersion) -> String {
        let folder = self.output_folder();
        if version == self.config().openapi.unwrap_or_default() {
            return folder;
        }
        joined(&folder, &format!("openapi-{}", version.minor()))
    }
}

/// A folder of documents in one version of OpenAPI.
struct Folder<'a> {
    analysis: &'a Analysis,
    openapi: OpenApiVersion,
    /// The gateway that they are for, if they are for one.
    importer: Option<Importer>,
    /// From the root.
    path: String,
    /// The files in it.
    names: Vec<String>,
}

impl Folder<'_> {
    fn compare(&self, comparison: &mut Comparison) -> Result<(), AnalysisError> {
        let mut expected: Vec<String> = Vec::new();
        for form in self.forms() {
            for document in self.analysis.documents(&form)? {
                comparison.findings.extend(self.difference(&document));
                // What a gateway makes do without is told where its documents are made.
                if form.importer.is_none() {
                    comparison.findings.extend(document.findings.iter().cloned());
                }
                expected.push(document.file.clone());
                comparison.documents.push(document);
            }
        }
        comparison.findings.extend(self.left_over(&expected));
        Ok(())
    }

    /// The forms of the documents that are there.
    fn forms(&self) -> Vec<Form> {
        let mut forms: Vec<Form> = Vec::new();
        for (_, form) in self.held() {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        forms
    }

    fn is_own(&self, name: &str) -> bool {
        self.analysis.is_own(&self.path, name)
    }

    /// The documents that are there, with the forms that their names tell.
    fn held(&self) -> Vec<(&String, Form)> {
        let held = self.names.iter().filter_map(|name| {
            let form = form_of(name, self.analysis.config())?;
            Some((name, Form { openapi: self.openapi, importer: self.importer.clone(), ..form }))
        });
        held.collect()
    }

    fn difference(&self, document: &Document) -> Option<Finding> {
        let shown = joined(&self.path, &document.file);
        let made = document.text();
        let usual = "run `apiref generate` and commit the result".to_owned();
        let (what, body, help) = match self.analysis.sources().current(&shown) {
            Ok(text) if text == made => return None,
            Ok(text) if is_ours(text.as_bytes()) => {
                ("does not match its sources".to_owned(), Some(difference(&text, &made, &shown)), usual)
            }
            Ok(_) => {
                let help = format!("move the file elsewhere, then {usual}");
                ("was not written by apiref".to_owned(), None, help)
            }
            Err(Refusal::Missing) => ("is not there".to_owned(), None, usual),
            Err(refusal) => {
                (format!("cannot be compared: {refusal}"), None, format!("remove it, then {usual}"))
            }
        };
        let root = self.analysis.reference().documents.get(document.number)?.root;
        let message = format!("`{shown}` {what}");
        let finding = Finding::new(&OUTPUT_STALE, Place::source_file(root), Subject::file(shown), message);
        let finding = finding.with_help(help);
        Some(match body {
            Some(body) => finding.with_body(&body),
            None => finding,
        })
    }

    /// Documents that nothing makes any more.
    fn left_over(&self, expected: &[String]) -> Findings {
        let Some(first) = self.analysis.reference().documents.first() else { return Findings::new() };
        let left = self.held().into_iter().filter(|(name, _)| !expected.contains(name));
        left.map(|(name, _)| {
            let shown = joined(&self.path, name);
            let (message, help) = if self.is_own(name) {
                (format!("`{shown}` is made from no document of the sources"), "delete the file")
            } else {
                let message =
                    format!("`{shown}` was not written by apiref, but is named like one of its documents");
                (message, "give it another name, or move it elsewhere")
            };
            Finding::new(&OUTPUT_STALE, Place::source_file(first.root), Subject::file(shown), message)
                .with_help(help)
        })
        .collect()
    }
}

/// The form of a document, from the name of its file: `block-storage-v3.all.openapi.yaml`.
fn form_of(name: &str, config: &Config) -> Option<Form> {
    let (stem, format) = name.rsplit_once(".openapi.")?;
    let mut form = Form::configured(config);
    form.format = match format {
        "yaml" => DocumentFormat::Yaml,
        "json" => DocumentFormat::Json,
        _ => return None,
    };
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

/// The folder that holds `api-ref`, from the root.
fn beside_api_ref(source_dir: &str) -> &str {
    let mut at = source_dir;
    loop {
        let (folder, name) = at.rsplit_once('/').unwrap_or(("", at));
        if name == "api-ref" {
            return folder;
        }
        if folder.is_empty() {
            return "";
        }
        at = folder;
    }
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
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
