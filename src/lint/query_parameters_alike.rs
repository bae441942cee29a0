use std::collections::BTreeMap;

use super::context::Use;
use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::Location;

static RULE: Rule = Rule {
    id: "query-parameters-alike",
    severity: Severity::Note,
    summary: "the names of two query parameters become one name in programs",
    explanation: "Generated clients make a variable of each parameter: what is no letter or digit falls away, \
                  and the case with it. Of two parameters such as `name` and `name~` they lose one, or get a \
                  number for a name. If `~` stands for an operator before the value, say so in the text of the \
                  one parameter.",
    bad: "- name: name_query\n- name~: name_like_query",
    good: "- name: name_query",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let mut known: BTreeMap<String, Use<'_>> = BTreeMap::new();
        for row in operation.rows.iter().filter(|row| row.location == Location::Query) {
            let Some(first) = known.get(&variable(&row.name)) else {
                known.insert(variable(&row.name), Use { operation, row });
                continue;
            };
            // The same name twice is a finding of its own.
            if first.row.name != row.name && first.row.window.overlaps(row.window) {
                let message =
                    format!("`{}` and `{}` are one name in generated clients", first.row.name, row.name);
                findings.push(
                    Finding::new(rule, row.name_span, Subject::row(&row.name), message)
                        .with_help("describe both in one parameter, if the service takes them as one")
                        .with_related(first.row.name_span, "the other one")
                        .with_operation(operation.key()),
                );
            }
        }
    }
}

/// What generators keep of a name.
fn variable(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, entry, operation};

    #[test]
    fn names_that_differ_in_marks_only_are_told() {
        let told = |rows: &str| {
            let chapter = operation("GET /a", "Request", rows);
            ask("query-parameters-alike", &chapter, &entry("a", "query", "string")).len()
        };
        assert_eq!(told("   - name: a\n   - name~: a\n"), 1);
        assert_eq!(told("   - sort_key: a\n   - sort-key: a\n"), 1);
        assert_eq!(told("   - name: a\n   - names: a\n"), 0);
    }
}
