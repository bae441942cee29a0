//! The front door as another program uses it: files in memory, what stands where, a run that is not wanted
//! any more.

use std::sync::Arc;

use apiref::{Analysis, AnalysisError, At, Cancel, Config, Form, Layout, Overlay, Selection};

const ROOT: &str = "=======\nShelves\n=======\n\nShow a shelf\n============\n\n.. rest_method:: GET \
    /shelves/{id}\n\nNormal response codes: 200\n\nRequest\n-------\n\n.. rest_parameters:: \
    parameters.yaml\n\n   - id: shelf_id\n\nResponse\n--------\n\n.. rest_parameters:: parameters.yaml\n\n   \
    - width: width\n\nResponse Example\n----------------\n\n.. literalinclude:: shelf.json\n";
const ENTRIES: &str = "shelf_id:\n  description: The shelf.\n  in: path\n  required: true\n  type: \
    string\nwidth:\n  description: The width.\n  in: body\n  required: true\n  type: integer\n";
const SAMPLE: &str = "{\"width\": \"wide\"}\n";

fn files() -> Overlay {
    let mut files = Overlay::new();
    for (name, text) in [("index.rst", ROOT), ("parameters.yaml", ENTRIES), ("shelf.json", SAMPLE)] {
        files.put(&format!("api-ref/source/{name}"), text).unwrap();
    }
    files
}

fn analysis(files: Overlay) -> Analysis {
    Analysis::new(Arc::new(files), Config::default()).unwrap()
}

fn rules(analysis: &Analysis) -> Vec<&'static str> {
    let checked = analysis.check(&Selection::default()).unwrap();
    checked.findings.iter().map(|finding| finding.rule().id).collect()
}

#[test]
fn texts_in_memory_are_a_tree() {
    let analysis = analysis(files());
    assert_eq!(rules(&analysis), ["sample-type"]);
    let documents: Vec<_> = analysis.documents(&Form::default()).unwrap().collect();
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0].value["paths"]["/shelves/{id}"]["get"]["summary"], "Show a shelf");
    assert!(documents[0].text().contains("Show a shelf"));
}

#[test]
fn an_edit_in_memory_is_another_analysis() {
    let mut edited = Overlay::over(Arc::new(files()));
    edited.put("api-ref/source/shelf.json", "{\"width\": 3}\n").unwrap();
    assert_eq!(rules(&analysis(edited)), [""; 0]);
}

#[test]
fn a_byte_of_a_source_belongs_to_something() {
    let analysis = analysis(files());
    let at = |file: &str, text: &str, part: &str| {
        let found = analysis.at(&format!("api-ref/source/{file}"), text.find(part).unwrap());
        match found {
            Some(At::Row { operation, name, entry }) => format!("row {name}: {entry} of {operation}"),
            Some(At::Sample { operation, file }) => format!("{} of {operation}", file.unwrap()),
            Some(At::Operation(operation)) => operation,
            Some(At::Entry(name)) => format!("entry {name}"),
            Some(At::Value(pointer)) => format!("value {pointer}"),
            Some(other) => format!("{other:?}"),
            None => "nothing".to_owned(),
        }
    };
    assert_eq!(at("index.rst", ROOT, "width: width"), "row width: width of GET /shelves/{id}");
    assert_eq!(at("index.rst", ROOT, "shelf_id"), "row id: shelf_id of GET /shelves/{id}");
    assert_eq!(at("index.rst", ROOT, "GET"), "GET /shelves/{id}");
    assert_eq!(at("index.rst", ROOT, "shelf.json"), "api-ref/source/shelf.json of GET /shelves/{id}");
    assert_eq!(at("index.rst", ROOT, "Shelves"), "nothing");
    assert_eq!(at("parameters.yaml", ENTRIES, "The width"), "entry width");
    assert_eq!(at("shelf.json", SAMPLE, "wide\""), "value /width");
    assert_eq!(analysis.at("api-ref/source/none.rst", 0), None);
}

#[test]
fn a_run_that_is_not_wanted_any_more_ends() {
    let cancel = Cancel::default();
    let files = Arc::new(files());
    let layout = Layout::within(&*files, "").unwrap();
    let analysis = Analysis::read(files.clone(), layout.clone(), Config::default(), cancel.clone()).unwrap();
    cancel.cancel();
    assert!(matches!(analysis.check(&Selection::default()), Err(AnalysisError::Cancelled)));
    assert!(matches!(analysis.documents(&Form::default()).map(|_| ()), Err(AnalysisError::Cancelled)));
    let again = Analysis::read(files, layout, Config::default(), cancel);
    assert!(matches!(again.map(|_| ()), Err(AnalysisError::Cancelled)));
}
