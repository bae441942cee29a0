//! `rest_parameters`: the rows of a table.

use super::super::document::Item;
use super::super::{DefinitionId, Direction, Location, Method, Operation, Row, Table, direction};
use super::{
    BLANK_LINE_MISSING, CurrentSection, ENTRY_UNKNOWN, FILE_MISSING, LABEL_NO_TITLE, ROWS_OUTSIDE, Reader,
    TITLE_INDENTED, paragraph,
};
use crate::dictionary;
use crate::finding::{Finding, Findings, Fix, Subject, SubjectKind};
use crate::place::{SourceId, Span};
use crate::rst::{Block, Directive, Kind, Text};
use crate::text::lines;
use crate::version::Window;

/// A table whose directive was read last.
pub(super) struct OpenTable {
    item: Item,
    number: usize,
    has_rows: bool,
}

impl OpenTable {
    /// Does the block at `item` follow the table?
    pub(super) fn is_right_above(&self, item: Item) -> bool {
        self.item.source == item.source && self.item.index + 1 == item.index
    }
}

/// For so many findings of an operation names are guessed: a table with thousands of unknown ones is no
/// slip.
const GUESSED: usize = 1000;

/// How many words a label has at most.
const LABEL_WORDS: usize = 5;

impl Reader<'_> {
    pub(super) fn table(
        &mut self,
        directive: &Directive,
        item: Item,
        current: &mut CurrentSection<'_>,
        operation: &mut Operation,
    ) {
        let dictionary = self.file(
            directive,
            &directive.arguments.value,
            directive.arguments.whole(),
            item,
            &FILE_MISSING,
        );
        let bold =
            current.bold.as_ref().filter(|bold| bold.fresh).and_then(|bold| direction::of_text(&bold.text));
        let label = self.label_before(item, current);
        let titled = direction::of_sections(&current.titles);
        let text_before = self.text_before(item, current);
        if label.is_some() {
            current.prose.pop();
        }
        let table = Table {
            span: directive.name_span,
            dictionary,
            section: current.titles.clone(),
            label: text_before,
            direction: bold.or(label).or(titled),
            is_of_both: false,
            window: current.window,
        };
        let (content, title) = self.content(directive, item);
        let open = OpenTable { item, number: operation.tables.len(), has_rows: !content.is_empty() };
        operation.tables.push(table);
        self.rows(&content, open.number, current, operation);
        current.table = Some(open);
        if let Some(title) = title {
            current.titles = std::iter::once(title).chain(current.titles.iter().skip(1).cloned()).collect();
        }
    }

    /// Reads the rows of a table.
    fn rows(
        &mut self,
        content: &Text,
        table: usize,
        current: &CurrentSection<'_>,
        operation: &mut Operation,
    ) {
        let Some(Table { dictionary, direction, .. }) = operation.tables.get(table) else { return };
        let (dictionary, direction) = (*dictionary, *direction);
        // What is wrong with a dictionary that has no entries is told once, at the dictionary.
        let readable = dictionary
            .filter(|id| self.library.dictionaries.get(id).is_some_and(|read| !read.entries.is_empty()));
        for pair in dictionary::pairs(content, &mut self.findings) {
            let definition = dictionary.and_then(|id| self.library.definition(id, &pair.value.value));
            if let (None, Some(id)) = (definition, readable)
                && !self.may_be_lost(id, &pair.value.value)
            {
                self.findings.push(self.entry_unknown(&pair, id, operation));
            }
            let marks = depth_marks(&pair.key.value);
            let start = pair.key.span.range().start + marks;
            operation.rows.push(Row {
                window: self.row_window(definition, current.window, operation.window),
                name: pair.key.value.get(marks..).unwrap_or_default().to_owned(),
                name_span: Span::new(pair.key.span.source, start, pair.key.span.range().end),
                reference: pair.value.value,
                reference_span: pair.value.span,
                table,
                definition,
                direction: direction.or_else(|| self.untitled_direction(definition, current, operation)),
                location: Location::Body,
            });
        }
    }

    /// May the entry stand in a part of a broken dictionary that could not be read?
    fn may_be_lost(&self, dictionary: SourceId, reference: &str) -> bool {
        self.library.unsound.contains(&dictionary)
            && (self.findings.len() >= GUESSED || self.sources.text(dictionary).contains(reference))
    }

    /// The content of a table, without a title that an indentation put into it, and that title.
    fn content(&mut self, directive: &Directive, item: Item) -> (Text, Option<String>) {
        let mut content = directive.content.clone();
        let text = self.sources.text(item.source);
        self.ask_for_blank_line(directive, item, "rows");
        let mut found = None;
        let below = Item { index: item.index + 1, ..item }.block(self.parsed);
        let line = below.filter(|block| is_line_of_marks(block, text));
        if let (Some(below), Some(last)) = (line, content.lines.last().copied())
            && is_next_line(text, last, below.span)
            && !last.slice(text).trim_start().starts_with("- ")
        {
            let title = last.slice(text).trim();
            let message = format!("the title `{title}` is indented, so it is part of the table above");
            self.findings.push(
                Finding::new(&TITLE_INDENTED, last, Subject::new(SubjectKind::Section, title), message)
                    .with_help("move it to the start of the line")
                    .with_fix(
                        Fix::safe("move the title to the start of the line")
                            .removing(indentation(last, text)),
                    ),
            );
            found = Some(title.to_owned());
            content.lines.pop();
            let kept = content.value.rfind('\n').unwrap_or(0);
            content.value.truncate(kept);
        }
        (content, found)
    }

    /// Tells that content stands right below the head of a directive, where docutils takes it for a part of
    /// the head.
    pub(super) fn ask_for_blank_line(&mut self, directive: &Directive, item: Item, what: &str) {
        let text = self.sources.text(item.source);
        let (Some(argument), Some(first)) =
            (directive.arguments.lines.last(), directive.content.lines.first())
        else {
            return;
        };
        if directive.options.is_empty() && is_next_line(text, *argument, *first) {
            let message = format!("no empty line stands between `{}` and its {what}", directive.name);
            self.findings.push(
                Finding::new(&BLANK_LINE_MISSING, *first, Subject::directive(&directive.name), message)
                    .with_help(format!("put an empty line before the first of the {what}"))
                    .with_fix(
                        Fix::safe(format!("put an empty line before the {what}"))
                            .inserting(self.sources.lines_of(*first), "\n"),
                    ),
            );
        }
    }

    /// Reads a list right below a table whose items are rows of it: they lack the indentation. False if it is
    /// anything else.
    pub(super) fn stray_rows(
        &mut self,
        block: &Block,
        item: Item,
        current: &CurrentSection<'_>,
        operation: &mut Operation,
    ) -> bool {
        let Some(open) = current.table.as_ref().filter(|open| open.is_right_above(item)) else {
            return false;
        };
        if !matches!(block.kind, Kind::Bullets(_) | Kind::Quote(_)) {
            return false;
        }
        let rows = flush_lines(block.span, self.sources.text(item.source));
        let mut unread = Findings::new();
        let pairs = dictionary::pairs(&rows, &mut unread);
        let dictionary = operation.tables.get(open.number).and_then(|table| table.dictionary);
        let is_row = |pair: &dictionary::PairItem| {
            dictionary.is_some_and(|id| self.library.definition(id, &pair.value.value).is_some())
        };
        let (Some(first), true) = (pairs.first(), unread.is_empty() && pairs.iter().any(is_row)) else {
            return false;
        };
        let message = if open.has_rows {
            "this line ends the table: it is not indented like the rows above"
        } else {
            "the rows of the table are not indented, so the table is empty"
        };
        self.findings.push(
            Finding::new(&ROWS_OUTSIDE, first.key.span, Subject::row(&first.key.value), message)
                .with_help("indent it like the other rows, below the directive")
                .with_operation(operation.key()),
        );
        self.rows(&rows, open.number, current, operation);
        true
    }

    /// The direction that a paragraph right before a table says which is nothing but a label, such as
    /// `Response Parameters:`.
    fn label_before(&mut self, item: Item, current: &CurrentSection<'_>) -> Option<Direction> {
        let before = Item { index: item.index.checked_sub(1)?, ..item };
        let text = current
            .prose
            .last()
            .filter(|id| **id == (before.source, before.index))
            .and_then(|_| before.block(self.parsed))
            .and_then(paragraph)?;
        let label = text.value.trim();
        let words = label.split_whitespace().count();
        let is_bare = words == 1 && !label.starts_with('*');
        let is_label = words <= LABEL_WORDS && label.ends_with(':') || is_bare;
        let said = direction::of_text(label).filter(|_| is_label)?;
        // Where the title around it says the same, the label is only text.
        if direction::of_sections(&current.titles) != Some(said)
            && let Some(span) = text.whole()
        {
            let message = format!("the label `{label}` is no title");
            self.findings.push(
                Finding::new(&LABEL_NO_TITLE, span, Subject::new(SubjectKind::Section, label), message)
                    .with_help(format!(
                        "make it a title: `{}`, underlined like the titles of the other tables",
                        label.trim_end_matches(':')
                    )),
            );
        }
        Some(said)
    }

    /// The line right before a table, bold or not.
    fn text_before(&self, item: Item, current: &CurrentSection<'_>) -> Option<String> {
        let bold = current.bold_before(item).map(str::to_owned);
        bold.or_else(|| {
            let before = Item { index: item.index.checked_sub(1)?, ..item };
            let text = before.block(self.parsed).and_then(paragraph).filter(|_| current.is_beside(item))?;
            (text.lines.len() == 1 && text.value.trim_end().ends_with(':')).then(|| text.value.clone())
        })
    }

    /// The direction of a row in a table right below the operation that nothing gives one: what travels in
    /// the URL is sent, and so is the body of an operation that sends one.
    fn untitled_direction(
        &self,
        definition: Option<DefinitionId>,
        current: &CurrentSection<'_>,
        operation: &Operation,
    ) -> Option<Direction> {
        if !current.titles.is_empty() {
            return None;
        }
        let definition = &self.library.definitions[definition?];
        let sends = matches!(operation.method, Method::Post | Method::Put | Method::Patch);
        match definition.location {
            Some(Location::Path | Location::Query) => Some(Direction::Request),
            Some(Location::Body) if sends => Some(Direction::Request),
            _ => None,
        }
    }

    pub(super) fn row_window(
        &self,
        definition: Option<DefinitionId>,
        section: Window,
        operation: Window,
    ) -> Window {
        let own = definition.map(|id| self.library.definitions[id].window);
        section.intersect(operation).intersect(own.unwrap_or_default())
    }

    pub(super) fn entry_unknown(
        &self,
        pair: &dictionary::PairItem,
        dictionary: SourceId,
        operation: &Operation,
    ) -> Finding {
        let reference = &pair.value.value;
        let path = self.sources.path(dictionary);
        let message = if *reference == pair.key.value {
            format!("`{reference}` is no entry of `{path}`")
        } else {
            format!("`{reference}`, the entry of row `{}`, is not in `{path}`", pair.key.value)
        };
        let words = self.library.words(dictionary).filter(|_| self.findings.len() < GUESSED);
        let meant = words.map(|words| words.meant(reference)).unwrap_or_default();
        let finding = Finding::new(&ENTRY_UNKNOWN, pair.value.span, Subject::entry(reference), message)
            .with_operation(operation.key());
        match meant.first() {
            Some(name) => finding
                .with_help(format!("did you mean `{name}`? Otherwise add the entry to `{path}`"))
                .with_fixes(meant.iter().map(|name| {
                    Fix::suggested(format!("name the entry `{name}`")).replacing(pair.value.span, *name)
                })),
            None => finding.with_help(format!("add the entry to `{path}`, or name one that is there")),
        }
    }
}

/// The blanks before a line.
fn indentation(line: Span, text: &str) -> Span {
    let start = line.range().start;
    let before = text.get(..start).unwrap_or_default();
    let shown = line.slice(text);
    let own = shown.len() - shown.trim_start().len();
    Span::new(line.source, before.trim_end_matches([' ', '\t']).len(), start + own)
}

/// Is the block nothing but punctuation on one line, as below a title?
fn is_line_of_marks(block: &Block, text: &str) -> bool {
    let line = block.span.slice(text).trim();
    let first = line.chars().next().filter(char::is_ascii_punctuation);
    first.is_some_and(|first| line.len() > 2 && line.chars().all(|c| c == first))
}

/// How long the marks are that some authors put before the names of members, one for each level: `\>version`,
/// `>> id`.
fn depth_marks(name: &str) -> usize {
    let rest = name.trim_start_matches(['\\', '>', ' ']);
    let marks = name.len() - rest.len();
    if rest.is_empty() || !name.get(..marks).is_some_and(|marks| marks.contains('>')) { 0 } else { marks }
}

/// The lines of a block, all of their indentation taken off.
fn flush_lines(span: Span, text: &str) -> Text {
    let mut found = Text::default();
    for (start, line) in lines(span.slice(text)) {
        let content = line.trim();
        let start = span.range().start + start + line.len() - line.trim_start().len();
        if !found.lines.is_empty() {
            found.value.push('\n');
        }
        found.value.push_str(content);
        found.lines.push(Span::new(span.source, start, start + content.len()));
    }
    found
}

/// Is nothing but the end of a line between the two?
fn is_next_line(text: &str, from: Span, to: Span) -> bool {
    let between = text.get(from.range().end..to.range().start);
    between.is_some_and(|between| between.trim().is_empty() && between.matches('\n').count() == 1)
}
