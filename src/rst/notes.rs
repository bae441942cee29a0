//! Directives as CommonMark: admonitions, version notes, code, tables made of lists.

use super::commonmark::Writer;
use super::flow::Flow;
use super::{Block, Directive, Kind, Text, escape};

impl Writer<'_> {
    /// A directive. Those that include files, steer the build or are meant for HTML vanish; of one that is
    /// not known the text is kept.
    pub(super) fn directive(&self, directive: &Directive, flow: &mut Flow) {
        let name = directive.name.as_str();
        if let Some(label) = admonition(name) {
            return self.note(&format!("**{label}:**"), &directive.blocks, flow);
        }
        match name {
            "admonition" => self.note(&self.headed(&directive.arguments), &directive.blocks, flow),
            "versionadded" | "versionchanged" | "versionremoved" | "deprecated" => {
                self.version(directive, flow)
            }
            "list-table" => {
                flow.push(&self.bold(&directive.arguments));
                match self.list_table(directive) {
                    Some(table) => flow.push(&table),
                    None => self.blocks(&directive.blocks, flow),
                }
            }
            "table" | "topic" | "sidebar" => {
                flow.push(&self.bold(&directive.arguments));
                self.blocks(&directive.blocks, flow);
            }
            "rubric" | "centered" => flow.push(&self.bold(&directive.arguments)),
            "csv-table" => {
                flow.push(&self.bold(&directive.arguments));
                flow.push(&fenced(&self.literal_content(directive), ""));
            }
            "code" | "code-block" | "sourcecode" | "parsed-literal" | "math" => {
                let language = if name == "math" { "math" } else { code_language(directive) };
                flow.push(&fenced(&self.literal_content(directive), language));
            }
            "image" | "figure" => {
                if let Some(alt) = directive.option("alt") {
                    flow.push(&self.phrases.line(alt));
                }
                self.blocks(&directive.blocks, flow);
            }
            _ => self.blocks(&directive.blocks, flow),
        }
    }

    /// The text of a directive that shows it as it is; empty for all others.
    pub(super) fn literal_content(&self, directive: &Directive) -> String {
        let lines = directive.content.value.lines().map(str::trim_end);
        match directive.name.as_str() {
            "math" if !directive.arguments.is_empty() => std::iter::once(directive.arguments.value.as_str())
                .chain(lines)
                .collect::<Vec<_>>()
                .join("\n"),
            "code" | "code-block" | "sourcecode" | "parsed-literal" | "math" | "csv-table" => {
                lines.collect::<Vec<_>>().join("\n")
            }
            _ => String::new(),
        }
    }

    fn headed(&self, title: &Text) -> String {
        let mut head = if title.is_empty() { "**Note**".to_owned() } else { self.bold(title) };
        head.push(':');
        head
    }

    fn note(&self, head: &str, blocks: &[Block], flow: &mut Flow) {
        let shown = blocks.iter().any(|block| !matches!(block.kind, Kind::Comment(_) | Kind::Target(..)));
        if shown {
            flow.push_quote(&self.after(head.to_owned(), blocks));
        }
    }

    fn version(&self, directive: &Directive, flow: &mut Flow) {
        let what = match directive.name.as_str() {
            "versionadded" => "Added in",
            "versionchanged" => "Changed in",
            "versionremoved" => "Removed in",
            _ => "Deprecated since",
        };
        let mut version = String::new();
        let word = directive.arguments.value.split_whitespace().next().unwrap_or("an unnamed version");
        escape::push_text(word, escape::Place { next: Some('*'), link: false }, &mut version);
        if directive.blocks.is_empty() {
            flow.push(&format!("*{what} {version}.*"));
        } else {
            flow.push(&self.after(format!("*{what} {version}:*"), &directive.blocks));
        }
    }
}

fn admonition(name: &str) -> Option<&'static str> {
    Some(match name {
        "note" => "Note",
        "warning" => "Warning",
        "important" => "Important",
        "tip" => "Tip",
        "hint" => "Hint",
        "caution" => "Caution",
        "attention" => "Attention",
        "danger" => "Danger",
        "error" => "Error",
        "seealso" => "See also",
        "todo" => "To do",
        _ => return None,
    })
}

fn code_language(directive: &Directive) -> &str {
    if directive.name == "parsed-literal" { "" } else { directive.arguments.value.trim() }
}

fn fenced(text: &str, language: &str) -> String {
    if text.is_empty() { String::new() } else { escape::fenced(text, language) }
}
