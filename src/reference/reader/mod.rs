//! Reads one document: its sections become chapters and operations, its directives rows, codes and samples.

mod assembly;
mod block;
mod draft;
mod here;
mod method;
mod rules;
mod sample;
mod status;
mod table;

use std::sync::Arc;

use super::document::{Flow, Item, Parsed};
use super::library::Library;
use super::outline::Section;
use super::{Operation, Remark, Window, codes, mentioned, stated};
use crate::finding::Findings;
use crate::rst::{self, Directive, Kind, Text};
use crate::source::Sources;

pub(super) use assembly::Assembly;
use assembly::Bundle;
use block::{
    bare_window, codes_of, is_bare_version, is_structure, paragraph, rest_method, version_line, words,
};
use here::{Bold, Here};
pub(super) use rules::{ENTRY_UNKNOWN, FILE_MISSING, SAMPLE_MISSING, STATUS_CODE_UNKNOWN};

/// Reads blocks of a document: rows, codes and samples go to the operation they belong to, the rest is prose.
struct Reader<'a> {
    sources: &'a Sources,
    parsed: &'a Parsed,
    library: &'a Library,
    flow: &'a Flow,
    findings: Findings,
    operations: Vec<Operation>,
    remarks: Vec<Remark>,
}

/// What was read of a stretch of a document.
struct Stretch {
    findings: Findings,
    operations: Vec<Operation>,
    /// Their operations are counted from the first of the stretch.
    remarks: Vec<Remark>,
}

impl<'a> Reader<'a> {
    fn new(sources: &'a Sources, parsed: &'a Parsed, library: &'a Library, flow: &'a Flow) -> Self {
        let (findings, operations, remarks) = (Findings::new(), Vec::new(), Vec::new());
        Self { sources, parsed, library, flow, findings, operations, remarks }
    }

    fn done(self) -> Stretch {
        Stretch { findings: self.findings, operations: self.operations, remarks: self.remarks }
    }

    /// Reads the sections of operations that stand together.
    fn bundle(mut self, bundle: &Bundle<'_>) -> Stretch {
        self.operation_section(bundle);
        for (section, titles) in &bundle.parts {
            self.part(section, titles.clone());
        }
        self.done()
    }

    fn operation_section(&mut self, bundle: &Bundle<'_>) {
        let section = bundle.section;
        let mut here = Here::new(Arc::default(), None);
        here.directly = true;
        let mut open: Option<Operation> = None;
        let mut before = Operation::new(section.title.clone(), section.span, section.span);
        for item in section.items {
            let directive = item.block(self.parsed).and_then(rest_method);
            if let Some(directive) = directive {
                let mut next = self.open_operation(bundle, directive);
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

    fn part(&mut self, section: &Section<'_>, titles: Arc<[String]>) {
        let Some(mut operation) = self.operations.pop() else { return };
        let mut here = Here::new(titles, Some(&section.title));
        let index = self.operations.len();
        for item in section.items {
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

/// The range of versions that a title states; a single version names an example, not a thing.
fn ranged(title: &str) -> Window {
    mentioned(title).filter(|window| window.min != window.max).unwrap_or_default()
}
