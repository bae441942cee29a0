use std::collections::BTreeMap;

use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::place::Span;
use crate::version::Version;

static RULE: Rule = Rule {
    id: "version-beyond-ceiling",
    severity: Severity::Warning,
    summary: "a version is later than the last one that there is",
    explanation: "The configuration says which microversion is the last one (`ceiling`). A version beyond \
                  it is misspelt, or the configuration is older than the text.",
    bad: "min_version: 2.99\n\n(apiref.toml: ceiling = \"2.95\")",
    good: "min_version: 2.9",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let Some(ceiling) = context.reference.microversions.ceiling else { return };
    for (span, version) in named(context) {
        if version.major == ceiling.major && version > ceiling {
            let message =
                format!("{version} is later than {ceiling}, the last version that the configuration knows");
            findings.push(
                Finding::new(rule, span, Subject::whole_file(), message)
                    .with_help("correct the version, or raise `ceiling` in the configuration"),
            );
        }
    }
}

/// All versions that the text names, each place once.
fn named(context: &Context<'_>) -> BTreeMap<Span, Version> {
    let mut named = BTreeMap::new();
    let parse = |value: &str| Version::parse(value);
    for definition in &context.reference.definitions {
        let fields = [&definition.entry.min_version, &definition.entry.max_version].into_iter().flatten();
        named.extend(fields.filter_map(|field| Some((field.span, parse(&field.value)?))));
    }
    for operation in context.operations() {
        let fields = [&operation.min_version, &operation.max_version].into_iter().flatten();
        named.extend(fields.filter_map(|field| Some((field.span, parse(&field.value)?))));
    }
    for document in &context.reference.documents {
        named.extend(document.named_versions(context.reference).map(|(version, span)| (span, version)));
    }
    named
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{ask_with, entry, operation};
    use crate::version::Version;

    #[test]
    fn versions_beyond_the_last_one_are_told() {
        let rows = "   - a: a\n\n.. versionchanged:: 2.98 Text.\n\n.. versionadded:: 2024.1\n";
        let chapter = operation("GET /a", "Response", rows);
        let dictionary = entry("a", "body", "string") + "  min_version: 2.99\n";
        let told = |minor: u32| {
            let ceiling = Some(Version { major: 2, minor });
            ask_with("version-beyond-ceiling", &chapter, &dictionary, |reference| {
                reference.microversions.ceiling = ceiling
            })
        };
        assert_eq!([told(97), told(98), told(99)].map(|found| found.len()), [2, 1, 0]);
    }
}
