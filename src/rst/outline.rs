//! A block tree as indented lines, each with the snippet its span covers: how tests show what was read.

use crate::place::SourceId;

use super::{Block, Directive, Kind, Text};

/// What a caller says who knows data directives.
pub(super) fn holds_data(name: &str) -> bool {
    name.starts_with("rest_")
}

/// The outline of what is read from `source`.
pub(super) fn outline(source: &str) -> String {
    let mut out = String::new();
    for block in super::parse(SourceId(0), source, holds_data) {
        write(&block, source, 0, &mut out);
    }
    out
}

fn write(block: &Block, source: &str, depth: usize, out: &mut String) {
    let (name, groups) = describe(&block.kind, source);
    let indent = "  ".repeat(depth);
    let snippet = block.span.slice(source).replace('\n', "⏎");
    out.push_str(&format!("{indent}{name}: {snippet}\n"));
    for (label, blocks) in groups {
        if !label.is_empty() {
            out.push_str(&format!("{indent}  [{label}]\n"));
        }
        for child in blocks {
            write(child, source, depth + 1 + usize::from(!label.is_empty()), out);
        }
    }
}

type Groups<'a> = Vec<(String, &'a [Block])>;

fn describe<'a>(kind: &'a Kind, source: &str) -> (String, Groups<'a>) {
    let snippets = |text: &Text| {
        let lines: Vec<&str> = text.lines.iter().map(|span| span.slice(source)).collect();
        lines.join("⏎")
    };
    let items = |items: &'a [Vec<Block>]| -> Groups<'a> {
        items.iter().map(|item| ("item".to_owned(), item.as_slice())).collect()
    };
    match kind {
        Kind::Title(title) => {
            let over = if title.style.overline { "^" } else { "" };
            (format!("title {over}{} <{}>", title.style.character, snippets(&title.text)), Vec::new())
        }
        Kind::Transition => ("transition".to_owned(), Vec::new()),
        Kind::Paragraph(_) => ("paragraph".to_owned(), Vec::new()),
        Kind::Literal(text) => (format!("literal <{}>", snippets(text)), Vec::new()),
        Kind::Bullets(list) => ("bullets".to_owned(), items(list)),
        Kind::Enumeration(list) => (format!("enumeration {}", list.start), items(&list.items)),
        Kind::Definitions(list) => {
            let groups = list.iter().map(|item| (snippets(&item.term), item.body.as_slice())).collect();
            ("definitions".to_owned(), groups)
        }
        Kind::Fields(list) => {
            let groups = list.iter().map(|item| (snippets(&item.name), item.body.as_slice())).collect();
            ("fields".to_owned(), groups)
        }
        Kind::Lines(texts) => {
            let lines: Vec<String> = texts.iter().map(snippets).collect();
            (format!("lines <{}>", lines.join("|")), Vec::new())
        }
        Kind::Quote(blocks) => ("quote".to_owned(), vec![(String::new(), blocks)]),
        Kind::Table(table) => {
            let rows = table.rows.iter().enumerate();
            let cells = rows.flat_map(|(row, cells)| {
                cells.iter().enumerate().map(move |(column, cell)| (row, column, cell))
            });
            let groups =
                cells.map(|(row, column, cell)| (format!("{row},{column}"), cell.as_slice())).collect();
            (format!("table {}", table.header), groups)
        }
        Kind::Directive(directive) => describe_directive("directive", directive, snippets),
        Kind::Substitution(name, directive) => {
            describe_directive(&format!("substitution |{name}|"), directive, snippets)
        }
        Kind::Target(name, uri) => (format!("target <{name}> {uri:?}"), Vec::new()),
        Kind::Footnote(label, blocks) => (format!("footnote {label}"), vec![(String::new(), blocks)]),
        Kind::Comment(text) => (format!("comment <{}>", snippets(text)), Vec::new()),
    }
}

fn describe_directive<'a>(
    what: &str,
    directive: &'a Directive,
    snippets: impl Fn(&Text) -> String,
) -> (String, Groups<'a>) {
    let mut name = format!("{what} {} <{}>", directive.name, snippets(&directive.arguments));
    for (option, value) in &directive.options {
        name.push_str(&format!(" {}=<{}>", snippets(option), snippets(value)));
    }
    name.push_str(&format!(" content=<{}>", snippets(&directive.content)));
    (name, vec![(String::new(), &directive.blocks)])
}

/// What is read from `source`, rendered in its own scope.
pub(super) fn rendered(source: &str) -> String {
    let blocks = super::parse(SourceId(0), source, holds_data);
    super::commonmark(&blocks, &super::Scope::gather(&blocks))
}
