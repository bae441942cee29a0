use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject, nearest};
use crate::reference::DefinitionId;
use std::collections::BTreeSet;

pub(crate) static RULE: Rule = Rule {
    id: "entry-unused",
    severity: Severity::Note,
    summary: "an entry of a dictionary is used by no table",
    explanation: "The entry describes a parameter that no operation has. It may be left over, or a row may be missing. Only dictionaries that some table uses are asked.",
    bad: "old_name:\n  in: body\n  type: string\n\n(no row names it)",
    good: "- name: old_name",
    absence: true,
    fix: Some("the entry goes"),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    // Of a lone file or a part of the tree nobody can say what the rest uses.
    let layout = context.sources.layout();
    if layout.only.is_some() || layout.scope != layout.source_dir {
        return;
    }
    let used: BTreeSet<DefinitionId> = context
        .reference
        .operations
        .iter()
        .flat_map(|operation| &operation.rows)
        .filter_map(|row| row.definition)
        .collect();
    let outside: BTreeSet<DefinitionId> = context.reference.outside_definitions.iter().copied().collect();
    for (number, definition) in context.reference.definitions.entries() {
        if !used.contains(&number) && !outside.contains(&number) {
            let name = &definition.entry.name;
            findings.push(
                Finding::new(
                    rule,
                    definition.entry.name_span,
                    Subject::entry(name),
                    format!("entry `{name}` is used by no table"),
                )
                .with_help("add or mend the row that should name it, or remove the entry")
                .with_fixes((!is_meant(context, name)).then(|| {
                    Fix::suggested(format!("remove the entry `{name}`"))
                        .removing(context.sources.lines_of(definition.entry.span))
                })),
            );
        }
    }
}

/// Does a row name an entry that is not there, and nearly this one?
fn is_meant(context: &Context<'_>, name: &str) -> bool {
    let rows = context.reference.operations.iter().flat_map(|operation| &operation.rows);
    let mut unknown = rows.filter(|row| row.definition.is_none());
    unknown.any(|row| nearest(&row.reference, std::iter::once(name)).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, ask_files, entry, operation, token};

    #[test]
    fn an_entry_without_a_row_is_told() {
        let chapter = operation("GET /things", "Request", "   - size: size\n");
        let dictionary = entry("size", "query", "integer") + &entry("old", "query", "string");
        let (findings, sources) =
            ask_files("entry-unused", &[("index.rst", &chapter), ("parameters.yaml", &dictionary)]);
        assert_eq!(findings.iter().map(|finding| token(finding, &sources)).collect::<Vec<_>>(), ["old"]);
    }

    #[test]
    fn an_entry_that_a_misspelt_row_means_is_not_to_be_removed() {
        let fixes = |reference: &str| {
            let chapter =
                operation("GET /things", "Request", &format!("   - size: size\n   - old: {reference}\n"));
            let dictionary = entry("size", "query", "integer") + &entry("old_name", "query", "string");
            let files = [("index.rst", chapter.as_str()), ("parameters.yaml", dictionary.as_str())];
            ask_files("entry-unused", &files).0.first().map(|finding| finding.fixes().len())
        };
        assert_eq!([fixes("old_nmae"), fixes("another")], [Some(0), Some(1)]);
    }

    #[test]
    fn dictionaries_that_no_table_names_are_not_asked() {
        assert!(
            ask("entry-unused", "Things\n======\n\n.. rest_method:: GET /a\n", &entry("a", "body", "string"))
                .is_empty()
        );
    }
}
