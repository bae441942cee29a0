//! What every emitted document has to be, whatever tree it is made from.

use std::collections::BTreeSet;

use apiref::{Document, Emissions, Form, MicroversionChoice};
use rayon::prelude::*;
use roas::validation::{Options, Validate};
use serde_json::Value;

use crate::tree::{Tree, corpus, own_trees};

/// Runs a check on every document of every tree, own and foreign: of the latest version and of all.
fn every_document(check: impl Fn(&Value) -> Option<String> + Sync) {
    every_document_in(&Form::default(), |document| check(&document.value));
}

/// The same for the documents in a form.
pub(crate) fn every_document_in(form: &Form, check: impl Fn(&Document) -> Option<String> + Sync) {
    let folders: Vec<_> = own_trees().into_iter().chain(corpus()).collect();
    let problems: Vec<String> = folders
        .into_par_iter()
        .filter_map(|folder| Tree::read(&folder))
        .flat_map_iter(|tree| {
            let mut found = Vec::new();
            for microversion in [MicroversionChoice::Latest, MicroversionChoice::All] {
                for document in tree.documents_in(&form.clone().with_microversion(microversion)) {
                    let problem = check(&document);
                    found.extend(problem.map(|problem| {
                        format!("{} {} ({microversion:?}): {problem}", tree.name, document.name)
                    }));
                }
            }
            found
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn roas_accepts_every_document() {
    every_document(|document| {
        let spec: roas::v3_1::spec::Spec = match serde_json::from_value(document.clone()) {
            Ok(spec) => spec,
            Err(error) => return Some(error.to_string()),
        };
        // A chapter whose operations are parts of another chapter's keeps its text, in a tag that none of
        // them has. A reference beside an extension is none to this reader, so it calls schemas unused that
        // are not.
        let options =
            Options::IgnoreExternalReferences | Options::IgnoreUnusedTags | Options::IgnoreUnusedSchemas;
        spec.validate(options, None).err().map(|error| error.to_string())
    });
}

#[test]
fn the_official_schema_accepts_every_document() {
    every_document_in(&Form::default(), |document| document.check().err().map(|problem| problem.to_string()));
}

#[test]
fn yaml_and_json_say_the_same() {
    every_document_in(&Form::default(), |document| {
        let back: Value = serde_yaml::from_str(&document.text()).ok()?;
        (back != document.value).then(|| "the YAML form differs".to_owned())
    });
}

#[test]
fn operation_ids_are_unique_whatever_their_case() {
    every_document(|document| {
        let mut seen = BTreeSet::new();
        let items = document["paths"].as_object()?.values().filter_map(Value::as_object);
        for id in
            items.flat_map(|item| item.values()).filter_map(|operation| operation["operationId"].as_str())
        {
            let legal = id.len() <= 76
                && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
                && id.starts_with(|c: char| c.is_ascii_alphabetic());
            if !legal || !seen.insert(id.to_lowercase()) {
                return Some(format!("operationId {id}"));
            }
        }
        None
    });
}

#[test]
fn no_two_components_are_equal() {
    every_document(|document| {
        let mut seen = BTreeSet::new();
        let schemas = document["components"]["schemas"].as_object()?;
        schemas
            .iter()
            .find(|(_, schema)| !seen.insert(schema.to_string()))
            .map(|(name, _)| format!("{name} stands twice"))
    });
}

#[test]
fn nothing_is_lost_without_a_finding() {
    for folder in own_trees().into_iter().chain(corpus()) {
        let Some(tree) = Tree::read(&folder) else { continue };
        let explained =
            |rules: &[&str]| tree.findings().iter().any(|finding| rules.contains(&finding.rule().id));
        let read = tree.analysis.counts();
        let emitted =
            tree.documents(true).iter().map(|document| document.counts).reduce(Emissions::plus).unwrap();
        let rows = [
            "row-unplaced",
            "path-parameter-not-in-url",
            "row-outside-version",
            "version-window-empty",
            "sample-key-missing",
            "directive-argument-missing",
        ];
        assert!(
            read.operations == emitted.operations
                || explained(&["directive-argument-missing", "row-outside-version"]),
            "operations of {}",
            tree.name
        );
        assert!(read.rows == emitted.rows || explained(&rows), "rows of {}", tree.name);
        assert!(
            read.codes == emitted.codes || explained(&["directive-argument-missing"]),
            "codes of {}",
            tree.name
        );
        let samples = [
            "sample-missing",
            "sample-misplaced",
            "sample-not-json",
            "path-outside-root",
            "path-hidden",
            "source-too-large",
            "directive-argument-missing",
        ];
        assert!(read.samples == emitted.samples || explained(&samples), "samples of {}", tree.name);
    }
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    for folder in own_trees() {
        let bytes = || {
            Tree::read(&folder)
                .map(|tree| tree.documents(true).iter().map(|document| document.text()).collect::<Vec<_>>())
        };
        assert_eq!(bytes(), one.install(bytes), "{}", folder.display());
    }
}
