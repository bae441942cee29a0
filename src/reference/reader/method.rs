//! `rest_method`: the verb, the URL and the versions of an operation.

use super::super::{Method, Operation, Template, document, library};
use super::{OperationSections, Reader, ranged, version_line, words};
use crate::dictionary::Field;
use crate::finding::Subject;
use crate::place::Span;
use crate::rst::Directive;

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

    pub(super) fn read_method(&mut self, directive: &Directive, operation: &mut Operation) {
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
            let version = library::version(Subject::operation(&operation.title), &field, &mut self.findings);
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
        operation.template = Template::parse(&url, span, &mut self.findings);
        operation.url_span = span;
        operation.url = url;
        operation.span = operation.span.to(span);
    }
}
