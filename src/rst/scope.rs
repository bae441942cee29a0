use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::place::{SourceId, Span};

use super::inline::{self, Inline};
use super::plain::{folded, has_markup, plain};
use super::{Block, Directive, Kind, Text};

/// How many references to references are followed.
const MAX_ALIASES: usize = 8;

/// What holds for a whole document, or for one text in it: substitutions and link targets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope<'o> {
    /// The document around a text that has a scope of its own.
    outer: Option<&'o Scope<'o>>,
    /// By normalised name: the replacement as rst, empty if there is none outside HTML.
    substitutions: BTreeMap<String, String>,
    targets: BTreeMap<String, Target>,
    anonymous: BTreeMap<SourceId, Anonymous>,
    /// Internal targets that may belong to a title that comes next.
    waiting: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Url(String),
    Alias(String),
    /// A place in the document, with the title that it stands at.
    Internal(Option<String>),
}

/// Where a reference leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination<'a> {
    Url(&'a str),
    Internal(Option<&'a str>),
}

/// Anonymous references and targets of one source; the first goes with the first, and so on.
#[derive(Debug, Clone, Default)]
struct Anonymous {
    /// By the place of a text: the number of its first reference.
    references: BTreeMap<u32, usize>,
    count: usize,
    /// In the order of the source, with their places.
    targets: Vec<(u32, String)>,
}

impl<'o> Scope<'o> {
    /// The scope of a text inside of `outer`, to which nothing is added.
    pub(crate) fn within(outer: &'o Scope<'o>) -> Self {
        Self { outer: Some(outer), ..Self::default() }
    }

    /// The scope of a document that consists of these blocks.
    pub(crate) fn gather<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> Self {
        let mut scope = Self::default();
        for block in blocks {
            scope.add(block);
        }
        scope
    }

    /// Adds what `block` and the blocks in it define. Blocks come in the order of the document; one that
    /// comes twice, because a file is included twice, counts once.
    pub(crate) fn add(&mut self, block: &Block) {
        for block in block.walk() {
            match &block.kind {
                Kind::Target(name, uri) => self.add_target(name, uri.as_deref(), block.span),
                Kind::Title(title) => self.add_title(&title.text),
                Kind::Substitution(name, directive) => {
                    let name = normal(name);
                    if self.replacement_of(&name).is_none() {
                        self.substitutions.insert(name, replacement(directive));
                    }
                }
                Kind::Paragraph(text) => self.add_text(text),
                Kind::Definitions(list) => list.iter().for_each(|item| self.add_text(&item.term)),
                Kind::Lines(texts) => texts.iter().for_each(|text| self.add_text(text)),
                _ => {}
            }
            if !matches!(block.kind, Kind::Target(..) | Kind::Comment(_)) {
                self.waiting.clear();
            }
        }
    }

    /// Where the reference `name` leads, if it is known.
    pub(super) fn destination(&self, name: &str) -> Option<Destination<'_>> {
        let mut target = self.target_of(&normal(name))?;
        for _ in 0..MAX_ALIASES {
            match target {
                Target::Url(url) => return Some(Destination::Url(url)),
                Target::Internal(title) => return Some(Destination::Internal(title.as_deref())),
                Target::Alias(name) => target = self.target_of(&normal(name))?,
            }
        }
        None
    }

    /// The replacement of a substitution, as rst.
    pub(super) fn substitution(&self, name: &str) -> Option<&str> {
        self.replacement_of(&normal(name))
    }

    fn replacement_of(&self, name: &str) -> Option<&str> {
        let own = self.substitutions.get(name).map(String::as_str);
        own.or_else(|| self.outer?.replacement_of(name))
    }

    fn target_of(&self, name: &str) -> Option<&Target> {
        self.targets.get(name).or_else(|| self.outer?.target_of(name))
    }

    /// Adds a target unless something has its name.
    fn add_new_target(&mut self, name: String, target: impl FnOnce() -> Target) {
        if self.target_of(&name).is_none() {
            self.targets.insert(name, target());
        }
    }

    /// The target of the anonymous reference number `index` in `text`.
    pub(super) fn anonymous(&self, text: &Text, index: usize) -> Option<&str> {
        let start = text.lines.first()?;
        let Some(anonymous) = self.anonymous.get(&start.source) else {
            return self.outer?.anonymous(text, index);
        };
        let number = anonymous.references.get(&start.start)? + index;
        anonymous.targets.get(number).map(|(_, url)| url.as_str())
    }

    fn add_target(&mut self, name: &str, uri: Option<&str>, span: Span) {
        let target = match uri {
            None => {
                self.waiting.push(normal(name));
                Target::Internal(None)
            }
            Some(uri) => target(uri),
        };
        if uri.is_some() {
            for waiting in std::mem::take(&mut self.waiting) {
                self.targets.insert(waiting, target.clone());
            }
        }
        if name.is_empty() {
            if let Target::Url(url) = target {
                let targets = &mut self.anonymous.entry(span.source).or_default().targets;
                if targets.last().is_none_or(|(last, _)| *last < span.start) {
                    targets.push((span.start, url));
                }
            }
            return;
        }
        self.targets.insert(normal(name), target);
    }

    /// A title is a target itself, unless something else has its name.
    fn add_title(&mut self, text: &Text) {
        let target = || Target::Internal(Some(plain(&text.value)));
        for name in std::mem::take(&mut self.waiting) {
            self.targets.insert(name, target());
        }
        // Most titles, such as "Request", have been there before.
        let name = if has_markup(&text.value) { normal(&plain(&text.value)) } else { normal(&text.value) };
        self.add_new_target(name, target);
    }

    /// Counts the anonymous references of a text, and takes in the links that later ones refer to by name.
    fn add_text(&mut self, text: &Text) {
        if !may_hold_references(&text.value) {
            return;
        }
        let mut count = 0;
        for piece in inline::read(&text.value) {
            match piece {
                Inline::Anonymous(_) => count += 1,
                Inline::Link { text, target: uri } if !text.is_empty() => {
                    self.add_new_target(normal(&inline::unescape(text)), || target(uri));
                }
                _ => {}
            }
        }
        if let Some(start) = text.lines.first().filter(|_| count > 0) {
            let anonymous = self.anonymous.entry(start.source).or_default();
            if let Entry::Vacant(place) = anonymous.references.entry(start.start) {
                place.insert(anonymous.count);
                anonymous.count += count;
            }
        }
    }
}

/// Is there anything in a text that an anonymous reference, or a link with a name, has?
pub(super) fn may_hold_references(text: &str) -> bool {
    let (bytes, mut marks) = (text.as_bytes(), memchr::memchr_iter(b'_', text.as_bytes()));
    let is_named = |at: usize| bytes.get(..at).is_some_and(|before| before.ends_with(b">`"));
    marks.any(|at| bytes.get(at + 1) == Some(&b'_') || is_named(at))
}

/// A reference `name_` or an address.
fn target(uri: &str) -> Target {
    let alias = uri.strip_suffix('_').filter(|name| !name.ends_with('\\') && !name.contains("://"));
    match alias {
        Some(name) => Target::Alias(name.trim_matches('`').to_owned()),
        None => Target::Url(address(uri)),
    }
}

/// An address without escapes, and without the blanks where it was wrapped.
pub(super) fn address(uri: &str) -> String {
    inline::unescape(uri).split_whitespace().collect()
}

/// Names are compared without regard to case and to the kind of blanks.
fn normal(name: &str) -> String {
    folded(name)
}

/// What a substitution definition puts in place of its name.
fn replacement(directive: &Directive) -> String {
    match directive.name.as_str() {
        "replace" => directive.arguments.value.clone(),
        "unicode" => directive
            .arguments
            .value
            .split_whitespace()
            .take_while(|word| *word != "..")
            .map(code_point)
            .collect(),
        "image" => directive.option("alt").map_or_else(String::new, |alt| alt.value.clone()),
        _ => String::new(),
    }
}

/// `0xA0`, `U+A0`, `x0A0`, `\x0A0`, a decimal number, or text as it is.
fn code_point(word: &str) -> String {
    let hexadecimal =
        ["0x", "U+", "u+", "\\x", "\\u", "x", "u"].into_iter().find_map(|prefix| word.strip_prefix(prefix));
    let number = match hexadecimal {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    };
    number.and_then(char::from_u32).map_or_else(|| word.to_owned(), String::from)
}
