//! The directives that a reference is made of, in one table: what each takes, what it holds and who reads it.
//!
//! Whoever asks which directives there are asks here: the parser (is the content text?), the reader, the
//! loader of files, the rules about misspelt and malformed directives.

use super::super::document::Item;
use super::super::library::VERSION_MALFORMED;
use super::super::{Counts, Operation, misspelt_version};
use super::block::{bare_window, is_bare_version, words};
use super::{CurrentSection, Reader};
use crate::finding::{Finding, Subject};
use crate::place::Span;
use crate::rst::Directive;

/// A directive that says something about an operation.
pub(crate) struct DirectiveKind {
    /// The name, in lower case.
    pub name: &'static str,
    /// What its content is.
    pub content: Content,
    /// What the argument is, and a line that shows it.
    pub(in super::super) argument: &'static str,
    pub(in super::super) example: Option<&'static str>,
    /// The file that the argument names.
    pub(in super::super) file: Option<FileArgument>,
    read: Option<Read>,
    /// How much of it an operation has.
    count: Option<Count>,
}

/// What the content of a directive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// A part of the reference: the directive itself is no text of its operation.
    Part,
    /// Text, which stays a part of the description.
    Text,
}

/// A file that is named in an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct FileArgument {
    /// Which word of the argument it is; `None` means all of the argument.
    pub(in super::super) word: Option<usize>,
    pub(in super::super) kind: FileKind,
}

/// What kind of file a directive names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in super::super) enum FileKind {
    Dictionary,
    Statuses,
    Sample,
}

type Read = fn(&mut Reader<'_>, &Directive, Item, &mut CurrentSection<'_>, &mut Operation);
type Count = fn(&mut Counts, &Operation);

/// A directive with nothing but a name.
const PLAIN: DirectiveKind = DirectiveKind {
    name: "",
    content: Content::Part,
    argument: "the path of the file",
    example: None,
    file: None,
    read: None,
    count: None,
};

static DIRECTIVES: [DirectiveKind; 10] = [
    // It opens an operation before anything of it is read; what is met later is only a caption.
    DirectiveKind {
        name: "rest_method",
        argument: "the verb and the URL",
        example: Some(".. rest_method:: GET /v3/{project_id}/volumes"),
        read: Some(|reader, directive, _, current, operation| reader.caption(directive, current, operation)),
        count: Some(|counts, _| counts.operations += 1),
        ..PLAIN
    },
    DirectiveKind {
        name: "rest_parameters",
        argument: "the dictionary",
        example: Some(".. rest_parameters:: parameters.yaml"),
        file: Some(FileArgument { word: None, kind: FileKind::Dictionary }),
        read: Some(|reader, directive, item, current, operation| {
            reader.table(directive, item, current, operation);
        }),
        count: Some(|counts, operation| counts.rows += operation.rows.len()),
        ..PLAIN
    },
    DirectiveKind {
        name: "rest_status_code",
        argument: "the kind and the file",
        example: Some(".. rest_status_code:: success status.yaml"),
        file: Some(FileArgument { word: Some(1), kind: FileKind::Statuses }),
        read: Some(|reader, directive, item, _, operation| reader.status(directive, item, operation)),
        count: Some(|counts, operation| counts.codes += operation.codes.len()),
        ..PLAIN
    },
    DirectiveKind {
        name: "literalinclude",
        file: Some(FileArgument { word: None, kind: FileKind::Sample }),
        read: Some(|reader, directive, item, current, operation| {
            reader.sample(directive, item, current, operation);
        }),
        count: Some(|counts, operation| counts.samples += operation.samples.len()),
        ..PLAIN
    },
    // Its file is read in its place when the document is put together.
    DirectiveKind { name: "include", ..PLAIN },
    DirectiveKind { name: "rest_expand_all", ..PLAIN },
    DirectiveKind { name: "versionadded", content: Content::Text, read: Some(bound), ..PLAIN },
    DirectiveKind { name: "versionremoved", content: Content::Text, read: Some(bound), ..PLAIN },
    DirectiveKind { name: "versionchanged", content: Content::Text, read: Some(ask_for_version), ..PLAIN },
    DirectiveKind {
        name: "deprecated",
        content: Content::Text,
        read: Some(|_, _, _, current, operation| operation.deprecated |= current.directly),
        ..PLAIN
    },
];

/// Other directives of docutils and Sphinx with its own extensions. They hold text or steer the build.
#[rustfmt::skip]
static OTHERS: &[&str] = &[
    "admonition", "attention", "caution", "class", "code", "compound", "container", "contents", "csv-table", "danger",
    "date", "default-role", "epigraph", "error", "figure", "footer", "header", "highlights", "hint", "image",
    "important", "line-block", "list-table", "math", "meta", "note", "parsed-literal", "pull-quote", "raw",
    "replace", "restructuredtext-test-directive", "role", "rubric", "section-numbering", "sectnum", "sidebar", "table",
    "target-notes", "tip", "title", "topic", "unicode", "warning",
    "acks", "centered", "code-block", "codeauthor", "confval", "cssclass", "currentmodule", "default-domain",
    "describe", "digraph", "doctest", "envvar", "function", "glossary", "graph", "graphviz", "highlight",
    "hlist", "ifconfig", "index", "inheritance-diagram", "module", "moduleauthor", "object", "only",
    "option", "productionlist", "program", "rst-class", "sectionauthor", "seealso", "sourcecode", "tabularcolumns",
    "testcleanup", "testcode", "testoutput", "testsetup", "toctree", "todo", "todolist",
];

/// The directive of this name, if it says something about operations.
pub(crate) fn directive_kind(name: &str) -> Option<&'static DirectiveKind> {
    DIRECTIVES.iter().find(|kind| kind.name == name)
}

/// The directives that hold a part of the reference: what is lost with one of them is lost for good.
pub(crate) fn part_directives() -> impl Iterator<Item = &'static DirectiveKind> {
    DIRECTIVES.iter().filter(|kind| kind.content == Content::Part && kind.name != "rest_expand_all")
}

/// The names that os-api-ref, docutils and Sphinx with its own extensions understand.
pub(crate) fn known_directives() -> impl Iterator<Item = &'static str> {
    DIRECTIVES.iter().map(|kind| kind.name).chain(OTHERS.iter().copied())
}

/// Does the content of a directive hold data of a reference, and no text? A misspelt one does, too.
pub(crate) fn holds_data(name: &str) -> bool {
    name.starts_with("rest_") || directive_kind(name).is_some_and(|kind| kind.content == Content::Part)
}

impl DirectiveKind {
    /// The file that a directive of this kind names.
    pub(in super::super) fn file_of<'d>(&self, directive: &'d Directive) -> Option<(FileKind, &'d str)> {
        let file = self.file?;
        let argument = directive.arguments.value.trim();
        let name = match file.word {
            None => Some(argument),
            Some(word) => argument.split_whitespace().nth(word),
        };
        name.filter(|name| !name.is_empty()).map(|name| (file.kind, name))
    }
}

/// How much of the operations was read.
pub(in super::super) fn count(operations: &[Operation]) -> Counts {
    let mut counts = Counts::default();
    for operation in operations {
        DIRECTIVES.iter().filter_map(|kind| kind.count).for_each(|count| count(&mut counts, operation));
    }
    counts
}

impl Reader<'_> {
    /// Reads a directive of an operation, if it is one that says something about it.
    pub(super) fn directive(
        &mut self,
        directive: &Directive,
        item: Item,
        current: &mut CurrentSection<'_>,
        operation: &mut Operation,
    ) {
        if let Some(read) = directive_kind(&directive.name).and_then(|kind| kind.read) {
            read(self, directive, item, current, operation);
        }
    }
}

/// A directive about versions that stands alone bounds its operation.
fn bound(
    reader: &mut Reader<'_>,
    directive: &Directive,
    item: Item,
    current: &mut CurrentSection<'_>,
    operation: &mut Operation,
) {
    ask_for_version(reader, directive, item, current, operation);
    if current.directly && is_bare_version(directive) {
        operation.window = operation.window.intersect(bare_window(directive));
    }
}

/// Tells a version that is nearly one. Names of releases are none.
fn ask_for_version(
    reader: &mut Reader<'_>,
    directive: &Directive,
    _: Item,
    _: &mut CurrentSection<'_>,
    _: &mut Operation,
) {
    let Some((line, span)) = directive.arguments.iter().next() else { return };
    let Some((word, place)) = words(line, span).next() else { return };
    let bare = word.trim_end_matches([':', ',', '.']);
    let Some(meant) = misspelt_version(bare) else { return };
    let start = place.range().start;
    let place = Span::new(place.source, start, start + bare.len());
    let message = format!("`{bare}` is not a microversion");
    reader.findings.push(
        Finding::new(&VERSION_MALFORMED, place, Subject::directive(&directive.name), message)
            .with_help(format!("write `{meant}`; it is read as that")),
    );
}
