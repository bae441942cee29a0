use std::collections::BTreeMap;

use super::fitting::{Remedy, shows};
use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::place::Span;
use crate::reference::{Direction, Location, OperationId};

static RULE: Rule = Rule {
    id: "query-row-in-body",
    severity: Severity::Warning,
    summary: "a row is `in: query`, but samples show it in the body",
    explanation: "The entry of a request row says that the parameter travels in the query string, the request sample has it in the body, and no other row of the table describes it there. One of the two is wrong.",
    bad: "- size: size_query\n\n{\"volume\": {\"size\": 1}}",
    good: "- size: size_body\n\n{\"volume\": {\"size\": 1}}",
    fix: Some(
        "`in: body` in the entry where all its rows are part of bodies, else an entry that is `in: body`, made from theirs where none is there",
    ),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let numbers: BTreeMap<Span, OperationId> =
        context.indexed_operations().map(|(number, operation)| (operation.span, number)).collect();
    let uses = context.by_definition(|operation, _, row, definition| {
        row.direction == Some(Direction::Request)
            && definition.location == Some(Location::Query)
            && !operation.method.is_bodyless()
            && numbers.get(&operation.span).is_some_and(|number| {
                let bodies = &context.shapes.bodies[*number].request;
                bodies.iter().any(|body| shows(&body.node, &row.name))
            })
    });
    for (number, uses) in uses {
        let definition = &context.reference.definitions[number];
        let Some(first) = uses.first() else { continue };
        let message =
            format!("`{}` is `in: query`, but the request sample shows it in the body", first.row.name);
        let remedy = context.remedy(number, &uses, Location::Body);
        let finding =
            Finding::new(rule, first.row.reference_span, Subject::entry(&definition.entry.name), message)
                .with_help(match remedy {
                    Some(Remedy::Entry(other)) => format!("name the entry `{other}`, which is `in: body`"),
                    _ => "write `in: body`, or name an entry that says so".to_owned(),
                })
                .with_fixes(match remedy {
                    Some(remedy) => Some(context.remedied(remedy, &uses, Location::Body)),
                    None => context.copied(number, &uses, Location::Body),
                })
                .with_related(definition.entry.name_span, format!("entry `{}`", definition.entry.name));
        findings.push(context.with_uses(finding, &uses));
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask_files, entry, operation};

    fn asked(place: &str, sample: &str) -> Vec<Option<String>> {
        let chapter = operation("POST /things", "Request", "   - size: size_sent\n   - name: name\n")
            + "\n.. literalinclude:: samples/thing-create-request.json\n";
        let dictionary = entry("size_sent", place, "integer") + &entry("name", "body", "string");
        let files = [
            ("index.rst", chapter.as_str()),
            ("parameters.yaml", &dictionary),
            ("samples/thing-create-request.json", sample),
        ];
        ask_files("query-row-in-body", &files)
            .0
            .into_iter()
            .map(|finding| finding.help().map(str::to_owned))
            .collect()
    }

    #[test]
    fn a_row_of_the_query_that_the_body_shows_is_told() {
        let help = Some("write `in: body`, or name an entry that says so".to_owned());
        assert_eq!(asked("query", "{\"name\": \"a\", \"size\": 1}"), [help]);
    }

    #[test]
    fn rows_of_the_body_and_rows_that_no_body_shows_are_fine() {
        assert_eq!([asked("body", "{\"size\": 1}"), asked("query", "{\"name\": \"a\"}")].concat(), []);
    }
}
