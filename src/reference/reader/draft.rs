use super::super::{Method, Operation, Template};
use crate::collections::Arena;
use crate::place::Span;
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
            captions: Vec::new(),
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
}
