//! Reads one document: its sections become chapters and operations, its directives rows, codes and samples.

mod assembly;
mod block;
mod current_section;
mod directives;
mod draft;
mod method;
mod rules;
mod sample;
mod status;
mod table;

use std::sync::Arc;

use super::code_block::CodeBlock;
use super::document::{Item, Parsed, UnfoldedDocument};
use super::library::Library;
use super::outline::Section;
use super::{Operation, OperationId, Remark, codes, mentioned, stated};
use crate::collections::Ids;
use crate::finding::Findings;
use crate::place::Span;
use crate::rst::{self, Directive, Kind, Text};
use crate::source::Sources;
use crate::version::Window;

pub(super) use assembly::Assembly;
use assembly::OperationSections;
use block::{codes_of, is_bare_version, paragraph, rest_method, version_line, words};
use current_section::{Bold, CurrentSection};
pub(crate) use directives::{Content, directive_kind, holds_data, known_directives, part_directives};
pub(super) use directives::{FileKind, count};
pub(super) use rules::{
    BLANK_LINE_MISSING, ENTRY_UNKNOWN, FILE_MISSING, LABEL_NO_TITLE, METHOD_TEXT, OPERATION_IN_EXAMPLE,
    ROWS_OUTSIDE, SAMPLE_MISSING, STATUS_CODE_UNKNOWN, STATUS_LABEL, TITLE_INDENTED,
};

/// Reads blocks of a document: rows, codes and samples go to the operation they belong to, the rest is prose.
struct Reader<'a> {
    sources: &'a Sources,
    parsed: &'a Parsed,
    library: &'a Library,
    unfolded: &'a UnfoldedDocument,
    findings: Findings,
    operations: Vec<Operation>,
    remarks: Vec<Note>,
}

/// A remark whose operation, if it stands in one, is counted from the first of those that are read together.
struct Note {
    span: Span,
    owner: Option<usize>,
}

impl Note {
    /// The remark, given the operations that were read together.
    fn in_one_of(self, operations: Ids<OperationId>) -> Remark {
        let operation = self.owner.and_then(|at| operations.iter().nth(at));
        Remark { span: self.span, operation }
    }
}

/// What was read of some sections that stand together.
struct SectionsRead {
    findings: Findings,
    operations: Vec<Operation>,
    remarks: Vec<Note>,
}

impl<'a> Reader<'a> {
    fn new(
        sources: &'a Sources,
        parsed: &'a Parsed,
        library: &'a Library,
        unfolded: &'a UnfoldedDocument,
    ) -> Self {
        let (findings, operations, remarks) = (Findings::new(), Vec::new(), Vec::new());
        Self { sources, parsed, library, unfolded, findings, operations, remarks }
    }

    fn done(self) -> SectionsRead {
        SectionsRead { findings: self.findings, operations: self.operations, remarks: self.remarks }
    }

    /// Reads the sections of operations that stand together.
    fn read_operations(mut self, group: &OperationSections<'_>) -> SectionsRead {
        self.operation_section(group);
        for (section, titles) in &group.parts {
            self.part(section, titles.clone());
        }
        self.done()
    }

    fn operation_section(&mut self, group: &OperationSections<'_>) {
        let section = group.section;
        let mut current = CurrentSection::new(Arc::default(), None);
        current.directly = true;
        let mut open: Option<Operation> = None;
        let mut before = Operation::new(section.title.clone(), section.span, section.span);
        for item in section.items {
            let directive = item.block(self.parsed).and_then(rest_method);
            if let Some(directive) = directive {
                let mut next = self.open_operation(group, directive);
                match open.take() {
                    Some(mut done) => {
                        done.prose.extend(current.take_prose());
                        self.operations.push(done);
                    }
                    None => next.take_structure(&mut before),
                }
                open = Some(next);
            } else {
                let index = self.operations.len();
                self.item(*item, &mut current, open.as_mut().unwrap_or(&mut before), Some(index));
            }
        }
        if let Some(mut operation) = open {
            operation.prose.extend(current.take_prose());
            self.operations.push(operation);
        }
    }

    fn part(&mut self, section: &Section<'_>, titles: Arc<[String]>) {
        let Some(mut operation) = self.operations.pop() else { return };
        let mut current = CurrentSection::new(titles, Some(&section.title));
        let index = self.operations.len();
        for item in section.items {
            self.item(*item, &mut current, &mut operation, Some(index));
        }
        operation.prose.extend(current.take_prose());
        self.operations.push(operation);
    }

    /// Reads one block: structure goes to the operation, the rest is prose.
    fn item(
        &mut self,
        item: Item,
        current: &mut CurrentSection<'_>,
        operation: &mut Operation,
        owner: Option<usize>,
    ) {
        let Some(block) = item.block(self.parsed) else { return };
        let before = self.findings.len();
        if let Some((kind, label)) = current.announced.take() {
            if let Some(codes) = codes::in_list(kind, block) {
                codes.iter().for_each(|(mention, text)| self.code(mention, text, operation));
                return;
            }
            current.prose.push(label);
        }
        if let Some(codes) = current.heading.and_then(|title| codes::below_title(title, block)) {
            codes.iter().for_each(|(mention, text)| self.code(mention, text, operation));
            // What a table says beside its codes stays.
            if !matches!(block.kind, Kind::Table(_) | Kind::Directive(_)) {
                return;
            }
        }
        if self.stray_rows(block, item, current, operation) {
            return;
        }
        if let Some(code) = CodeBlock::new(block).filter(|_| owner.is_some())
            && self.code_sample(&code, item, current, operation)
        {
            return;
        }
        for inner in block.walk() {
            match &inner.kind {
                Kind::Directive(directive) => self.directive(directive, item, current, operation),
                Kind::Comment(text) => self.remark(text, owner),
                kind => {
                    for (mention, text) in codes_of(kind).into_iter().flatten() {
                        self.code(&mention, text, operation);
                    }
                }
            }
        }
        match &block.kind {
            Kind::Paragraph(text) => self.paragraph(text, item, current, operation),
            Kind::Comment(_) | Kind::Target(..) | Kind::Substitution(..) | Kind::Title(_) => {}
            Kind::Directive(directive) if is_part(directive) || is_bare_version(directive) => {}
            kind if holds_only_codes(kind) => {}
            _ => current.prose.push((item.source, item.index)),
        }
        if !operation.url.is_empty() && self.findings.len() > before {
            // Whatever was noticed in a block of an operation is about that operation.
            let key = operation.key();
            for finding in
                self.findings.iter_mut().skip(before).filter(|finding| finding.operations().is_empty())
            {
                finding.add_operation(key.clone());
            }
        }
    }

    fn paragraph(
        &mut self,
        text: &Text,
        item: Item,
        current: &mut CurrentSection<'_>,
        operation: &mut Operation,
    ) {
        let mentions = codes::in_paragraph(text);
        if !mentions.is_empty() {
            mentions.iter().for_each(|mention| self.code(mention, text, operation));
            codes::slips(text).for_each(|slip| self.slip(&slip, text));
            return;
        }
        if let Some(kind) = codes::announced(text) {
            current.announced = Some((kind, (item.source, item.index)));
            return;
        }
        if let Some(bold) = rst::is_bold_line(text) {
            current.bold = Some(Bold { text: bold.to_owned(), item, fresh: true });
        }
        // Text of a chapter, or right below the title of an operation, may state since when all of it exists.
        if current.directly {
            operation.window = operation.window.intersect(stated(&text.value).unwrap_or_default());
        }
        current.prose.push((item.source, item.index));
    }

    fn remark(&mut self, text: &Text, owner: Option<usize>) {
        if let (true, Some(span)) = (text.value.trim_start().starts_with("apiref:"), text.whole()) {
            self.remarks.push(Note { span, owner });
        }
    }
}

/// Is it a list of nothing but codes, which are no text?
fn holds_only_codes(kind: &Kind) -> bool {
    let codes = codes_of(kind);
    !codes.is_empty() && codes.iter().all(|codes| !codes.is_empty())
}

/// Does the directive hold a part of the reference, and no text?
fn is_part(directive: &Directive) -> bool {
    directive_kind(&directive.name).is_some_and(|kind| kind.content == Content::Part)
}

/// The range of versions that a title states; a single version names an example, not a thing.
fn ranged(title: &str) -> Window {
    mentioned(title).filter(|window| window.min != window.max).unwrap_or_default()
}
