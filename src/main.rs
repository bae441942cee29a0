//! The command line: parse the arguments, call the library, return the exit code.

fn main() { apiref::command::run() }
