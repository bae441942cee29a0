//! A small tree with everything that importers stumble over, and documents for gateways made of any tree.

use apiref::{Document, Finding, Form, Gateway, Importer, MicroversionChoice, ServerUrl};
use serde_json::Value;

use crate::tree::Tree;

/// Where the service of the tree is.
pub(crate) const SERVER: &str = "https://cloud.example.com/library";

const DICTIONARY: &str = r#"
agent-id: {description: An agent., in: path, required: true, type: string}
book_id: {description: A book., in: path, required: true, type: string}
chapter_id: {description: A chapter., in: path, required: true, type: string}
id: {description: A book., in: path, required: true, type: string}
shelf: {description: A shelf., in: path, required: true, type: string}
mode: {description: The mode., in: header, required: true, type: string, enum: [fast, slow]}
X-Auth-Token: {description: The token., in: header, required: true, type: string}
name: {description: The name or null., in: body, required: true, type: string}
host: {description: Where it is., in: body, required: true, type: string, format: hostname}
added: {description: When it was added., in: body, required: false, type: string, format: date-time}
force: {description: Do not ask., in: body, required: false, type: boolean}
"#;

const SAMPLES: [(&str, &str); 3] = [
    ("book.json", r#"{"name": null, "host": "a b", "added": "2025-02-11T03:00:05Z"}"#),
    ("burn.json", r#"{"force": true}"#),
    ("lend.json", r#"{"lend": null}"#),
];

/// Operations as `METHOD path`, what else their sections hold, and whether they are deprecated.
const OPERATIONS: &str = "
Show a book|GET /books/{id}|rows id mode X-Auth-Token|answer book.json|codes 200
Burn a book|DELETE /books/{id}|rows id force|ask burn.json|codes 204
List chapters|GET /books/{book_id}/chapters|rows book_id|codes 200
Show a chapter|GET /books/{book_id}/chapters/{chapter_id}|rows book_id chapter_id|codes 200
Lend a book|POST /books/{id}/action|rows id|ask lend.json|codes 202
Show an agent|GET /agents/{agent-id}|rows agent-id|codes 200
Move|GET /old|codes 301
List shelves|GET /shelves|codes 200
List shelves again|GET /shelves/|codes 200
Show a place|GET /shelves/{shelf}:{book_id}|rows shelf book_id|codes 200
Show a sign|GET /signs/@{shelf}|rows shelf|codes 200
Show a café|GET /café|codes 200
Count (DEPRECATED)|GET /count|codes 200
";

/// A tree with everything that importers stumble over.
pub(crate) fn library() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("api-ref/source");
    std::fs::create_dir_all(source.join("samples")).unwrap();
    let mut text = "=================\nLibrary: API (v2)\n=================\n".to_owned();
    for line in OPERATIONS.lines().filter(|line| !line.is_empty()) {
        text.push_str(&section(line));
    }
    std::fs::write(source.join("index.rst"), text).unwrap();
    std::fs::write(source.join("parameters.yaml"), DICTIONARY).unwrap();
    for (name, sample) in SAMPLES {
        std::fs::write(source.join("samples").join(name), sample).unwrap();
    }
    folder
}

fn section(line: &str) -> String {
    let mut parts = line.split('|');
    let (title, url) = (parts.next().unwrap(), parts.next().unwrap());
    let mut text = format!("\n{title}\n{}\n\n.. rest_method:: {url}\n\n", "=".repeat(40));
    for part in parts {
        let (word, rest) = part.split_once(' ').unwrap();
        text.push_str(&match word {
            "codes" => format!("Normal response codes: {rest}\n\n"),
            "rows" => {
                let rows: String = rest.split(' ').map(|name| format!("   - {name}: {name}\n")).collect();
                format!("Request\n-------\n\n.. rest_parameters:: parameters.yaml\n\n{rows}\n")
            }
            "ask" => format!("Request Example\n---------------\n\n.. literalinclude:: samples/{rest}\n\n"),
            _ => format!(
                "Response\n--------\n\n.. rest_parameters:: parameters.yaml\n\n   - name: name\n   - host: \
                 host\n   - added: added\n\nResponse Example\n----------------\n\n.. literalinclude:: \
                 samples/{rest}\n\n"
            ),
        });
    }
    text
}

/// The documents of a tree for gateways: of all versions, or of the latest one.
pub(crate) fn fitted_all(tree: &Tree, all: bool, options: Gateway) -> Vec<Document> {
    let microversion = if all { MicroversionChoice::All } else { MicroversionChoice::Latest };
    tree.documents_in(&gateway_form(options).with_microversion(microversion))
}

/// The form of documents for gateways.
pub(crate) fn gateway_form(options: Gateway) -> Form {
    Form::default().with_importer(Importer { server: ServerUrl::parse(SERVER).unwrap(), options })
}

/// The messages of the findings of a rule.
pub(crate) fn told(findings: &[Finding], rule: &str) -> Vec<String> {
    let of_rule = findings.iter().filter(|finding| finding.rule().id == rule);
    of_rule.map(|finding| finding.headline().to_owned()).collect()
}

/// Path, verb and operation of everything under `paths`.
pub(crate) fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    document["paths"].as_object().unwrap().iter().flat_map(|(path, item)| {
        item.as_object().unwrap().iter().map(|(verb, operation)| (path.as_str(), verb.as_str(), operation))
    })
}

/// The parameters of an operation, references resolved.
pub(crate) fn parameters<'d>(document: &'d Value, operation: &'d Value) -> impl Iterator<Item = &'d Value> {
    operation["parameters"].as_array().into_iter().flatten().map(|parameter| {
        let reference = parameter["$ref"].as_str();
        reference.map_or(parameter, |reference| document.pointer(reference.trim_start_matches('#')).unwrap())
    })
}
