//! The command line: hand the arguments to the library, return its exit code.

use std::io::BufWriter;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use apiref::Style;

/// A reference is many small texts: this allocator hands them out in half the time of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The exit code of work that could not be done.
const COULD_NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    let shown = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        shown(panic);
        // Where a panic does not unwind, this is the last place that can choose the exit code.
        if cfg!(panic = "abort") {
            exit();
        }
    }));
    std::panic::catch_unwind(run).unwrap_or_else(|_| ExitCode::from(COULD_NOT_RUN))
}

/// A mistake of ours is told by what panicked, and is never taken for findings.
#[expect(clippy::exit, reason = "the program cannot go on")]
fn exit() {
    std::process::exit(i32::from(COULD_NOT_RUN));
}

fn run() -> ExitCode {
    start_threads();
    let stdout = std::io::stdout();
    // Colour only on a terminal, and as NO_COLOR and its relatives say.
    let style = match AutoStream::choice(&stdout) {
        ColorChoice::Never => Style::Plain,
        _ => Style::Coloured,
    };
    let mut out = BufWriter::new(stdout.lock());
    // Standard error is not locked: other threads say there what they must, such as a panic.
    ExitCode::from(apiref::main(std::env::args_os(), style, &mut out, &mut std::io::stderr()))
}

/// This thread works too, instead of waiting for others. Where the system gives no more threads, it works
/// alone.
fn start_threads() {
    /// More would only cost memory, whatever RAYON_NUM_THREADS says.
    const MOST: usize = 64;
    let named = std::env::var("RAYON_NUM_THREADS").ok().and_then(|text| text.trim().parse::<usize>().ok());
    let usual = || std::thread::available_parallelism().map_or(1, usize::from);
    let threads = named.filter(|threads| *threads > 0).unwrap_or_else(usual).min(MOST);
    let pool =
        |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).use_current_thread().build_global();
    if pool(threads).is_err() {
        // A pool that is there already does as well.
        let _ = pool(1);
    }
}
