//! `rest_status_code`: the codes of an operation.

use super::super::codes::{self, Mention, Slip};
use super::super::document::{self, Item};
use super::super::{Code, CodeKind, Operation};
use super::{FILE_MISSING, Reader, STATUS_CODE_UNKNOWN, STATUS_LABEL, words};
use crate::dictionary;
use crate::finding::{Finding, Subject, SubjectKind};
use crate::place::SourceId;
use crate::rst::{Directive, Text};

impl Reader<'_> {
    /// Takes a code that the text mentions.
    pub(super) fn code(&mut self, mention: &Mention, text: &Text, operation: &mut Operation) {
        let Some(span) = text.span(mention.range.clone()) else { return };
        let written = text.value.get(mention.range.clone()).unwrap_or_default();
        if let (None, _) | (_, true) = (mention.code, mention.is_misspelt) {
            let message = format!("`{written}` is no HTTP status code");
            let finding =
                Finding::new(&STATUS_CODE_UNKNOWN, span, Subject::new(SubjectKind::Code, written), message);
            self.findings.push(match mention.code {
                Some(code) => finding.with_help(format!("write `{code}`; it is read as that")),
                None => finding.with_help("write a code from 100 to 599"),
            });
        }
        if let Some(code) = mention.code {
            let (is_range, kind) = (mention.is_range, mention.kind);
            operation.codes.push(Code { code, is_range, span, kind, reason: None });
        }
    }

    /// Tells a misspelt word before codes.
    pub(super) fn slip(&mut self, slip: &Slip, text: &Text) {
        let Some(span) = text.span(slip.range.clone()) else { return };
        let written = text.value.get(slip.range.clone()).unwrap_or_default();
        let message = format!("`{written}` before status codes is misspelt");
        self.findings.push(
            Finding::new(&STATUS_LABEL, span, Subject::new(SubjectKind::Code, written), message)
                .with_help(format!("write `{}`; it is read as that", slip.meant)),
        );
    }

    pub(super) fn status(&mut self, directive: &Directive, item: Item, operation: &mut Operation) {
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
        self.ask_for_blank_line(directive, item, "codes");
        for entry in dictionary::list(&directive.content, &mut self.findings) {
            let (code, is_range) = match codes::code(entry.key.value.trim()) {
                Some((code, is_range, false)) => (code, is_range),
                _ => (None, false),
            };
            let reason = file.and_then(|id| self.reason(id, &entry));
            let known = file.is_none() || reason.is_some();
            let hidden = file.is_some_and(|id| self.library.unsound.contains(&id));
            if code.is_none() || !(known || hidden || is_range) {
                self.findings.push(self.status_unknown(&entry, code, file, operation));
            }
            if let Some(code) = code {
                operation.codes.push(Code { code, is_range, span: entry.key.span, kind, reason });
            }
        }
    }

    pub(super) fn reason(&self, statuses: SourceId, item: &dictionary::ListItem) -> Option<String> {
        let codes = &self.library.statuses.get(&statuses)?.codes;
        let wanted = item.key.value.trim_ascii();
        let status = codes.iter().find(|status| status.code.value.trim_ascii() == wanted)?;
        let key = item.value.as_ref().map_or("default", |value| value.value.trim());
        let reason = status.reasons.iter().find(|reason| reason.key.value == key)?;
        Some(reason.text.value.clone())
    }

    pub(super) fn status_unknown(
        &self,
        item: &dictionary::ListItem,
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
        let subject = Subject::new(SubjectKind::Code, written);
        let finding = Finding::new(&STATUS_CODE_UNKNOWN, item.key.span, subject, message)
            .with_help("correct the code, or add its text to the status file")
            .with_operation(operation.key());
        if code.is_none() { finding.with_input_lost() } else { finding }
    }
}
