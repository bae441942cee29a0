//! A tree read in process, for tests that look inside.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use apiref::config::Config;
use apiref::finding::Findings;
use apiref::openapi::{self, Emitted, Options, View};
use apiref::reference::{self, Reference};
use apiref::shape::{self, Shapes};
use apiref::source::{Files, Layout, Sources};
use walkdir::WalkDir;

use crate::apiref::project;

/// Everything that is known of a tree.
pub(crate) struct Tree {
    pub(crate) name: String,
    pub(crate) sources: Sources,
    pub(crate) reference: Reference,
    pub(crate) shapes: Shapes,
    pub(crate) findings: Findings,
}

impl Tree {
    /// Reads the reference in `folder`, which is its own root; nothing if it holds no operation.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let layout = Layout::find(Some(folder), Some(folder)).unwrap();
        Self::read_from(Arc::new(layout.disk().unwrap()), layout, &folder.display().to_string())
    }

    /// Reads the reference in any files; nothing if it holds no operation.
    pub(crate) fn read_from(files: Arc<dyn Files>, layout: Layout, name: &str) -> Option<Self> {
        let mut findings = Findings::new();
        let sources = Sources::load(files, layout, &mut findings);
        Self::of(name.to_owned(), sources, findings)
    }

    /// The same of texts: (path, text).
    pub(crate) fn of_texts<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Option<Self> {
        Self::of("texts".to_owned(), Sources::from_texts(texts), Findings::new())
    }

    fn of(name: String, mut sources: Sources, mut findings: Findings) -> Option<Self> {
        let reference = reference::build(&mut sources, &Config::default(), &mut findings);
        if reference.operations.is_empty() {
            return None;
        }
        let shapes = shape::infer(&reference);
        apiref::contract::check(&reference, &shapes, &sources, &mut findings);
        let context = apiref::lint::Context::new(&reference, &shapes, &sources);
        apiref::lint::check(&context, &mut findings);
        Some(Self { name, sources, reference, shapes, findings })
    }

    /// Its documents: of all versions, or of the latest one.
    pub(crate) fn documents(&self, all: bool) -> Vec<Emitted> {
        let latest = |document: &reference::Document| match document.version_range(&self.reference) {
            Some((_, high)) if !all => View::At(high),
            _ => View::All,
        };
        openapi::emit(&self.reference, &self.shapes, &Options::default(), latest)
    }
}

/// Our own reference and every case.
pub(crate) fn own_trees() -> Vec<PathBuf> {
    let cases =
        WalkDir::new(project().join("tests/cases")).sort_by_file_name().into_iter().filter_map(Result::ok);
    let folders =
        cases.filter(|entry| entry.path().join("api-ref").is_dir()).map(walkdir::DirEntry::into_path);
    std::iter::once(project().to_owned()).chain(folders).collect()
}

/// The references of others, where `APIREF_CORPUS` names a folder of them.
pub(crate) fn corpus() -> Vec<PathBuf> {
    let Some(folder) = std::env::var_os("APIREF_CORPUS") else {
        eprintln!("skipped the references of others: APIREF_CORPUS is not set");
        return Vec::new();
    };
    let mut trees: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("api-ref").is_dir())
        .collect();
    trees.sort();
    trees
}
