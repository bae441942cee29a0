use std::collections::BTreeMap;

use super::{Context, Lint};
use crate::finding::{Finding, Findings, Fix, Rule, Severity, Subject};
use crate::place::{SourceId, Span};

static RULE: Rule = Rule {
    id: "dictionary-type-alias",
    severity: Severity::Note,
    summary: "types are called by other names than those of JSON",
    explanation: "`dict`, `list`, `int`, `bool` and their like are understood, but a reader of the page \
                  knows the names of JSON Schema: object, array, integer, boolean, string, number.",
    bad: "name:\n  type: dict",
    good: "name:\n  type: object",
    fix: Some("the types by the names of JSON Schema"),
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

/// Other names, and those of JSON.
const ALIASES: [(&str, &str); 12] = [
    ("dict", "object"),
    ("dictionary", "object"),
    ("hash", "object"),
    ("map", "object"),
    ("list", "array"),
    ("tuple", "array"),
    ("set", "array"),
    ("int", "integer"),
    ("long", "integer"),
    ("bool", "boolean"),
    ("str", "string"),
    ("float", "number"),
];

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let mut found: BTreeMap<SourceId, Vec<(&str, &str, Span)>> = BTreeMap::new();
    for definition in &context.reference.definitions {
        let Some(field) = &definition.entry.kind else { continue };
        let alias = field.value.trim().to_lowercase();
        if let Some((alias, name)) = ALIASES.iter().find(|(known, _)| *known == alias) {
            found.entry(definition.source).or_default().push((alias, name, field.span));
        }
    }
    for places in found.into_values() {
        let Some(((alias, name, first), others)) = places.split_first() else { continue };
        let message = match others.len() {
            0 => format!("`{alias}` is called `{name}` in JSON"),
            more => format!(
                "`{alias}` is called `{name}` in JSON; {} types of this dictionary have such names",
                more + 1
            ),
        };
        let spans: Vec<Span> = others.iter().map(|(_, _, span)| *span).collect();
        let fix = Fix::safe("use the names of JSON Schema");
        let fix = places.iter().fold(fix, |fix, (_, name, span)| fix.replacing(*span, *name));
        let finding = Finding::new(rule, *first, Subject::whole_file(), message)
            .with_help("use the names of JSON Schema: object, array, integer, boolean, string, number")
            .with_fix(fix);
        findings.push(context.with_places(finding, &spans, "and here"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask, entry, operation};

    #[test]
    fn a_dictionary_is_told_once() {
        let chapter = operation("GET /a", "Response", "   - a: a\n");
        let told = |kinds: [&str; 3]| {
            let entries = kinds.iter().zip(["a", "b", "c"]).map(|(kind, name)| entry(name, "body", kind));
            ask("dictionary-type-alias", &chapter, &entries.collect::<String>()).len()
        };
        assert_eq!([told(["dict", "int", "string"]), told(["object", "string", "array"])], [1, 0]);
    }
}
