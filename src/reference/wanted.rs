//! What the directives and blocks of all documents ask for.

use std::collections::BTreeMap;

use super::code_block::CodeBlock;
use super::document::{self, Parsed, UnfoldedDocument};
use super::excerpt::Excerpt;
use super::expansion;
use super::reader::{FileKind, directive_kind};
use crate::collections::HashMap;
use crate::finding::Findings;
use crate::place::{SourceId, Span};
use crate::rst::{Block, Kind};
use crate::source::Sources;

/// What to read, by what names it.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) dictionaries: Vec<SourceId>,
    pub(super) statuses: Vec<SourceId>,
    /// Each with the source to read: of a part of a file one of its own.
    pub(super) samples: Vec<(Shown, SourceId)>,
}

/// What is shown as a sample.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shown {
    /// A file, or a part of it.
    File(SourceId, Excerpt),
    /// A block of the text itself.
    Block(Span),
}

/// Loads what the directives of all documents name.
pub(super) fn load(
    sources: &mut Sources,
    documents: &[UnfoldedDocument],
    parsed: &Parsed,
    findings: &mut Findings,
) -> Wanted {
    let mut named: BTreeMap<String, BTreeMap<(FileKind, Excerpt), usize>> = BTreeMap::new();
    let mut blocks: BTreeMap<Span, usize> = BTreeMap::new();
    for document in documents {
        // Hundreds of tables name one dictionary.
        let mut uses: HashMap<_, usize> = HashMap::default();
        for item in &document.items {
            let Some(block) = item.block(parsed) else { continue };
            for (kind, argument, excerpt) in block.walk().filter_map(file_argument) {
                *uses.entry((item.source, kind, argument, excerpt)).or_default() += 1;
            }
            if let Some(code) = CodeBlock::new(block) {
                *blocks.entry(code.span).or_default() += 1;
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each use goes into an ordered map")]
        for ((source, kind, argument, excerpt), uses) in uses {
            for path in document::candidates(sources, document.root, source, document.orphan, argument) {
                *named.entry(path).or_default().entry((kind, excerpt.clone())).or_default() += uses;
            }
        }
    }
    let paths: Vec<String> = named.keys().cloned().collect();
    let loaded = sources.load_files(&paths, findings);
    let mut wanted = Wanted::default();
    let mut shown: BTreeMap<SourceId, usize> = BTreeMap::new();
    for (kinds, result) in named.into_values().zip(loaded) {
        let Ok(id) = result else { continue };
        for ((kind, excerpt), uses) in kinds {
            match kind {
                FileKind::Dictionary => wanted.dictionaries.push(id),
                FileKind::Statuses => wanted.statuses.push(id),
                FileKind::Sample => {
                    wanted.samples.push((Shown::File(id, excerpt), id));
                    *shown.entry(id).or_default() += uses;
                }
            }
        }
    }
    for (span, uses) in blocks {
        let id = sources.take_part(span, sources.slice(span).to_owned());
        wanted.samples.push((Shown::Block(span), id));
        shown.insert(id, uses);
    }
    expansion::leave_out_samples(sources, &mut wanted.samples, &shown, findings);
    take_excerpts(sources, &mut wanted.samples);
    wanted
}

/// Makes sources of the parts of files that are shown.
fn take_excerpts(sources: &mut Sources, samples: &mut [(Shown, SourceId)]) {
    for (shown, source) in samples {
        if let Shown::File(file, excerpt) = shown
            && !excerpt.is_all()
        {
            let (start, text) = excerpt.shown(sources.text(*file));
            let part = Span::new(*file, start, start + text.len());
            *source = sources.take_part(part, text);
        }
    }
}

/// The file that a directive names, what it is, and the part of it that is shown.
fn file_argument(block: &Block) -> Option<(FileKind, &str, Excerpt)> {
    let Kind::Directive(directive) = &block.kind else { return None };
    let (kind, argument) = directive_kind(&directive.name)?.file_of(directive)?;
    let excerpt = if kind == FileKind::Sample { Excerpt::of(directive) } else { Excerpt::default() };
    Some((kind, argument, excerpt))
}
