//! What holds for any text at all: nothing panics, spans lie in the source and in order, and what is
//! rendered is well formed.

use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::place::{SourceId, Span};

use super::outline::holds_data;
use super::{Block, Kind, Scope, Text, commonmark, description, is_bold_line, parse, plain};

/// A text with something of everything, to be damaged.
const SAMPLE: &str = "\
=====
Title
=====

A paragraph with **bold**, *weak*, ``code``, `a link <http://x/>`_ and |sub|::

   literal
     text

.. |sub| replace:: other
.. _target: http://y/

- item one_

  #. first
  #. second

term : class
   .. note:: Take
      care.

      +---+------+
      | a | é b  |
      +===+======+
      | c | d    |
      |   +------+
      |   | - e  |
      +---+------+

:field: value

Section
-------

.. rest_call:: GET /a
   :option: é
\tmore

   content

====  ===
a     b
====  ===
c     d
====  ===

| line one
| line two

  quote [1]_

.. [1] Foot note.
.. list-table::

   * - a
     - b
";

/// Lines that are likely to mean something, at any indentation.
fn rst() -> impl Strategy<Value = String> {
    let starts = prop::sample::select(vec![
        "- ",
        "* ",
        "1. ",
        "a) ",
        "#. ",
        ".. ",
        ".. note:: ",
        ".. x::",
        ".. _a: ",
        "__ ",
        ".. |a| replace:: ",
        ".. [1] ",
        ":a: ",
        "| ",
        ">>> ",
        "::",
        "====",
        "--",
        "== ==",
        "+--+--+",
        "|a |b |",
        "+==+==+",
        "",
        "",
        "\t",
        "é",
    ]);
    let ends = prop::sample::select(vec![
        "", "text", "a::", "**b", "`c <d>`_", "|a|", "e_", "``", "日本 x", "[1]_", "\\", "<x>",
    ]);
    let line = (0..9_usize, starts, ends).prop_map(|(indent, start, end)| " ".repeat(indent) + start + end);
    prop::collection::vec(line, 0..24).prop_map(|lines| lines.join("\n"))
}

/// The sample with some of its bytes cut out and something else put there.
fn damaged() -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0..12_usize, "[ \n\t`*_|:.=+é-]{0,4}");
    prop::collection::vec(edit, 1..6).prop_map(|edits| {
        let mut chars: Vec<char> = SAMPLE.chars().collect();
        for (at, length, with) in edits {
            let from = at.index(chars.len());
            let to = (from + length).min(chars.len());
            chars.splice(from..to, with.chars());
        }
        chars.into_iter().collect()
    })
}

fn check_text(text: &Text, source: &str, within: Span) {
    assert_eq!(text.value.split('\n').count(), text.lines.len().max(1));
    let mut end = within.start;
    for (line, span) in text.iter() {
        assert!(
            source.get(span.range()).is_some_and(|slice| slice.trim() == line.trim()),
            "{line:?} is not at {span:?}"
        );
        assert!(end <= span.start && span.end <= within.end, "{span:?} is not in {within:?}");
        end = span.end;
    }
}

fn check_blocks<'a>(blocks: impl Iterator<Item = &'a Block>, source: &str, within: Span) {
    let mut end = within.start;
    for block in blocks {
        let span = block.span;
        assert!(
            source.get(span.range()).is_some_and(|slice| slice.trim_matches([' ', '\t', '\n']) == slice),
            "{span:?}"
        );
        assert!(span.end <= within.end, "{span:?} is not in {within:?}");
        assert!(end <= span.start, "{:?} overlaps its neighbour", block.kind);
        match &block.kind {
            Kind::Paragraph(text) => check_text(text, source, span),
            // Kept indentation stands before the first character.
            Kind::Literal(text) | Kind::Comment(text) => {
                check_text(text, source, text.whole().unwrap_or(span));
            }
            Kind::Lines(texts) => texts.iter().for_each(|text| check_text(text, source, span)),
            Kind::Directive(directive) => {
                check_text(&directive.arguments, source, span);
                check_text(&directive.content, source, span);
                for (name, value) in &directive.options {
                    check_text(name, source, span);
                    check_text(value, source, span);
                }
            }
            _ => {}
        }
        // Cells of one row stand side by side, so only those of other blocks follow one another.
        match &block.kind {
            Kind::Table(table) => {
                for cell in table.rows.iter().flatten() {
                    check_blocks(cell.iter(), source, span);
                }
            }
            _ => {
                let mut children = Vec::new();
                block.each_child(|child| children.push(child));
                check_blocks(children.into_iter(), source, span);
            }
        }
        end = if matches!(block.kind, Kind::Table(_)) { end } else { span.end };
    }
}

fn check(source: &str) {
    let blocks = parse(SourceId(0), source, holds_data);
    check_blocks(blocks.iter(), source, Span::new(SourceId(0), 0, source.len()));
    let markdown = commonmark(&blocks, &Scope::gather(&blocks));
    assert!(!markdown.ends_with('\n') && !markdown.starts_with('\n'), "{markdown:?}");
    assert!(markdown.lines().all(|line| line.trim_end_matches([' ', '\t']) == line), "{markdown:?}");
    check_markdown(&markdown);
    description(source, &Scope::default(), holds_data);
    assert!(!plain(source).contains('\n'));
    for block in blocks.iter().flat_map(Block::walk) {
        if let Kind::Paragraph(text) = &block.kind {
            is_bold_line(text);
        }
    }
}

/// Nothing is written that the renderer never writes on purpose, and all rows of a table have the cells of
/// its head.
fn check_markdown(markdown: &str) {
    let mut width = 0;
    let mut cells = 0;
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Strikethrough | Tag::HtmlBlock | Tag::Image { .. })
            | Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))
            | Event::TaskListMarker(_) => panic!("{event:?} in {markdown:?}"),
            Event::InlineHtml(tag) | Event::Html(tag) => assert_eq!(&*tag, "<br>", "in {markdown:?}"),
            Event::Start(Tag::Table(columns)) => width = columns.len(),
            Event::Start(Tag::TableHead | Tag::TableRow) => cells = 0,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::End(TagEnd::TableRow) => assert_eq!(cells, width),
            _ => {}
        }
    }
}

fn few() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn any_text_is_read(source in "\\PC{0,80}(\n\\PC{0,20}){0,8}") {
        check(&source);
    }

    #[test]
    fn any_rst_is_read(source in rst()) {
        check(&source);
    }

    #[test]
    fn damaged_rst_is_read(source in damaged()) {
        check(&source);
    }

    #[test]
    fn rendering_keeps_all_words(words in prop::collection::vec("[a-z]{2,6}", 1..9), rst in rst()) {
        let source = format!("{}\n\n{rst}", words.join("\n"));
        let blocks = parse(SourceId(0), &source, holds_data);
        let markdown = commonmark(&blocks, &Scope::gather(&blocks));
        prop_assert!(markdown.starts_with(&words.join(" ")), "{markdown}");
    }
}
