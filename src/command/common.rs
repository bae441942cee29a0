//! What holds for every command: how much is said, and in which colours.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::arguments::{Command, TreeArguments};
use crate::report::Style;

/// How much is said, and in which colours.
#[derive(Debug, Clone, Args)]
pub(super) struct CommonArguments {
    /// Say nothing on standard error but errors
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "For all commands")]
    pub(super) quiet: bool,
    /// Say on standard error which files are used
    #[arg(short, long, global = true, help_heading = "For all commands")]
    pub(super) verbose: bool,
    /// Whether reports have colours
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "For all commands"
    )]
    pub(super) color: Colour,
}

/// The values of `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless NO_COLOR and its relatives say otherwise
    Auto,
    /// Yes
    Always,
    /// No
    Never,
}

impl Colour {
    /// The style of reports; `usual` is what the terminal takes.
    pub(super) fn style(self, usual: Style) -> Style {
        match self {
            Self::Auto => usual,
            Self::Always => Style::Coloured,
            Self::Never => Style::Plain,
        }
    }
}

/// A log that only takes lines about errors.
pub(super) struct ErrorsOnly<'a> {
    pub(super) log: &'a mut dyn Write,
    line: Vec<u8>,
}

impl<'a> ErrorsOnly<'a> {
    pub(super) fn new(log: &'a mut dyn Write) -> Self {
        Self { log, line: Vec::new() }
    }
}

impl Write for ErrorsOnly<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend_from_slice(bytes);
        if self.line.ends_with(b"\n") {
            let line = std::mem::take(&mut self.line);
            if line.starts_with(b"error") {
                self.log.write_all(&line)?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.log.flush()
    }
}

/// A command about several trees is one command about each.
pub(super) fn one_tree_each(command: Command) -> Vec<Command> {
    let mut command = command;
    let more = match tree_of(&mut command) {
        Some(tree) => std::mem::take(&mut tree.more),
        None => Vec::new(),
    };
    let others = more.into_iter().map(|source| {
        let mut other = command.clone();
        if let Some(tree) = tree_of(&mut other) {
            tree.source = Some(source);
        }
        other
    });
    let others: Vec<Command> = others.collect();
    std::iter::once(command).chain(others).collect()
}

fn tree_of(command: &mut Command) -> Option<&mut TreeArguments> {
    match command {
        Command::Generate(arguments) => Some(&mut arguments.tree),
        Command::Check(arguments) => Some(&mut arguments.tree),
        Command::Report(arguments) => Some(&mut arguments.tree),
        Command::Preview(arguments) => Some(&mut arguments.tree),
        Command::Model(tree) => Some(tree),
        _ => None,
    }
}

/// Why a command cannot be about several trees; nothing if it can. What programs read is one value, and what
/// is named on the command line is one file.
pub(super) fn problem_with_several(command: &Command) -> Option<&'static str> {
    match command {
        Command::Check(arguments) => arguments.problem_with_several(),
        Command::Generate(arguments) if arguments.output.is_some() => {
            Some("`--output` is one folder: leave it out, or run the command for each source")
        }
        Command::Generate(_) => None,
        _ => Some("this command is about one source: run it for each"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiet_log_has_errors_only() {
        let mut log = Vec::new();
        let mut quiet = ErrorsOnly::new(&mut log);
        quiet.write_all(b"wrote 1\n").unwrap();
        writeln!(quiet, "error: no").unwrap();
        assert_eq!(String::from_utf8(log).unwrap(), "error: no\n");
    }
}
