use super::fitting::meant_for;
use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject};
use crate::place::Span;
use crate::reference::{Bound, Direction, Location, Operation, Row, Wanted, row_among};

static RULE: Rule = Rule {
    id: "path-parameter-undocumented",
    severity: Severity::Error,
    summary: "a URL variable has no row",
    explanation: "The URL has a variable that no row of the request table describes, so readers do not know what to put there. Where the request has no table at all this is a warning.",
    bad: ".. rest_method:: GET /volumes/{volume_id}\n\n(no row `volume_id`)",
    good: "- volume_id: volume_id_path",
    fix: Some(
        "a row for the variable, at the place that it has in other tables, and an entry for it if none is there, with a description that is yet to be written (`TODO`)",
    ),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    // Whoever registers a callback knows its URL.
    for operation in context.operations().filter(|operation| !operation.is_callback()) {
        let bare = !operation.tables.iter().any(|table| table.direction != Some(Direction::Response));
        for (binding, variable) in operation.bindings.iter().zip(operation.template.variables()) {
            // A row whose entry is not found is a finding of its own.
            let has_row = operation.rows_of(Direction::Request).any(|row| {
                row.definition.is_none() && [&variable.name, &variable.written].contains(&&row.name)
            });
            if binding.how != Bound::Not || has_row {
                continue;
            }
            let entry = context.path_entry(operation, &variable.name);
            if let Some((_, row)) = meant_for(operation, &variable.name) {
                findings.push(called_otherwise(
                    rule,
                    operation,
                    (&variable.written, variable.span),
                    row,
                    entry,
                ));
                continue;
            }
            let message = format!("`{}` is a variable of the URL, but no row describes it", variable.written);
            let help = match entry {
                Some(entry) => format!(
                    "add the row `- {}: {entry}` to the request table; the entry is there",
                    variable.written
                ),
                None => format!(
                    "add a row for `{}` to the request table, with an entry that is `in: path`",
                    variable.written
                ),
            };
            // Without a table the whole request is yet to be described.
            let severity = if bare { Severity::Warning } else { rule.severity };
            findings.push(
                Finding::new(rule, variable.span, Subject::variable(&variable.written), message)
                    .with_help(help)
                    .with_operation(operation.key())
                    .with_severity(severity)
                    .with_fixes(match entry {
                        Some(entry) => with_row(context, operation, &variable.written, entry),
                        None => with_entry(context, operation, &variable.written),
                    }),
            );
        }
    }
}

/// A row for a variable, where tables of the same file have it.
fn with_row(context: &Context<'_>, operation: &Operation, variable: &str, entry: &str) -> Option<Fix> {
    let rows: Vec<&Row> = operation.rows_of(Direction::Request).collect();
    let others = context.operations().filter(|other| other.span.source == operation.span.source);
    let (place, line) = row_among(context.sources, &rows, others, (variable, entry))?;
    Some(Fix::suggested(format!("add the row `- {variable}: {entry}`")).inserting(place, line))
}

/// A row for a variable and an entry for it, whose description is yet to be written.
fn with_entry(context: &Context<'_>, operation: &Operation, variable: &str) -> Option<Fix> {
    let table = operation.tables.iter().find(|table| table.direction != Some(Direction::Response))?;
    let wanted =
        Wanted { name: variable, location: Location::Path, kind: "string", required: true, nullable: false };
    let new = context.new_entries.made(context.sources, table.dictionary?, &wanted)?;
    let mut fix = with_row(context, operation, variable, &new.name)?;
    fix.title = format!("add the row `- {variable}: {}`, and the entry with a `TODO`", new.name).into();
    Some(fix.inserting(new.place, new.text).at_last())
}

/// The row has another name, and mostly an entry that travels elsewhere.
fn called_otherwise(
    rule: &'static Rule,
    operation: &Operation,
    (written, span): (&str, Span),
    row: &Row,
    entry: Option<&str>,
) -> Finding {
    let message = format!("`{written}` is a variable of the URL, but its row is called `{}`", row.name);
    let help = match entry {
        Some(entry) => format!("rename the row: `- {written}: {entry}`, whose entry is `in: path`"),
        None => format!("rename the row to `{written}`, with an entry that is `in: path`"),
    };
    Finding::new(rule, span, Subject::variable(written), message)
        .with_help(help)
        .with_operation(operation.key())
        .with_related(row.name_span, "the row")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, entry, operation};
    use crate::finding::Severity;

    const RULE: &str = "path-parameter-undocumented";

    #[test]
    fn a_variable_without_a_row_is_told_with_the_entry_that_fits() {
        let dictionary = entry("size", "query", "integer") + &entry("id_path", "path", "string");
        let findings = ask(RULE, &operation("GET /things/{id}", "Request", "   - size: size\n"), &dictionary);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].severity(), Severity::Error);
        let help = findings[0].help();
        assert_eq!(help, Some("add the row `- id: id_path` to the request table; the entry is there"));
    }

    #[test]
    fn an_entry_of_some_versions_only_is_not_named() {
        let ended = entry("id_old", "path", "string") + "  max_version: 2.5\n";
        let chapter = operation("GET /things/{id}", "Request", "   - size: size\n");
        let help = |dictionary: &str| ask(RULE, &chapter, dictionary)[0].help().map(str::to_owned);
        let size = entry("size", "query", "integer");
        assert!(help(&(size.clone() + &ended)).unwrap().contains("with an entry that is `in: path`"));
        let both = size + &ended + &entry("id_path", "path", "string");
        assert!(help(&both).unwrap().contains("`- id: id_path`"));
    }

    #[test]
    fn without_a_request_table_it_is_a_warning() {
        let chapter = operation("GET /things/{id}", "Response", "   - size: size\n");
        let findings = ask(RULE, &chapter, &entry("size", "body", "integer"));
        assert_eq!(
            findings.iter().map(|finding| finding.severity()).collect::<Vec<_>>(),
            [Severity::Warning]
        );
    }

    #[test]
    fn a_row_that_is_called_otherwise_is_to_be_renamed() {
        let chapter = operation("GET /things/{thing_id}", "Request", "   - id: thing_id\n");
        let dictionary = entry("thing_id", "body", "string");
        let findings = ask(RULE, &chapter, &dictionary);
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].help(),
            Some("rename the row to `thing_id`, with an entry that is `in: path`")
        );
        assert!(ask("body-on-get", &chapter, &dictionary).is_empty());
        let findings = ask(RULE, &chapter, &(dictionary + &entry("thing_id_path", "path", "string")));
        let help = "rename the row: `- thing_id: thing_id_path`, whose entry is `in: path`";
        assert_eq!(findings[0].help(), Some(help));
    }

    #[test]
    fn described_variables_are_fine() {
        let chapter = operation("GET /things/{id}", "Request", "   - id: id\n");
        assert!(ask(RULE, &chapter, &entry("id", "path", "string")).is_empty());
    }
}
