//! `rest_method`: the verb, the URL and the versions of an operation.

use super::super::url_reader::URL_MALFORMED;
use super::super::{Caption, Method, Operation, Template, document, library};
use super::{
    CurrentSection, METHOD_TEXT, OPERATION_IN_EXAMPLE, OperationSections, Reader, ranged, version_line, words,
};
use crate::dictionary::Field;
use crate::finding::{Finding, Findings, Subject};
use crate::place::Span;
use crate::rst::Directive;
use crate::version::Window;

impl Reader<'_> {
    pub(super) fn open_operation(
        &mut self,
        group: &OperationSections<'_>,
        directive: &Directive,
    ) -> Operation {
        let section = group.section;
        let mut operation = Operation::new(section.title.clone(), section.span, directive.name_span);
        operation.chapter = group.chapter;
        operation.deprecated = section.title.to_lowercase().contains("deprecated");
        self.read_method(directive, &mut operation);
        operation.window = operation.window.intersect(ranged(&section.title)).intersect(group.around);
        operation
    }

    /// A `rest_method` inside of an example.
    pub(super) fn caption(
        &mut self,
        directive: &Directive,
        current: &CurrentSection<'_>,
        operation: &mut Operation,
    ) {
        if current.titles.is_empty() {
            return;
        }
        let written = directive.arguments.value.split_whitespace().collect::<Vec<_>>().join(" ");
        let place = directive.arguments.whole().unwrap_or(directive.name_span);
        let mut called = Operation::new(String::new(), place, directive.name_span);
        // What is wrong with the URL of an example is no matter of its own.
        let before = self.findings.len();
        self.read_method(directive, &mut called);
        self.findings.truncate(before);
        operation.captions.push(Caption {
            title: current.heading.unwrap_or_default().to_owned(),
            span: called.span,
            method: called.method,
            url: called.url,
            url_span: called.url_span,
            rows: operation.rows.len(),
            codes: operation.codes.len(),
            samples: operation.samples.len(),
        });
        self.findings.push(
            Finding::new(
                &OPERATION_IN_EXAMPLE,
                place,
                Subject::operation(&operation.title),
                format!("`{written}` stands in an example of an operation"),
            )
            .with_help(format!("write it as text, ``{written}``, or give it a section of its own"))
            .with_operation(operation.key()),
        );
    }

    pub(super) fn read_method(&mut self, directive: &Directive, operation: &mut Operation) {
        let lines = MethodLines::new(directive);
        for (name, field) in lines.versions {
            let version = library::version(Subject::operation(&operation.title), &field, &mut self.findings);
            match name {
                "min_version" => (operation.window.min, operation.min_version) = (version, Some(field)),
                "max_version" => (operation.window.max, operation.max_version) = (version, Some(field)),
                _ => {}
            }
        }
        if let (true, Some(field)) = (operation.window.is_empty(), &operation.max_version) {
            let message = format!("the operation begins after it ends ({})", operation.window.bounds());
            self.findings.push(
                Finding::new(
                    &library::WINDOW_EMPTY,
                    field.span,
                    Subject::operation(&operation.title),
                    message,
                )
                .with_help("correct `min_version` or `max_version`; both are inclusive"),
            );
            // Which of the two is right nobody knows, so neither is used.
            operation.window = Window::ALL;
        }
        if let Some((_, span)) = lines.text.first() {
            self.findings.push(
                Finding::new(
                    &METHOD_TEXT,
                    *span,
                    Subject::operation(&operation.title),
                    "text stands in a `rest_method`, which has none",
                )
                .with_help("put an empty line before it and move it to the start of the line"),
            );
        }
        let mut words = lines.head.iter().flat_map(|(line, span)| words(line, *span));
        let Some((method, method_span)) = words.next() else {
            self.findings.push(document::argument_missing(directive));
            return;
        };
        if method.contains('/') {
            operation.method = Method::Other(method.to_owned());
            self.findings.push(document::argument_incomplete(
                directive,
                method_span,
                format!("`rest_method` names the URL `{method}`, but no verb"),
            ));
            return;
        }
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
        // A URL that is wrapped over lines, or written with blanks, is one URL; words inside of a variable are one
        // name.
        let mut blank = None;
        for (more, more_span) in words {
            let inside = url.rfind(['<', '{']) > url.rfind(['>', '}']);
            let between = Span::new(span.source, span.range().end, more_span.range().start);
            if !inside && !self.sources.slice(between).contains('\n') {
                blank = blank.or(Some(between));
            }
            if inside && !url.ends_with(['<', '{']) && !more.starts_with(['>', '}']) {
                url.push('_');
            }
            url.push_str(more);
            span = span.to(more_span);
        }
        let mut found: Findings = blank.map(|blank| blank_in_url(blank, &url)).into_iter().collect();
        operation.template = Template::parse(&url, span, &mut found);
        // In a URL with blanks or line breaks no part stands where it is counted from.
        let is_whole = (span.end - span.start) as usize == url.len();
        let found = found.into_iter().map(|finding| if is_whole { finding } else { finding.without_fixes() });
        self.findings.extend(found);
        operation.url_span = span;
        operation.url = url;
        operation.span = operation.span.to(span);
    }
}

fn blank_in_url(place: Span, url: &str) -> Finding {
    Finding::new(&URL_MALFORMED, place, Subject::url(url), "a blank stands in the URL")
        .with_help("remove it, or move what is no part of the URL to the text; it is read without the blank")
}

/// The lines of a `rest_method` by what they are.
struct MethodLines<'d> {
    /// The verb and the URL.
    head: Vec<(&'d str, Span)>,
    /// The versions, by name.
    versions: Vec<(&'d str, Field)>,
    /// Lines that are neither.
    text: Vec<(&'d str, Span)>,
}

impl<'d> MethodLines<'d> {
    fn new(directive: &'d Directive) -> Self {
        let mut lines = Self { head: Vec::new(), versions: Vec::new(), text: Vec::new() };
        let given = directive.arguments.iter().chain(directive.content.iter());
        for (line, span) in given.filter(|(line, _)| !line.trim().is_empty()) {
            if let Some(version) = version_line(line, span) {
                lines.versions.push(version);
            } else if lines.is_head(line) {
                lines.head.push((line, span));
            } else {
                lines.text.push((line, span));
            }
        }
        let options = directive.options.iter().filter_map(|(name, value)| {
            Some((name.value.as_str(), Field { value: value.value.clone(), span: value.whole()? }))
        });
        lines.versions.extend(options);
        lines
    }

    /// Is it the first line, or does it carry on the URL of the line above? A URL may be wrapped, and may
    /// begin below its verb.
    fn is_head(&self, line: &str) -> bool {
        let known = self.head.iter().flat_map(|(line, _)| line.split_whitespace()).count();
        let single = line.split_whitespace().count() == 1;
        let goes_on = line.trim_start().starts_with(['/', '?', '&', '{', '<', '=', '%'])
            || self
                .head
                .last()
                .is_some_and(|(line, _)| line.trim_end().ends_with(['/', '?', '&', '=', '-', '_']));
        self.text.is_empty() && (known < 2 || (single && goes_on))
    }
}
