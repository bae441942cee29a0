//! Inline markup as CommonMark.

use std::cell::Cell;

use super::Text;
use super::escape::{self, Place};
use super::inline::{self, Inline};
use super::plain::role_text;
use super::scope::{self, Destination, Scope};

/// How many bytes of replacements one rendering may put in, and how deep they may lead.
const SUBSTITUTED: usize = 1 << 20;
const SUBSTITUTION_DEPTH: usize = 3;

/// Writes texts as CommonMark.
pub(super) struct InlineWriter<'s> {
    scope: &'s Scope<'s>,
    budget: Cell<usize>,
}

/// One text on its way: what is left to write of it, and where it goes.
struct PendingText<'t, 'o> {
    text: &'t Text,
    /// Anonymous references so far.
    anonymous: usize,
    /// May `*` be written? Not inside strong text.
    marks: bool,
    depth: usize,
    out: &'o mut String,
}

impl<'s> InlineWriter<'s> {
    pub(super) fn new(scope: &'s Scope<'s>) -> Self {
        Self { scope, budget: Cell::new(SUBSTITUTED) }
    }

    /// The text on one line.
    pub(super) fn line(&self, text: &Text) -> String {
        let mut out = String::new();
        self.push(text, &text.value, &mut out);
        out
    }

    /// Appends `value`, which is `text` or its beginning.
    pub(super) fn push(&self, text: &Text, value: &str, out: &mut String) {
        self.push_marked(text, value, true, out);
    }

    /// Appends a text in bold.
    pub(super) fn push_bold(&self, text: &Text, out: &mut String) {
        let mut inner = String::from("**");
        self.push_marked(text, &text.value, false, &mut inner);
        match inner.get(2..) {
            Some(code) if is_code(code) => out.push_str(code),
            Some("") | None => {}
            Some(_) => {
                out.push_str(&inner);
                out.push_str("**");
            }
        }
    }

    fn push_marked(&self, text: &Text, value: &str, marks: bool, out: &mut String) {
        let start = out.len();
        self.write(value, None, &mut PendingText { text, anonymous: 0, marks, depth: 0, out });
        let end = out.trim_end().len().max(start);
        out.truncate(end);
    }

    /// Writes `value`, which `next` will follow.
    fn write(&self, value: &str, next: Option<char>, to: &mut PendingText<'_, '_>) {
        let pieces = inline::read(value);
        for (at, piece) in pieces.iter().enumerate() {
            let next = pieces.get(at + 1).map_or(next, |next| Some(first_char(next)));
            self.piece(*piece, next, to);
        }
    }

    fn piece(&self, piece: Inline<'_>, next: Option<char>, to: &mut PendingText<'_, '_>) {
        match piece {
            Inline::Text(text) => push_escaped(text, next, to.out),
            Inline::Literal(text) => escape::push_code(text, to.out),
            Inline::Strong(text) => push_emphasis("**", text, next, to),
            Inline::Emphasis(text) => push_emphasis("*", text, next, to),
            Inline::Interpreted { role, text } => self.role(role, text, next, to),
            Inline::Link { text, target } => self.link(text, target, next, to),
            Inline::Name(name) | Inline::Phrase(name) => self.reference(piece, name, next, to),
            Inline::Anonymous(text) => {
                let url = self.scope.anonymous(to.text, to.anonymous).filter(|_| to.depth == 0);
                to.anonymous += 1;
                push_link(text, url, next, to.out);
            }
            Inline::Substitution(name) => self.substitution(name, next, to),
            Inline::Footnote(label) => push_escaped(&format!("[{label}]"), next, to.out),
            Inline::Url(url) => push_link(url, Some(&inline::unescape(url)), next, to.out),
        }
    }

    fn role(&self, role: &str, text: &str, next: Option<char>, to: &mut PendingText<'_, '_>) {
        let name = role.rsplit(':').next().unwrap_or(role);
        match name {
            "strong" => push_emphasis("**", text, next, to),
            "emphasis" | "dfn" => push_emphasis("*", text, next, to),
            "sup" | "superscript" => push_html("sup", text, to.out),
            "sub" | "subscript" => push_html("sub", text, to.out),
            "rfc" => {
                let number = inline::unescape(role_text(text));
                let url = format!("https://www.rfc-editor.org/rfc/rfc{}", number.trim());
                push_link(&format!("RFC {number}"), Some(&url), next, to.out);
            }
            "ref" | "numref" => {
                let title = match self.scope.destination(text) {
                    Some(Destination::Internal(Some(title))) => title,
                    _ => role_text(text),
                };
                push_escaped(title, next, to.out);
            }
            _ if is_code_role(name) => {
                escape::push_code(&inline::unescape(role_text(text)), to.out);
            }
            _ => push_escaped(role_text(text), next, to.out),
        }
    }

    fn link(&self, text: &str, target: &str, next: Option<char>, to: &mut PendingText<'_, '_>) {
        let text = if text.is_empty() { target } else { text };
        let alias = target.strip_suffix('_').filter(|name| !name.ends_with('\\'));
        if let Some(destination) = alias.and_then(|name| self.scope.destination(name)) {
            return push_destination(text, destination, next, to.out);
        }
        push_link(text, Some(&scope::address(target)), next, to.out);
    }

    /// A reference that leads nowhere keeps its text; a single word keeps its underscore, too, as it may
    /// never have been a reference.
    fn reference(&self, piece: Inline<'_>, name: &str, next: Option<char>, to: &mut PendingText<'_, '_>) {
        match self.scope.destination(&inline::unescape(name)) {
            Some(destination) => push_destination(name, destination, next, to.out),
            None if matches!(piece, Inline::Name(_)) => push_escaped(&format!("{name}_"), next, to.out),
            None => push_escaped(name, next, to.out),
        }
    }

    fn substitution(&self, name: &str, next: Option<char>, to: &mut PendingText<'_, '_>) {
        let left = self.budget.get();
        let found =
            self.scope.substitution(name).filter(|text| to.depth < SUBSTITUTION_DEPTH && text.len() < left);
        let Some(replacement) = found else {
            return push_escaped(&format!("|{name}|"), next, to.out);
        };
        self.budget.set(left - replacement.len() - 1);
        to.depth += 1;
        self.write(replacement, next, to);
        to.depth -= 1;
    }
}

fn push_escaped(text: &str, next: Option<char>, out: &mut String) {
    escape::push_text(&inline::unescape(text), Place::before(next), out);
}

/// Emphasis, where CommonMark can see it: not right beside a letter if a sign is inside, nor beside other
/// emphasis.
fn push_emphasis(mark: &str, text: &str, next: Option<char>, to: &mut PendingText<'_, '_>) {
    let text = inline::unescape(text);
    let edge = |inside: Option<char>, outside: Option<char>| {
        let apart = outside.is_none_or(|char| char.is_whitespace() || char.is_ascii_punctuation());
        outside != Some('*') && (apart || inside.is_some_and(char::is_alphanumeric))
    };
    let opens = edge(text.chars().next(), to.out.chars().next_back());
    let closes = edge(text.chars().next_back(), next);
    if !(to.marks && opens && closes) || text.trim() != text {
        return escape::push_text(&text, Place::before(next), to.out);
    }
    to.out.push_str(mark);
    push_inside(&text, to.out);
    to.out.push_str(mark);
}

/// The text of emphasis. Markup does not nest in rst, but authors who write a literal there mean one.
fn push_inside(text: &str, out: &mut String) {
    let parts: Vec<&str> = text.split("``").collect();
    if parts.len().is_multiple_of(2) {
        return escape::push_text(text, Place { emphasis: true, ..Place::before(Some('*')) }, out);
    }
    for (at, part) in parts.iter().enumerate() {
        if at.is_multiple_of(2) {
            let next = if at + 1 == parts.len() { '*' } else { '`' };
            escape::push_text(part, Place { emphasis: true, ..Place::before(Some(next)) }, out);
        } else {
            escape::push_code(part, out);
        }
    }
}

fn push_html(tag: &str, text: &str, out: &mut String) {
    out.push_str(&format!("<{tag}>"));
    push_escaped(text, Some('<'), out);
    out.push_str(&format!("</{tag}>"));
}

fn push_destination(text: &str, destination: Destination<'_>, next: Option<char>, out: &mut String) {
    match destination {
        Destination::Url(url) => push_link(text, Some(url), next, out),
        Destination::Internal(_) => push_link(text, None, next, out),
    }
}

/// A link, if `url` leads somewhere without this document around it; else the text alone.
fn push_link(text: &str, url: Option<&str>, next: Option<char>, out: &mut String) {
    let text = inline::unescape(text);
    let place = Place::before(next);
    match url.filter(|url| is_absolute(url)) {
        None => escape::push_text(&text, place, out),
        // The variables of a template are no address.
        Some(url) if url == text && url.contains(['{', '}']) => escape::push_text(&text, place, out),
        Some(url) if url == text && !url.contains(['<', '>', ' ']) => out.push_str(&format!("<{url}>")),
        Some(url) => {
            if out.ends_with('!') && !out.ends_with("\\!") {
                out.pop();
                out.push_str("\\!");
            }
            out.push('[');
            escape::push_text(&text, Place { link: true, ..Place::before(Some(']')) }, out);
            out.push_str("](");
            escape::push_address(url, out);
            out.push(')');
        }
    }
}

fn is_absolute(url: &str) -> bool {
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
    ["http", "https", "ftp", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

fn is_code_role(name: &str) -> bool {
    matches!(
        name,
        "" | "literal"
            | "code"
            | "file"
            | "samp"
            | "command"
            | "option"
            | "envvar"
            | "program"
            | "kbd"
            | "math"
            | "mod"
            | "class"
            | "func"
            | "meth"
            | "attr"
            | "exc"
            | "data"
            | "obj"
            | "const"
            | "title-reference"
            | "title"
            | "t"
    )
}

fn is_code(text: &str) -> bool {
    text.len() > 2 && text.starts_with('`') && text.ends_with('`') && text.matches('`').count() == 2
}

/// The character that the rendering of `piece` starts with, as far as it matters to what stands before.
fn first_char(piece: &Inline<'_>) -> char {
    match piece {
        Inline::Text(text) => inline::unescape(text).chars().next().unwrap_or(' '),
        Inline::Strong(_) | Inline::Emphasis(_) => '*',
        Inline::Name(text) | Inline::Phrase(text) | Inline::Anonymous(text) | Inline::Substitution(text) => {
            text.chars().next().filter(|char| char.is_alphanumeric()).unwrap_or('[')
        }
        Inline::Literal(_) | Inline::Interpreted { .. } => '`',
        Inline::Link { .. } | Inline::Footnote(_) => '[',
        Inline::Url(_) => '<',
    }
}

#[cfg(test)]
mod tests {
    use crate::rst::outline::rendered;

    #[test]
    fn inline_markup_is_translated() {
        let cases = [
            ("``a`b`` **b** *c* `d`", "``a`b`` **b** *c* `d`"),
            (":ref:`a b <c>` :doc:`/d` :sup:`2` :code:`e` :odd:`f`", "a b /d <sup>2</sup> `e` f"),
            ("`a b <http://c/d_e>`_ `<http://f>`__", "[a b](http://c/d_e) <http://f>"),
            ("`a <#b>`_ and `c <../d.html>`_", "a and c"),
            ("http://a/{b}/c, http://a/b.", "http://a/{b}/c, <http://a/b>."),
            (":rfc:`7230`", "[RFC 7230](https://www.rfc-editor.org/rfc/rfc7230)"),
            ("**a ``b``** **``c``**", "**a `b`** **`c`**"),
            ("re\\ **(a)**\\ ed", "re(a)ed"),
            ("unknown_ `not known`_ |not known|", "unknown_ not known |not known|"),
            ("`a [b] <http://c/(d>`_", "[a \\[b\\]](http://c/%28d)"),
            ("``a``\\ ``b``", "`a` `b`"),
            ("a\\*b \\*c*", "a\\*b \\*c*"),
        ];
        for (source, expected) in cases {
            assert_eq!(rendered(source), expected, "{source}");
        }
    }

    #[test]
    fn references_find_their_targets() {
        let source = "\
.. _a b: http://ab/
.. _alias: `A  b`_
.. _inner:

Title *here*
============

`A B`_, alias_, inner_, :ref:`inner`, `Title here`_, one__ and `two`__, `x <http://x/>`_ x_.

.. __: http://one/
__ http://two/
";
        let expected = "**Title here**\n\n[A B](http://ab/), [alias](http://ab/), inner, Title here, Title \
                        here, [one](http://one/) and [two](http://two/), [x](http://x/) [x](http://x/).";
        assert_eq!(rendered(source), expected);
    }

    #[test]
    fn substitutions_are_put_in() {
        let source = "|a| b\\ |c|\\ d |e| |f|.\n\n.. |a| replace:: **A** x\n.. |c| unicode:: 0x2014 .. dash\n\
                      .. |e| raw:: html\n\n   <br>\n\n.. |f| image:: f.png\n   :alt: F\n";
        assert_eq!(rendered(source), "**A** x b—d F.");
    }

    #[test]
    fn substitutions_do_not_run_away() {
        let twice = "|a| |a|".repeat(50_000);
        let source = format!("|b|\n\n.. |a| replace:: |b| |b|\n.. |b| replace:: {twice}\n");
        assert!(rendered(&source).len() < 4 << 20);
        assert_eq!(rendered("|a|\n\n.. |a| replace:: x |a|\n"), "x x x |a|");
    }
}
