//! The published schema of a version and the contract agree about each sample that was recorded at it.

use std::collections::{BTreeMap, BTreeSet};

use apiref::config::MicroversionChoice;
use apiref::reference::{Direction, Operation, SampleFileId};
use apiref::version::Version;
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

/// One sample to be judged: operation, direction, file, value.
type Case<'a> = (&'a Operation, Direction, SampleFileId, &'a Value);

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
            for (operation, direction, file, value) in cases {
                samples += 1;
                let document = &documents[operation.document].value;
                let Some(schema) = schema(document, operation, direction) else { continue };
                if jsonschema::is_valid(&schema, value) {
                    continue;
                }
                refused += 1;
                if !told.contains(&file) {
                    let error = jsonschema::validate(&schema, value).unwrap_err();
                    problems.push(format!(
                        "{} {} {} sample {file:?} at {version:?}: {} at {}",
                        tree.name,
                        operation.key(),
                        direction.as_str(),
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

/// The sample files that a finding explains.
fn told(tree: &Tree) -> BTreeSet<SampleFileId> {
    let mut sources = BTreeSet::new();
    for finding in tree.findings().iter().filter(|finding| EXPLAINED.contains(&finding.rule().id)) {
        sources.insert(finding.place().source());
        sources.extend(finding.related().iter().map(|related| related.place.source()));
    }
    let files = tree.reference().samples.entries();
    files.filter(|(_, file)| sources.contains(&file.source)).map(|(index, _)| index).collect()
}

fn by_version(tree: &Tree) -> BTreeMap<Option<Version>, Vec<Case<'_>>> {
    let mut cases: BTreeMap<Option<Version>, Vec<Case<'_>>> = BTreeMap::new();
    for (operation, bodies) in tree.reference().operations.iter().zip(&tree.shapes().bodies) {
        for direction in [Direction::Request, Direction::Response] {
            let Some(body) = bodies.of(direction) else { continue };
            for (index, recorded) in body.samples.iter().zip(&body.recorded) {
                let file = operation.samples[*index].file.unwrap();
                let value = tree.reference().samples[file].value.as_ref().unwrap();
                let version = recorded.version.filter(|version| operation.window.contains(*version));
                cases.entry(version).or_default().push((operation, direction, file, value));
            }
        }
    }
    cases
}

/// The schema that a document has for the body, with what it refers to.
fn schema(document: &Value, operation: &Operation, direction: Direction) -> Option<Value> {
    let method = operation.method.as_str().to_lowercase();
    let emitted = document["paths"].get(operation.template.path())?.get(method)?;
    let bodies: Vec<&Value> = match direction {
        Direction::Request => vec![&emitted["requestBody"]],
        Direction::Response => emitted["responses"].as_object()?.values().collect(),
    };
    let found = bodies.into_iter().find_map(|body| body.pointer("/content/application~1json/schema"))?;
    Some(json!({ "$ref": found["$ref"], "components": document["components"] }))
}
