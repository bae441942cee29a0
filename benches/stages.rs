//! Each stage of the pipeline on a reference that the generator made: `cargo bench`.
//!
//! A stage gets what the stages before it made, so that its figure is its own; only `reference` reads rst and YAML
//! once more, as the pipeline does.

#![expect(clippy::unwrap_used, reason = "a bench that cannot set up its input has nothing to measure")]

mod generator;

use std::io;
use std::sync::{Arc, LazyLock};

use apiref::config::Config;
use apiref::finding::Findings;
use apiref::openapi::{self, Emitted, Options, View};
use apiref::place::SourceId;
use apiref::reference::{self, Reference};
use apiref::report::{self, Format, Report, Style, Summary};
use apiref::shape::{self, Shapes};
use apiref::source::{Layout, Sources};
use apiref::{contract, lint, rst};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use tempfile::TempDir;

use generator::{Form, Plan, Tree};

/// About the size of the largest real references.
const PLAN: Plan = Plan { form: Form::Documents, size: 300, seed: 1, drift: 10 };

/// What the stages made of the tree, one after another.
struct Run {
    folder: TempDir,
    operations: usize,
    sources: Sources,
    reference: Reference,
    shapes: Shapes,
    documents: Vec<Emitted>,
    findings: Findings,
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let tree = Tree::new(&PLAN);
    tree.write(folder.path()).unwrap();
    let mut findings = Findings::new();
    let mut sources = load(&folder, &mut findings);
    let reference = reference::build(&mut sources, &Config::default(), &mut findings);
    let shapes = shape::infer(&reference);
    let documents = emit(&reference, &shapes);
    contract::check(&reference, &shapes, &sources, &mut findings);
    lint::check(&lint::Context::new(&reference, &shapes, &sources), &mut findings);
    report::order(&mut findings, &sources);
    Run { folder, operations: tree.operations, sources, reference, shapes, documents, findings }
});

fn main() {
    LazyLock::force(&RUN);
    divan::main();
}

fn load(folder: &TempDir, findings: &mut Findings) -> Sources {
    let layout = Layout::find(Some(folder.path()), Some(folder.path())).unwrap();
    Sources::load(Arc::new(layout.disk().unwrap()), layout, findings)
}

fn emit(reference: &Reference, shapes: &Shapes) -> Vec<Emitted> {
    openapi::emit(reference, shapes, &Options::default(), |_| View::All)
}

/// The texts of all files with one of these endings.
fn texts(endings: &[&str]) -> Vec<(SourceId, &'static str)> {
    let wanted = |path: &str| endings.iter().any(|ending| path.ends_with(ending));
    let files = RUN.sources.iter().filter(|(_, source)| wanted(&source.path));
    files.map(|(id, source)| (id, source.text.as_str())).collect()
}

fn size(texts: &[(SourceId, &str)]) -> BytesCount {
    BytesCount::new(texts.iter().map(|(_, text)| text.len()).sum::<usize>())
}

/// So that a stage also tells how many operations it can do in a second.
fn operations() -> ItemsCount {
    ItemsCount::new(RUN.operations)
}

// Names start with a number because tables of results are in the order of names.

#[divan::bench(name = "1 load")]
fn source(bencher: Bencher<'_, '_>) {
    bencher.counter(operations()).bench(|| load(&RUN.folder, &mut Findings::new()));
}

#[divan::bench(name = "2 rst")]
fn rst(bencher: Bencher<'_, '_>) {
    let texts = texts(&[".rst", ".inc"]);
    bencher.counter(size(&texts)).bench(|| {
        for (id, text) in &texts {
            black_box(rst::parse(*id, text, reference::holds_data));
        }
    });
}

#[divan::bench(name = "3 dictionary")]
fn dictionary(bencher: Bencher<'_, '_>) {
    let texts = texts(&["parameters.yaml"]);
    bencher.counter(size(&texts)).bench(|| {
        for (id, text) in &texts {
            black_box(apiref::dictionary::Dictionary::read(*id, text, &mut Findings::new()));
        }
    });
}

#[divan::bench(name = "4 reference")]
fn reference(bencher: Bencher<'_, '_>) {
    bencher
        .counter(operations())
        .with_inputs(|| load(&RUN.folder, &mut Findings::new()))
        .bench_local_refs(|sources| reference::build(sources, &Config::default(), &mut Findings::new()));
}

#[divan::bench(name = "5 shape")]
fn shape(bencher: Bencher<'_, '_>) {
    bencher.counter(operations()).bench(|| shape::infer(&RUN.reference));
}

#[divan::bench(name = "6 openapi")]
fn openapi(bencher: Bencher<'_, '_>) {
    bencher.counter(operations()).bench(|| emit(&RUN.reference, &RUN.shapes));
}

#[divan::bench(name = "7 text", args = ["yaml", "json"])]
fn text(bencher: Bencher<'_, '_>, format: &str) {
    let write = if format == "yaml" { openapi::yaml } else { openapi::json };
    let all = || RUN.documents.iter().map(|document| write(&document.value).len()).sum::<usize>();
    bencher.counter(BytesCount::new(all())).bench(all);
}

#[divan::bench(name = "8 contract")]
fn contract(bencher: Bencher<'_, '_>) {
    bencher.counter(operations()).bench(|| {
        contract::check(&RUN.reference, &RUN.shapes, &RUN.sources, &mut Findings::new());
    });
}

#[divan::bench(name = "9 lint")]
fn lint(bencher: Bencher<'_, '_>) {
    let context = lint::Context::new(&RUN.reference, &RUN.shapes, &RUN.sources);
    bencher.counter(operations()).bench(|| lint::check(&context, &mut Findings::new()));
}

#[divan::bench(name = "report", args = ["text", "concise", "json", "sarif"])]
fn report(bencher: Bencher<'_, '_>, format: &str) {
    let format: Format = format.parse().unwrap();
    let summary = Summary::default();
    let report = Report { findings: &RUN.findings, sources: &RUN.sources, summary: &summary };
    let findings = ItemsCount::new(RUN.findings.len());
    bencher.counter(findings).bench(|| report.write(format, Style::Plain, &mut io::sink()));
}
