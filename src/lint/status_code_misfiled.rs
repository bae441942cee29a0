use std::ops::Range;

use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject, SubjectKind};
use crate::place::Span;
use crate::reference::{Code, CodeKind, Operation};
use crate::source::Sources;

static RULE: Rule = Rule {
    id: "status-code-misfiled",
    severity: Severity::Warning,
    summary: "a status code stands in the wrong list",
    explanation: "A code from 400 on is an error, and one below 300 is none, whatever the list says that it \
                  stands in. In the documents it is where its number belongs. A redirection (3xx) may stand \
                  in either list.",
    bad: "Normal response codes: 200, 404",
    good: "Normal response codes: 200\n\nError response codes: 404",
    fix: Some("the code goes to the end of the other list"),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        for code in &operation.codes {
            let Some((list, help)) = misfiled(code) else { continue };
            let message = format!("`{}` of `{}` is listed as {list}", code.key(), operation.title);
            let mut finding =
                Finding::new(rule, code.span, Subject::new(SubjectKind::Code, code.key()), message)
                    .with_help(help)
                    .with_operation(operation.key());
            if let Some(fix) = moved(context.sources, operation, code) {
                finding.fix(fix);
            }
            findings.push(finding);
        }
    }
}

/// What a code is listed as that it is not, and what to do.
fn misfiled(code: &Code) -> Option<(&'static str, &'static str)> {
    match (code.kind, code.code) {
        (CodeKind::Success, 400..) => {
            Some(("a success", "move it to the error response codes, or correct it"))
        }
        (CodeKind::Error, ..300) => Some(("an error", "move it to the normal response codes, or correct it")),
        _ => None,
    }
}

/// Moves the code behind the last one of the other list, if that stands in the same file and is written alike.
fn moved(sources: &Sources, operation: &Operation, code: &Code) -> Option<Fix> {
    let text = sources.text(code.span.source);
    let is_other = |other: &&Code| {
        other.kind != code.kind && other.span.source == code.span.source && misfiled(other).is_none()
    };
    let last = operation.codes.iter().rev().find(is_other)?;
    let (from, to) = (Entry::at(text, code.span)?, Entry::at(text, last.span)?);
    let title = format!("move `{}` to the other list", code.key());
    let span = |start: usize, end: usize| Span::new(code.span.source, start, end);
    match (from, to) {
        (Entry::Line(from), Entry::Line(to)) => {
            let (line, other) = (text.get(from.clone())?, text.get(to.clone())?);
            let indent = other.len() - other.trim_start().len();
            let moved = format!("{}{}", other.get(..indent)?, line.trim_start());
            Some(
                Fix::suggested(title)
                    .removing(span(from.start, from.end))
                    .replacing(span(to.end, to.end), moved),
            )
        }
        (Entry::Item { bytes, whole: Some(whole) }, Entry::Item { bytes: to, .. }) => {
            let moved = format!(", {}", text.get(bytes)?);
            let fix = Fix::suggested(title).removing(span(whole.start, whole.end));
            Some(fix.replacing(span(to.end, to.end), moved))
        }
        _ => None,
    }
}

/// How a code stands in its list.
enum Entry {
    /// A line of a list, with its line break.
    Line(Range<usize>),
    /// One of several between commas: its bytes, and these with the comma that goes with it, if there is one.
    Item { bytes: Range<usize>, whole: Option<Range<usize>> },
}

impl Entry {
    fn at(text: &str, code: Span) -> Option<Self> {
        let (start, end) = (code.start as usize, code.end as usize);
        let line_start = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
        let line_end = end + text.get(end..)?.find('\n')?;
        let line = text.get(line_start..line_end)?;
        if line.trim_start().starts_with("- ") {
            return (line.trim_start_matches(['-', ' ']) == text.get(start..end)?)
                .then_some(Self::Line(line_start..line_end + 1));
        }
        let left = text.get(line_start..start)?.rfind([',', ':']);
        let from = left.map_or(line_start, |at| line_start + at + 1);
        let to = end + text.get(end..line_end)?.find(',').unwrap_or(line_end - end);
        let item = text.get(from..to)?;
        let trimmed = item.trim();
        let start = from + (item.len() - item.trim_start().len());
        let bytes = start..start + trimmed.len();
        let is_behind = left.is_some_and(|at| text.as_bytes().get(line_start + at) == Some(&b','));
        let whole = if is_behind {
            Some(from - 1..bytes.end)
        } else {
            let rest = text.get(to..line_end)?.strip_prefix(',').map(str::trim_start);
            rest.map(|rest| bytes.start..line_end - rest.len())
        };
        (!trimmed.ends_with('.')).then_some(Self::Item { bytes, whole })
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, operation};

    fn count(text: &str) -> usize {
        let chapter =
            operation("GET /a", "Request", "").replacen("GET /a\n", &format!("GET /a\n\n{text}\n"), 1);
        ask("status-code-misfiled", &chapter, "").len()
    }

    #[test]
    fn codes_in_the_wrong_list_are_told() {
        assert_eq!(count("Normal response codes: 200, 404"), 1);
        assert_eq!(count("Error response codes: 201, 202, 404"), 2);
        assert_eq!(count("Normal response codes: 200, 304\n\nError response codes: 300, 404"), 0);
    }
}
