//! Blocks as CommonMark.

use crate::place::SourceId;

use super::body::{self, announces_literal};
use super::inline_writer::InlineWriter;
use super::markdown_blocks::MarkdownBlocks;
use super::scope::{Scope, may_hold_references};
use super::{Block, Definition, FieldItem, Kind, Text, escape};

/// The source of texts that come from no source file.
const NOWHERE: SourceId = SourceId(u32::MAX);

/// Room for the signs that are escaped in a paragraph, and for marks that are longer than in rst.
const MARKS: usize = 16;

/// Fields that tell Sphinx how to build a page.
const PAGE_FIELDS: [&str; 4] = ["tocdepth", "orphan", "nocomments", "nosearch"];

/// The blocks as CommonMark with GFM tables: no trailing blanks, one line a paragraph, no line break at the
/// end. Targets, comments, inclusions and what is meant for HTML vanish.
pub(crate) fn commonmark<'a>(blocks: impl IntoIterator<Item = &'a Block>, scope: &Scope<'_>) -> String {
    let writer = Writer { phrases: InlineWriter::new(scope) };
    let mut flow = MarkdownBlocks::default();
    writer.blocks(blocks, &mut flow);
    flow.text
}

/// A text that stands alone, such as a description in a dictionary, as CommonMark. Targets inside it count
/// for it alone.
pub(crate) fn description(text: &str, scope: &Scope<'_>, holds_data: body::HoldsData) -> String {
    let blocks = body::parse(NOWHERE, text, holds_data);
    if may_hold_references(text) || text.contains(".. ") {
        let mut own = Scope::within(scope);
        for block in &blocks {
            own.add(block);
        }
        return commonmark(&blocks, &own);
    }
    commonmark(&blocks, scope)
}

pub(super) struct Writer<'s> {
    pub(super) phrases: InlineWriter<'s>,
}

impl Writer<'_> {
    pub(super) fn blocks<'a>(&self, blocks: impl IntoIterator<Item = &'a Block>, flow: &mut MarkdownBlocks) {
        for block in blocks {
            self.block(block, flow);
        }
    }

    /// Blocks on their own, as the body of something else.
    pub(super) fn nested(&self, blocks: &[Block]) -> String {
        let mut flow = MarkdownBlocks::default();
        self.blocks(blocks, &mut flow);
        flow.text
    }

    fn block(&self, block: &Block, flow: &mut MarkdownBlocks) {
        match &block.kind {
            Kind::Title(title) => flow.push(&self.bold(&title.text)),
            Kind::Transition => flow.push("***"),
            Kind::Paragraph(text) => {
                flow.push(&self.paragraph(text, String::with_capacity(text.value.len() + MARKS)));
            }
            Kind::Literal(text) => flow.push(&escape::fenced(&trimmed(&text.value), "")),
            Kind::Bullets(items) => self.list(items.iter().map(|item| self.item(item)), flow),
            Kind::Enumeration(list) => {
                let items: Vec<Item> = list.items.iter().map(|item| self.item(item)).collect();
                flow.push_numbers(list.start, &items);
            }
            Kind::Definitions(list) => self.list(list.iter().map(|item| self.definition(item)), flow),
            Kind::Fields(list) => {
                let shown = list.iter().filter(|item| !PAGE_FIELDS.contains(&item.name.value.as_str()));
                self.list(shown.map(|item| self.field(item)), flow);
            }
            Kind::Lines(texts) => self.lines(texts, flow),
            Kind::Quote(blocks) => flow.push_quote(&self.nested(blocks)),
            Kind::Table(table) => flow.push(&self.table(table)),
            Kind::Directive(directive) => self.directive(directive, flow),
            Kind::Footnote(label, blocks) => {
                let mut head = String::new();
                escape::push_text(&format!("[{label}]"), escape::Place::default(), &mut head);
                flow.push(&self.after(head, blocks));
            }
            Kind::Substitution(..) | Kind::Target(..) | Kind::Comment(_) => {}
        }
    }

    /// A paragraph after `head`. The mark of a literal block that follows is taken off.
    pub(super) fn paragraph(&self, text: &Text, mut head: String) -> String {
        let mut value = text.value.as_str();
        if announces_literal(value) {
            let bare = value.strip_suffix("::").unwrap_or(value);
            let apart = bare.is_empty() || bare.ends_with(char::is_whitespace);
            value = if apart { bare.trim_end() } else { value.strip_suffix(':').unwrap_or(value) };
        }
        self.phrases.push(text, value, &mut head);
        head
    }

    pub(super) fn bold(&self, text: &Text) -> String {
        let mut out = String::new();
        self.phrases.push_bold(text, &mut out);
        out
    }

    /// Blocks after `head`, the first on its line if it is a paragraph.
    pub(super) fn after(&self, head: String, blocks: &[Block]) -> String {
        let mut flow = MarkdownBlocks::default();
        let mut rest = blocks.iter().peekable();
        let first = rest.next_if(|block| matches!(block.kind, Kind::Paragraph(_)));
        match first.map(|block| &block.kind) {
            Some(Kind::Paragraph(text)) => flow.push(self.paragraph(text, head + " ").trim_end()),
            _ => flow.push(&head),
        }
        self.blocks(rest, &mut flow);
        flow.text
    }

    fn list(&self, items: impl Iterator<Item = Item>, flow: &mut MarkdownBlocks) {
        let items: Vec<Item> = items.collect();
        flow.push_bullets(&items);
    }

    /// An item is tight if it is a paragraph, or one with lists below it.
    fn item(&self, blocks: &[Block]) -> Item {
        let tight = is_tight(blocks);
        let mut flow = MarkdownBlocks::tight(tight);
        self.blocks(blocks, &mut flow);
        Item { tight, text: flow.text }
    }

    /// A term and what it means, on one line if that is a single paragraph.
    fn definition(&self, item: &Definition) -> Item {
        let mut head = self.bold(&item.term);
        head.push(':');
        Item { tight: is_tight(&item.body), text: self.after(head, &item.body) }
    }

    fn field(&self, item: &FieldItem) -> Item {
        let mut head = self.bold(&item.name);
        head.push(':');
        Item { tight: is_tight(&item.body), text: self.after(head, &item.body) }
    }

    /// Lines that stay lines; an empty one ends a paragraph.
    fn lines(&self, texts: &[Text], flow: &mut MarkdownBlocks) {
        let lines: Vec<String> = texts.iter().map(|text| self.phrases.line(text)).collect();
        for group in lines.split(String::is_empty).filter(|group| !group.is_empty()) {
            flow.push(&group.join("\\\n"));
        }
    }
}

/// One item of a list. A list of tight items has no blank lines between them.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) tight: bool,
    pub(super) text: String,
}

fn is_tight(blocks: &[Block]) -> bool {
    let shown = blocks.iter().filter(|block| !matches!(block.kind, Kind::Comment(_) | Kind::Target(..)));
    let lists = |block: &Block| matches!(block.kind, Kind::Bullets(_) | Kind::Enumeration(_));
    shown.enumerate().all(|(at, block)| at == 0 && matches!(block.kind, Kind::Paragraph(_)) || lists(block))
}

fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::outline::rendered;
    use super::*;

    #[test]
    fn a_paragraph_is_one_line() {
        assert_eq!(rendered("One\ntwo  \n  \n\nthree\r\nfour"), "One two\n\nthree four");
    }

    #[test]
    fn a_double_colon_announces_and_goes() {
        let code = "\n\n  {\n    \"a\": 1\n  }\n";
        let fenced = "```\n{\n  \"a\": 1\n}\n```";
        assert_eq!(rendered(&format!("Like this::{code}")), format!("Like this:\n\n{fenced}"));
        assert_eq!(rendered(&format!("Like this ::{code}")), format!("Like this\n\n{fenced}"));
        assert_eq!(rendered(&format!("::{code}")), fenced);
    }

    #[test]
    fn lists_are_tight_where_they_can_be() {
        assert_eq!(rendered("- a\n\n  - b\n\n- c\n"), "- a\n  - b\n- c");
        assert_eq!(rendered("- a\n\n  b\n- c\n"), "- a\n\n  b\n\n- c");
        assert_eq!(rendered("a\n\n1. b\n2. c\n"), "a\n\n1. b\n2. c");
        assert_eq!(rendered("- a\n\n  3. b\n"), "- a\n\n  3. b");
    }

    #[test]
    fn neighbouring_lists_stay_apart() {
        assert_eq!(rendered("- a\n\n+ b\n"), "- a\n\n* b");
        assert_eq!(rendered("1. a\n\n1. b\n"), "1. a\n\n1) b");
    }

    #[test]
    fn definitions_and_fields_are_bullets() {
        assert_eq!(
            rendered("``a``\n  One.\n\nb\n  Two.\n\n  More.\n"),
            "- `a`: One.\n\n- **b**: Two.\n\n  More."
        );
        assert_eq!(rendered(":tocdepth: 2\n:Who: me\n"), "- **Who**: me");
    }

    #[test]
    fn lines_break_and_quotes_are_marked() {
        assert_eq!(rendered("| a\n| b\n|\n| c\n"), "a\\\nb\n\nc");
        assert_eq!(rendered("a\n\n  b\n\n  c\n"), "a\n\n> b\n>\n> c");
        assert_eq!(rendered("a\n\n----\n\nb\n"), "a\n\n***\n\nb");
    }

    #[test]
    fn what_is_not_for_readers_vanishes() {
        let source = ".. comment\n\n.. _here:\n\na\n\n.. |x| replace:: y\n.. include:: b.inc\n.. raw:: html\n\n   <br>\n";
        assert_eq!(rendered(source), "a");
    }

    #[test]
    fn footnotes_follow_as_text() {
        assert_eq!(rendered("a [1]_\n\n.. [1] b\n"), "a [1]\n\n[1] b");
    }

    #[test]
    fn a_description_has_its_own_targets() {
        let mut scope = Scope::default();
        let document = body::parse(SourceId(0), ".. _api: http://a/\n.. |x| replace:: **y**\n", |_| false);
        document.iter().for_each(|block| scope.add(block));
        let text = "See api_, |x| and other__.\n\n__ http://b/\n";
        assert_eq!(
            description(text, &scope, |_| false),
            "See [api](http://a/), **y** and [other](http://b/)."
        );
    }
}
