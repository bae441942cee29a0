//! Every description that a document shows is CommonMark that renders as it was meant.

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

use crate::tree::{Tree, corpus, own_trees};

fn texts<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(text) if key == "description" => found.push(text),
                    _ if matches!(key.as_str(), "examples" | "example" | "default" | "enum") => {}
                    member => texts(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        _ => {}
    }
}

/// What of rst is left in the rendered text, outside of code.
fn leftovers(text: &str) -> Option<String> {
    let mut in_code = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_code = false,
            Event::Text(shown) if !in_code => {
                for mark in ["``", ":ref:`", ".. rest_", ".. literalinclude", "`_", "**Example"] {
                    if shown.contains(mark) {
                        return Some(format!("{mark:?} in {shown:?}"));
                    }
                }
            }
            Event::Html(html) if html.contains("<script") => return Some(html.into_string()),
            _ => {}
        }
    }
    None
}

#[test]
fn descriptions_render_without_leftovers() {
    let mut problems = Vec::new();
    for folder in own_trees().into_iter().chain(corpus()) {
        let Some(tree) = Tree::read(&folder) else { continue };
        for document in tree.documents(true) {
            let mut found = Vec::new();
            texts(&document.value, &mut found);
            problems.extend(
                found.into_iter().filter_map(leftovers).map(|problem| format!("{}: {problem}", tree.name)),
            );
        }
    }
    problems.sort();
    problems.dedup();
    assert!(problems.is_empty(), "{} texts:\n{}", problems.len(), problems.join("\n"));
}
