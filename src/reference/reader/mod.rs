//! Reads one document: its sections become chapters and operations, its directives rows, codes and samples.

mod block;
mod draft;
mod here;
mod method;
mod rules;
mod sample;
mod status;
mod table;

use std::collections::BTreeMap;

use super::document::{Flow, Item, Parsed};
use super::library::Library;
use super::outline::{Role, Section};
use super::{
    Chapter, Document, Operation, Prose, Reference, Remark, Window, binding, codes, mentioned, stated,
};
use crate::finding::Findings;
use crate::place::Span;
use crate::rst::{self, Directive, Kind, Scope, Text};
use crate::source::Sources;

use block::{
    bare_window, codes_of, is_bare_version, is_structure, paragraph, rest_method, version_line, words,
};
use here::{Bold, Here};
pub(super) use rules::{ENTRY_UNKNOWN, FILE_MISSING, SAMPLE_MISSING, STATUS_CODE_UNKNOWN};

/// Reads one document: its sections become chapters and operations.
pub(super) struct Reader<'a> {
    sources: &'a Sources,
    parsed: &'a Parsed,
    library: &'a Library,
    flow: &'a Flow,
    findings: &'a mut Findings,
    document: Document,
    /// Section index of the chapter behind each element of `document.chapters`.
    chapter_of: Vec<Option<usize>>,
    operations: Vec<Operation>,
    outside: Operation,
    remarks: Vec<Remark>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        sources: &'a Sources,
        parsed: &'a Parsed,
        library: &'a Library,
        flow: &'a Flow,
        findings: &'a mut Findings,
    ) -> Self {
        let start = Span::new(flow.root, 0, 0);
        let document = Document {
            root: flow.root,
            title: String::new(),
            orphan: flow.orphan,
            prose: Vec::new(),
            chapters: Vec::new(),
            scope: scope(parsed, flow),
            operations: 0..0,
        };
        Self {
            sources,
            parsed,
            library,
            flow,
            findings,
            document,
            chapter_of: Vec::new(),
            operations: Vec::new(),
            outside: Operation::new(String::new(), start, start),
            remarks: Vec::new(),
        }
    }

    /// Reads all sections and adds the document and its operations to `reference`.
    pub(super) fn read(mut self, sections: &[Section], reference: &mut Reference) {
        self.document.title = sections
            .iter()
            .map(|section| section.title.as_str())
            .find(|title| !title.is_empty())
            .unwrap_or("")
            .to_owned();
        let mut titles: Vec<(usize, String)> = Vec::new();
        for (index, section) in sections.iter().enumerate() {
            while titles.last().is_some_and(|(level, _)| *level >= section.level) {
                titles.pop();
            }
            match section.role {
                Role::Text { chapter } => self.text(sections, index, chapter),
                Role::Operation { chapter } => {
                    titles.clear();
                    self.operation_section(sections, section, chapter);
                }
                Role::Part { .. } => {
                    titles.push((section.level, section.title.clone()));
                    let around = titles.iter().rev().map(|(_, title)| title.clone()).collect();
                    self.part(section, around);
                }
            }
        }
        self.finish(reference);
    }

    fn finish(mut self, reference: &mut Reference) {
        for operation in &mut self.operations {
            binding::bind(operation, &self.library.definitions, &self.library.samples);
        }
        unify_variables(&mut self.operations);
        let first = reference.operations.len();
        let number = reference.documents.len();
        self.document.operations = first..first + self.operations.len();
        for operation in &mut self.operations {
            operation.document = number;
        }
        reference.outside.rows += self.outside.rows.len();
        reference.outside_definitions.extend(self.outside.rows.iter().filter_map(|row| row.definition));
        reference.outside.codes += self.outside.codes.len();
        reference.outside.samples += self.outside.samples.len();
        reference.remarks.extend(self.remarks.into_iter().map(|remark| remark.shifted(first)));
        reference.operations.append(&mut self.operations);
        reference.documents.push(self.document);
    }

    /// Text of the document, or of a chapter.
    fn text(&mut self, sections: &[Section], index: usize, above: Option<usize>) {
        let Some(section) = sections.get(index) else { return };
        let mut outside =
            std::mem::replace(&mut self.outside, Operation::new(String::new(), section.span, section.span));
        let mut here = Here::new(Vec::new(), None);
        here.directly = true;
        let chapter_window = ranged(&section.title);
        outside.window = Window::ALL;
        for item in &section.items {
            self.item(*item, &mut here, &mut outside, None);
        }
        let window = outside.window.intersect(chapter_window);
        outside.window = Window::ALL;
        self.outside = outside;
        // A chapter is the text section right above operations; deeper text sections below it are headings in it.
        let holds = |at: usize| {
            sections
                .iter()
                .any(|other| matches!(other.role, Role::Operation { chapter } if chapter == Some(at)))
        };
        let owner = if holds(index) { Some(index) } else { above.filter(|above| holds(*above)) };
        let own_title = owner == Some(index) || (owner.is_none() && section.title == self.document.title);
        let prose = Prose {
            heading: (!own_title).then(|| section.title.clone()).filter(|title| !title.is_empty()),
            blocks: here.prose,
        };
        match owner.and_then(|owner| Some((owner, sections.get(owner)?))) {
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

    /// The number of the chapter that a section is; it is added when it is new.
    fn chapter(&mut self, section: Option<usize>, title: &Section) -> usize {
        if let Some(at) = self.chapter_of.iter().position(|known| *known == section) {
            return at;
        }
        self.chapter_of.push(section);
        self.document.chapters.push(Chapter {
            title: title.title.clone(),
            span: title.span,
            window: Window::ALL,
            prose: Vec::new(),
        });
        self.chapter_of.len() - 1
    }

    fn operation_section(&mut self, sections: &[Section], section: &Section, chapter: Option<usize>) {
        let number = match chapter.and_then(|at| sections.get(at)) {
            Some(above) => self.chapter(chapter, above),
            None => {
                let at = self.chapter(None, section);
                if let Some(chapter) = self.document.chapters.get_mut(at) {
                    chapter.title.clone_from(&self.document.title);
                }
                at
            }
        };
        let mut here = Here::new(Vec::new(), None);
        here.directly = true;
        let mut open: Option<Operation> = None;
        let mut before = Operation::new(section.title.clone(), section.span, section.span);
        for item in &section.items {
            let directive = item.block(self.parsed).and_then(rest_method);
            if let Some(directive) = directive {
                let mut next = self.open_operation(section, directive, number);
                match open.take() {
                    Some(mut done) => {
                        done.prose.extend(here.take_prose());
                        self.operations.push(done);
                    }
                    None => next.take_structure(&mut before),
                }
                open = Some(next);
            } else {
                let index = self.operations.len();
                self.item(*item, &mut here, open.as_mut().unwrap_or(&mut before), Some(index));
            }
        }
        if let Some(mut operation) = open {
            operation.prose.extend(here.take_prose());
            self.operations.push(operation);
        }
    }

    fn part(&mut self, section: &Section, titles: Vec<String>) {
        let Some(mut operation) = self.operations.pop() else { return };
        let mut here = Here::new(titles, Some(&section.title));
        let index = self.operations.len();
        for item in &section.items {
            self.item(*item, &mut here, &mut operation, Some(index));
        }
        operation.prose.extend(here.take_prose());
        self.operations.push(operation);
    }

    /// Reads one block: structure goes to the operation, the rest is prose.
    fn item(&mut self, item: Item, here: &mut Here<'_>, operation: &mut Operation, owner: Option<usize>) {
        let Some(block) = item.block(self.parsed) else { return };
        let before = self.findings.len();
        for inner in block.walk() {
            match &inner.kind {
                Kind::Directive(directive) => self.directive(directive, item, here, operation),
                Kind::Comment(text) => self.remark(text, owner),
                Kind::Definitions(items) => {
                    for definition in items {
                        for body in definition.body.iter().filter_map(|block| match &block.kind {
                            Kind::Paragraph(text) => Some(text),
                            _ => None,
                        }) {
                            operation.take_codes(codes::in_definition(&definition.term, body), body);
                        }
                    }
                }
                _ => {}
            }
        }
        match &block.kind {
            Kind::Paragraph(text) => self.paragraph(text, item, here, operation),
            Kind::Comment(_) | Kind::Target(..) | Kind::Substitution(..) | Kind::Title(_) => {}
            Kind::Directive(directive) if is_structure(&directive.name) || is_bare_version(directive) => {}
            Kind::Definitions(items) if items.iter().all(|item| !codes_of(item).is_empty()) => {}
            _ => here.prose.push((item.source, item.index)),
        }
        if !operation.url.is_empty() && self.findings.len() > before {
            // Whatever was noticed in a block of an operation is about that operation.
            let key = operation.key();
            for finding in
                self.findings.iter_mut().skip(before).filter(|finding| finding.operations.is_empty())
            {
                finding.operations.push(key.clone());
            }
        }
    }

    fn paragraph(&mut self, text: &Text, item: Item, here: &mut Here<'_>, operation: &mut Operation) {
        let mentions = codes::in_paragraph(text);
        if !mentions.is_empty() {
            operation.take_codes(mentions, text);
            return;
        }
        if let Some(bold) = rst::is_bold_line(text) {
            here.bold = Some(Bold { text: bold.to_owned(), item, fresh: true });
        }
        // Text of a chapter, or right below the title of an operation, may state since when all of it exists.
        if here.directly {
            operation.window = operation.window.intersect(stated(&text.value).unwrap_or_default());
        }
        here.prose.push((item.source, item.index));
    }

    fn directive(
        &mut self,
        directive: &Directive,
        item: Item,
        here: &mut Here<'_>,
        operation: &mut Operation,
    ) {
        match directive.name.as_str() {
            "rest_parameters" => self.table(directive, item, here, operation),
            "rest_status_code" => self.status(directive, item, operation),
            "literalinclude" => self.sample(directive, item, here, operation),
            "versionadded" | "versionremoved" if here.directly && is_bare_version(directive) => {
                operation.window = operation.window.intersect(bare_window(directive));
            }
            "deprecated" if here.directly => operation.deprecated = true,
            _ => {}
        }
    }

    fn remark(&mut self, text: &Text, owner: Option<usize>) {
        if let (true, Some(span)) = (text.value.trim_start().starts_with("apiref:"), text.whole()) {
            self.remarks.push(Remark { text: text.value.trim().to_owned(), span, operation: owner });
        }
    }
}

/// Routes that differ only in the names of their variables are one route: the names of the first are used for all.
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

fn scope(parsed: &Parsed, flow: &Flow) -> Scope {
    // Substitutions may be defined in any file of the document.
    Scope::gather(flow.items.iter().filter_map(|item| item.block(parsed)))
}

/// The range of versions that a title states; a single version names an example, not a thing.
fn ranged(title: &str) -> Window {
    mentioned(title).filter(|window| window.min != window.max).unwrap_or_default()
}
