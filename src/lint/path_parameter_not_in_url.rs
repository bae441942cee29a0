use super::context::Use;
use super::fitting::Remedy;
use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::reference::{Definition, DefinitionId, Direction, Location, Operation};

static RULE: Rule = Rule {
    id: "path-parameter-not-in-url",
    severity: Severity::Warning,
    summary: "a path parameter is no variable of the URL",
    explanation: "The row is `in: path`, but the URL has no variable of its name, so it cannot be sent. Either the URL or the table is wrong. A second row of the same name, such as an alternative for other versions, is fine.",
    bad: ".. rest_method:: GET /volumes\n\n- volume_id: volume_id_path",
    good: ".. rest_method:: GET /volumes/{volume_id}\n\n- volume_id: volume_id_path",
    fix: Some(
        "another place in the entry where no row travels in the path, and the entry moves to it where dictionaries are in that order; else an entry that travels elsewhere",
    ),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let uses = context.by_definition(|operation, at, row, definition| {
        row.direction == Some(Direction::Request)
            && definition.location == Some(Location::Path)
            && !operation.bindings.iter().any(|binding| binding.row == Some(at))
            && !operation
                .template
                .variables()
                .any(|variable| [&variable.name, &variable.written].contains(&&row.name))
    });
    for (number, uses) in uses {
        let definition = &context.reference.definitions[number];
        let Some(first) = uses.first() else { continue };
        if let ([only], true) = (uses.as_slice(), is_literal(first)) {
            findings.push(without_braces(rule, only, definition));
            continue;
        }
        let message =
            format!("`{}` is `in: path`, but is no variable of {}", first.row.name, first.operation.key());
        // What is not in the URL is sent in the body, where there is one.
        let elsewhere = if first.operation.method.is_bodyless() { Location::Query } else { Location::Body };
        // What ended was in the URLs of older versions.
        let is_ended = definition.window.max.is_some();
        let remedy = context.remedy(number, &uses, elsewhere).filter(|_| !is_ended);
        let is_elsewhere = !is_variable(context, number) && !is_like_variable(first);
        let remedy = remedy.filter(|remedy| is_elsewhere || matches!(remedy, Remedy::Entry(_)));
        let owner = owner(context, &uses).filter(|_| !matches!(remedy, Some(Remedy::Entry(_))) && !is_ended);
        let help = match remedy {
            _ if owner.is_some() => format!("remove the row: it is that of {}", owner.as_deref().unwrap_or_default()),
            _ if is_ended => {
                "remove the row, or say in the text which URL older versions had: this one has no such variable"
                    .to_owned()
            }
            Some(Remedy::Entry(other)) => format!(
                "name the entry `{other}`, which is `in: {}`, remove the row, or add the variable to the URL",
                elsewhere.as_str()
            ),
            _ if is_elsewhere => format!(
                "write `in: {}` in entry `{}`: no row of it is a variable of a URL; or add the variable to the URL",
                elsewhere.as_str(),
                definition.entry.name
            ),
            _ => "name an entry that travels elsewhere, add the variable to the URL, or remove the row"
                .to_owned(),
        };
        let finding =
            Finding::new(rule, first.row.name_span, Subject::entry(&definition.entry.name), message)
                .with_help(help)
                .with_fixes(
                    remedy
                        .filter(|_| owner.is_none())
                        .map(|remedy| context.remedied(remedy, &uses, elsewhere)),
                )
                .with_related(definition.entry.name_span, format!("entry `{}`", definition.entry.name));
        findings.push(context.with_uses(finding, &uses));
    }
}

/// The operation of which the one row was copied: its URL is this one and the variable, which the same row
/// describes.
fn owner(context: &Context<'_>, uses: &[Use<'_>]) -> Option<String> {
    let [used] = uses else { return None };
    let shorter = used.operation.template.path();
    let longer = format!("{}/{{{}}}", shorter.trim_end_matches('/'), used.row.name);
    let mut others = context.operations().filter(|other| {
        other.document == used.operation.document
            && other.template.path() == longer
            && other.rows.iter().any(|row| row.name == used.row.name && row.reference == used.row.reference)
    });
    others.next().map(Operation::key)
}

/// Has the URL a variable with a word of the name in its own? Then the row may be meant for that.
fn is_like_variable(used: &Use<'_>) -> bool {
    let words = |name: &str| {
        name.split(['_', '-']).filter(|word| word.len() > 2).map(str::to_owned).collect::<Vec<_>>()
    };
    let own = words(&used.row.name);
    used.operation
        .template
        .variables()
        .any(|variable| words(&variable.name).iter().any(|word| own.contains(word)))
}

/// Does any row of the entry describe a variable of a URL?
fn is_variable(context: &Context<'_>, entry: DefinitionId) -> bool {
    context.operations().any(|operation| {
        let bound = operation.bindings.iter().filter_map(|binding| binding.row);
        bound.into_iter().any(|row| operation.rows[row].definition == Some(entry))
    })
}

/// Does the name stand in the URL as fixed text?
fn is_literal(used: &Use<'_>) -> bool {
    used.operation.template.literals().any(|literal| literal == used.row.name)
}

/// The URL has the name, but as fixed text: its braces are missing.
fn without_braces(rule: &'static Rule, used: &Use<'_>, definition: &Definition) -> Finding {
    let Use { operation, row } = used;
    let message = format!("`{}` is `in: path`, but stands in the URL without braces", row.name);
    Finding::new(rule, operation.url_span, Subject::entry(&definition.entry.name), message)
        .with_help(format!("write `{{{}}}` in the URL", row.name))
        .with_operation(operation.key())
        .with_related(row.name_span, "the row")
        .with_related(definition.entry.name_span, format!("entry `{}`", definition.entry.name))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, entry, operation};

    const RULE: &str = "path-parameter-not-in-url";

    #[test]
    fn a_path_row_without_a_variable_is_told_once_a_definition() {
        let rows = "   - thing_id: thing_id_path\n";
        let one = operation("GET /things", "Request", rows);
        let two = operation("PUT /things", "Request", rows).replace("Things\n", "Update\n");
        let findings = ask(RULE, &(one + "\n" + &two), &entry("thing_id_path", "path", "string"));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].operations(), ["GET /things", "PUT /things"]);
    }

    #[test]
    fn an_entry_that_no_url_knows_travels_elsewhere() {
        let limit = entry("limit", "path", "integer");
        let help = |method: &str| {
            ask(RULE, &operation(method, "Request", "   - limit: limit\n"), &limit)[0]
                .help()
                .map(str::to_owned)
        };
        let told = "write `in: query` in entry `limit`: no row of it is a variable of a URL; or add the variable to the URL";
        assert_eq!(help("GET /things").as_deref(), Some(told));
        assert_ne!(help("GET /things/{limit_or_id}/{box}").as_deref(), Some(told));
    }

    #[test]
    fn a_row_of_the_url_with_the_variable_was_copied() {
        let rows = "   - thing_id: thing_id_path\n";
        let list = operation("GET /things/", "Request", rows);
        let help = |sibling: &str| {
            let show = operation(sibling, "Request", rows).replace("Things\n", "Show it\n");
            let found = ask(RULE, &format!("{list}\n{show}"), &entry("thing_id_path", "path", "string"));
            found[0].help().map(str::to_owned)
        };
        let told = "remove the row: it is that of DELETE /things/{thing_id}";
        assert_eq!(help("DELETE /things/{thing_id}").as_deref(), Some(told));
        assert_ne!(help("DELETE /other/{thing_id}").as_deref(), Some(told));
    }

    #[test]
    fn a_name_without_braces_is_told_at_the_url() {
        let chapter = operation("GET /things/thing_id", "Request", "   - thing_id: thing_id\n");
        let findings = ask(RULE, &chapter, &entry("thing_id", "path", "string"));
        assert_eq!(findings[0].help(), Some("write `{thing_id}` in the URL"));
    }

    #[test]
    fn alternatives_for_one_variable_are_fine() {
        let rows = "   - thing_id: thing_number\n   - thing_id: thing_uuid\n";
        let old = entry("thing_number", "path", "integer") + "  max_version: 2.52\n";
        let new = entry("thing_uuid", "path", "string") + "  min_version: 2.53\n";
        assert!(ask(RULE, &operation("GET /things/{thing_id}", "Request", rows), &(old + &new)).is_empty());
    }
}
