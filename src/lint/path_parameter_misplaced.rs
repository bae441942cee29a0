use super::context::Use;
use super::fitting::naming;
use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject};
use crate::reference::{Bound, DefinitionId, Direction, Location, Operation, Row, RowId};

static RULE: Rule = Rule {
    id: "path-parameter-misplaced",
    severity: Severity::Error,
    summary: "the row of a URL variable is not `in: path`",
    explanation: "The URL has a variable, and the row with its name uses an entry that travels elsewhere: most often an entry made for a body was reused. It is read as a path parameter here, but os-api-ref prints it as what it says.",
    bad: ".. rest_method:: GET /snapshots/{snapshot_id}\n\n- snapshot_id: snapshot_id\n\n(snapshot_id:\n  in: body)",
    good: "- snapshot_id: snapshot_id_path\n\n(snapshot_id_path:\n  in: path)",
    fix: Some(
        "an entry that is `in: path` in the rows, made from theirs where none is there, or `in: path` in the entry where all its rows are variables of URLs",
    ),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let uses = context.by_definition(|operation, at, row, _| {
        row.direction != Some(Direction::Response)
            && operation
                .bindings
                .iter()
                .any(|binding| binding.row == Some(at) && binding.how == Bound::Misplaced)
    });
    for (number, uses) in uses {
        let definition = &context.reference.definitions[number];
        let Some(first) = uses.first() else { continue };
        // An `in` that is no place is told where it is read.
        if definition.location.is_none() {
            continue;
        }
        let entry = &definition.entry;
        let said = entry.location.as_ref().map_or("nothing", |field| field.value.trim());
        let message =
            format!("`{}` is a variable of the URL, but its entry says `in: {said}`", first.row.name);
        let instead = path_entry(context, &uses);
        let finding = if instead.is_some() || is_right_elsewhere(context, number) {
            // The entry is as it should be: the rows name the wrong one.
            let help = match instead {
                Some(other) => format!("name the entry `{other}` in these rows; it is `in: path`"),
                None => format!(
                    "name an entry that is `in: path` in these rows, or add one; other rows need `{}` as it is",
                    entry.name
                ),
            };
            Finding::new(rule, first.row.reference_span, Subject::entry(&entry.name), message)
                .with_help(help)
                .with_related(entry.name_span, format!("entry `{}`", entry.name))
        } else {
            let place = entry.location.as_ref().map_or(entry.name_span, |field| field.span);
            let help =
                format!("write `in: path` in entry `{}`: all its rows are variables of URLs", entry.name);
            Finding::new(rule, place, Subject::entry(&entry.name), message).with_help(help)
        };
        let finding = finding.with_fixes(fix(context, number, &uses));
        findings.push(context.with_uses(finding, &uses));
    }
}

/// Another entry in the rows, or another place of the entry where only they use it.
fn fix(context: &Context<'_>, number: DefinitionId, uses: &[Use<'_>]) -> Option<Fix> {
    if let Some(other) = path_entry(context, uses) {
        return Some(naming(uses, other, Location::Path));
    }
    if is_right_elsewhere(context, number) {
        return context.copied(number, uses, Location::Path);
    }
    let field = context.reference.definitions[number].entry.location.as_ref()?;
    Some(Fix::suggested("write `in: path`").replacing(field.span, "path"))
}

/// Names a row that is no variable of a URL the entry?
fn is_right_elsewhere(context: &Context<'_>, definition: DefinitionId) -> bool {
    let is_other = |operation: &Operation, at: RowId, row: &Row| {
        row.definition == Some(definition)
            && !operation.bindings.iter().any(|binding| binding.row == Some(at))
    };
    context.reference.outside_definitions.contains(&definition)
        || context
            .operations()
            .any(|operation| operation.rows.entries().any(|(at, row)| is_other(operation, at, row)))
}

/// The entry that fits all rows.
fn path_entry<'a>(context: &Context<'a>, uses: &[Use<'_>]) -> Option<&'a str> {
    let mut found = uses.iter().map(|used| context.path_entry(used.operation, &used.row.name));
    let first = found.next()??;
    found.all(|other| other == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, ask_files, entry, operation, token};

    const ROWS: &str = "   - thing_id: thing_id\n";

    #[test]
    fn one_entry_is_one_finding() {
        let one = operation("GET /things/{thing_id}", "Request", ROWS);
        let two = operation("PUT /things/{thing_id}", "Request", ROWS).replace("Things\n", "Update\n");
        let dictionary = entry("thing_id", "body", "string") + &entry("thing_id_1", "path", "string");
        let files = [("index.rst", one + "\n" + &two), ("parameters.yaml", dictionary)];
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        let (findings, sources) = ask_files("path-parameter-misplaced", &files);
        assert_eq!(findings.len(), 1);
        assert_eq!(token(&findings[0], &sources), "thing_id");
        assert_eq!(sources.path(findings[0].place().source()), "index.rst");
        assert_eq!(findings[0].operations(), ["GET /things/{thing_id}", "PUT /things/{thing_id}"]);
        assert_eq!(findings[0].help(), Some("name the entry `thing_id_1` in these rows; it is `in: path`"));
    }

    #[test]
    fn a_row_that_names_an_entry_of_others_is_told_at_the_row() {
        let one = operation("GET /things/{thing_id}", "Request", ROWS);
        let two = operation("GET /things", "Response", ROWS).replace("Things\n", "Others\n");
        let dictionary = entry("thing_id", "body", "string");
        let files = [("index.rst", one + "\n" + &two), ("parameters.yaml", dictionary)];
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        let (findings, sources) = ask_files("path-parameter-misplaced", &files);
        assert_eq!(findings.len(), 1);
        assert_eq!(token(&findings[0], &sources), "thing_id");
        assert_eq!(sources.path(findings[0].place().source()), "index.rst");
        let files = [("index.rst", files[0].1.split("Others").next().unwrap_or_default()), files[1]];
        let (findings, _) = ask_files("path-parameter-misplaced", &files);
        let help = "write `in: path` in entry `thing_id`: all its rows are variables of URLs";
        assert_eq!(findings[0].help(), Some(help));
    }

    #[test]
    fn an_entry_of_the_path_is_fine() {
        let chapter = operation("GET /things/{thing_id}", "Request", ROWS);
        assert!(ask("path-parameter-misplaced", &chapter, &entry("thing_id", "path", "string")).is_empty());
        assert!(ask("path-parameter-misplaced", &chapter, &entry("thing_id", "paht", "string")).is_empty());
    }
}
