use std::collections::BTreeMap;

use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject, nearest};
use crate::place::{SourceId, Span};
use crate::reference::{known_directives, part_directives};
use crate::rst::{Block, Kind};

static RULE: Rule = Rule {
    id: "directive-unknown",
    severity: Severity::Note,
    summary: "a directive is known to nobody",
    explanation: "Neither docutils nor Sphinx nor os-api-ref has a directive of this name, so Sphinx prints \
                  an error in its place. What a misspelt directive would say is lost: an operation, a table, \
                  a sample; a name that is nearly one of those is an error. Directives with a colon or that \
                  begin with `auto` belong to extensions and are left alone.",
    bad: ".. rest_parameter:: parameters.yaml\n\n   - name: name",
    good: ".. rest_parameters:: parameters.yaml\n\n   - name: name",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for (source, blocks) in &context.reference.blocks {
        if !context.is_asked_for(*source) {
            continue;
        }
        for (name, spans) in unknown(blocks) {
            let Some((first, others)) = spans.split_first() else { continue };
            let known = nearest(name, known_directives());
            let help = match known {
                Some(known) => format!("write `{known}`"),
                None => "remove it; its text is read as part of the description".to_owned(),
            };
            let message = format!("`{name}` is no directive of docutils, Sphinx or os-api-ref");
            let finding = Finding::new(rule, *first, Subject::directive(name), message).with_help(help);
            // What holds a part of the reference is lost with its directive.
            let finding = match known {
                Some(known) if part_directives().any(|kind| kind.name == known) => {
                    finding.with_severity(Severity::Error).with_input_lost()
                }
                _ => finding,
            };
            findings.push(context.with_places(finding, others, "and here"));
        }
    }
}

fn unknown(blocks: &[Block]) -> BTreeMap<&str, Vec<Span>> {
    let mut unknown: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for block in blocks.iter().flat_map(Block::walk) {
        let (Kind::Directive(directive) | Kind::Substitution(_, directive)) = &block.kind else { continue };
        let name = directive.name.as_str();
        if !(known_directives().any(|known| known == name) || name.contains(':') || name.starts_with("auto"))
        {
            unknown.entry(name).or_default().push(directive.name_span);
        }
    }
    unknown
}

impl Context<'_> {
    /// Is the file part of what the caller asked for?
    pub(super) fn is_asked_for(&self, source: SourceId) -> bool {
        let layout = self.sources.layout();
        let path = self.sources.path(source);
        match &layout.only {
            Some(only) => path == only,
            None => {
                layout.scope.is_empty()
                    || path.strip_prefix(&layout.scope).is_some_and(|rest| rest.starts_with('/'))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask_files, token};

    fn names(text: &str) -> Vec<(String, usize)> {
        let (findings, sources) = ask_files("directive-unknown", &[("index.rst", text)]);
        findings
            .iter()
            .map(|finding| (token(finding, &sources).to_owned(), finding.related().len()))
            .collect()
    }

    #[test]
    fn an_unknown_name_is_told_once_a_file() {
        let text = ".. rest_methud:: GET /a\n\n.. note::\n\n   .. fanfare:: x\n\n.. rest_methud:: GET /b\n";
        assert_eq!(names(text), [("fanfare".to_owned(), 0), ("rest_methud".to_owned(), 1)]);
    }

    #[test]
    fn the_help_names_the_directive_that_was_meant() {
        let (findings, _) = ask_files("directive-unknown", &[("index.rst", ".. rest_methud:: GET /a\n")]);
        assert_eq!(findings[0].help(), Some("write `rest_method`"));
    }

    #[test]
    fn known_names_and_those_of_extensions_are_fine() {
        let text = ".. rest_method:: GET /a\n\n.. Note:: x\n\n.. py:function:: f\n\n.. autoclass:: C\n\n.. |a| replace:: b\n";
        assert_eq!(names(text), []);
    }
}
