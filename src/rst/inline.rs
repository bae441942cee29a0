//! Inline markup: a paragraph's text as a sequence of spans. They do not nest.

use std::borrow::Cow;

use super::boundary::{
    NAME_LIMIT, may_follow, may_precede, role_prefix, role_suffix, simple_name_start, url_length,
};
use super::directive::is_simple_name;

/// One piece of a text. The strings are as written: backslash escapes are still in them, but for literals,
/// which know none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inline<'a> {
    Text(&'a str),
    /// ``` ``text`` ```
    Literal(&'a str),
    /// `**text**`
    Strong(&'a str),
    /// `*text*`
    Emphasis(&'a str),
    /// `:role:` and text in backquotes; without a role it is empty.
    Interpreted {
        role: &'a str,
        text: &'a str,
    },
    /// `text <target>` in backquotes with `_` or `__`.
    Link {
        text: &'a str,
        target: &'a str,
    },
    /// `name_`.
    Name(&'a str),
    /// Text in backquotes with `_`.
    Phrase(&'a str),
    /// The same two with `__`.
    Anonymous(&'a str),
    /// `|name|`
    Substitution(&'a str),
    /// `[label]_`
    Footnote(&'a str),
    /// An address that stands for itself.
    Url(&'a str),
}

/// Reads `text`. Markup that is not closed is text.
pub(super) fn read(text: &str) -> Vec<Inline<'_>> {
    let mut reader = Reader { text, at: 0, plain: 0, missing: Vec::new(), found: Vec::new() };
    reader.read();
    reader.found
}

/// What encloses a piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Literal,
    Strong,
    Emphasis,
    Backquote,
    Bar,
    /// The backquotes of a target inside a text.
    Target,
}

impl Mark {
    fn text(self) -> &'static str {
        match self {
            Self::Literal => "``",
            Self::Strong => "**",
            Self::Emphasis => "*",
            Self::Backquote | Self::Target => "`",
            Self::Bar => "|",
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Where the plain text that is not yet in `found` starts.
    plain: usize,
    /// Marks whose end does not come any more, so that it is not looked for again.
    missing: Vec<Mark>,
    found: Vec<Inline<'a>>,
}

/// Markup that was found: from where to where, and what.
type Match<'a> = (usize, usize, Inline<'a>);

impl<'a> Reader<'a> {
    fn read(&mut self) {
        while let Some(byte) = self.next_sign() {
            let found = match byte {
                b'\\' => {
                    self.at += 1 + self.after(self.at + 1).map_or(0, char::len_utf8);
                    continue;
                }
                b'`' => self.simple(Mark::Literal, Inline::Literal).or_else(|| self.backquoted(self.at, "")),
                b'*' => self.simple(Mark::Strong, Inline::Strong).or_else(|| self.emphasis()),
                b'|' => self.substitution(),
                b'[' => self.footnote(),
                b':' => self.role().or_else(|| self.url()),
                b'_' => self.inline_target().or_else(|| self.name()),
                _ => None,
            };
            match found {
                Some((from, to, inline)) => self.push(from, to, inline),
                None => self.at += 1,
            }
        }
        self.push_text(self.text.len());
    }

    /// Goes on to the next byte that may begin or belong to markup.
    fn next_sign(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let found =
            rest.iter().position(|byte| matches!(byte, b'\\' | b'`' | b'*' | b'|' | b'[' | b':' | b'_'));
        self.at += found.unwrap_or(rest.len());
        self.text.as_bytes().get(self.at).copied()
    }

    fn push(&mut self, from: usize, to: usize, inline: Inline<'a>) {
        self.push_text(from);
        self.found.push(inline);
        self.at = to;
        self.plain = to;
    }

    fn push_text(&mut self, to: usize) {
        if let Some(text) = self.text.get(self.plain..to).filter(|text| !text.is_empty()) {
            self.found.push(Inline::Text(text));
        }
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn rest(&self, from: usize) -> &'a str {
        self.text.get(from..).unwrap_or_default()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.rest(at).chars().next()
    }

    /// May markup start at `from`, with its content at `content`?
    fn starts(&self, from: usize, content: usize) -> bool {
        let before = self.before(from);
        let inner = self.after(content);
        let quoted = matches!(
            (before, inner),
            (Some('"'), Some('"'))
                | (Some('\''), Some('\''))
                | (Some('('), Some(')'))
                | (Some('['), Some(']'))
                | (Some('{'), Some('}'))
                | (Some('<'), Some('>'))
        );
        before.is_none_or(may_precede) && inner.is_some_and(|inner| !inner.is_whitespace()) && !quoted
    }

    /// May markup end before `at`?
    fn ends(&self, at: usize) -> bool {
        self.after(at).is_none_or(may_follow)
    }

    /// The first `mark` after `content` that ends markup: one that follows no blank, and for which `closes`,
    /// given the place behind it, finds where all ends. Answers with both places.
    fn close(
        &mut self,
        mark: Mark,
        content: usize,
        closes: impl Fn(&Self, usize) -> Option<usize>,
    ) -> Option<(usize, usize)> {
        if self.missing.contains(&mark) {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut at = content;
        while let Some(byte) = bytes.get(at) {
            if *byte == b'\\' && mark != Mark::Literal {
                at += 2;
                continue;
            }
            if mark.text().as_bytes().first() == Some(byte)
                && at > content
                && self.rest(at).starts_with(mark.text())
            {
                let tight = self.before(at).is_some_and(|before| !before.is_whitespace());
                if let Some(end) = closes(self, at + mark.text().len()).filter(|_| tight) {
                    return Some((at, end));
                }
            }
            at += 1;
        }
        self.missing.push(mark);
        None
    }

    /// Markup that has the same mark on both sides and nothing more to it.
    fn simple(&mut self, mark: Mark, inline: impl Fn(&'a str) -> Inline<'a>) -> Option<Match<'a>> {
        let content = self.at + mark.text().len();
        if !self.rest(self.at).starts_with(mark.text()) || !self.starts(self.at, content) {
            return None;
        }
        let (inner, end) = self.close(mark, content, |reader, end| reader.ends(end).then_some(end))?;
        Some((self.at, end, inline(self.slice(content, inner))))
    }

    fn emphasis(&mut self) -> Option<Match<'a>> {
        let single = self.after(self.at + 1) != Some('*') && self.before(self.at) != Some('*');
        if single { self.simple(Mark::Emphasis, Inline::Emphasis) } else { None }
    }

    /// `|name|`, also where it is a reference (`|name|_`).
    fn substitution(&mut self) -> Option<Match<'a>> {
        let content = self.at + 1;
        if !self.starts(self.at, content) {
            return None;
        }
        let (inner, end) = self.close(Mark::Bar, content, Self::reference_end)?;
        Some((self.at, end, Inline::Substitution(self.slice(content, inner))))
    }

    /// Where markup ends that may be followed by one or two underscores.
    fn reference_end(&self, at: usize) -> Option<usize> {
        let underscores = self.rest(at).bytes().take(2).take_while(|byte| *byte == b'_').count();
        self.ends(at + underscores).then_some(at + underscores)
    }

    fn footnote(&self) -> Option<Match<'a>> {
        let rest = self.rest(self.at + 1);
        let length = rest.bytes().take(NAME_LIMIT).position(|byte| byte == b']')?;
        let label = rest.get(..length)?;
        let end = self.at + length + 3;
        let plain = label.strip_prefix('#').unwrap_or(label);
        let named = label == "*" || label == "#" || is_simple_name(plain);
        let marked = rest.get(length..).is_some_and(|rest| rest.starts_with("]_"));
        let found = named && marked && self.starts(self.at, self.at + 1) && self.ends(end);
        found.then_some((self.at, end, Inline::Footnote(label)))
    }

    /// `:role:` before text in backquotes.
    fn role(&mut self) -> Option<Match<'a>> {
        let role = role_prefix(self.rest(self.at))?;
        let from = self.at;
        let quote = from + role.len() + 2;
        if !self.starts(from, from + 1) {
            return None;
        }
        let (_, end, inline) = self.backquoted(quote, role)?;
        Some((from, end, inline))
    }

    /// Text in backquotes at `quote`; what follows the closing one may say what it is.
    fn backquoted(&mut self, quote: usize, role: &'a str) -> Option<Match<'a>> {
        let content = quote + 1;
        let starts = !role.is_empty() || self.starts(quote, content);
        if !starts || self.after(content).is_none_or(char::is_whitespace) {
            return None;
        }
        let (inner, end) = self.close(Mark::Backquote, content, Self::backquote_end)?;
        let text = self.slice(content, inner);
        let suffix = self.slice(inner + 1, end);
        let inline = match suffix {
            "_" | "__" if role.is_empty() => reference(text, suffix),
            _ if role.is_empty() => Inline::Interpreted { role: suffix.trim_matches(':'), text },
            _ => Inline::Interpreted { role, text },
        };
        Some((quote, end, inline))
    }

    fn backquote_end(&self, at: usize) -> Option<usize> {
        if let Some(role) = role_suffix(self.rest(at)) {
            let end = at + role.len() + 2;
            if self.ends(end) {
                return Some(end);
            }
        }
        self.reference_end(at)
    }

    /// A target inside a text, `_` before backquotes: only its text matters.
    fn inline_target(&mut self) -> Option<Match<'a>> {
        let content = self.at + 2;
        if !self.rest(self.at).starts_with("_`") || !self.starts(self.at, content) {
            return None;
        }
        let (inner, end) =
            self.close(Mark::Target, content, |reader, end| reader.ends(end).then_some(end))?;
        Some((self.at, end, Inline::Text(self.slice(content, inner))))
    }

    /// `name_` or `name__`, the current byte being the first underscore.
    fn name(&self) -> Option<Match<'a>> {
        let end = self.reference_end(self.at)?;
        let from = self.plain.max(self.at.saturating_sub(NAME_LIMIT));
        let from = (from..self.at).find(|from| self.text.is_char_boundary(*from))?;
        let start = simple_name_start(self.slice(from, self.at))? + from;
        if !self.before(start).is_none_or(may_precede) {
            return None;
        }
        let name = self.slice(start, self.at);
        let inline = if end == self.at + 2 { Inline::Anonymous(name) } else { Inline::Name(name) };
        Some((start, end, inline))
    }

    /// An address that starts before the current colon.
    fn url(&self) -> Option<Match<'a>> {
        let tail = self.rest(self.at).strip_prefix("://")?;
        let head = self.slice(self.plain, self.at);
        let scheme = ["https", "http", "ftp"].into_iter().find(|scheme| head.ends_with(scheme))?;
        let start = self.at - scheme.len();
        let length = url_length(tail);
        let end = self.at + 3 + length;
        let found = length > 0 && self.before(start).is_none_or(may_precede);
        found.then_some((start, end, Inline::Url(self.slice(start, end))))
    }
}

fn reference<'a>(text: &'a str, suffix: &str) -> Inline<'a> {
    let embedded = text.strip_suffix('>').and_then(|inner| inner.rsplit_once('<'));
    match embedded {
        Some((text, target)) if text.is_empty() || text.ends_with(char::is_whitespace) => {
            Inline::Link { text: text.trim_end(), target }
        }
        _ if suffix == "__" => Inline::Anonymous(text),
        _ => Inline::Phrase(text),
    }
}

/// The text without its backslash escapes: a blank after a backslash vanishes, too.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            out.push(char);
        } else if let Some(next) = chars.next().filter(|next| !next.is_whitespace()) {
            out.push(next);
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_kinds_of_markup() {
        use Inline::*;
        let cases: [(&str, &[Inline<'_>]); 14] = [
            ("a ``b\\`` c", &[Text("a "), Literal("b\\"), Text(" c")]),
            ("**a** *b*", &[Strong("a"), Text(" "), Emphasis("b")]),
            ("`a`", &[Interpreted { role: "", text: "a" }]),
            (":ref:`a <b>`.", &[Interpreted { role: "ref", text: "a <b>" }, Text(".")]),
            ("`a`:sup:", &[Interpreted { role: "sup", text: "a" }]),
            ("`a b <http://c>`__", &[Link { text: "a b", target: "http://c" }]),
            ("`a b`_ or c-d_, e__", &[Phrase("a b"), Text(" or "), Name("c-d"), Text(", "), Anonymous("e")]),
            ("|a b|_", &[Substitution("a b")]),
            ("x [1]_ [#a]_", &[Text("x "), Footnote("1"), Text(" "), Footnote("#a")]),
            ("(http://a/b_c?d=e).", &[Text("("), Url("http://a/b_c?d=e"), Text(").")]),
            ("_`a b`", &[Text("a b")]),
            ("re\\ **str**\\ ed", &[Text("re\\ "), Strong("str"), Text("\\ ed")]),
            ("```a```", &[Literal("`a`")]),
            ("é_ 日本_", &[Name("é"), Text(" "), Name("日本")]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_markup_is_text() {
        let plain = [
            "2 * 3 * 4",
            "a*b*c",
            "os_type",
            "\\*a*",
            "\"*\" and (*)",
            "*open",
            "``open",
            "`open",
            "|open",
            "__init__",
            "a | b | c",
            "[a b]_",
            "[1]",
            "http://",
            "a:b:c",
            "_",
            "snake_case_name.",
            "\\",
            "* a*",
        ];
        for text in plain {
            assert_eq!(read(text), [Inline::Text(text)], "{text}");
        }
    }

    #[test]
    fn markup_that_stays_open_is_not_looked_for_again() {
        let text = "*a ``b `c |d **e _`f [g :h:`i ".repeat(20_000);
        assert_eq!(read(&text), [Inline::Text(text.as_str())]);
    }

    #[test]
    fn escapes_vanish() {
        assert_eq!(unescape(r"a\ b\*\\"), r"ab*\");
        assert_eq!(unescape("end\\"), "end");
    }
}
