//! Directives as CommonMark: admonitions, version notes, code, tables made of lists.

use super::commonmark::Writer;
use super::markdown_blocks::MarkdownBlocks;
use super::{Block, Directive, Kind, Text, escape};

impl Writer<'_> {
    /// A directive. Those that include files, steer the build or are meant for HTML vanish; of one that is
    /// not known the text is kept.
    pub(super) fn directive(&self, directive: &Directive, flow: &mut MarkdownBlocks) {
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

    fn note(&self, head: &str, blocks: &[Block], flow: &mut MarkdownBlocks) {
        let shown = blocks.iter().any(|block| !matches!(block.kind, Kind::Comment(_) | Kind::Target(..)));
        if shown {
            flow.push_quote(&self.after(head.to_owned(), blocks));
        }
    }

    fn version(&self, directive: &Directive, flow: &mut MarkdownBlocks) {
        let what = match directive.name.as_str() {
            "versionadded" => "Added in",
            "versionchanged" => "Changed in",
            "versionremoved" => "Removed in",
            _ => "Deprecated since",
        };
        let mut version = String::new();
        let word = directive.arguments.value.split_whitespace().next().unwrap_or("an unnamed version");
        escape::push_text(
            word,
            escape::Place { emphasis: true, ..escape::Place::before(Some('*')) },
            &mut version,
        );
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
        _ => return None,
    })
}

fn code_language(directive: &Directive) -> &str {
    if directive.name == "parsed-literal" { "" } else { directive.arguments.value.trim() }
}

fn fenced(text: &str, language: &str) -> String {
    if text.is_empty() { String::new() } else { escape::fenced(text, language) }
}

#[cfg(test)]
mod tests {
    use crate::rst::outline::rendered;

    #[test]
    fn admonitions_are_labelled_quotes() {
        assert_eq!(rendered(".. Note:: a\n   b\n\n   - c\n"), "> **Note:** a b\n>\n> - c");
        assert_eq!(rendered(".. warning::\n\n   - c\n"), "> **Warning:**\n>\n> - c");
        assert_eq!(rendered(".. admonition:: So\n\n   a\n"), "> **So**: a");
        assert_eq!(rendered(".. note::\n"), "");
    }

    #[test]
    fn versions_are_told() {
        assert_eq!(rendered(".. versionadded:: 2.3 Now.\n"), "*Added in 2.3:* Now.");
        assert_eq!(rendered(".. versionremoved:: 2.4\n"), "*Removed in 2.4.*");
        assert_eq!(rendered(".. deprecated::\n   2.5\n   Old.\n"), "*Deprecated since 2.5:* Old.");
    }

    #[test]
    fn code_is_fenced_with_its_language() {
        assert_eq!(rendered(".. code-block:: json\n\n   {\n     }\n"), "```json\n{\n  }\n```");
        assert_eq!(rendered(".. code::\n   :number-lines:\n\n   a\n"), "```\na\n```");
    }

    #[test]
    fn unknown_directives_keep_their_text() {
        assert_eq!(rendered(".. TODO:: a\n\n   b\n\n.. only:: html\n\n   c\n"), "a\n\nb\n\nc");
    }
}
