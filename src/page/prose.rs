use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

/// So deep elements stand in each other; what is deeper is shown as text of the last one.
const DEEPEST: usize = 24;

/// CommonMark as elements: a text, or an array of a tag and what is in it, the target of a link first. There
/// are no other tags than those of [`tag`], and no attributes. HTML in the text stays text.
pub(super) fn read(markdown: &str) -> Vec<Value> {
    let mut reader = Reader { open: vec![Open::default()], kinds: Vec::new() };
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        reader.take(event);
    }
    reader.end()
}

/// An element that is being read.
#[derive(Default)]
struct Open {
    /// How much of it is tag and target.
    head: usize,
    content: Vec<Value>,
}

struct Reader {
    /// The open elements; at the bottom what is in none.
    open: Vec<Open>,
    /// Is there an element for each open tag?
    kinds: Vec<bool>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(start) => self.start(&start),
            Event::End(_) => self.close(),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(text) => self.push(element("code", vec![Value::from(&*text)])),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.push(element("br", Vec::new())),
            Event::Rule => self.push(element("hr", Vec::new())),
            // Not asked for.
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, start: &Tag<'_>) {
        let content = match start {
            Tag::Link { dest_url, .. } => {
                is_safe(dest_url).then(|| vec![Value::from("a"), Value::from(dest_url.trim())])
            }
            start => tag(start).map(|name| vec![Value::from(name)]),
        };
        let content = content.filter(|_| self.open.len() < DEEPEST);
        self.kinds.push(content.is_some());
        self.open.extend(content.map(|content| Open { head: content.len(), content }));
    }

    fn close(&mut self) {
        if self.kinds.pop() == Some(true)
            && let Some(open) = self.open.pop()
        {
            self.push(Value::Array(open.content));
        }
    }

    fn text(&mut self, text: &str) {
        let Some(open) = self.open.last_mut() else { return };
        let is_text_before = open.content.len() > open.head;
        match open.content.last_mut() {
            Some(Value::String(last)) if is_text_before => last.push_str(text),
            _ => open.content.push(Value::from(text)),
        }
    }

    fn push(&mut self, value: Value) {
        if let Some(open) = self.open.last_mut() {
            open.content.push(value);
        }
    }

    fn end(mut self) -> Vec<Value> {
        while self.open.len() > 1 {
            self.kinds.push(true);
            self.close();
        }
        self.open.pop().unwrap_or_default().content
    }
}

fn element(name: &str, content: Vec<Value>) -> Value {
    Value::Array(std::iter::once(Value::from(name)).chain(content).collect())
}

/// The element for a tag; nothing where only its content is shown.
fn tag(tag: &Tag<'_>) -> Option<&'static str> {
    Some(match tag {
        Tag::Paragraph => "p",
        Tag::Heading { .. } => "h4",
        Tag::BlockQuote(_) => "blockquote",
        Tag::CodeBlock(_) => "pre",
        Tag::List(None) => "ul",
        Tag::List(Some(_)) => "ol",
        Tag::Item => "li",
        Tag::Table(_) => "table",
        Tag::TableHead => "thead",
        Tag::TableRow => "tr",
        Tag::TableCell => "td",
        Tag::Emphasis => "em",
        Tag::Strong => "strong",
        _ => return None,
    })
}

/// Does the link lead where a reader may want to go? Browsers look past blanks and control characters around
/// a scheme, and past tabs and line breaks within: a target with any of them is none.
pub(super) fn is_safe(target: &str) -> bool {
    let target = target.trim();
    let holds_odd = target.contains(|letter: char| letter.is_control() || letter.is_whitespace());
    let lower = target.to_ascii_lowercase();
    let schemes = ["https://", "http://", "mailto:", "#"];
    !holds_odd && schemes.iter().any(|scheme| lower.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(markdown: &str) -> Value {
        Value::Array(read(markdown))
    }

    #[test]
    fn markup_becomes_elements() {
        assert_eq!(
            shown("One *two* `3`\nfour\n\n- a\n- **b**\n"),
            json!([
                ["p", "One ", ["em", "two"], " ", ["code", "3"], " four"],
                ["ul", ["li", "a"], ["li", ["strong", "b"]]]
            ])
        );
        assert_eq!(
            shown("|a|b|\n|-|-|\n|1|2|\n"),
            json!([["table", ["thead", ["td", "a"], ["td", "b"]], ["tr", ["td", "1"], ["td", "2"]]]])
        );
    }

    #[test]
    fn html_stays_text() {
        let all = shown("<script>alert(1)</script>\n\na <img src=x onerror=alert(1)> b").to_string();
        assert!(!all.contains("[\"script\"") && !all.contains("[\"img\""), "{all}");
        assert!(all.contains("<script>") && all.contains("<img src=x onerror=alert(1)>"), "{all}");
    }

    #[test]
    fn only_links_that_lead_somewhere_are_links() {
        assert_eq!(shown("[a](https://example.org/b)"), json!([["p", ["a", "https://example.org/b", "a"]]]));
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "&#106;avascript:alert(1)",
            "java&#10;script:alert(1)",
            "&#1;javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//example.org",
            "file:///etc/passwd",
            "http&#58;&#9;//x",
        ] {
            assert_eq!(shown(&format!("[a](<{target}>)")), json!([["p", "a"]]), "{target}");
        }
    }

    #[test]
    fn depth_has_a_bound() {
        let deep = shown(&">".repeat(500)).to_string();
        assert!(deep.matches("blockquote").count() < DEEPEST, "{deep}");
        assert_eq!(shown(&format!("{}a", "> ".repeat(100))).to_string().matches('a').count(), 1);
    }
}
