use std::ops::Range;

use smallvec::SmallVec;

use crate::place::Span;
use crate::text::lines;

/// Text of one or more source lines, with the indentation taken off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text {
    /// The lines joined by `\n`.
    pub value: String,
    /// Where each line of `value` stands in the source, without its indentation and trailing blanks.
    pub lines: SmallVec<[Span; 1]>,
}

impl Text {
    /// The place in the source of the bytes `range` of `value`. A range over several lines ends with its
    /// first line; `None` only for an empty text.
    pub(crate) fn span(&self, range: Range<usize>) -> Option<Span> {
        for ((start, line), span) in lines(&self.value).zip(&self.lines) {
            let end = start + line.len();
            if range.start <= end {
                let from = span.start as usize + (range.start - start);
                let to = span.start as usize + (range.end.min(end).max(range.start) - start);
                return Some(Span::new(span.source, from, to));
            }
        }
        self.lines.last().copied()
    }

    /// The lines of `value` with their places.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Span)> {
        lines(&self.value).map(|(_, line)| line).zip(self.lines.iter().copied())
    }

    /// From the first byte to the last, for a text of a single source; `None` if it is empty.
    pub(crate) fn whole(&self) -> Option<Span> {
        let first = self.lines.first()?;
        Some(self.lines.last().map_or(*first, |last| first.to(*last)))
    }

    /// Is there nothing but blanks?
    pub(crate) fn is_empty(&self) -> bool {
        self.value.trim().is_empty()
    }
}

/// One body element of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its lines in the source, from the first character to the last that is not blank.
    pub span: Span,
}

/// The body elements of docutils that API references use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A section title.
    Title(Title),
    /// A transition (a line of punctuation between blank lines).
    Transition,
    /// A paragraph. A trailing `::` that announces a literal block is still in the text.
    Paragraph(Text),
    /// A literal block (after `::`, indented or quoted) or a doctest block; indentation inside is kept.
    Literal(Text),
    /// A bullet list: the blocks of each item.
    Bullets(Vec<Vec<Block>>),
    /// A numbered list.
    Enumeration(Enumeration),
    /// A definition list.
    Definitions(Vec<Definition>),
    /// A field list (`:name: body`).
    Fields(Vec<FieldItem>),
    /// A line block (`| text`): one text a line.
    Lines(Vec<Text>),
    /// A block quote.
    Quote(Vec<Block>),
    /// A grid or simple table.
    Table(Table),
    /// An explicit directive (`.. name:: arguments`). It is larger than what most blocks are.
    Directive(Box<Directive>),
    /// `.. |name| directive:: arguments`.
    Substitution(String, Box<Directive>),
    /// `.. _name: uri`; the names of an anonymous target (`__`) is empty. No URI: an internal target.
    Target(String, Option<String>),
    /// `.. [label] body` (footnote or citation).
    Footnote(String, Vec<Block>),
    /// A comment, with its text.
    Comment(Text),
}

/// A section title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Title {
    /// The title itself, trimmed.
    pub text: Text,
    /// How it is decorated; docutils gives each new style of a document the next deeper level.
    pub style: TitleStyle,
    /// The underline.
    pub underline: Span,
}

/// The decoration of a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TitleStyle {
    /// The punctuation character.
    pub character: char,
    /// Is there a line above the title, too?
    pub overline: bool,
}

/// A numbered list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Enumeration {
    /// The number of the first item.
    pub start: u32,
    /// The blocks of each item.
    pub items: Vec<Vec<Block>>,
}

/// One entry of a definition list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Definition {
    /// The term, with its classifiers if any.
    pub term: Text,
    /// What it means.
    pub body: Vec<Block>,
}

/// One entry of a field list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldItem {
    /// The name between the colons.
    pub name: Text,
    /// The value.
    pub body: Vec<Block>,
}

/// A grid or simple table. Spanning cells stand in their first row and column; the others are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    /// How many of `rows` are header rows.
    pub header: usize,
    /// The blocks of each cell, row by row; all rows have the same number of cells.
    pub rows: Vec<Vec<Vec<Block>>>,
}

/// An explicit directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directive {
    /// The name in lower case (docutils does not mind the case).
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// What follows `::` up to the first option or blank line, also on lines below.
    pub arguments: Text,
    /// `:name: value` lines right after the arguments: name, value.
    pub options: Vec<(Text, Text)>,
    /// The lines after the first blank line (or after the options), with the common indentation taken off.
    pub content: Text,
    /// Arguments and content read as rst, for directives whose body is prose (`note`, `warning`, ...); for
    /// those the first paragraph may stand in the arguments. Empty for directives whose body is not rst
    /// (`rest_*`, `literalinclude`, `code`, `raw`, ...).
    pub blocks: Vec<Block>,
}

impl Directive {
    /// The value of option `name`, if it is given.
    pub(crate) fn option(&self, name: &str) -> Option<&Text> {
        self.options.iter().find(|(given, _)| given.value == name).map(|(_, value)| value)
    }
}
