use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::path::Path;

use super::document::Document;
use super::operation::Operation;
use super::{Form, Plan};

/// Operations of one document where there are many documents.
const DOCUMENT: usize = 200;

/// The files of an API reference that nobody wrote, by path.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    files: BTreeMap<String, String>,
    /// Operations in all documents.
    pub(crate) operations: usize,
    /// Rows of all tables.
    rows: usize,
    /// Samples that operations show.
    samples: usize,
    /// Samples that disagree with their tables in one place.
    drifting: usize,
}

impl Tree {
    /// The tree of a plan; equal plans give equal trees.
    pub(crate) fn new(plan: &Plan) -> Self {
        let mut tree = Self::default();
        tree.add("status.yaml", status());
        let mut number = 0;
        let mut documents = 0;
        while tree.operations < plan.limit() {
            documents += 1;
            let end = match plan.form {
                Form::Documents => plan.limit().min(tree.operations + DOCUMENT),
                _ => plan.limit(),
            };
            Document::new(format!("part{documents}"), plan, end).write(&mut number, &mut tree);
        }
        tree
    }

    /// Writes the tree below a folder, as `api-ref/source/...`.
    #[expect(clippy::disallowed_methods, reason = "the generator writes trees, the program does not")]
    pub(crate) fn write(&self, folder: &Path) -> std::io::Result<()> {
        let source = folder.join("api-ref/source");
        for (path, text) in &self.files {
            let path = source.join(path);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(path, text)?;
        }
        Ok(())
    }

    /// Adds a file.
    pub(super) fn add(&mut self, path: impl Into<String>, text: String) {
        self.files.insert(path.into(), text);
    }

    /// Counts an operation that a document shows.
    pub(super) fn count(&mut self, operation: &Operation) {
        self.operations += 1;
        for side in [&operation.request, &operation.response] {
            self.rows += side.rows.len();
            self.samples += side.samples.len();
            self.drifting += side.samples.iter().filter(|sample| sample.drifts).count();
        }
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes: usize = self.files.values().map(String::len).sum();
        write!(formatter, "{} files, {bytes} bytes, {} operations, ", self.files.len(), self.operations)?;
        write!(formatter, "{} rows, {} samples, {} of them drifting", self.rows, self.samples, self.drifting)
    }
}

/// The texts of all codes.
fn status() -> String {
    let texts = [
        (200, "All went well."),
        (201, "The thing was made."),
        (202, "The service will see to it."),
        (204, "There is nothing more to say."),
        (400, "Some part of the request makes no sense."),
        (401, "The token is missing or too old."),
        (403, "The caller may not do this."),
        (404, "There is no such thing."),
        (409, "Something else is being done to it."),
    ];
    let mut status = String::new();
    for (code, text) in texts {
        let _ = writeln!(status, "{code}:\n  default: |\n    {text}");
    }
    status
}
