//! What the targets do with an input: one function for each. They stand on the front door of `apiref`, as any
//! program does.
//!
//! libFuzzer calls them (`fuzz_targets/`), and so does `tests/it/fuzzed.rs` with the seeds and what becomes
//! of them by chance.

use std::sync::Arc;

use apiref::{
    Analysis, AnalysisError, Config, DocumentFormat, Finding, Form, Format, Importer, MicroversionChoice,
    OpenApiVersion, Overlay, Report, Selection, Style,
};

/// A target: its name, which is also that of the folder of its seeds, and what it does with an input.
pub type Target = (&'static str, fn(&str));

/// All of them.
pub const TARGETS: [Target; 7] = [
    ("rst", rst),
    ("dictionary", dictionary),
    ("status", status),
    ("sample", sample),
    ("configuration", configuration),
    ("baseline", baseline),
    ("pipeline", pipeline),
];

/// What parts the files of an input of `pipeline`.
const NEXT_FILE: &str = "\n----8<----\n";

const ROOT: &str = "\
Shelves
=======

Show a shelf
------------

.. rest_method:: POST /shelves/{id}

.. rest_status_code:: success status.yaml

   - 200: shown

Request
~~~~~~~

.. rest_parameters:: parameters.yaml

   - id: id
   - width: width
   - books: books
   - books.title: title

.. literalinclude:: sample.json

Response
~~~~~~~~

.. rest_parameters:: parameters.yaml

   - width: width

.. literalinclude:: sample.json
";

const ENTRIES: &str = "\
id:
  in: path
  type: string
width:
  description: |
    How wide it is.
  in: body
  required: true
  type: integer
  min_version: 2.3
books:
  in: body
  type: array
title:
  in: body
  required: false
  type: string
";

const STATUS: &str = "200:\n  default: |\n    Done.\n  shown: |\n    It is shown.\n";
const SAMPLE: &str = "{\"width\": 3, \"books\": [{\"title\": \"a\"}]}\n";

/// Any text is reStructuredText: the documents of it are valid, and findings point into it.
pub fn rst(text: &str) {
    let tree = Tree { root: text, ..sound() };
    if let Some(analysis) = tree.read() {
        check(&analysis);
        documents(&analysis, &Form::default());
    }
}

/// Any text is a dictionary of parameters.
pub fn dictionary(text: &str) {
    if let Some(analysis) = (Tree { entries: text, ..sound() }).read() {
        check(&analysis);
    }
}

/// Any text is a file of status codes.
pub fn status(text: &str) {
    if let Some(analysis) = (Tree { status: text, ..sound() }).read() {
        check(&analysis);
    }
}

/// Any text is a sample: it is JSON or it is not.
pub fn sample(text: &str) {
    if let Some(analysis) = (Tree { sample: text, ..sound() }).read() {
        check(&analysis);
        documents(&analysis, &Form::default());
    }
}

/// Any text is a configuration, or an error that says where.
pub fn configuration(text: &str) {
    for file in ["apiref.toml", "pyproject.toml"] {
        match Config::parse(text, file) {
            Ok(Some(config)) => {
                if let Some(analysis) = (Tree { config, ..sound() }).read() {
                    check(&analysis);
                }
            }
            Ok(None) => {}
            Err(error) => assert!(error.to_string().starts_with(file), "{error}"),
        }
    }
}

/// Any text is a baseline, or an error that says where.
pub fn baseline(text: &str) {
    let tree = Tree { sample: "{\"width\": \"wide\", \"height\": null}", ..sound() };
    let Some(mut analysis) = tree.read() else { return };
    match analysis.set_baseline(text.to_owned(), "apiref-baseline.json") {
        Ok(()) => check(&analysis),
        Err(error) => assert!(error.to_string().starts_with("apiref-baseline.json:"), "{error}"),
    }
}

/// Up to five files (root, dictionary, sample, status file, configuration) become every report and every form
/// of document.
pub fn pipeline(text: &str) {
    let mut files = text.splitn(5, NEXT_FILE);
    let mut next = |usual| files.next().unwrap_or(usual);
    let mut tree = Tree {
        root: next(ROOT),
        entries: next(ENTRIES),
        sample: next(SAMPLE),
        status: next(STATUS),
        ..sound()
    };
    if let Ok(Some(config)) = Config::parse(next(""), "apiref.toml") {
        tree.config = config;
    }
    let Some(analysis) = tree.read() else { return };
    check(&analysis);
    let importer = Importer::default();
    for form in forms() {
        documents(&analysis, &form);
        documents(&analysis, &form.with_importer(importer.clone()));
    }
    serde_json::to_string(&analysis.model()).expect("a model is JSON");
}

fn forms() -> Vec<Form> {
    let mut forms = Vec::new();
    for openapi in [OpenApiVersion::V3_0, OpenApiVersion::V3_1, OpenApiVersion::V3_2] {
        for microversion in [MicroversionChoice::Latest, MicroversionChoice::All] {
            let mut form = Form::default().with_microversion(microversion).with_openapi(openapi);
            if microversion == MicroversionChoice::All {
                form.format = DocumentFormat::Json;
            }
            forms.push(form);
        }
    }
    forms
}

/// The files of an input.
struct Tree<'a> {
    root: &'a str,
    entries: &'a str,
    status: &'a str,
    sample: &'a str,
    config: Config,
}

impl Tree<'_> {
    /// Reads it. There may be nothing in it, but the program makes no mistake.
    fn read(mut self) -> Option<Analysis> {
        let mut files = Overlay::new();
        let texts = [
            ("index.rst", self.root),
            ("parameters.yaml", self.entries),
            ("status.yaml", self.status),
            ("sample.json", self.sample),
        ];
        for (name, text) in texts {
            files.put(&format!("api-ref/source/{name}"), text).expect("a path");
        }
        // The files are where they are.
        self.config.source = None;
        ours(Analysis::new(Arc::new(files), self.config))
    }
}

fn sound() -> Tree<'static> {
    Tree { root: ROOT, entries: ENTRIES, status: STATUS, sample: SAMPLE, config: Config::default() }
}

/// The answer; nothing where there is none. A mistake of the program is a crash.
fn ours<T>(answer: Result<T, AnalysisError>) -> Option<T> {
    match answer {
        Ok(answer) => Some(answer),
        Err(error @ (AnalysisError::Fault(_) | AnalysisError::Internal(_))) => panic!("{error}"),
        Err(_) => None,
    }
}

/// What is found, in every form of report.
fn check(analysis: &Analysis) {
    let Some(checked) = ours(analysis.check(&Selection::default())) else { return };
    checked.findings.iter().for_each(|finding| points_into_its_source(analysis, finding));
    let report = Report {
        findings: &checked.findings,
        sources: analysis.sources(),
        summary: &checked.summary,
        fail_on: Default::default(),
    };
    for format in Format::ALL {
        let mut bytes = Vec::new();
        report.write(*format, Style::Plain, &mut bytes).expect("memory");
        let text = String::from_utf8(bytes).expect("a report is text");
        assert_eq!(text.find(acts), None, "{}: {text:?}", format.name());
        if matches!(format, Format::Json | Format::Sarif | Format::Gitlab) {
            serde_json::from_str::<serde_json::Value>(&text).expect("a report is JSON");
        }
    }
}

fn points_into_its_source(analysis: &Analysis, finding: &Finding) {
    let span = analysis.sources().span_of(finding.place());
    let text = analysis.sources().text(span.source);
    assert!(text.get(span.range()).is_some(), "{finding:?}");
}

/// Every document of a form is valid and reads back as what it is.
fn documents(analysis: &Analysis, form: &Form) {
    let Some(documents) = ours(analysis.documents(form)) else { return };
    for document in documents {
        document.check().expect("a valid document");
        let text = document.text();
        assert_eq!(text.find(acts), None, "{text:?}");
        let read: serde_json::Value = match form.format {
            DocumentFormat::Json => serde_json::from_str(&text).expect("JSON"),
            _ => serde_yaml::from_str(&text).expect("YAML"),
        };
        assert_eq!(read, document.value);
    }
}

/// Does a character act on a terminal, or turn the direction of text? Line breaks and tabs do what they do in
/// any text.
fn acts(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
