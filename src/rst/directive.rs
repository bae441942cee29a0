//! Directives: head, arguments, options, content; and which of them hold prose.

use crate::place::Span;

use super::body::Body;
use super::line::{self, Line};
use super::marker;
use super::{Block, Directive, Text};

/// The first line of a directive: its name, and what follows `::`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'a> {
    name: Line<'a>,
    rest: Line<'a>,
}

impl<'a> Head<'a> {
    /// Reads `name:: rest`; one blank before the colons is tolerated.
    pub(super) fn read(line: Line<'a>) -> Option<Self> {
        let is_double = |at: &usize| line.text.as_bytes().get(at + 1) == Some(&b':');
        let end = memchr::memchr_iter(b':', line.text.as_bytes()).find(is_double)?;
        let (name, rest) = (line.text.get(..end)?, line.text.get(end + 2..)?);
        let bare = name.strip_suffix(' ').unwrap_or(name);
        if !is_simple_name(bare) || !marker::opens(rest) {
            return None;
        }
        Some(Self { name: Line { text: bare, ..line }, rest: line.cut(name.len() + 2) })
    }
}

/// Letters and digits, with single punctuation characters between them.
pub(super) fn is_simple_name(name: &str) -> bool {
    let mut inside = false;
    for char in name.chars() {
        if char.is_alphanumeric() {
            inside = true;
        } else if inside && matches!(char, '-' | '.' | '_' | '+' | ':') {
            inside = false;
        } else {
            return false;
        }
    }
    inside
}

/// Where the prose of a directive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prose {
    /// There is none.
    Nowhere,
    /// In the content; the arguments are something else.
    Content,
    /// It starts in the arguments.
    Arguments,
    /// It starts in the arguments, after their first word.
    AfterFirstWord,
}

/// Directives that nobody knows are read as prose, so that their text is kept.
fn prose(name: &str) -> Prose {
    match name {
        "literalinclude" | "include" | "code" | "code-block" | "sourcecode" | "highlight" | "raw"
        | "math" | "parsed-literal" | "csv-table" | "unicode" | "image" | "replace" | "date" | "toctree"
        | "contents" | "sectnum" | "index" | "default-role" | "role" | "meta" | "title"
        | "productionlist" | "graphviz" | "digraph" | "tabularcolumns" | "currentmodule" | "module"
        | "target-notes" | "sectionauthor" | "codeauthor" | "seqdiag" | "blockdiag" | "uml" | "mermaid"
        | "doctest" | "testcode" | "testsetup" | "testoutput" => Prose::Nowhere,
        "list-table" | "table" | "figure" | "only" | "admonition" | "topic" | "sidebar" | "container"
        | "class" | "rst-class" | "ifconfig" | "header" | "footer" => Prose::Content,
        "versionadded" | "versionchanged" | "versionremoved" | "deprecated" => Prose::AfterFirstWord,
        _ => Prose::Arguments,
    }
}

/// The lines of a directive, by their part: arguments, options, content.
struct Parts {
    first: usize,
    options: usize,
    content: usize,
}

impl<'a> Body<'a> {
    /// The directive whose `head` stands at the current line and whose lines reach up to `end`.
    pub(super) fn directive(&mut self, head: Head<'a>, end: usize) -> Directive {
        let base = self.common_indent(self.at + 1, end).unwrap_or(head.rest.indent);
        let lines = self.after_marker(self.at, Line { indent: base, ..head.rest }, end);
        self.at = end;
        let (source, holds_data, depth, titles) = (self.source, self.holds_data, self.depth, self.titles);
        Body { source, holds_data, lines, base, depth, titles, at: 0, blocks: Vec::new() }.as_directive(head)
    }

    /// All lines as a directive, what follows its `head` in the first of them.
    fn as_directive(&self, head: Head<'a>) -> Directive {
        let first = usize::from(head.rest.is_blank());
        let end = self.lines.len();
        let arguments_end = first + self.slice(first, end).iter().take_while(|line| !line.is_blank()).count();
        let holds_data = (self.holds_data)(&head.name.text.to_lowercase());
        let ends_arguments =
            |at: &usize| self.is_option(*at) || (holds_data && *at > first && self.is_data_item(*at));
        let options = (first..arguments_end).find(ends_arguments).unwrap_or(arguments_end);
        let content = self.options_end(options, arguments_end);
        let parts = Parts { first, options, content };
        let name = head.name.text.to_lowercase();
        Directive {
            name_span: head.name.span(self.source),
            arguments: line::flush_text(self.source, self.slice(parts.first, parts.options)),
            options: self.options(parts.options, parts.content),
            content: line::block_text(self.source, self.slice(parts.content, end)),
            blocks: self.prose(&name, &parts),
            name,
        }
    }

    /// Is it an item of a list? In a directive that holds data it is content, also without the empty line
    /// before it.
    fn is_data_item(&self, at: usize) -> bool {
        self.get(at).is_some_and(|line| line.text.starts_with("- "))
    }

    fn is_option(&self, at: usize) -> bool {
        self.get(at).is_some_and(|line| line.indent <= self.base && marker::field_name(line.text).is_some())
    }

    /// One past the last option line; a line at the base that is no option is content already.
    fn options_end(&self, from: usize, to: usize) -> usize {
        let is_content =
            |at: &usize| self.get(*at).is_some_and(|line| line.indent <= self.base) && !self.is_option(*at);
        (from..to).find(is_content).unwrap_or(to)
    }

    fn options(&self, from: usize, to: usize) -> Vec<(Text, Text)> {
        let mut options: Vec<(Text, Text)> = Vec::new();
        for at in from..to {
            let Some(line) = self.get(at) else { break };
            match (self.field(at), options.last_mut()) {
                (Some((name, value)), _) if self.is_option_start(from, at) => {
                    options.push((name, line::flush_text(self.source, &[value])));
                }
                (_, Some((_, value))) => append(value, line, line.span(self.source)),
                _ => {}
            }
        }
        options
    }

    fn is_option_start(&self, from: usize, at: usize) -> bool {
        self.get(at).zip(self.get(from)).is_some_and(|(line, first)| line.indent <= first.indent)
    }

    fn prose(&self, name: &str, parts: &Parts) -> Vec<Block> {
        let mut lines = self.lines.clone();
        let mut first = parts.first;
        match if (self.holds_data)(name) { Prose::Nowhere } else { prose(name) } {
            Prose::Nowhere => return Vec::new(),
            Prose::Content => first = parts.content,
            Prose::Arguments => {}
            Prose::AfterFirstWord => {
                if let Some(line) = lines.get_mut(first).filter(|_| parts.options > first) {
                    let word = line.text.split_whitespace().next().map_or(0, str::len);
                    *line = Line { indent: line.indent, ..line.cut(word) };
                }
            }
        }
        let titles = self.titles && name == "only";
        let read = |from: usize, to: usize, base: usize, titles: bool| {
            let lines = lines.get(from..to).unwrap_or_default().to_vec();
            self.nested_with_titles(lines, base, titles)
        };
        let end = self.lines.len();
        let base = |from: usize| lines.get(from..).and_then(line::common_indent).unwrap_or(self.base);
        if parts.options == parts.content || first >= parts.content {
            return read(first, end, base(first), titles);
        }
        let mut blocks = read(first, parts.options, self.base, false);
        blocks.extend(read(parts.content, end, base(parts.content), titles));
        blocks
    }
}

fn append(text: &mut Text, line: Line<'_>, span: Span) {
    text.value.push('\n');
    text.value.push_str(line.text);
    text.lines.push(span);
}

#[cfg(test)]
mod tests {
    use crate::rst::outline::outline;

    #[test]
    fn arguments_options_and_content() {
        assert_eq!(
            outline(".. rest_table:: a.yaml\n   b\n   :x: 1\n     2\n   :y:\n\n   - c: d\n     e\n\nend\n"),
            "directive rest_table <a.yaml⏎b> x=<1⏎2> y=<> content=<- c: d⏎  e>: \
             .. rest_table:: a.yaml⏎   b⏎   :x: 1⏎     2⏎   :y:⏎⏎   - c: d⏎     e\nparagraph: end\n"
        );
    }

    #[test]
    fn arguments_may_start_on_the_next_line() {
        assert_eq!(
            outline(".. Rest_Method::\n   GET /x\n\n   min_version: 2.10\n"),
            "directive rest_method <GET /x> content=<min_version: 2.10>: \
             .. Rest_Method::⏎   GET /x⏎⏎   min_version: 2.10\n"
        );
    }

    #[test]
    fn prose_is_read_as_blocks() {
        assert_eq!(
            outline("- a\n\n  .. NOTE:: b\n     c\n\n     - d\n"),
            "bullets: - a⏎⏎  .. NOTE:: b⏎     c⏎⏎     - d\n  [item]\n    paragraph: a\n\
             \u{20}   directive note <b⏎c> content=<- d>: .. NOTE:: b⏎     c⏎⏎     - d\n\
             \u{20}     paragraph: b⏎     c\n      bullets: - d\n        [item]\n          paragraph: d\n"
        );
    }

    #[test]
    fn a_version_note_keeps_its_version_apart() {
        assert_eq!(
            outline(".. versionadded:: 2.3 New\n   field.\n\n.. versionadded:: 2.4\n"),
            "directive versionadded <2.3 New⏎field.> content=<>: .. versionadded:: 2.3 New⏎   field.\n\
             \u{20} paragraph: New⏎   field.\n\
             directive versionadded <2.4> content=<>: .. versionadded:: 2.4\n"
        );
    }

    #[test]
    fn options_of_prose_are_no_prose() {
        assert_eq!(
            outline(".. list-table:: T\n   :widths: 1 2\n\n   * - a\n.. only:: html\n\n   Title\n   =====\n"),
            "directive list-table <T> widths=<1 2> content=<* - a>: .. list-table:: T⏎   :widths: 1 2⏎⏎   * \
             - a\n\u{20} bullets: * - a\n    [item]\n      bullets: - a\n        [item]\n          \
             paragraph: a\ndirective only <html> content=<Title⏎=====>: .. only:: html⏎⏎   Title⏎   \
             =====\n\u{20} title = <Title>: Title⏎   =====\n"
        );
    }
}
