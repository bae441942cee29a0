use super::super::{Code, Method, Operation, Template, codes};
use crate::collections::Arena;
use crate::place::Span;
use crate::rst::Text;
use crate::version::Window;

impl Operation {
    pub(super) fn new(title: String, title_span: Span, span: Span) -> Self {
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
            rows: Arena::default(),
            tables: Vec::new(),
            bindings: Vec::new(),
            codes: Vec::new(),
            samples: Arena::default(),
        }
    }

    /// Takes over what stood in the section before the `rest_method`.
    pub(super) fn take_structure(&mut self, before: &mut Self) {
        self.rows.append(&mut before.rows);
        self.tables.append(&mut before.tables);
        self.codes.append(&mut before.codes);
        self.samples.append(&mut before.samples);
        self.window = self.window.intersect(before.window);
        self.deprecated |= before.deprecated;
    }

    pub(super) fn take_codes(&mut self, mentions: Vec<codes::Mention>, text: &Text) {
        for mention in mentions {
            let Some(span) = text.span(mention.range) else { continue };
            self.codes.push(Code { code: mention.code, span, kind: mention.kind, reason: None });
        }
    }
}
