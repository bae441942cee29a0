use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject, nearest};
use crate::place::SourceId;
use crate::reference::{
    Bound, Definition, DefinitionId, Location, Operation, Row, is_namesake, lines_of_entry, stem,
};
use crate::shape::Node;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static RULE: Rule = Rule {
    id: "entry-unused",
    severity: Severity::Note,
    summary: "an entry of a dictionary is used by no table",
    explanation: "The entry describes a parameter that no operation has. It may be left over, or a row may be missing. Only dictionaries that some table uses are asked.",
    bad: "old_name:\n  in: body\n  type: string\n\n(no row names it)",
    good: "- name: old_name",
    absence: true,
    fix: Some("the entry goes, or the copied line of a row of its name names it"),
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
    let open = undocumented_keys(context);
    for (number, definition) in context.reference.definitions.entries() {
        if used.contains(&number) || outside.contains(&number) {
            continue;
        }
        let name = &definition.entry.name;
        let finding = Finding::new(
            rule,
            definition.entry.name_span,
            Subject::entry(name),
            format!("entry `{name}` is used by no table"),
        );
        findings.push(match namesake(context, definition) {
            Some(row) => finding
                .with_help(format!("name it in the row `{name}`, or remove the entry"))
                .with_related(row.reference_span, format!("row `{name}` names `{}`", row.reference))
                .with_fixes(Some(named(row, name))),
            None => {
                let is_left = !is_meant(context, definition) && !may_name(definition, &open);
                let fix = is_left.then(|| fix(context, definition)).flatten();
                finding
                    .with_help("add or mend the row that should name it, or remove the entry")
                    .with_fixes(fix)
            }
        });
    }
}

/// The only row of the entry's name that names another entry of the same dictionary, if it is a copy of the row of
/// that one.
fn namesake<'a>(context: &Context<'a>, definition: &Definition) -> Option<&'a Row> {
    let operations = context.reference.operations.iter();
    let rows = operations.flat_map(|operation| operation.rows.iter().map(move |row| (operation, row)));
    let mut found = rows.filter(|(_, row)| {
        row.name == definition.entry.name
            && context.reference.definition(row).is_some_and(|named| {
                named.source == definition.source && named.location == definition.location
            })
    });
    let (operation, row) = found.next().filter(|_| found.next().is_none())?;
    is_copied(operation, row).then_some(row)
}

/// Has another row of the operation the name of the entry, and names it? Then the line was copied.
fn is_copied(operation: &Operation, row: &Row) -> bool {
    operation.rows.iter().any(|other| {
        other.direction == row.direction && other.name == row.reference && other.reference == row.reference
    })
}

/// The row names the entry.
fn named(row: &Row, name: &str) -> Fix {
    Fix::suggested(format!("name the entry `{name}` in the row")).replacing(row.reference_span, name)
}

/// The entry goes.
fn fix(context: &Context<'_>, definition: &Definition) -> Option<Fix> {
    let lines = lines_of_entry(context.sources, definition)?;
    Some(Fix::suggested(format!("remove the entry `{}`", definition.entry.name)).removing(lines).at_last())
}

/// The keys that samples show and no table has, by the dictionary of the tables.
fn undocumented_keys<'a>(context: &Context<'a>) -> BTreeMap<SourceId, BTreeSet<&'a str>> {
    let mut found: BTreeMap<SourceId, BTreeSet<&str>> = BTreeMap::new();
    for (id, operation) in context.indexed_operations() {
        let dictionaries: BTreeSet<SourceId> =
            operation.tables.iter().filter_map(|table| table.dictionary).collect();
        let bodies = &context.shapes.bodies[id];
        for body in bodies.request.iter().chain(&bodies.response) {
            for dictionary in &dictionaries {
                collect(&body.node, found.entry(*dictionary).or_default());
            }
        }
    }
    found
}

fn collect<'a>(node: &'a Node, keys: &mut BTreeSet<&'a str>) {
    for (key, member) in &node.members {
        if member.seen.count > 0 && !member.is_documented() {
            keys.insert(key.as_str());
        }
    }
    node.children().for_each(|(_, child)| collect(child, keys));
}

/// May the entry be meant for one of these keys? It has its name, or ends with it: `shelf_name` for `name`.
fn may_name(definition: &Definition, open: &BTreeMap<SourceId, BTreeSet<&str>>) -> bool {
    let Some(keys) = open.get(&definition.source) else { return false };
    let name = stem(&definition.entry.name);
    let ends = name.match_indices('_').filter_map(|(at, _)| name.get(at + 1..));
    std::iter::once(name).chain(ends).any(|end| keys.contains(end))
}

/// Does a row name an entry that is not there, and nearly this one? Or lacks a variable of a URL its row, which
/// would name this one?
fn is_meant(context: &Context<'_>, definition: &Definition) -> bool {
    let name = definition.entry.name.as_str();
    let is_for = |operation: &Operation| {
        let variables = operation.bindings.iter().zip(operation.template.variables());
        let is_in_path = |row: &Row| {
            context.reference.definition(row).is_some_and(|own| own.location == Some(Location::Path))
        };
        let mut open = variables.filter(|(binding, _)| {
            binding.how == Bound::Not || !binding.row.is_some_and(|at| is_in_path(&operation.rows[at]))
        });
        open.any(|(_, variable)| is_namesake(name, &variable.name))
    };
    if definition.location == Some(Location::Path) && context.operations().any(is_for) {
        return true;
    }
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
    fn an_entry_for_a_variable_without_a_row_is_not_to_be_removed() {
        let fixes = |variable: &str| {
            let method = format!("GET /things/{{{variable}}}");
            let chapter = operation(&method, "Request", "   - size: size\n");
            let dictionary = entry("size", "query", "integer") + &entry("ext", "path", "string");
            let files = [("index.rst", chapter.as_str()), ("parameters.yaml", dictionary.as_str())];
            ask_files("entry-unused", &files).0.first().map(|finding| finding.fixes().len())
        };
        assert_eq!([fixes("ext"), fixes("another")], [Some(0), Some(1)]);
    }

    #[test]
    fn what_is_removed_leaves_no_gap_and_no_comment_behind() {
        let (one, old) = (entry("size", "query", "integer"), entry("old", "query", "string"));
        let chapter = operation("GET /things", "Request", "   - size: size\n   - type: type\n");
        let last = entry("type", "query", "string");
        let removed = |dictionary: &str| {
            let files = [("index.rst", chapter.as_str()), ("parameters.yaml", dictionary)];
            let (findings, _) = ask_files("entry-unused", &files);
            let edit = &findings.first()?.fixes().first()?.edits.first()?.span;
            Some(dictionary.replacen(edit.slice(dictionary), "", 1))
        };
        let three = |gap: &str, heading: &str| format!("{one}{gap}{heading}{old}{gap}{last}");
        assert_eq!(removed(&three("\n", "")), Some(format!("{one}\n{last}")));
        assert_eq!(
            removed(&three("", "# variables in body\n")),
            Some(format!("{one}# variables in body\n{last}"))
        );
        assert_eq!(removed(&three("", "# Used in the path before version 2.\n")), None);
        assert_eq!(removed(&format!("{one}\n{last}\n{old}")), Some(format!("{one}\n{last}")));
    }

    #[test]
    fn dictionaries_that_no_table_names_are_not_asked() {
        assert!(
            ask("entry-unused", "Things\n======\n\n.. rest_method:: GET /a\n", &entry("a", "body", "string"))
                .is_empty()
        );
    }
}
