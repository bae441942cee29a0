use super::inline::{self, Inline};
use super::{Scope, Text, escape};
use crate::text::holds;

/// May there be inline markup in the text? An address is plain as it is.
pub(super) fn has_markup(text: &str) -> bool {
    holds(text, |byte| matches!(byte, b'\\' | b'`' | b'*' | b'|' | b'[' | b'_'))
}

/// The text of `text` on one line, without inline markup; for titles and summaries.
pub(crate) fn plain(text: &str) -> String {
    plain_in(text, &Scope::default())
}

/// The same with the substitutions of a document.
pub(crate) fn plain_in(text: &str, scope: &Scope<'_>) -> String {
    if !has_markup(text) {
        return escape::unwrapped(text.trim());
    }
    let mut out = String::with_capacity(text.len());
    for piece in inline::read(text) {
        match piece {
            Inline::Literal(text) => out.push_str(text),
            Inline::Text(text) | Inline::Strong(text) | Inline::Emphasis(text) | Inline::Url(text) => {
                out.push_str(&inline::unescape(text));
            }
            Inline::Interpreted { role: "", text }
            | Inline::Name(text)
            | Inline::Phrase(text)
            | Inline::Anonymous(text) => out.push_str(&inline::unescape(text)),
            // The replacement is read without the document: substitutions may lead to each other.
            Inline::Substitution(name) => match scope.substitution(name) {
                Some(text) => out.push_str(&plain(text)),
                None => out.push_str(&inline::unescape(name)),
            },
            Inline::Interpreted { text, .. } => out.push_str(&inline::unescape(role_text(text))),
            Inline::Link { text, target } => {
                out.push_str(&inline::unescape(if text.is_empty() { target } else { text }));
            }
            Inline::Footnote(label) => out.push_str(&format!("[{label}]")),
        }
    }
    escape::unwrapped(out.trim())
}

/// The text in lower case, its words divided by single blanks.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        // As nearly all are.
        let mut folded = escape::unwrapped(text.trim());
        folded.make_ascii_lowercase();
        return folded;
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The text of a role that may name its target as well: `text <target>`.
pub(super) fn role_text(text: &str) -> &str {
    let named = text.strip_suffix('>').and_then(|inner| inner.rsplit_once('<'));
    named.map(|(text, _)| text.trim_end()).filter(|text| !text.is_empty()).unwrap_or(text)
}

/// What stands between the asterisks of a text that is nothing but `**strong**`, without a colon at its end.
pub(crate) fn is_bold_line(text: &Text) -> Option<&str> {
    let whole = text.value.trim();
    let whole = whole.trim_end_matches(':').trim_end();
    let inner = whole.strip_prefix("**")?.strip_suffix("**")?;
    let single = matches!(inline::read(whole).as_slice(), [Inline::Strong(only)] if *only == inner);
    single.then(|| inner.strip_suffix(':').unwrap_or(inner).trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_off() {
        let cases = [
            ("Show ``x``\n details", "Show x details"),
            ("**a** *b* `c` :ref:`d <e>` `f <http://g>`_ h_ |i| [1]_", "a b c d f h i [1]"),
            (r"os\_type \*", "os_type *"),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn substitutions_have_the_text_that_the_document_gives_them() {
        let blocks = super::super::parse(
            crate::place::SourceId(0),
            ".. |it| replace:: v2.3\n.. |all| replace:: *all* |it|\n",
            |_| false,
        );
        let scope = Scope::gather(&blocks);
        assert_eq!(plain_in("Shelves (|it|) |not it|, |all|", &scope), "Shelves (v2.3) not it, all it");
        assert_eq!(plain("Shelves (|it|)"), "Shelves (it)");
    }

    #[test]
    fn bold_lines_are_nothing_but_bold() {
        let bold = |value: &str| {
            let text = Text { value: value.to_owned(), ..Text::default() };
            is_bold_line(&text).map(str::to_owned)
        };
        assert_eq!(bold("**Example (2.100)**").as_deref(), Some("Example (2.100)"));
        assert_eq!(bold("**Example:**").as_deref(), Some("Example"));
        assert_eq!(bold("**Example**:").as_deref(), Some("Example"));
        assert_eq!(bold("**Example**::").as_deref(), Some("Example"));
        assert_eq!(bold("**One** and **two**"), None);
        assert_eq!(bold("Not **bold**"), None);
        assert_eq!(bold("****"), None);
    }
}
