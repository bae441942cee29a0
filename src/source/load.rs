use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::confine::{self, Refusal};
use super::files::{Files, RootPath};
#[cfg(feature = "cli")]
use super::layout::upward;
use super::walk::{list, walk};
use super::{Decoded, Layout, Limits, Sources};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::place::{Place, SourceId, Span};

static NOT_UTF8: Rule = Rule {
    id: "source-not-utf8",
    severity: Severity::Error,
    unread: true,
    summary: "a source is not UTF-8",
    explanation: "Sphinx reads sources as UTF-8 and stops at the first byte that is not. The bytes are \
                  replaced here, so that the rest can be read; what stands around them may be wrong.",
    bad: "a name saved as Latin-1: `caf\\xe9`",
    good: "the same file saved as UTF-8: `café`",
    ..Rule::USUAL
};

static TOO_LARGE: Rule = Rule {
    id: "source-too-large",
    severity: Severity::Error,
    unread: true,
    summary: "a source is too large to be one",
    explanation: "Files above 16 MiB are not read. The largest real source of an API reference is a hundred \
                  times smaller, so something else was named by mistake.",
    bad: "`.. literalinclude:: samples/disk-image.json` of 2 GiB",
    good: "a sample that shows one object",
    ..Rule::USUAL
};

static UNREADABLE: Rule = Rule {
    id: "source-unreadable",
    severity: Severity::Error,
    unread: true,
    summary: "a file or folder of the sources cannot be read",
    explanation: "The system refuses to give it, mostly because of its permissions. What is in it is \
                  missing from the reference, so nothing can be said about the whole.",
    bad: "chmod 000 api-ref/source/v3",
    good: "chmod u+rX api-ref/source/v3",
    ..Rule::USUAL
};

pub(crate) static TOO_MUCH: Rule = Rule {
    id: "input-too-much",
    severity: Severity::Error,
    unread: true,
    summary: "there are more sources than are read",
    explanation: "All files together may have 32 MiB, and the source directory 100 000 files and folders, \
                  64 deep. Samples, and the descriptions of rows, may come to 32 MiB each, counted as often \
                  as they are shown. The largest real reference is twenty times smaller. What is beyond the \
                  limits is not read.",
    bad: "apiref check / --root /",
    good: "apiref check api-ref/source",
    ..Rule::USUAL
};

static NAME: Rule = Rule {
    id: "source-name-not-utf8",
    severity: Severity::Error,
    unread: true,
    summary: "the name of a file or folder is not UTF-8",
    explanation: "No text can name such a file, so it is not read: what is in it is missing from the reference.",
    bad: "a file whose name was saved as Latin-1: `caf\\xe9.inc`",
    good: "the same file named in UTF-8: `café.inc`",
    ..Rule::USUAL
};

/// The rules of this layer.
pub(crate) static RULES: &[&Rule] = &[&NOT_UTF8, &TOO_LARGE, &UNREADABLE, &TOO_MUCH, &NAME];

impl Sources {
    /// Walks the source directory and reads every `.rst`, `.inc` and YAML file in it.
    pub fn load(files: Arc<dyn Files>, layout: Layout, findings: &mut Findings) -> Self {
        let walked = walk(&*files, &layout.source_dir, &layout.limits);
        let wanted: Vec<String> = walked.files.iter().filter(|path| is_text_source(path)).cloned().collect();
        let mut sources = Self { files: Some(files), layout, tree: walked.files, ..Self::default() };
        if walked.too_much {
            sources.tell_too_much(sources.layout.source_dir.clone(), findings);
        }
        let loaded = sources.load_files(&wanted, findings);
        let unread = wanted.into_iter().zip(loaded).filter(|(_, read)| *read == Err(Refusal::Unreadable));
        for path in walked.refused.into_iter().chain(unread.map(|(path, _)| path)) {
            let id = sources.add(path.clone(), Decoded::default());
            let message = format!("`{path}` cannot be read");
            let help = "give yourself the permission to read it";
            findings.push(
                Finding::new(&UNREADABLE, Place::source_file(id), Subject::file(&path), message)
                    .with_help(help),
            );
        }
        for path in walked.unnamed {
            let id = sources.add(path.clone(), Decoded::default());
            let message = format!("the name of `{path}` is not UTF-8");
            findings.push(
                Finding::new(&NAME, Place::source_file(id), Subject::file(&path), message)
                    .with_help("rename it"),
            );
        }
        sources
    }

    /// Reads more files, named by their paths from the root, in parallel; the answers are in the order of the
    /// question. A file that was read before is not read again.
    pub fn load_files(
        &mut self,
        paths: &[String],
        findings: &mut Findings,
    ) -> Vec<Result<SourceId, Refusal>> {
        let read = self.read_all(paths);
        let total = read.iter().flatten().flatten().map(|bytes| bytes.len() as u64).sum::<u64>();
        self.taken = self.taken.saturating_add(total);
        if self.taken > self.layout.limits.total {
            // All or none: which of them came first is chance.
            let first = paths.first().cloned().unwrap_or_default();
            self.tell_too_much(first, findings);
            return paths.iter().map(|path| self.find(path).ok_or(Refusal::TooLarge)).collect();
        }
        paths.iter().zip(read).map(|(path, bytes)| self.take(path, bytes, findings)).collect()
    }

    /// The bytes of those that were not read before, until there are too many.
    fn read_all(&self, paths: &[String]) -> Vec<Option<Result<Vec<u8>, Refusal>>> {
        let taken = AtomicU64::new(self.taken);
        let read = |path: &String| {
            let files = self.files.as_deref().filter(|_| !self.by_path.contains_key(path))?;
            if taken.load(Ordering::Relaxed) > self.layout.limits.total {
                return None;
            }
            let bytes = confine::read_shown(files, path, &self.layout.source_dir, self.layout.limits.file);
            let length = bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
            taken.fetch_add(length, Ordering::Relaxed);
            Some(bytes)
        };
        paths.par_iter().map(read).collect()
    }

    fn take(
        &mut self,
        path: &str,
        bytes: Option<Result<Vec<u8>, Refusal>>,
        findings: &mut Findings,
    ) -> Result<SourceId, Refusal> {
        if let Some(id) = self.find(path) {
            return Ok(id);
        }
        match bytes.unwrap_or(Err(Refusal::Missing)) {
            Ok(bytes) => {
                let decoded = Decoded::new(bytes);
                let mended_at = decoded.mended_at;
                let id = self.add(path.to_owned(), decoded);
                if let Some(at) = mended_at {
                    let message = format!("`{path}` is not UTF-8");
                    let finding =
                        Finding::new(&NOT_UTF8, Span::new(id, at, at), Subject::file(path), message);
                    findings.push(of_file(path, finding.with_help("save the file as UTF-8")));
                }
                Ok(id)
            }
            Err(Refusal::TooLarge) => {
                let id = self.add(path.to_owned(), Decoded::default());
                let most = self.layout.limits.file >> 20;
                let message = format!("`{path}` is larger than {most} MiB and was not read");
                let finding = Finding::new(&TOO_LARGE, Place::source_file(id), Subject::file(path), message);
                findings.push(of_file(path, finding.with_help("name another file, or shorten this one")));
                Err(Refusal::TooLarge)
            }
            Err(refusal) => {
                self.refused.insert(path.to_owned(), refusal);
                Err(refusal)
            }
        }
    }

    fn tell_too_much(&mut self, path: String, findings: &mut Findings) {
        let id = self.find(&path).unwrap_or_else(|| self.add(path, Decoded::default()));
        let Limits { total, entries, depth, .. } = self.layout.limits;
        let message = format!(
            "too much to read: the limits are {} MiB in all, {entries} files and folders, {depth} folders deep",
            total >> 20
        );
        findings.push(
            Finding::new(&TOO_MUCH, Place::source_file(id), Subject::whole_file(), message)
                .with_help("name the folder of the reference alone, or allow more with `--max-size`"),
        );
    }

    /// The files in a folder given from the root, as paths from the root, sorted; nothing if it is no folder
    /// inside the root.
    pub fn list(&self, folder: &str) -> Vec<String> {
        self.files.as_deref().map(|files| list(files, folder)).unwrap_or_default()
    }
}

impl Sources {
    /// The names in a folder given from the root, sorted; nothing if there is no such folder, or if it is
    /// behind a link.
    pub fn names(&self, folder: &str) -> Option<Vec<String>> {
        let children = self.files.as_deref()?.list(RootPath::new(folder)?).ok()?;
        let mut names: Vec<String> =
            children.into_iter().filter_map(|child| String::from_utf8(child.name).ok()).collect();
        names.sort();
        Some(names)
    }

    /// Is it known that files belong in a folder given from the root?
    pub fn expects(&self, folder: &str) -> bool {
        let folder = RootPath::new(folder);
        self.files.as_deref().zip(folder).is_some_and(|(files, folder)| files.expects(folder))
    }

    /// The text of a file that an earlier run wrote, given from the root. It is not read through a link.
    pub fn current(&self, path: &str) -> Result<String, Refusal> {
        let files = self.files.as_deref().ok_or(Refusal::Missing)?;
        let bytes = files.read(RootPath::new(path).ok_or(Refusal::Outside)?, self.layout.limits.document)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// The finding about a file: JSON is a sample, whoever names it.
fn of_file(path: &str, finding: Finding) -> Finding {
    if path.ends_with(".json") { finding.with_only_a_sample_lost() } else { finding }
}

fn is_text_source(path: &str) -> bool {
    [".rst", ".inc", ".yaml", ".yml"].iter().any(|suffix| path.ends_with(suffix))
}

/// The files called one of `names` in a folder and in those above it, nearest first, in the order of `names`:
/// path from the root, and text; a refusal for one that is there but cannot be read.
#[cfg(feature = "cli")]
pub(crate) fn read_upward(
    files: &dyn Files,
    folder: &str,
    names: &[&str],
) -> Vec<(String, Result<String, Refusal>)> {
    let mut found = Vec::new();
    for folder in upward(folder) {
        for name in names {
            let path = if folder.is_empty() { (*name).to_owned() } else { format!("{folder}/{name}") };
            match confine::read(files, &path, Limits::default().file) {
                Err(Refusal::Missing) => {}
                read => found.push((path, read.map(|bytes| Decoded::new(bytes).text))),
            }
        }
    }
    found
}
