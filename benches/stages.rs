//! What people wait for, on a reference that the generator made: `cargo bench`.
//!
//! Each figure stands on the front door, as every user does.

#![expect(clippy::unwrap_used, reason = "a bench that cannot set up its input has nothing to measure")]

mod generator;

use std::io;
use std::sync::{Arc, LazyLock};

use apiref::{
    Analysis, Checked, Config, Document, Form, Format, Layout, MicroversionChoice, Report, Selection, Style,
};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use tempfile::TempDir;

use generator::{Plan, Tree};

/// About the size of the largest real references.
const PLAN: Plan = Plan { form: generator::Form::Documents, size: 300, seed: 1, drift: 10 };

/// A tree, and what was made of it.
struct Run {
    folder: TempDir,
    operations: usize,
    analysis: Analysis,
    checked: Checked,
    documents: Vec<Document>,
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let tree = Tree::new(&PLAN);
    tree.write(folder.path()).unwrap();
    let analysis = read(&folder);
    let checked = analysis.check(&Selection::default()).unwrap();
    let documents = analysis.documents(&form()).unwrap().collect();
    Run { folder, operations: tree.operations, analysis, checked, documents }
});

fn main() {
    LazyLock::force(&RUN);
    divan::main();
}

fn read(folder: &TempDir) -> Analysis {
    let layout = Layout::find(Some(folder.path()), Some(folder.path())).unwrap();
    Analysis::new(Arc::new(layout.disk().unwrap()), Config::default()).unwrap()
}

fn form() -> Form {
    Form::default().with_microversion(MicroversionChoice::All)
}

/// So that a stage also tells how many operations it can do in a second.
fn operations() -> ItemsCount {
    ItemsCount::new(RUN.operations)
}

// Names start with a number because tables of results are in the order of names.

#[divan::bench(name = "1 read")]
fn reading(bencher: Bencher<'_, '_>) {
    bencher.counter(operations()).bench(|| read(&RUN.folder));
}

#[divan::bench(name = "2 check")]
fn check(bencher: Bencher<'_, '_>) {
    bencher
        .counter(operations())
        .with_inputs(|| read(&RUN.folder))
        .bench_local_refs(|analysis| analysis.check(&Selection::default()).unwrap());
}

#[divan::bench(name = "3 documents")]
fn documents(bencher: Bencher<'_, '_>) {
    bencher.counter(operations()).bench(|| RUN.analysis.documents(&form()).unwrap().count());
}

#[divan::bench(name = "4 text")]
fn text(bencher: Bencher<'_, '_>) {
    let all = || RUN.documents.iter().map(|document| document.text().len()).sum::<usize>();
    bencher.counter(BytesCount::new(all())).bench(all);
}

#[divan::bench(name = "report", args = ["text", "concise", "json", "sarif"])]
fn report(bencher: Bencher<'_, '_>, format: &str) {
    let format: Format = format.parse().unwrap();
    let (findings, sources) = (&RUN.checked.findings, RUN.analysis.sources());
    let report =
        Report { findings, sources, summary: &RUN.checked.summary, fail_on: apiref::FailOn::default() };
    let count = ItemsCount::new(findings.len());
    bencher.counter(count).bench(|| report.write(format, Style::Plain, &mut io::sink()));
}
