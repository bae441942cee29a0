use std::collections::BTreeSet;

use super::excerpt::{EXCERPT_MISSING, Excerpt};
use super::reader::directive_kind;
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::place::{SourceId, Span};
use crate::rst::{Block, Directive, Kind, Scope, Text};
use crate::source::{Refusal, Sources, folder_of};

pub(super) static INCLUDE_MISSING: Rule = Rule {
    id: "include-missing",
    severity: Severity::Error,
    unread: true,
    gathers: true,
    summary: "an included file is not there",
    explanation: "Sphinx resolves the argument of `include` from the folder of the root document, or from \
                  the source directory if it starts with a slash. Operations of a file that is not found are \
                  lost.",
    bad: ".. include:: volumes.icn",
    good: ".. include:: volumes.inc",
    fix: Some("the file that is nearly called so"),
    ..Rule::USUAL
};

pub(super) static INCLUDE_CYCLE: Rule = Rule {
    id: "include-cycle",
    severity: Severity::Error,
    unread: true,
    summary: "a file includes itself",
    explanation: "A file that includes itself, directly or through others, never ends. The second inclusion is left out.",
    bad: "(in volumes.inc)\n\n.. include:: volumes.inc",
    good: "(in index.rst)\n\n.. include:: volumes.inc",
    ..Rule::USUAL
};

pub(super) static PATH_OUTSIDE_ROOT: Rule = Rule {
    id: "path-outside-root",
    severity: Severity::Error,
    unread: true,
    summary: "a path leads out of the repository",
    explanation: "Only files inside the repository are read, symbolic links included: a reference that \
                  needs files from elsewhere cannot be built by others. `--root` widens what counts as the \
                  repository.",
    bad: ".. literalinclude:: ../../../../etc/passwd",
    good: ".. literalinclude:: samples/show-response.json",
    ..Rule::USUAL
};

pub(super) static PATH_HIDDEN: Rule = Rule {
    id: "path-hidden",
    severity: Severity::Error,
    unread: true,
    summary: "a path leads to a hidden file",
    explanation: "What begins with a dot is no part of a reference: `.git` and `.env` hold secrets, and a \
                  document shows what it includes. Such files are not read.",
    bad: ".. include:: ../../.git/config",
    good: ".. include:: ../common/notes.inc",
    ..Rule::USUAL
};

pub(super) static DIRECTIVE_ARGUMENT: Rule = Rule {
    id: "directive-argument-missing",
    severity: Severity::Error,
    unread: true,
    summary: "a directive has no argument",
    explanation: "`rest_method` needs a verb and a URL, `rest_parameters` a dictionary, `rest_status_code` \
                  a kind and a file, `include` and `literalinclude` a file. Without it nothing can be read.",
    bad: ".. rest_parameters::\n\n   - name: name",
    good: ".. rest_parameters:: parameters.yaml\n\n   - name: name",
    ..Rule::USUAL
};

/// How many blocks all documents may have in all, those of a file counted as often as it is included; real
/// references have some ten thousand.
const MOST_BLOCKS: usize = 1_000_000;

/// How many blocks an operation counts for: a body, responses and routes are made of it.
const OPERATION: usize = 50;

/// How many inclusions one document may have in all; real ones stay below a few hundred.
const MOST_INCLUSIONS: usize = 5000;
/// How deep inclusions may nest.
const DEEPEST: usize = 32;

/// The parsed blocks of all rst sources.
pub(super) type Parsed = super::model::Blocks;

/// One block of a document: the source and the index among its blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) source: SourceId,
    pub(super) index: usize,
}

/// A root with all its inclusions unfolded.
#[derive(Debug)]
pub(super) struct UnfoldedDocument {
    pub(super) root: SourceId,
    pub(super) orphan: bool,
    pub(super) items: Vec<Item>,
}

/// Finds the roots below the scope of the layout and unfolds them; files with operations that none of them
/// includes follow as orphans.
pub(super) fn documents(
    sources: &Sources,
    parsed: &Parsed,
    findings: &mut Findings,
) -> Vec<UnfoldedDocument> {
    let included = included_files(sources, parsed);
    let only = sources.layout().only.as_deref();
    let mut unfolder = Unfolder { sources, parsed, findings, reached: BTreeSet::new(), room: MOST_BLOCKS };
    let mut documents = Vec::new();
    for &root in parsed.keys() {
        let path = sources.path(root);
        if path.ends_with(".rst") && !included.contains(&root) && wanted(sources, path) {
            let document = unfolder.unfold(root, false);
            if document.holds_operations(parsed) {
                documents.push(document);
            }
        }
    }
    let orphans: Vec<SourceId> = parsed
        .iter()
        .filter(|(id, blocks)| !unfolder.reached.contains(id) && blocks.iter().any(is_operation))
        .map(|(id, _)| *id)
        .filter(|id| wanted(sources, sources.path(*id)))
        .collect();
    for orphan in orphans {
        documents.push(unfolder.unfold(orphan, true));
    }
    if let Some(only) = only {
        let id = sources.find(only);
        documents.retain(|document| {
            Some(document.root) == id || document.items.iter().any(|item| Some(item.source) == id)
        });
    }
    documents
}

/// The names that a document defines: substitutions and targets may stand in any of its files.
pub(super) fn scope(document: &UnfoldedDocument, parsed: &Parsed) -> Scope<'static> {
    Scope::gather(document.items.iter().filter_map(|item| item.block(parsed)))
}

fn wanted(sources: &Sources, path: &str) -> bool {
    let scope = &sources.layout().scope;
    scope.is_empty() || path.strip_prefix(scope.as_str()).is_some_and(|rest| rest.starts_with('/'))
}

fn included_files(sources: &Sources, parsed: &Parsed) -> BTreeSet<SourceId> {
    let mut included = BTreeSet::new();
    for (id, blocks) in parsed {
        for directive in blocks.iter().filter_map(include) {
            let folder = folder_of(sources.path(*id));
            let target = sources.layout().resolve(folder, directive.arguments.value.trim());
            included.extend(target.and_then(|path| sources.find(&path)).filter(|target| target != id));
        }
    }
    included
}

pub(super) fn is_operation(block: &Block) -> bool {
    matches!(&block.kind, Kind::Directive(directive) if directive.name == "rest_method")
}

fn include(block: &Block) -> Option<&Directive> {
    match &block.kind {
        Kind::Directive(directive) if directive.name == "include" => Some(directive),
        _ => None,
    }
}

impl UnfoldedDocument {
    fn holds_operations(&self, parsed: &Parsed) -> bool {
        self.items.iter().filter_map(|item| item.block(parsed)).any(is_operation)
    }
}

impl Item {
    pub(super) fn block(self, parsed: &Parsed) -> Option<&Block> {
        parsed.get(&self.source)?.get(self.index)
    }
}

struct Unfolder<'a> {
    sources: &'a Sources,
    parsed: &'a Parsed,
    findings: &'a mut Findings,
    reached: BTreeSet<SourceId>,
    /// How many more blocks all documents together may have.
    room: usize,
}

impl Unfolder<'_> {
    fn unfold(&mut self, root: SourceId, orphan: bool) -> UnfoldedDocument {
        let mut document = UnfoldedDocument { root, orphan, items: Vec::new() };
        let mut open = Vec::new();
        let mut budget = MOST_INCLUSIONS;
        self.enter(root, &Excerpt::default(), &mut document, &mut open, &mut budget);
        document
    }

    fn enter(
        &mut self,
        source: SourceId,
        excerpt: &Excerpt,
        document: &mut UnfoldedDocument,
        open: &mut Vec<SourceId>,
        budget: &mut usize,
    ) {
        self.reached.insert(source);
        open.push(source);
        let parsed = self.parsed;
        let part = excerpt.range(self.sources.text(source));
        let blocks = parsed.get(&source).map(Vec::as_slice).unwrap_or_default().iter().enumerate();
        for (index, block) in blocks.filter(|(_, block)| part.contains(&block.span.range().start)) {
            self.room = self.room.saturating_sub(if is_operation(block) { OPERATION } else { 1 });
            document.items.push(Item { source, index });
            for directive in includes_in(block) {
                if let Some(target) = self.target(document, source, directive, open, budget) {
                    self.enter(target, &Excerpt::of(directive), document, open, budget);
                }
            }
        }
        open.pop();
    }

    fn target(
        &mut self,
        document: &UnfoldedDocument,
        from: SourceId,
        directive: &Directive,
        open: &[SourceId],
        budget: &mut usize,
    ) -> Option<SourceId> {
        let Some(span) = directive.arguments.whole() else {
            self.findings.push(argument_missing(directive));
            return None;
        };
        let argument = directive.arguments.value.trim();
        if argument.starts_with('<')
            || directive.option("literal").is_some()
            || directive.option("code").is_some()
        {
            return None;
        }
        let target = self.find(document.root, from, document.orphan, argument, span)?;
        let depth_left = open.len() < DEEPEST && *budget > 0 && self.room > 0;
        if open.contains(&target) || !depth_left {
            let message = if depth_left {
                format!("`{argument}` includes itself")
            } else {
                format!("`{argument}` is included too deeply or too often")
            };
            self.findings.push(
                Finding::new(&INCLUDE_CYCLE, span, Subject::file(argument), message)
                    .with_help("remove this `include`, or move the shared text to a file of its own"),
            );
            return None;
        }
        if let Some(option) = Excerpt::of(directive).missing_in(directive, self.sources.text(target)) {
            self.findings.push(excerpt_missing(argument, option, span));
            return None;
        }
        *budget -= 1;
        Some(target)
    }

    fn find(
        &mut self,
        root: SourceId,
        from: SourceId,
        orphan: bool,
        argument: &str,
        span: Span,
    ) -> Option<SourceId> {
        let candidates = candidates(self.sources, root, from, orphan, argument);
        if candidates.is_empty() {
            self.findings.push(outside_root(argument, span));
            return None;
        }
        let found = candidates.iter().find_map(|path| self.sources.find(path));
        let refused = candidates.iter().filter_map(|path| self.sources.refusal(path));
        if let Some(finding) = refused.filter_map(|refusal| forbidden(refusal, argument, span)).next() {
            self.findings.push(finding);
            return None;
        }
        if found.is_none() {
            self.findings.push(
                Finding::new(
                    &INCLUDE_MISSING,
                    span,
                    Subject::file(argument),
                    format!("the included file `{argument}` is not there"),
                )
                .with_help(
                    "mend the path (it starts at the folder of the root document), or remove the `include`",
                ),
            );
        }
        found
    }
}

/// The paths that an argument may mean: from the root's folder, as Sphinx does; for an orphan also from its
/// own folder and the folders above it.
pub(super) fn candidates(
    sources: &Sources,
    root: SourceId,
    from: SourceId,
    orphan: bool,
    argument: &str,
) -> Vec<String> {
    let layout = sources.layout();
    let mut candidates: Vec<String> =
        layout.resolve(folder_of(sources.path(root)), argument).into_iter().collect();
    if orphan {
        let mut folder = folder_of(sources.path(from));
        while folder.len() > layout.source_dir.len() {
            folder = folder_of(folder);
            candidates.extend(layout.resolve(folder, argument));
        }
    }
    candidates
}

/// Finding: the path leads out of the repository.
pub(super) fn outside_root(argument: &str, span: Span) -> Finding {
    Finding::new(
        &PATH_OUTSIDE_ROOT,
        span,
        Subject::file(argument),
        format!("`{argument}` leads out of the repository"),
    )
    .with_help("name a file inside the repository, or pass a wider `--root`")
}

/// Finding: the path leads where nothing may be read.
pub(super) fn forbidden(refusal: Refusal, argument: &str, span: Span) -> Option<Finding> {
    match refusal {
        Refusal::Outside => Some(outside_root(argument, span)),
        Refusal::Hidden => Some(
            Finding::new(
                &PATH_HIDDEN,
                span,
                Subject::file(argument),
                format!("`{argument}` leads to a hidden file"),
            )
            .with_help("name a file that is not hidden; move what the reference needs beside it"),
        ),
        Refusal::Missing | Refusal::TooLarge | Refusal::Unreadable => None,
    }
}

/// Finding: the file does not hold the text that an option names.
pub(super) fn excerpt_missing(argument: &str, option: &Text, span: Span) -> Finding {
    let message = format!("`{argument}` does not hold `{}`", option.value.trim());
    Finding::new(&EXCERPT_MISSING, option.whole().unwrap_or(span), Subject::file(argument), message)
        .with_help("name a text that is in the file, or leave the option out")
}

/// Finding: the directive has no argument.
pub(super) fn argument_missing(directive: &Directive) -> Finding {
    let message = format!("`{}` has no argument", directive.name);
    argument_incomplete(directive, directive.name_span, message)
}

/// Finding: the argument of the directive lacks a part.
pub(super) fn argument_incomplete(directive: &Directive, span: Span, message: String) -> Finding {
    let kind = directive_kind(&directive.name);
    let argument = kind.map_or("its argument", |kind| kind.argument);
    let help = match kind.and_then(|kind| kind.example) {
        Some(example) => format!("add {argument}: `{example}`"),
        None => format!("add {argument}"),
    };
    Finding::new(&DIRECTIVE_ARGUMENT, span, Subject::directive(&directive.name), message).with_help(help)
}

fn includes_in(block: &Block) -> impl Iterator<Item = &Directive> {
    block.walk().filter_map(include)
}
