use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject, SubjectKind};
use crate::place::{SourceId, Span};
use crate::rst::{Block, Kind};

static RULE: Rule = Rule {
    id: "title-underline-short",
    severity: Severity::Warning,
    summary: "the underline of a title is shorter than the title",
    explanation: "Sphinx warns of it, and a build that takes warnings for errors ends there. An underline of less than four characters makes no title at all: the line above it becomes text, and what follows belongs to the section before.",
    bad: "Show a volume\n=====",
    good: "Show a volume\n=============",
    fix: Some("the underline as long as the title"),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for (source, blocks) in &context.reference.blocks {
        if context.is_asked_for(*source) {
            let text = context.sources.text(*source);
            let short = blocks.iter().filter_map(|block| Short::of(block, *source, text));
            findings.extend(short.map(|short| short.finding(rule)));
        }
    }
}

/// A title, or what was meant to be one, with an underline that is too short.
struct Short<'t> {
    title: &'t str,
    underline: Span,
    character: char,
    /// It is read as a title.
    is_title: bool,
}

impl<'t> Short<'t> {
    fn of(block: &Block, source: SourceId, text: &'t str) -> Option<Self> {
        let lines = block.span.slice(text);
        let is_title = match &block.kind {
            Kind::Title(title) if !title.style.overline => true,
            Kind::Paragraph(_) => false,
            _ => return None,
        };
        let (title, below) = lines.trim_end().split_once('\n')?;
        let (title, below) = (title.trim(), below.trim_end());
        let character = below.chars().next().filter(|first| MARKS.contains(*first))?;
        let is_line = below.len() > 1 && below.chars().all(|letter| letter == character);
        let is_short = below.len() < title.chars().count();
        let end = block.span.range().start + lines.trim_end().len();
        (is_line && is_short && title.chars().any(char::is_alphanumeric)).then_some(Self {
            title,
            underline: Span::new(source, end - below.len(), end),
            character,
            is_title,
        })
    }

    fn finding(&self, rule: &'static Rule) -> Finding {
        let message = if self.is_title {
            format!("the underline of `{}` is shorter than the title", self.title)
        } else {
            format!("the underline of `{}` is too short to make it a title: both are text", self.title)
        };
        let whole: String = std::iter::repeat_n(self.character, self.title.chars().count()).collect();
        Finding::new(rule, self.underline, Subject::new(SubjectKind::Section, self.title), message)
            .with_help("make the underline as long as the title")
            .with_fix(
                Fix::suggested("make the underline as long as the title").replacing(self.underline, whole),
            )
    }
}

/// What titles are underlined with.
const MARKS: &str = "=-~^\"'`#*+";

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask_files, token};

    fn told(text: &str) -> Vec<(String, String)> {
        let chapter = format!("Things\n======\n\n.. rest_method:: GET /things\n\n{text}\n");
        let (findings, sources) = ask_files("title-underline-short", &[("index.rst", &chapter)]);
        let pair = |finding| {
            let finding: &crate::finding::Finding = finding;
            (token(finding, &sources).to_owned(), finding.headline().to_owned())
        };
        findings.iter().map(pair).collect()
    }

    #[test]
    fn an_underline_is_as_long_as_its_title() {
        let [(underline, message)] = told("Request\n-----").try_into().expect("one finding");
        assert_eq!((underline.as_str(), message.contains("is shorter")), ("-----", true));
        let [(underline, message)] = told("Show it\n---").try_into().expect("one finding");
        assert_eq!((underline.as_str(), message.contains("both are text")), ("---", true));
    }

    #[test]
    fn other_lines_are_no_underlines() {
        for text in
            ["Request\n-------", "Request\n---------", "It is so\n...", "a\n--", "Text\nmore", "A\n\n--"]
        {
            assert!(told(text).is_empty(), "{text}");
        }
    }
}
