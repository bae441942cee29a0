use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::super::document::{Parsed, UnfoldedDocument};
use super::super::library::Library;
use super::super::outline::{Role, Section};
use super::super::{Chapter, Document, Operation, Prose, Reference, binding, direction, mentioned};
use super::current_section::CurrentSection;
use super::{Reader, SectionsRead, ranged};
use crate::collections::Ids;
use crate::finding::Findings;
use crate::place::Span;
use crate::rst::Scope;
use crate::source::Sources;
use crate::version::Window;

/// A document that is put together from its sections: chapters and their texts in order, then all operations
/// at the same time.
pub(in super::super) struct Assembly<'a> {
    sources: &'a Sources,
    parsed: &'a Parsed,
    library: &'a Library,
    unfolded: &'a UnfoldedDocument,
    sections: &'a [Section<'a>],
    document: Document,
    /// Which element of `document.chapters` a section is.
    chapter_of: BTreeMap<Option<usize>, usize>,
    /// The sections that stand right above operations.
    holders: BTreeSet<usize>,
    outside: Operation,
    /// What was read, with the section at which it begins.
    read: Vec<(usize, SectionsRead)>,
}

/// A section that opens operations, with those that are parts of them.
pub(super) struct OperationSections<'a> {
    at: usize,
    pub(super) section: &'a Section<'a>,
    /// Each with the titles around it, innermost first.
    pub(super) parts: Vec<(&'a Section<'a>, Arc<[String]>)>,
    pub(super) chapter: usize,
    /// What the text before it says of the window of its chapter.
    pub(super) around: Window,
}

impl<'a> Assembly<'a> {
    pub(in super::super) fn new(
        sources: &'a Sources,
        parsed: &'a Parsed,
        library: &'a Library,
        unfolded: &'a UnfoldedDocument,
        sections: &'a [Section<'a>],
        scope: Scope<'static>,
    ) -> Self {
        let first = sections.iter().find(|section| !section.title.is_empty());
        let document = Document {
            root: unfolded.root,
            title: first.map_or_else(String::new, |section| section.title.clone()),
            written_title: first.map_or_else(String::new, |section| section.written.clone()),
            orphan: unfolded.orphan,
            prose: Vec::new(),
            chapters: Vec::new(),
            scope,
            operations: Ids::default(),
            mentioned: mentioned::in_document(unfolded, parsed),
        };
        let above = sections.iter().filter_map(|section| match section.role {
            Role::Operation { chapter } => chapter,
            _ => None,
        });
        let start = Span::new(unfolded.root, 0, 0);
        Self {
            sources,
            parsed,
            library,
            unfolded,
            sections,
            document,
            chapter_of: BTreeMap::new(),
            holders: above.collect(),
            outside: Operation::new(String::new(), start, start),
            read: Vec::new(),
        }
    }

    /// Reads all sections and adds the document and its operations to `reference`.
    pub(in super::super) fn read(mut self, reference: &mut Reference, findings: &mut Findings) {
        let groups = self.operation_sections();
        let read = |group: &OperationSections<'_>| (group.at, self.reader().read_operations(group));
        let read: Vec<(usize, SectionsRead)> = groups.par_iter().map(read).collect();
        self.read.extend(read);
        self.finish(reference, findings);
    }

    /// Reads the texts, and gathers the sections of operations.
    fn operation_sections(&mut self) -> Vec<OperationSections<'a>> {
        let mut groups: Vec<OperationSections<'a>> = Vec::new();
        let mut titles: Vec<(usize, &str)> = Vec::new();
        for (at, section) in self.sections.iter().enumerate() {
            while titles.last().is_some_and(|(level, _)| *level >= section.level) {
                titles.pop();
            }
            match section.role {
                Role::Text { chapter } => self.text(at, section, chapter),
                Role::Operation { chapter } => {
                    titles.clear();
                    let chapter = self.chapter_of_operations(section, chapter);
                    let around = self.document.chapters.get(chapter).map(|chapter| chapter.window);
                    let around = around.unwrap_or_default();
                    groups.push(OperationSections { at, section, parts: Vec::new(), chapter, around });
                }
                Role::Part { .. } => {
                    titles.push((section.level, &section.title));
                    let around = titles.iter().rev().map(|(_, title)| (*title).to_owned()).collect();
                    if let Some(group) = groups.last_mut() {
                        group.parts.push((section, around));
                    }
                }
            }
        }
        groups
    }

    fn reader(&self) -> Reader<'a> {
        Reader::new(self.sources, self.parsed, self.library, self.unfolded)
    }

    /// Text of the document, or of a chapter.
    fn text(&mut self, at: usize, section: &Section<'_>, above: Option<usize>) {
        let mut reader = self.reader();
        let mut current = CurrentSection::new(Arc::default(), None);
        current.directly = true;
        self.outside.window = Window::ALL;
        for item in section.items {
            reader.item(*item, &mut current, &mut self.outside, None);
        }
        let window = self.outside.window.intersect(ranged(&section.title));
        self.read.push((at, reader.done()));
        // A chapter is the text section right above operations; deeper text sections below it are headings in
        // it.
        let holds = |at: &usize| self.holders.contains(at);
        let owner = Some(at).filter(holds).or_else(|| above.filter(holds));
        let own_title = owner == Some(at) || (owner.is_none() && section.title == self.document.title);
        let prose = Prose {
            heading: (!own_title).then(|| section.title.clone()).filter(|title| !title.is_empty()),
            blocks: current.prose,
        };
        match owner.and_then(|owner| Some((owner, self.sections.get(owner)?))) {
            Some((owner, chapter)) => {
                let at = self.chapter(Some(owner), chapter);
                if let Some(chapter) = self.document.chapters.get_mut(at) {
                    chapter.window = chapter.window.intersect(window);
                    chapter.prose.push(prose);
                }
            }
            None => self.document.prose.push(prose),
        }
    }

    /// The number of the chapter of a section that opens operations; without one above, it is that of the
    /// document.
    fn chapter_of_operations(&mut self, section: &Section<'_>, above: Option<usize>) -> usize {
        if let Some(chapter) = above.and_then(|at| self.sections.get(at)) {
            return self.chapter(above, chapter);
        }
        let at = self.chapter(None, section);
        if let Some(chapter) = self.document.chapters.get_mut(at) {
            chapter.title.clone_from(&self.document.title);
        }
        at
    }

    /// The number of the chapter that a section is; it is added when it is new.
    fn chapter(&mut self, section: Option<usize>, title: &Section<'_>) -> usize {
        let next = self.chapter_of.len();
        let at = *self.chapter_of.entry(section).or_insert(next);
        if at == next {
            self.document.chapters.push(Chapter {
                title: title.title.clone(),
                span: title.span,
                window: Window::ALL,
                prose: Vec::new(),
            });
        }
        at
    }

    fn finish(mut self, reference: &mut Reference, findings: &mut Findings) {
        let (first, number) = (reference.operations.next_id(), reference.documents.len());
        self.read.sort_by_key(|(at, _)| *at);
        reference.operations.reserve_exact(self.read.iter().map(|(_, part)| part.operations.len()).sum());
        for (_, part) in self.read {
            let before = reference.operations.next_id();
            findings.extend(part.findings);
            reference.operations.extend(part.operations);
            let read = reference.operations.ids_from(before);
            reference.remarks.extend(part.remarks.into_iter().map(|note| note.in_one_of(read)));
        }
        self.document.operations = reference.operations.ids_from(first);
        let operations = &mut reference.operations[self.document.operations];
        operations.par_iter_mut().for_each(|operation| {
            operation.document = number;
            binding::bind(operation, &self.library.definitions, &self.library.samples);
            direction::settle(operation, &self.library.samples);
        });
        unify_variables(operations);
        reference.outside.rows += self.outside.rows.len();
        reference.outside_definitions.extend(self.outside.rows.iter().filter_map(|row| row.definition));
        reference.outside.codes += self.outside.codes.len();
        reference.outside.samples += self.outside.samples.len();
        reference.documents.push(self.document);
    }
}

/// Routes that differ only in the names of their variables are one route: the names of the first are used for
/// all.
fn unify_variables(operations: &mut [Operation]) {
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for operation in operations {
        let own: Vec<String> = operation.template.variables().map(|variable| variable.name.clone()).collect();
        let names = known.entry(operation.template.shape()).or_insert(own);
        for (variable, name) in operation.template.variables_mut().zip(names.iter()) {
            variable.name.clone_from(name);
        }
        for (binding, name) in operation.bindings.iter_mut().zip(names.iter()) {
            binding.variable.clone_from(name);
        }
    }
}
