//! The command line: hand the arguments to the library, return its exit code.

use std::io::BufWriter;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use apiref::report::Style;

/// A reference is many small texts: this allocator hands them out in half the time of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // This thread works too, instead of waiting for others. A pool that is there already does as well.
    let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    let stdout = std::io::stdout();
    // Colour only on a terminal, and as NO_COLOR and its relatives say.
    let style = match AutoStream::choice(&stdout) {
        ColorChoice::Never => Style::Plain,
        _ => Style::Coloured,
    };
    let mut out = BufWriter::new(stdout.lock());
    ExitCode::from(apiref::command::main(std::env::args_os(), style, &mut out, &mut std::io::stderr().lock()))
}
