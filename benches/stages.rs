//! Each stage of the pipeline on a reference that the generator made: `cargo bench`.
//!
//! A stage gets what the stages before it made, so that its figure is its own; `reference` includes the reading of rst and
//! YAML, as the pipeline does.

#![expect(clippy::unwrap_used, reason = "a bench that cannot set up its input has nothing to measure")]

mod generator;

use std::io;
use std::sync::LazyLock;

use apiref::finding::Findings;
use apiref::openapi::{self, Emitted, Options, View};
use apiref::place::SourceId;
use apiref::reference::{self, Reference};
use apiref::report::{self, Format, Report, Style, Summary};
use apiref::shape::{self, Shapes};
use apiref::source::{Layout, Sources};
use apiref::{rst, yaml};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use tempfile::TempDir;

use generator::{Form, Plan, Tree};

/// About the size of the largest real references.
const PLAN: Plan = Plan { form: Form::Documents, size: 300, seed: 1, drift: 10 };

/// What the stages made of the tree, one after another.
struct Run {
    folder: TempDir,
    tree: Tree,
    sources: Sources,
    reference: Reference,
    shapes: Shapes,
    documents: Vec<Emitted>,
    findings: Findings,
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    let tree = Tree::new(&PLAN);
    let folder = TempDir::new().unwrap();
    tree.write(folder.path()).unwrap();
    let mut findings = Findings::new();
    let mut sources = Sources::load(layout(&folder), &mut findings);
    let reference = reference::build(&mut sources, &mut findings);
    let shapes = shape::infer(&reference);
    let documents = openapi::emit(&reference, &shapes, &EVERY_VERSION, |_| EVERY_VERSION.view);
    report::order(&mut findings, &sources);
    Run { folder, tree, sources, reference, shapes, documents, findings }
});

const EVERY_VERSION: Options = Options { view: View::All, declared_only: false };

fn main() {
    LazyLock::force(&RUN);
    divan::main();
}

fn layout(folder: &TempDir) -> Layout {
    Layout::find(Some(folder.path()), Some(folder.path())).unwrap()
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

fn operations() -> ItemsCount {
    ItemsCount::new(RUN.tree.operations)
}

#[divan::bench]
fn a_load(bencher: Bencher<'_, '_>) {
    bencher.counter(operations()).bench(|| Sources::load(layout(&RUN.folder), &mut Findings::new()));
}

#[divan::bench]
fn b_rst(bencher: Bencher<'_, '_>) {
    let texts = texts(&[".rst", ".inc"]);
    bencher.counter(size(&texts)).bench(|| {
        for (id, text) in &texts {
            black_box(rst::parse(*id, text));
        }
    });
}

#[divan::bench]
fn c_yaml(bencher: Bencher<'_, '_>) {
    let texts = texts(&["parameters.yaml"]);
    bencher.counter(size(&texts)).bench(|| {
        for (id, text) in &texts {
            black_box(yaml::Dictionary::read(*id, text, &mut Findings::new()));
        }
    });
}

#[divan::bench]
fn d_reference(bencher: Bencher<'_, '_>) {
    bencher
        .counter(operations())
        .with_inputs(|| Sources::load(layout(&RUN.folder), &mut Findings::new()))
        .bench_local_refs(|sources| reference::build(sources, &mut Findings::new()));
}

#[divan::bench]
fn e_shape(bencher: Bencher<'_, '_>) {
    bencher.counter(operations()).bench(|| shape::infer(&RUN.reference));
}

#[divan::bench]
fn f_openapi(bencher: Bencher<'_, '_>) {
    bencher
        .counter(operations())
        .bench(|| openapi::emit(&RUN.reference, &RUN.shapes, &EVERY_VERSION, |_| EVERY_VERSION.view));
}

#[divan::bench]
fn g_text(bencher: Bencher<'_, '_>) {
    let write = |document: &Emitted| openapi::yaml(&document.value).len();
    let bytes: usize = RUN.documents.iter().map(write).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| RUN.documents.iter().map(write).sum::<usize>());
}

#[divan::bench(args = [Format::Text, Format::Concise, Format::Json, Format::Sarif])]
fn i_report(bencher: Bencher<'_, '_>, format: Format) {
    let summary = Summary::default().count("operations", RUN.tree.operations, None);
    let report = Report { findings: &RUN.findings, sources: &RUN.sources, summary: &summary };
    bencher
        .counter(ItemsCount::new(RUN.findings.len()))
        .bench(|| report.write(format, Style::Plain, &mut io::sink()));
}
