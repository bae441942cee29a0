use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject};
use crate::place::Span;
use crate::rst::{Block, Kind};

static RULE: Rule = Rule {
    id: "directive-end-missing",
    severity: Severity::Warning,
    summary: "no empty line stands between a directive and what follows it",
    explanation: "A directive ends at the first line that is not indented, and an empty line has to stand before it: Sphinx warns of \"unexpected unindent\". Often the line was meant to be a part of the directive, such as an option.",
    bad: ".. literalinclude:: samples/show-response.json\n:language: javascript",
    good: ".. literalinclude:: samples/show-response.json\n   :language: javascript",
    fix: Some("an empty line below the directive, or the option indented"),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for (source, blocks) in &context.reference.blocks {
        if !context.is_asked_for(*source) {
            continue;
        }
        let text = context.sources.text(*source);
        for pair in blocks.windows(2) {
            let [above, below] = pair else { continue };
            findings.extend(unended(rule, text, above, below));
        }
    }
}

fn unended(rule: &'static Rule, text: &str, above: &Block, below: &Block) -> Option<Finding> {
    let Kind::Directive(directive) = &above.kind else { return None };
    // Further directives and comments need no empty line before them, and stray rows are told as such.
    if matches!(below.kind, Kind::Directive(_) | Kind::Comment(_) | Kind::Bullets(_)) {
        return None;
    }
    let between = text.get(above.span.range().end..below.span.range().start)?;
    let is_next = between.trim().is_empty() && between.matches('\n').count() == 1;
    let line = below.span.slice(text).lines().next().unwrap_or_default().trim();
    // Half of a conflict, or of an overline, is told as what it is.
    let is_marks = line.chars().all(|letter| !letter.is_alphanumeric());
    if !is_next || is_marks || line.starts_with(">>>>>>>") {
        return None;
    }
    let message = format!("no empty line stands between `{}` and the line below", directive.name);
    let line_is_option = line.starts_with(':');
    let help = if line_is_option {
        "indent the option, as a part of the directive"
    } else {
        "put an empty line before it, or indent it if it is a part of the directive"
    };
    let finding =
        Finding::new(rule, below.span, Subject::directive(&directive.name), message).with_help(help);
    let line = Span::new(below.span.source, below.span.range().start, below.span.range().start);
    Some(finding.with_fix(if line_is_option {
        Fix::safe("indent the option").inserting(line, "   ")
    } else {
        Fix::safe("put an empty line below the directive").inserting(line, "\n")
    }))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::ask;

    fn count(after: &str) -> usize {
        let chapter = format!("Things\n======\n\n.. rest_method:: GET /things\n{after}\n");
        ask("directive-end-missing", &chapter, "").len()
    }

    #[test]
    fn text_right_below_a_directive_is_told() {
        assert_eq!(["Lists them.", "Request\n-------", ":a: b"].map(count), [1, 1, 1]);
        assert_eq!(["\nLists them.", ".. a comment", ""].map(count), [0, 0, 0]);
    }
}
