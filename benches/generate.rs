//! Writes an API reference that nobody wrote, for measurements:
//! `cargo run --release --example generate-api-ref -- chapters 1000 /tmp/tree`.

mod generator;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use generator::{Form, Plan, Tree};

/// Writes an API reference of any size to a folder, as `api-ref/source/...`.
#[derive(Debug, Parser)]
struct Arguments {
    /// How it grows.
    form: Form,
    /// How many operations it has; rows, where it has one operation.
    size: usize,
    /// Where to write it: a folder that is empty or does not exist.
    folder: PathBuf,
    /// Another seed gives another tree.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Of a hundred samples, how many disagree with their tables, on average.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u8).range(..=100))]
    drift: u8,
}

fn main() -> io::Result<()> {
    let Arguments { form, size, folder, seed, drift } = Arguments::parse();
    if folder.exists() && folder.read_dir()?.next().is_some() {
        let message = format!("{} is not empty", folder.display());
        Arguments::command().error(ErrorKind::ValueValidation, message).exit();
    }
    let tree = Tree::new(&Plan { form, size, seed, drift: drift.into() });
    tree.write(&folder)?;
    writeln!(io::stdout(), "{tree}")
}
