use super::{Context, LINTS};
use crate::finding::{Finding, Findings};
use crate::reference::Reference;
use crate::source::Sources;
use crate::{reference, shape};

/// What the rule `id` says about a chapter with a dictionary.
pub(super) fn ask(id: &str, chapter: &str, dictionary: &str) -> Vec<Finding> {
    ask_files(id, &[("index.rst", chapter), ("parameters.yaml", dictionary)]).0
}

/// What the rule `id` says about a chapter with a dictionary, once the model is changed.
pub(super) fn ask_with(
    id: &str,
    chapter: &str,
    dictionary: &str,
    change: impl FnOnce(&mut Reference),
) -> Vec<Finding> {
    ask_changed(id, &[("index.rst", chapter), ("parameters.yaml", dictionary)], change).0
}

/// What the rule `id` says about some files, with the files.
pub(super) fn ask_files(id: &str, texts: &[(&str, &str)]) -> (Vec<Finding>, Sources) {
    ask_changed(id, texts, |_| {})
}

fn ask_changed(
    id: &str,
    texts: &[(&str, &str)],
    change: impl FnOnce(&mut Reference),
) -> (Vec<Finding>, Sources) {
    let mut sources = Sources::from_texts(texts.iter().copied());
    let config = crate::config::Config::default();
    let mut reference = reference::build(&mut sources, &config, &mut Findings::new());
    change(&mut reference);
    let shapes = shape::infer(&reference);
    let lint = LINTS.iter().find(|lint| lint.rule.id == id).expect("a rule of this layer");
    let mut findings = Findings::new();
    let context = Context::new(&reference, &shapes, &sources);
    (lint.check)(lint.rule, &context, &mut findings);
    (findings, sources)
}

/// An operation with a success code and one table below the title `section`.
pub(super) fn operation(method: &str, section: &str, rows: &str) -> String {
    let underline = "-".repeat(section.len());
    format!(
        "Things\n======\n\n.. rest_method:: {method}\n\nNormal response codes: \
         200\n\n{section}\n{underline}\n\n.. rest_parameters:: parameters.yaml\n\n{rows}"
    )
}

/// An entry of a dictionary.
pub(super) fn entry(name: &str, location: &str, kind: &str) -> String {
    format!("{name}:\n  in: {location}\n  required: true\n  type: {kind}\n")
}

/// The text at the place of a finding.
pub(super) fn token<'a>(finding: &Finding, sources: &'a Sources) -> &'a str {
    sources.slice(sources.span_of(finding.place()))
}
