//! A configuration with what is found, and how to begin.

use std::fmt::Write as _;
use std::io::Write;

use super::arguments::InitArguments;
use super::error::CommandError;
use super::output::Place;
use super::replace::put_all;
use super::run::unless_closed;
use crate::analysis::Analysis;
use crate::report::printed;
use crate::source::{Entry, Files, RootPath};
use crate::triage::{Selection, number};

const FILE: &str = "apiref.toml";

/// What a repository holds, and what makes the check part of it: a file or folder, and lines to copy.
const PLACES: [(&str, &str); 5] = [
    (
        "tox.ini",
        "[testenv:api-ref-check]\nskip_install = true\ndeps = apiref-cli==VERSION\n\
         commands = apiref check --output-format concise {posargs}",
    ),
    (
        ".pre-commit-config.yaml",
        "  - repo: local\n    hooks:\n      - id: apiref-check\n        name: check the API reference\n        \
         entry: apiref check\n        language: python\n        \
         additional_dependencies: [\"apiref-cli==VERSION\"]\n        pass_filenames: false\n        \
         files: ^(api-ref/|generated/|apiref\\.toml$)",
    ),
    (
        ".github/workflows",
        "      - run: pipx install apiref-cli==VERSION\n      - run: apiref check --output-format github",
    ),
    (
        ".gitlab-ci.yml",
        "api-ref:\n  image: python:3-slim\n  script:\n    - pip install apiref-cli==VERSION\n    \
         - apiref check --output-file gitlab=gl-code-quality-report.json\n  artifacts:\n    when: always\n    \
         reports:\n      codequality: gl-code-quality-report.json",
    ),
    (
        ".zuul.d",
        "- job:\n    name: apiref-check\n    parent: openstack-tox\n    files: [^api-ref/.*, ^tox.ini$]\n    \
         vars: {tox_envlist: api-ref-check}",
    ),
];

/// Writes the configuration, and prints what was found and what to do next.
pub(super) fn run(
    analysis: &Analysis,
    arguments: &InitArguments,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let there = analysis.config().file();
    if !there.is_empty() {
        return Err(CommandError::Usage(format!(
            "{there} is there already: `apiref config show` says what holds, and where it comes from"
        )));
    }
    let text = configuration(analysis);
    if arguments.print {
        out.write_all(printed(&text).as_bytes())?;
        return Ok(0);
    }
    let place = Place::Below { root: analysis.sources().layout().root.clone(), path: FILE.to_owned() };
    put_all(place.prepare(&text)?.into_iter().collect())?;
    unless_closed(writeln!(log, "wrote {FILE}").map_err(CommandError::from))?;
    out.write_all(printed(&next(analysis)?).as_bytes())?;
    Ok(0)
}

/// The text of the configuration: what is found stands in it, and is a comment where it is found without it.
fn configuration(analysis: &Analysis) -> String {
    let layout = analysis.sources().layout();
    let source = layout.only.as_deref().unwrap_or(&layout.scope);
    let usual = matches!(source, "api-ref/source" | "api-ref");
    let output = analysis.output_folder();
    let has_documents = !analysis.held_forms().is_empty();
    let versions = analysis.versions();
    let service = versions.iter().find_map(|versions| versions.service_type.clone());
    let mut text = String::from(
        "# Written by `apiref init`. No key is needed; `apiref config show` says what holds, and where it\n\
         # comes from, `apiref config schema` what may stand here.\n",
    );
    let mut key = |words: &str, name: &str, value: &str, is_set: bool| {
        let comment = if is_set { "" } else { "# " };
        let value = serde_json::Value::from(value);
        // Writing to memory cannot fail.
        let _ = write!(text, "\n# {words}\n{comment}{name} = {value}\n");
    };
    key("Where the sources are, from here.", "source", source, !usual);
    key(
        "Where `apiref generate` writes documents, and where `apiref check` compares them.",
        "output",
        &output,
        has_documents && output != "generated",
    );
    key(
        "The service, if its title does not tell.",
        "service-type",
        service.as_deref().unwrap_or("compute"),
        false,
    );
    key("Which state documents describe: latest, all or a version.", "microversion", "latest", false);
    key("From which severity on a check fails: error, warning, note or never.", "fail-on", "error", false);
    key(
        "Where a gateway finds the service: then `apiref generate` renews generated/gateway, too.",
        "server-url",
        "https://cloud.example.com/service",
        false,
    );
    text.push_str(
        "\n# Rules, by id or pattern (`apiref rules`): off, note, warning or error.\n# [rules]\n\
         # example-missing = \"off\"\n# \"status-code-*\" = \"note\"\n\n\
         # The same for some files or operations only.\n# [[overrides]]\n\
         # paths = [\"api-ref/source/v2/*\"]\n# rules = { sample-key-missing = \"note\" }\n",
    );
    text
}

/// What was found, and what to do next.
fn next(analysis: &Analysis) -> Result<String, CommandError> {
    let checked = analysis.check(&Selection::default())?;
    let mut text = format!("\nfound: {}\n", checked.summary.line(&checked.findings));
    for versions in analysis.versions() {
        let service = versions.service_type.as_deref().unwrap_or("a service that is not known by its title");
        let _ = writeln!(text, "       {service}, versions {} to {}", versions.floor, versions.ceiling);
    }
    text.push_str("\nnext:\n");
    if !checked.findings.is_empty() && analysis.baseline().is_none() {
        let findings = number(checked.findings.len(), "findings");
        let _ = writeln!(
            text,
            "- `apiref check` shows the {findings}; `apiref check --write-baseline` records them, so that from \
             then on only new ones are reported"
        );
    }
    if analysis.held_forms().is_empty() {
        text.push_str("- `apiref generate` writes the OpenAPI documents; commit them, and `apiref check` keeps them fresh\n");
    }
    let files = analysis.sources().layout().disk()?;
    let is_there = |path: &str| {
        RootPath::new(path).is_some_and(|path| matches!(files.entry(path), Ok(Entry::File | Entry::Folder)))
    };
    let places: Vec<_> = PLACES.iter().filter(|(path, _)| is_there(path)).collect();
    for (path, lines) in &places {
        let lines = lines.replace("VERSION", env!("CARGO_PKG_VERSION"));
        let _ = writeln!(text, "- in {path}:\n\n{}\n", indented(&lines));
    }
    if places.is_empty() {
        text.push_str("- run `apiref check` in your CI: it ends with 1 when something is wrong\n");
    }
    Ok(text)
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("      {line}")).collect::<Vec<_>>().join("\n")
}
