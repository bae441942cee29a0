use std::collections::BTreeMap;

use super::{Context, Lint};
use crate::finding::{Finding, Findings, Rule, Severity, Subject};
use crate::place::Span;
use crate::rst::{Block, Kind, Text};
use crate::version::Version;

static RULE: Rule = Rule {
    id: "version-beyond-ceiling",
    severity: Severity::Warning,
    summary: "a version is later than the last one that there is",
    explanation: "The configuration says which microversion is the last one (`ceiling`), or the tree has a \
                  history with a title for each version. A version beyond the last is misspelt, or they are \
                  older than the text.",
    bad: "min_version: 2.99\n\n(apiref.toml: ceiling = \"2.95\")",
    good: "min_version: 2.9",
    ..Rule::USUAL
};

pub(super) static LINT: Lint = Lint { rule: &RULE, check };

fn check(rule: &'static Rule, context: &Context<'_>, findings: &mut Findings) {
    let configured = context.reference.microversions.ceiling;
    let told = configured.is_none().then(|| history(context)).flatten();
    let Some(ceiling) = configured.or(told.map(|(version, _)| version)) else { return };
    for (span, version) in named(context) {
        if version.major != ceiling.major || version <= ceiling {
            continue;
        }
        let (knows, help) = match told {
            None => {
                ("the configuration knows", "correct the version, or raise `ceiling` in the configuration")
            }
            Some(_) => ("the history tells", "correct the version, or add it to the history"),
        };
        let message = format!("{version} is later than {ceiling}, the last version that {knows}");
        let finding = Finding::new(rule, span, Subject::whole_file(), message).with_help(help);
        findings.push(match told {
            Some((_, last)) => finding.with_related(last, "the last version of the history"),
            None => finding,
        });
    }
}

/// So many titles that are versions make a history.
const HISTORY: usize = 4;

/// The last version of a text with a title for each version, where the tree has one.
fn history(context: &Context<'_>) -> Option<(Version, Span)> {
    let titles = |blocks: &[Block]| -> Vec<(Version, Span)> {
        let titles = blocks.iter().filter_map(|block| match &block.kind {
            Kind::Title(title) => Some(&title.text),
            _ => None,
        });
        let version =
            |text: &Text| Some((Version::parse(text.value.split_whitespace().next()?)?, text.whole()?));
        titles.filter_map(version).collect()
    };
    let histories = context.reference.blocks.values().map(|blocks| titles(blocks));
    let histories = histories.filter(|titles| titles.len() >= HISTORY);
    histories
        .filter_map(|titles| titles.into_iter().max_by_key(|(version, _)| *version))
        .max_by_key(|(last, _)| *last)
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
    use super::super::fixture::{ask_files, ask_with, entry, operation};
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

    #[test]
    fn versions_beyond_the_history_are_told() {
        let chapter = operation("GET /a", "Response", "   - a: a\n");
        let history: String = (1..6).map(|minor| format!("2.{minor}\n---\n\nText.\n\n")).collect();
        let told = |version: &str| {
            let dictionary = entry("a", "body", "string") + "  min_version: " + version + "\n";
            let texts = [
                ("index.rst", chapter.as_str()),
                ("parameters.yaml", dictionary.as_str()),
                ("history.rst", history.as_str()),
            ];
            ask_files("version-beyond-ceiling", &texts).0.len()
        };
        assert_eq!(["2.5", "2.99"].map(told), [0, 1]);
    }
}
