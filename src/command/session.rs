use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arguments::TreeArguments;
use super::error::CommandError;
use super::rules;
use crate::config::{Config, FILES, OpenApiVersion};
use crate::contract::{self, Outcome};
use crate::finding::Findings;
use crate::lint;
use crate::reference::{self, Operation, Reference};
use crate::route;
use crate::shape::{self, Shapes};
use crate::source::{Disk, Files, Layout, Sources, read_upward};

/// A tree that was read, with everything the commands ask of it.
///
/// What is large is not dropped: the process ends with its command, and to give every small text back first would cost a
/// tenth of the time.
pub(super) struct Session {
    pub(super) config: Config,
    pub(super) sources: ManuallyDrop<Sources>,
    pub(super) reference: ManuallyDrop<Reference>,
    pub(super) findings: Findings,
}

impl Session {
    /// Finds the tree and its configuration and reads the model.
    pub(super) fn open(tree: &TreeArguments) -> Result<Self, CommandError> {
        let layout = layout(tree)?;
        let disk = layout.disk()?;
        let config = configuration(&disk, &layout)?;
        let mut findings = Findings::new();
        let mut sources = Sources::load(Arc::new(disk), layout, &mut findings);
        let reference = reference::build(&mut sources, &config, &mut findings);
        if reference.operations.is_empty() {
            let scope = &sources.layout().scope;
            let shown = if scope.is_empty() { "." } else { scope };
            return Err(CommandError::NoOperation(shown.to_owned()));
        }
        let (sources, reference) = (ManuallyDrop::new(sources), ManuallyDrop::new(reference));
        Ok(Self { config, sources, reference, findings })
    }

    /// Infers the bodies.
    pub(super) fn shapes(&self) -> ManuallyDrop<Shapes> {
        ManuallyDrop::new(shape::infer(&self.reference))
    }

    /// Checks samples and asks the lint rules; the findings join those of reading.
    pub(super) fn judge(&mut self, shapes: &Shapes) -> Outcome {
        let (reference, sources) = (&*self.reference, &*self.sources);
        let (mut drifts, mut others) = (Findings::new(), Findings::new());
        let (outcome, ()) = rayon::join(
            || contract::check(reference, shapes, sources, &mut drifts),
            || {
                lint::check(&lint::Context::new(reference, shapes, sources), &mut others);
                route::check(reference, &mut others);
            },
        );
        self.findings.append(&mut drifts);
        self.findings.append(&mut others);
        self.keep_only();
        outcome
    }

    /// Of a lone file: what is in it, and what is about its operations. The files around it were read for context only.
    fn keep_only(&mut self) {
        let layout = self.sources.layout();
        let Some(only) = layout.only.as_deref().and_then(|path| self.sources.find(path)) else { return };
        let own: BTreeSet<String> = self.reference.operations.iter().map(Operation::key).collect();
        self.findings.retain(|finding| {
            finding.place.source() == only
                || finding.operations.iter().any(|operation| own.contains(operation))
        });
    }

    /// The folder that documents are written to, from the root, unless the caller names another.
    pub(super) fn output_folder(&self) -> PathBuf {
        let layout = self.sources.layout();
        match &self.config.output {
            Some(folder) => layout.root.join(folder),
            None => layout.on_disk(beside_api_ref(&layout.source_dir)).join("generated"),
        }
    }

    /// The folder for documents of a version of OpenAPI: other versions than the configured one have folders of their own, so that one form
    /// of a document does not take the place of another.
    pub(super) fn output_folder_of(&self, version: OpenApiVersion) -> PathBuf {
        let folder = self.output_folder();
        if version == self.config.openapi.unwrap_or_default() {
            return folder;
        }
        folder.join(format!("openapi-{}", version.minor()))
    }
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

fn layout(tree: &TreeArguments) -> Result<Layout, CommandError> {
    if tree.source.is_some() {
        return Ok(Layout::find(tree.source.as_deref(), tree.root.as_deref())?);
    }
    // Without an argument the configuration of this folder may name the tree.
    let here = std::env::current_dir()?;
    let named = configuration_in(&Disk::new(&here)?, "")?.and_then(|config| config.source);
    Ok(Layout::find(named.as_deref().map(Path::new), tree.root.as_deref())?)
}

/// The configuration that holds for a tree: the nearest one at or above the source directory, not above the root.
fn configuration(files: &dyn Files, layout: &Layout) -> Result<Config, CommandError> {
    let config = configuration_in(files, &layout.source_dir)?.unwrap_or_default();
    let known = rules::ids();
    match config.unknown_rules(&known).into_iter().next() {
        Some(error) => Err(CommandError::Config(error)),
        None => Ok(config),
    }
}

fn configuration_in(files: &dyn Files, folder: &str) -> Result<Option<Config>, CommandError> {
    for (name, text) in read_upward(files, folder, FILES) {
        let text = text.map_err(|refusal| {
            CommandError::Usage(format!("{name}: the configuration cannot be read: {refusal}"))
        })?;
        if let Some(config) = Config::parse(&text, &name).map_err(CommandError::Config)? {
            return Ok(Some(config));
        }
    }
    Ok(None)
}
