use std::collections::BTreeMap;

use super::document::{self, Flow, Item, Parsed};
use super::library::{self, Library};
use super::outline::{Role, Section};
use super::{
    Chapter, Code, CodeKind, Document, Location, Method, Operation, Prose, Reference, Remark, Row, Sample,
    Table, Template, Version, Window, binding, codes, direction, mentioned, stated,
};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::place::{SourceId, Span};
use crate::rst::{self, Block, Directive, Kind, Scope, Text};
use crate::source::{Refusal, Sources};
use crate::yaml::{self, Field};

pub(super) static FILE_MISSING: Rule = Rule {
    id: "file-missing",
    severity: Severity::Error,
    summary: "a dictionary or status file is not there",
    explanation: "The file that `rest_parameters` or `rest_status_code` names is resolved from the folder of the root document, or from the source \
                  directory if it starts with a slash. Without the dictionary the whole table is lost.",
    bad: ".. rest_parameters:: paramters.yaml",
    good: ".. rest_parameters:: parameters.yaml",
};

pub(super) static SAMPLE_MISSING: Rule = Rule {
    id: "sample-missing",
    severity: Severity::Error,
    summary: "a sample file is not there",
    explanation: "The file that `literalinclude` names is resolved from the folder of the root document, or from the source directory if it starts \
                  with a slash. Sphinx prints a warning and leaves a hole.",
    bad: ".. literalinclude:: sample/show-response.json",
    good: ".. literalinclude:: samples/show-response.json",
};

pub(super) static ENTRY_UNKNOWN: Rule = Rule {
    id: "entry-unknown",
    severity: Severity::Error,
    summary: "a row names an entry that the dictionary does not have",
    explanation: "A row is `- name: entry`. If the dictionary has no such entry, the parameter has no type, place or description.",
    bad: "- name: nmae",
    good: "- name: name",
};

pub(super) static STATUS_CODE_UNKNOWN: Rule = Rule {
    id: "status-code-unknown",
    severity: Severity::Warning,
    summary: "a status code has no text in the status file",
    explanation: "`rest_status_code` takes the text of each code from the status file: the key after the colon, else `default`. A code that is not there, \
                  or that is no HTTP status code, has no text.",
    bad: "- 209",
    good: "- 202",
};

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

/// The part of an operation or chapter that is being read.
struct Here<'s> {
    /// Titles of the sections around, inside the operation, innermost first.
    titles: Vec<String>,
    heading: Option<&'s str>,
    window: Window,
    bold: Option<Bold>,
    /// Blocks that are running text.
    prose: Vec<(SourceId, usize)>,
    directly: bool,
}

/// A bold line: perhaps the name of the example after it.
struct Bold {
    text: String,
    item: Item,
    fresh: bool,
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
            binding::bind(operation, &self.library.definitions);
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

    fn open_operation(&mut self, section: &Section, directive: &Directive, chapter: usize) -> Operation {
        let mut operation = Operation::new(section.title.clone(), section.span, directive.name_span);
        operation.chapter = chapter;
        operation.deprecated = section.title.to_lowercase().contains("deprecated");
        self.read_method(directive, &mut operation);
        let around = self.document.chapters.get(chapter).map(|chapter| chapter.window).unwrap_or_default();
        operation.window = operation.window.intersect(ranged(&section.title)).intersect(around);
        operation
    }

    fn read_method(&mut self, directive: &Directive, operation: &mut Operation) {
        let mut lines: Vec<(&str, Span)> = Vec::new();
        let mut fields: Vec<(&str, Field)> = Vec::new();
        for (line, span) in directive.arguments.iter().chain(directive.content.iter()) {
            match version_line(line, span) {
                Some(field) => fields.push(field),
                None if !line.trim().is_empty() => lines.push((line, span)),
                None => {}
            }
        }
        for (name, value) in directive.options.iter().filter_map(|(name, value)| {
            Some((name.value.as_str(), value.whole().map(|span| Field { value: value.value.clone(), span })?))
        }) {
            fields.push((name, value));
        }
        for (name, field) in fields {
            let version = library::version(&field, self.findings);
            match name {
                "min_version" => (operation.window.min, operation.min_version) = (version, Some(field)),
                "max_version" => (operation.window.max, operation.max_version) = (version, Some(field)),
                _ => {}
            }
        }
        let mut words = lines.iter().flat_map(|(line, span)| words(line, *span));
        let Some((method, method_span)) = words.next() else {
            self.findings.push(document::argument_missing(directive));
            return;
        };
        operation.method = Method::parse(method);
        operation.span = directive.name_span.to(method_span);
        let Some((first, mut span)) = words.next() else {
            self.findings.push(document::argument_incomplete(
                directive,
                method_span,
                format!("`rest_method` names the verb `{method}`, but no URL"),
            ));
            return;
        };
        let mut url = first.to_owned();
        // A URL that is wrapped over lines, or written with blanks, is one URL.
        for (more, more_span) in words {
            url.push_str(more);
            span = span.to(more_span);
        }
        operation.template = Template::parse(&url, span, self.findings);
        operation.url_span = span;
        operation.url = url;
        operation.span = operation.span.to(span);
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
        if !operation.url.is_empty() {
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

    fn table(&mut self, directive: &Directive, item: Item, here: &mut Here<'_>, operation: &mut Operation) {
        let dictionary = self.file(
            directive,
            &directive.arguments.value,
            directive.arguments.whole(),
            item,
            &FILE_MISSING,
        );
        let bold =
            here.bold.as_ref().filter(|bold| bold.fresh).and_then(|bold| direction::of_text(&bold.text));
        let table = Table {
            span: directive.name_span,
            dictionary,
            section: here.titles.clone(),
            direction: bold.or_else(|| direction::of_sections(&here.titles)),
            window: here.window,
        };
        let number = operation.tables.len();
        for pair in yaml::pairs(&directive.content, self.findings) {
            let definition = dictionary.and_then(|id| self.library.definition(id, &pair.value.value));
            // What is wrong with a dictionary without entries is told once, at the dictionary.
            let readable = dictionary
                .filter(|id| self.library.dictionaries.get(id).is_some_and(|read| !read.entries.is_empty()));
            if let (None, Some(id)) = (definition, readable) {
                self.findings.push(self.entry_unknown(&pair, id, operation));
            }
            operation.rows.push(Row {
                window: self.row_window(definition, here.window, operation.window),
                name: pair.key.value,
                name_span: pair.key.span,
                reference: pair.value.value,
                reference_span: pair.value.span,
                table: number,
                definition,
                direction: table.direction,
                location: Location::Body,
            });
        }
        operation.tables.push(table);
    }

    fn row_window(&self, definition: Option<usize>, section: Window, operation: Window) -> Window {
        let own =
            definition.and_then(|at| self.library.definitions.get(at)).map(|definition| definition.window);
        section.intersect(operation).intersect(own.unwrap_or_default())
    }

    fn entry_unknown(&self, pair: &yaml::PairItem, dictionary: SourceId, operation: &Operation) -> Finding {
        let reference = &pair.value.value;
        let path = self.sources.path(dictionary);
        let message = if *reference == pair.key.value {
            format!("`{reference}` is no entry of `{path}`")
        } else {
            format!("`{reference}`, the entry of row `{}`, is not in `{path}`", pair.key.value)
        };
        let names = self.library.dictionaries.get(&dictionary).map(|dictionary| dictionary.entries.keys());
        let nearest = names.and_then(|names| crate::finding::nearest(reference, names.map(String::as_str)));
        let help = match nearest {
            Some(name) => format!("did you mean `{name}`? Otherwise add the entry to `{path}`"),
            None => format!("add the entry to `{path}`, or name one that is there"),
        };
        Finding::new(&ENTRY_UNKNOWN, pair.value.span, message).help(help).operation(operation.key())
    }

    fn status(&mut self, directive: &Directive, item: Item, operation: &mut Operation) {
        let mut words = directive.arguments.iter().flat_map(|(line, span)| words(line, span));
        let kind = match words.next() {
            Some(("success", _)) => CodeKind::Success,
            Some(("error", _)) => CodeKind::Error,
            Some((word, span)) => {
                let message = format!("`{word}` is no kind of status codes");
                self.findings.push(document::argument_incomplete(directive, span, message));
                return;
            }
            None => {
                self.findings.push(document::argument_missing(directive));
                return;
            }
        };
        let file = match words.next() {
            Some((path, span)) => self.file(directive, path, Some(span), item, &FILE_MISSING),
            None => self.file(directive, "", None, item, &FILE_MISSING),
        };
        for entry in yaml::list(&directive.content, self.findings) {
            let code = entry.key.value.trim().parse::<u16>().ok().filter(|code| (100..600).contains(code));
            let reason = file.and_then(|id| self.reason(id, &entry));
            let known = file.is_none() || reason.is_some();
            if code.is_none() || !known {
                self.findings.push(self.status_unknown(&entry, code, file, operation));
            }
            if let Some(code) = code {
                operation.codes.push(Code { code, span: entry.key.span, kind, reason });
            }
        }
    }

    fn reason(&self, statuses: SourceId, item: &yaml::ListItem) -> Option<String> {
        let codes = &self.library.statuses.get(&statuses)?.codes;
        let status = codes.iter().find(|status| status.code.value.trim() == item.key.value.trim())?;
        let key = item.value.as_ref().map_or("default", |value| value.value.trim());
        let reason = status.reasons.iter().find(|reason| reason.key.value == key)?;
        Some(reason.text.value.clone())
    }

    fn status_unknown(
        &self,
        item: &yaml::ListItem,
        code: Option<u16>,
        file: Option<SourceId>,
        operation: &Operation,
    ) -> Finding {
        let written = match &item.value {
            Some(key) => format!("{}: {}", item.key.value, key.value),
            None => item.key.value.clone(),
        };
        let message = match (code, file) {
            (Some(_), Some(file)) => format!("`{}` has no text for `{written}`", self.sources.path(file)),
            _ => format!("`{written}` is no HTTP status code"),
        };
        Finding::new(&STATUS_CODE_UNKNOWN, item.key.span, message)
            .help("correct the code, or add its text to the status file")
            .operation(operation.key())
    }

    fn sample(&mut self, directive: &Directive, item: Item, here: &mut Here<'_>, operation: &mut Operation) {
        let path = directive.arguments.value.trim();
        let source = self.file(directive, path, directive.arguments.whole(), item, &SAMPLE_MISSING);
        let Some(span) = directive.arguments.whole() else { return };
        let bold = here.take_bold();
        let lead = here.prose.last().and_then(|id| self.parsed.get(&id.0)?.get(id.1)).and_then(paragraph);
        let found = bold
            .as_deref()
            .and_then(direction::of_text)
            .or_else(|| direction::of_sections(&here.titles))
            .or_else(|| lead.and_then(|text| direction::of_text(&text.value)))
            .or_else(|| direction::of_file(path));
        operation.samples.push(Sample {
            path: path.to_owned(),
            span,
            file: source.and_then(|id| self.library.sample(id)),
            direction: found,
            bold,
            section: here.titles.clone(),
        });
    }

    /// The source behind the argument of a directive; a finding if there is none.
    fn file(
        &mut self,
        directive: &Directive,
        argument: &str,
        span: Option<Span>,
        item: Item,
        missing: &'static Rule,
    ) -> Option<SourceId> {
        let (Some(span), argument) = (span, argument.trim()) else {
            self.findings.push(document::argument_missing(directive));
            return None;
        };
        let paths =
            document::candidates(self.sources, self.flow.root, item.source, self.flow.orphan, argument);
        let refusal = paths
            .iter()
            .filter_map(|path| self.sources.refusal(path))
            .find(|refusal| *refusal != Refusal::Missing);
        if let Some(found) =
            paths.iter().find_map(|path| self.sources.find(path)).filter(|_| refusal.is_none())
        {
            return Some(found);
        }
        self.findings.push(match refusal {
            _ if paths.is_empty() => document::outside_root(argument, span),
            Some(Refusal::Outside) => document::outside_root(argument, span),
            Some(Refusal::TooLarge) => return None,
            _ => Finding::new(missing, span, format!("`{argument}` is not there"))
                .help("mend the path (it starts at the folder of the root document), or add the file"),
        });
        None
    }

    fn remark(&mut self, text: &Text, owner: Option<usize>) {
        if let (true, Some(span)) = (text.value.trim_start().starts_with("apiref:"), text.whole()) {
            self.remarks.push(Remark { text: text.value.trim().to_owned(), span, operation: owner });
        }
    }
}

impl<'s> Here<'s> {
    fn new(titles: Vec<String>, heading: Option<&'s str>) -> Self {
        let windows =
            titles.iter().filter_map(|title| mentioned(title)).filter(|window| window.min != window.max);
        let window = windows.fold(Window::ALL, Window::intersect);
        Self { titles, heading, window, bold: None, prose: Vec::new(), directly: false }
    }

    /// The bold line before a sample: its name, and no prose.
    fn take_bold(&mut self) -> Option<String> {
        let bold = self.bold.as_mut()?;
        if !bold.fresh {
            return Some(bold.text.clone());
        }
        bold.fresh = false;
        let id = (bold.item.source, bold.item.index);
        let text = bold.text.clone();
        self.prose.retain(|known| *known != id);
        Some(text)
    }

    fn take_prose(&mut self) -> Option<Prose> {
        let blocks = std::mem::take(&mut self.prose);
        let heading = self.heading.map(str::to_owned);
        (!blocks.is_empty()).then_some(Prose { heading, blocks })
    }
}

impl Operation {
    fn new(title: String, title_span: Span, span: Span) -> Self {
        Self {
            document: 0,
            chapter: 0,
            title,
            title_span,
            span,
            method: Method::Get,
            url: String::new(),
            url_span: span,
            template: Template::default(),
            min_version: None,
            max_version: None,
            window: Window::ALL,
            deprecated: false,
            prose: Vec::new(),
            rows: Vec::new(),
            tables: Vec::new(),
            bindings: Vec::new(),
            codes: Vec::new(),
            samples: Vec::new(),
        }
    }

    /// Takes over what stood in the section before the `rest_method`.
    fn take_structure(&mut self, before: &mut Self) {
        self.rows.append(&mut before.rows);
        self.tables.append(&mut before.tables);
        self.codes.append(&mut before.codes);
        self.samples.append(&mut before.samples);
        self.window = self.window.intersect(before.window);
        self.deprecated |= before.deprecated;
    }

    fn take_codes(&mut self, mentions: Vec<codes::Mention>, text: &Text) {
        for mention in mentions {
            let Some(span) = text.span(mention.range) else { continue };
            self.codes.push(Code { code: mention.code, span, kind: mention.kind, reason: None });
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

fn rest_method(block: &Block) -> Option<&Directive> {
    match &block.kind {
        Kind::Directive(directive) if directive.name == "rest_method" => Some(directive),
        _ => None,
    }
}

fn paragraph(block: &Block) -> Option<&Text> {
    match &block.kind {
        Kind::Paragraph(text) => Some(text),
        _ => None,
    }
}

fn is_structure(name: &str) -> bool {
    matches!(
        name,
        "rest_parameters"
            | "rest_status_code"
            | "literalinclude"
            | "rest_method"
            | "rest_expand_all"
            | "include"
    )
}

/// `versionadded` and its like with nothing but a version: a bound of the operation, no text.
fn is_bare_version(directive: &Directive) -> bool {
    matches!(directive.name.as_str(), "versionadded" | "versionremoved")
        && directive.content.is_empty()
        && directive.arguments.value.split_whitespace().count() == 1
}

fn bare_window(directive: &Directive) -> Window {
    let Some(version) = Version::parse(&directive.arguments.value) else { return Window::ALL };
    match directive.name.as_str() {
        "versionadded" => Window { min: Some(version), max: None },
        // Removed in X.Y: the last version that has it is the one before.
        _ => {
            Window { min: None, max: version.minor.checked_sub(1).map(|minor| Version { minor, ..version }) }
        }
    }
}

fn codes_of(definition: &rst::Definition) -> Vec<codes::Mention> {
    let bodies = definition.body.iter().filter_map(paragraph);
    bodies.flat_map(|body| codes::in_definition(&definition.term, body)).collect()
}

/// `min_version: 2.1` below a `rest_method`.
fn version_line(line: &str, span: Span) -> Option<(&str, Field)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim();
    let trimmed = value.trim();
    let start = span.end as usize - value.trim_start().len().min((span.end - span.start) as usize);
    let field =
        Field { value: trimmed.to_owned(), span: Span::new(span.source, start, start + trimmed.len()) };
    matches!(name, "min_version" | "max_version").then_some((name, field))
}

/// The words of a line with their places.
fn words(line: &str, span: Span) -> impl Iterator<Item = (&str, Span)> {
    let mut at = 0;
    line.split_inclusive(char::is_whitespace).filter_map(move |part| {
        let start = at;
        at += part.len();
        let word = part.trim_end();
        let from = span.start as usize + start;
        (!word.is_empty()).then(|| (word, Span::new(span.source, from, from + word.len())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_lines_are_found_with_their_place() {
        let span = Span::new(SourceId(0), 10, 27);
        let (name, field) = version_line("max_version: 2.87", span).expect("a version line");
        assert_eq!((name, field.value.as_str()), ("max_version", "2.87"));
        assert_eq!((field.span.start, field.span.end), (23, 27));
        assert!(version_line("GET /x:y", span).is_none());
    }
}
