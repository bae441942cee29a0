//! Blocks of code that hold a JSON body: authors write samples into the text, too.

use crate::json::http_body;
use crate::place::Span;
use crate::rst::{Block, Directive, Kind, Text};

/// A block of code that begins like a body.
#[derive(Debug, Clone, Copy)]
pub(super) struct CodeBlock<'b> {
    /// What it holds.
    pub(super) span: Span,
    /// Its directive says that it is JSON; else it only looks like it.
    pub(super) is_said: bool,
    /// The title that its directive gives it.
    pub(super) caption: Option<&'b Text>,
}

/// The directives that hold code.
const DIRECTIVES: [&str; 3] = ["code", "code-block", "sourcecode"];

/// The languages that bodies are written in.
const LANGUAGES: [&str; 5] = ["json", "javascript", "js", "json5", "jsonc"];

/// What says nothing of a language.
const PLAIN: [&str; 4] = ["", "none", "text", "default"];

impl<'b> CodeBlock<'b> {
    /// The block of code that a block is, if it may hold a body.
    pub(super) fn new(block: &'b Block) -> Option<Self> {
        let (content, is_said, caption) = match &block.kind {
            Kind::Literal(text) => (text, false, None),
            Kind::Directive(directive) => {
                (&directive.content, is_said(directive)?, directive.option("caption"))
            }
            _ => return None,
        };
        // A message whose body is JSON says what it is.
        let is_message = http_body(&content.value).is_some();
        (is_message || begins_like_json(content.value.trim(), is_said)).then_some(())?;
        Some(Self { span: content.whole()?, is_said: is_said || is_message, caption })
    }
}

/// Does the directive say that its code is JSON? Nothing if it holds no code, or that of another language.
fn is_said(directive: &Directive) -> Option<bool> {
    let language = directive.arguments.value.trim().to_ascii_lowercase();
    let language = language.as_str();
    let is_said = LANGUAGES.contains(&language);
    let may_be = is_said || PLAIN.contains(&language) || language == "http";
    (DIRECTIVES.contains(&directive.name.as_str()) && may_be).then_some(is_said)
}

/// Does a text begin with an object or an array? What nobody calls JSON must go on like it: `{path}` and
/// `[section]` are no bodies.
fn begins_like_json(text: &str, is_said: bool) -> bool {
    let Some(inside) = text.strip_prefix(['{', '[']) else { return false };
    let inside = inside.trim_start();
    is_said || inside.starts_with(['"', '\'', '{', '[', '}', ']']) && !text.starts_with("{{")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::SourceId;
    use crate::rst;

    fn found(text: &str) -> Option<(String, bool)> {
        let blocks = rst::parse(SourceId(0), text, |_| false);
        let block = blocks.iter().find_map(CodeBlock::new)?;
        Some((block.span.slice(text).to_owned(), block.is_said))
    }

    #[test]
    fn blocks_that_begin_like_a_body_may_hold_one() {
        let json = |text: &str, is_said: bool| Some((text.to_owned(), is_said));
        assert_eq!(found(".. code-block:: json\n\n   {\"a\": 1}\n"), json("{\"a\": 1}", true));
        assert_eq!(found(".. code:: JSON\n   :caption: A\n\n   [\n     1]\n"), json("[\n     1]", true));
        assert_eq!(found(".. sourcecode:: javascript\n\n   {a: 1}\n"), json("{a: 1}", true));
        assert_eq!(found("Example::\n\n  { \"a\": 1}\n"), json("{ \"a\": 1}", false));
        assert_eq!(found("Example::\n\n  {path}/x\n"), None);
        assert_eq!(
            found(".. code-block:: http\n\n   HTTP/1.1 200 OK\n\n   {\"a\": 1}\n"),
            json("HTTP/1.1 200 OK\n\n   {\"a\": 1}", true)
        );
        assert_eq!(
            found("Example::\n\n  PUT /x HTTP/1.1\n\n  [1]\n"),
            json("PUT /x HTTP/1.1\n\n  [1]", true)
        );
        assert_eq!(found(".. code-block:: http\n\n   HTTP/1.1 204 No Content\n"), None);
        assert_eq!(found("Example::\n\n  [section]\n  a = 1\n"), None);
        assert_eq!(found(".. code-block:: python\n\n   {\"a\": 1}\n"), None);
        assert_eq!(found(".. code-block:: json\n\n   \"a\": {}\n"), None);
        assert_eq!(found(".. note:: {\"a\": 1}\n"), None);
    }
}
