//! The published schema of a version and the contract agree about each sample that was recorded at it.

use std::collections::{BTreeMap, BTreeSet};

use apiref::{Direction, Finding, JudgedSample, MicroversionChoice, SourceId, Version};
use serde_json::{Value, json};

use crate::tree::{Tree, corpus, own_trees};

/// What the contract check may say of a sample that the published schema refuses.
const EXPLAINED: [&str; 7] = [
    "sample-not-json",
    "sample-type",
    "sample-key-missing",
    "sample-key-spelling",
    "sample-key-outside-version",
    "sample-impossible",
    "sample-enum",
];

#[test]
fn a_sample_fits_the_document_of_its_version_unless_a_finding_says_why() {
    let mut problems = Vec::new();
    let (mut samples, mut refused) = (0, 0);
    for folder in own_trees().into_iter().chain(corpus()) {
        let Some(tree) = Tree::read(&folder) else { continue };
        let told = told(&tree);
        for (version, cases) in by_version(&tree) {
            let microversion = version.map_or(MicroversionChoice::All, MicroversionChoice::At);
            // A sample may claim a version that the reference does not have; nobody can ask for its document.
            let Some(documents) = tree.documents_at(microversion) else { continue };
            for sample in cases {
                samples += 1;
                let Some(schema) = schema(&documents[sample.document].value, &sample) else { continue };
                if jsonschema::is_valid(&schema, sample.value) {
                    continue;
                }
                refused += 1;
                if !told.contains(&sample.source) {
                    let error = jsonschema::validate(&schema, sample.value).unwrap_err();
                    problems.push(format!(
                        "{} {} {} {:?} {} at {version:?}: {} at {}",
                        tree.name,
                        sample.method,
                        sample.path,
                        sample.direction,
                        tree.sources().path(sample.source),
                        error.masked(),
                        error.instance_path()
                    ));
                }
            }
        }
    }
    println!("{samples} samples, {refused} refused by the document of their version");
    assert!(problems.is_empty(), "{} of {samples}:\n{}", problems.len(), problems.join("\n"));
}

/// The sources that a finding explains.
fn told(tree: &Tree) -> BTreeSet<SourceId> {
    let mut sources = BTreeSet::new();
    // A key that looks like data stands in the place of the required one that its row names.
    let is_data = |finding: &Finding| {
        finding.rule().id == "sample-key-undocumented" && finding.headline().contains(" like data")
    };
    let explains = |finding: &&Finding| EXPLAINED.contains(&finding.rule().id) || is_data(finding);
    for finding in tree.findings().iter().filter(explains) {
        sources.insert(finding.place().source());
        sources.extend(finding.related().iter().map(|related| related.place.source()));
    }
    sources
}

fn by_version(tree: &Tree) -> BTreeMap<Option<Version>, Vec<JudgedSample<'_>>> {
    let mut cases: BTreeMap<Option<Version>, Vec<JudgedSample<'_>>> = BTreeMap::new();
    for sample in tree.analysis.samples().unwrap() {
        let version = sample.version.filter(|version| sample.window.contains(*version));
        cases.entry(version).or_default().push(sample);
    }
    cases
}

/// The schema that a document has for the body of a sample, with what it refers to.
fn schema(document: &Value, sample: &JudgedSample<'_>) -> Option<Value> {
    let emitted = document["paths"].get(&sample.path)?.get(sample.method.to_lowercase())?;
    let bodies: Vec<&Value> = match sample.direction {
        Direction::Request => vec![&emitted["requestBody"]],
        Direction::Response => emitted["responses"].as_object()?.values().collect(),
    };
    let found = bodies.into_iter().find_map(|body| body.pointer("/content/application~1json/schema"))?;
    Some(json!({ "$ref": found["$ref"], "components": document["components"] }))
}
