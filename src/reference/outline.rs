use super::document::{Item, Parsed, UnfoldedDocument, is_operation};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject, SubjectKind};
use crate::place::Span;
use crate::rst::{Block, Kind, Scope, TitleStyle, plain, plain_in};

pub(super) static TITLE_LEVEL: Rule = Rule {
    id: "title-level",
    severity: Severity::Warning,
    summary: "the title of an operation is decorated like another level",
    explanation: "Sphinx nests sections by the decoration of their titles. An operation whose title has the \
                  decoration of a subsection ends up inside the operation before it, with its tables, codes \
                  and samples. Here it is read as an operation of its own all the same.",
    bad: "List things\n-----------\n\n.. rest_method:: GET /things",
    good: "List things\n~~~~~~~~~~~\n\n.. rest_method:: GET /things",
    fix: Some("the line below the title as the other operations have it"),
    ..Rule::USUAL
};

/// A titled section of a document, up to the next title of any level.
#[derive(Debug)]
pub(super) struct Section<'a> {
    pub(super) title: String,
    /// The title with the names of its substitutions in their place.
    pub(super) written: String,
    pub(super) span: Span,
    pub(super) underline: Span,
    pub(super) style: Option<TitleStyle>,
    /// Depth in the document, from 0: styles count in the order they first appear.
    pub(super) level: usize,
    /// The blocks after the title.
    pub(super) items: &'a [Item],
    /// It holds a `rest_method` directly.
    pub(super) opens_operation: bool,
    /// Its title is one that parts of operations have.
    is_part: bool,
    pub(super) role: Role,
}

/// What a section is to its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Text of the document or of a chapter; the index of the chapter's section, if there is one above.
    Text { chapter: Option<usize> },
    /// It opens one or more operations, below the chapter with this section index.
    Operation { chapter: Option<usize> },
    /// It belongs to the operation that the section with this index opens last.
    Part { operation: usize },
}

/// Cuts a document into sections and says which operation owns each: by order, not by nesting. A section that
/// holds a `rest_method` opens an operation; what follows belongs to it up to the next one, or to a shallower
/// title, or to a title of the same depth that is no usual part of an operation.
pub(super) fn sections<'a>(
    document: &'a UnfoldedDocument,
    parsed: &Parsed,
    scope: &Scope<'_>,
) -> Vec<Section<'a>> {
    let mut sections = cut(document, parsed, scope);
    let mut open: Option<usize> = None;
    let mut above: Vec<usize> = Vec::new();
    for index in 0..sections.len() {
        let Some(section) = sections.get(index) else { break };
        let level = section.level;
        while above.last().and_then(|last| sections.get(*last)).is_some_and(|last| last.level >= level) {
            above.pop();
        }
        let chapter = above.iter().rev().copied().find(|at| {
            sections.get(*at).is_some_and(|above| matches!(above.role, Role::Text { .. }) && !above.is_part)
        });
        let is_example = level > open.and_then(|at| sections.get(at)).map_or(usize::MAX, |above| above.level)
            && is_example_title(&section.title);
        let role = if section.opens_operation && !is_example {
            open = Some(index);
            Role::Operation { chapter }
        } else {
            let owner = open.and_then(|at| Some((at, sections.get(at)?.level)));
            match owner {
                Some((operation, depth)) if level > depth || (level == depth && section.is_part) => {
                    Role::Part { operation }
                }
                _ => {
                    open = None;
                    Role::Text { chapter }
                }
            }
        };
        above.push(index);
        if let Some(section) = sections.get_mut(index) {
            section.role = role;
        }
    }
    sections
}

fn cut<'a>(document: &'a UnfoldedDocument, parsed: &Parsed, scope: &Scope<'_>) -> Vec<Section<'a>> {
    let mut styles: Vec<TitleStyle> = Vec::new();
    let is_title = |block: &&Block| matches!(block.kind, Kind::Title(_));
    let titles = document.items.iter().filter_map(|item| item.block(parsed)).filter(is_title).count();
    let mut sections = Vec::with_capacity(1 + titles);
    sections.push(Section::untitled(document));
    let mut start = 0;
    for (at, item) in document.items.iter().enumerate() {
        let Some(block) = item.block(parsed) else { continue };
        if let Kind::Title(title) = &block.kind {
            let level = styles.iter().position(|style| *style == title.style).unwrap_or_else(|| {
                styles.push(title.style);
                styles.len() - 1
            });
            let text = plain_in(&title.text.value, scope);
            start = at + 1;
            sections.push(Section {
                is_part: is_part_title(&text),
                written: plain(&title.text.value),
                title: text,
                span: title.text.whole().unwrap_or(block.span),
                underline: title.underline,
                style: Some(title.style),
                level,
                items: &[],
                opens_operation: false,
                role: Role::Text { chapter: None },
            });
        } else if let Some(section) = sections.last_mut() {
            section.opens_operation |= is_operation(block);
            section.items = document.items.get(start..=at).unwrap_or_default();
        }
    }
    sections
}

impl Section<'_> {
    /// Does it open an operation? One that holds a `rest_method` may also be an example.
    fn is_operation(&self) -> bool {
        matches!(self.role, Role::Operation { .. })
    }

    /// What stands before the first title.
    fn untitled(document: &UnfoldedDocument) -> Self {
        let start = Span::new(document.root, 0, 0);
        Self {
            title: String::new(),
            written: String::new(),
            is_part: false,
            span: start,
            underline: start,
            style: None,
            level: 0,
            items: &[],
            opens_operation: false,
            role: Role::Text { chapter: None },
        }
    }
}

/// Is this the title of a usual part of an operation: request, response, parameters, example, codes, curl?
fn is_part_title(title: &str) -> bool {
    const WORDS: [&str; 7] = ["request", "response", "parameter", "paramter", "example", "code", "curl"];
    title.split(|c: char| !c.is_alphabetic()).any(|word| {
        let single = word.strip_suffix(['s', 'S']).unwrap_or(word);
        WORDS.iter().any(|known| single.eq_ignore_ascii_case(known))
    })
}

/// Is this the title of an example?
pub(crate) fn is_example_title(title: &str) -> bool {
    title.split(|c: char| !c.is_alphabetic()).any(|word| {
        ["example", "examples", "sample", "samples"].iter().any(|known| word.eq_ignore_ascii_case(known))
    })
}

/// Reports operations whose title is not decorated like the other operations of the document.
pub(super) fn check_levels(sections: &[Section<'_>], findings: &mut Findings) {
    let operations: Vec<&Section<'_>> =
        sections.iter().filter(|section| section.is_operation() && section.style.is_some()).collect();
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for section in &operations {
        match counts.iter_mut().find(|(level, _)| *level == section.level) {
            Some((_, count)) => *count += 1,
            None => counts.push((section.level, 1)),
        }
    }
    let Some((usual, count)) =
        counts.iter().copied().max_by_key(|(level, count)| (*count, usize::MAX - level))
    else {
        return;
    };
    let Some(style) =
        operations.iter().find(|section| section.level == usual).and_then(|section| section.style)
    else {
        return;
    };
    // Without a clear majority there is no usual level to deviate from.
    if count * 2 <= operations.len() {
        return;
    }
    for section in operations.iter().filter(|section| section.level > usual) {
        let message = format!(
            "the title of operation `{}` is decorated like a subsection; Sphinx puts it inside the operation before",
            section.title
        );
        let over = if style.overline { " above and below" } else { "" };
        findings.push(
            Finding::new(
                &TITLE_LEVEL,
                section.underline,
                Subject::new(SubjectKind::Section, section.title.as_str()),
                message,
            )
            .with_help(format!(
                "use `{}`{over}, as the other operations of this document do",
                style.character
            ))
            .with_fixes(underlined(section, style)),
        );
    }
}

/// The line below a title in another style, where neither has one above.
fn underlined(section: &Section<'_>, style: TitleStyle) -> Option<Fix> {
    let is_below = |style: TitleStyle| !style.overline;
    let length = section.underline.range().len();
    (is_below(style) && section.style.is_some_and(is_below)).then(|| {
        Fix::safe(format!("use `{}` below the title", style.character))
            .replacing(section.underline, style.character.to_string().repeat(length))
    })
}

#[cfg(test)]
mod tests {
    use super::is_part_title;

    #[test]
    fn parts_of_operations_are_known_by_their_titles() {
        for title in [
            "Request",
            "Response Parameters",
            "Status Codes",
            "Response codes",
            "Curl Example",
            "First request",
        ] {
            assert!(is_part_title(title), "{title}");
        }
        for title in ["List snapshots", "Encoding", "Requesting things", "Snapshot statuses"] {
            assert!(!is_part_title(title), "{title}");
        }
    }
}
