use super::fitting::Remedy;
use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::{Direction, Location};

static RULE: Rule = Rule {
    id: "response-row-misplaced",
    severity: Severity::Warning,
    summary: "a row of a response is `in: path` or `in: query`",
    explanation: "A response has headers and a body; nothing in it travels in a path or a query. The entry was made for a request and reused. The row is read as part of the body.",
    bad: "Response\n--------\n\n- volume_id: volume_id_path",
    good: "Response\n--------\n\n- volume_id: volume_id_body",
    fix: Some(
        "`in: body` in the entry where all its rows are part of bodies, else an entry that is `in: body`, made from theirs where none is there",
    ),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let uses = context.by_definition(|_, _, row, definition| {
        row.direction == Some(Direction::Response)
            && matches!(definition.location, Some(Location::Path | Location::Query))
    });
    for (number, uses) in uses {
        let definition = &context.reference.definitions[number];
        let Some(first) = uses.first() else { continue };
        let said = definition.location.map_or("?", Location::as_str);
        let message = format!("`{}` is part of a response, but its entry says `in: {said}`", first.row.name);
        let remedy = context.remedy(number, &uses, Location::Body);
        let name = &definition.entry.name;
        let help = match remedy {
            Some(Remedy::Entry(other)) => format!("name the entry `{other}` in these rows; it is `in: body`"),
            Some(Remedy::Place(..)) => {
                format!("write `in: body` in entry `{name}`: none of its rows travels elsewhere")
            }
            None => "name an entry that is `in: body`, with the type that the response has".to_owned(),
        };
        let finding = Finding::new(rule, first.row.reference_span, Subject::entry(name), message)
            .with_help(help)
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
    use super::super::fixture::{ask, entry, operation};

    fn helps(place: &str) -> Vec<Option<String>> {
        let dictionary = entry("thing_id_path", place, "string") + &entry("thing_id", "body", "string");
        let chapter = operation("GET /things", "Response", "   - thing_id: thing_id_path\n");
        ask("response-row-misplaced", &chapter, &dictionary)
            .into_iter()
            .map(|finding| finding.help().map(str::to_owned))
            .collect()
    }

    #[test]
    fn rows_of_a_path_or_query_are_told_with_the_entry_that_fits() {
        let help = Some("name the entry `thing_id` in these rows; it is `in: body`".to_owned());
        assert_eq!([helps("path"), helps("query")].concat(), [help.clone(), help]);
    }

    #[test]
    fn bodies_and_headers_are_fine() {
        assert_eq!([helps("body"), helps("header")].concat(), []);
    }
}
