//! A tree read in process, for tests that look inside.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use apiref::{
    Analysis, AnalysisError, Cancel, Config, Document, Files, Findings, Form, Layout, MicroversionChoice,
    Overlay, Sources,
};
use walkdir::WalkDir;

use crate::apiref::project;

/// Everything that is known of a tree.
pub(crate) struct Tree {
    pub(crate) name: String,
    pub(crate) analysis: Analysis,
}

impl Tree {
    /// Reads the reference in `folder`, which is its own root; nothing if it holds no operation.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let layout = Layout::find(Some(folder), Some(folder)).unwrap();
        Self::read_from(Arc::new(layout.disk().unwrap()), layout, &folder.display().to_string())
    }

    /// Reads the reference in any files; nothing if it holds no operation.
    pub(crate) fn read_from(files: Arc<dyn Files>, layout: Layout, name: &str) -> Option<Self> {
        match Analysis::read(files, layout, Config::default(), Cancel::default()) {
            Ok(analysis) => Some(Self { name: name.to_owned(), analysis }),
            Err(AnalysisError::NoOperation(_)) => None,
            Err(error) => panic!("{name}: {error}"),
        }
    }

    /// The same of texts: (path, text).
    pub(crate) fn of_texts<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Option<Self> {
        let mut files = Overlay::new();
        for (path, text) in texts {
            files.put(path, text).unwrap();
        }
        let layout = Layout::within(&files, "").unwrap();
        Self::read_from(Arc::new(files), layout, "texts")
    }

    pub(crate) fn sources(&self) -> &Sources {
        self.analysis.sources()
    }

    pub(crate) fn findings(&self) -> &Findings {
        self.analysis.findings().unwrap()
    }

    /// Its documents: of all versions, or of the latest one.
    pub(crate) fn documents(&self, all: bool) -> Vec<Document> {
        let microversion = if all { MicroversionChoice::All } else { MicroversionChoice::Latest };
        self.documents_in(&Form::default().with_microversion(microversion))
    }

    /// Its documents in a form.
    pub(crate) fn documents_in(&self, form: &Form) -> Vec<Document> {
        self.analysis.documents(form).unwrap().collect()
    }

    /// Its documents at a version; nothing if the reference has no such version.
    pub(crate) fn documents_at(&self, version: MicroversionChoice) -> Option<Vec<Document>> {
        self.analysis.documents(&Form::default().with_microversion(version)).ok().map(Iterator::collect)
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
