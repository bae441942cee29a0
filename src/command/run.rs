use std::ffi::OsString;
use std::io::{IsTerminal, Write};

use clap::Parser;

use super::arguments::{Arguments, Command, ListFormat, RulesArguments, TreeArguments};
use super::common::{ErrorsOnly, one_tree_each, problem_with_several};
use super::configuration::{self, ConfigCommand};
use super::error::CommandError;
use super::progress::{After, PATIENCE, Progress};
use super::{
    baseline, check, compare, diff, explain, fix, generate, history, init, manual, observe, open, page,
    preview, routes,
};
use crate::analysis::{Analysis, all_rules};
use crate::report::{Style, printed, write_json, write_rules};

/// Could not run: usage, configuration, no tree, no operation.
pub(super) const COULD_NOT_RUN: u8 = 2;

/// Runs a command line. What the user asked for goes to `out`, what happens on the way to `log`; `style` is
/// for reports on `out`. Returns the exit code: 0 clean, 1 findings or stale documents, 2 could not run.
pub fn main(
    arguments: impl IntoIterator<Item = OsString>,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let text = error.render().to_string();
            let text = printed(&text);
            let shown = if error.use_stderr() { write!(log, "{text}") } else { write!(out, "{text}") };
            return if shown.is_err() || error.use_stderr() { COULD_NOT_RUN } else { 0 };
        }
    };
    let style = arguments.common.color.style(style);
    let is_watched = !arguments.common.quiet && std::io::stderr().is_terminal();
    let progress =
        if is_watched { Progress::start(std::io::stderr(), PATIENCE) } else { Progress::default() };
    let out: &mut dyn Write = &mut After { progress: &progress, inner: out };
    let log: &mut dyn Write = &mut After { progress: &progress, inner: log };
    let code = told(&arguments, style, out, log);
    progress.stop();
    code
}

/// Runs a command and says why it could not.
fn told(arguments: &Arguments, style: Style, out: &mut dyn Write, log: &mut dyn Write) -> u8 {
    let result = each_tree(arguments, style, out, log).and_then(|code| {
        let flushed = out.flush().map_err(CommandError::from);
        // A verdict, or documents that are written, stand, whether or not the reader waits for all that is
        // said about them. Where what is printed is the work, a run that was cut off has not done it.
        match &arguments.command {
            Command::Check(_) | Command::Generate(_) | Command::Fix(_) | Command::Observe(_) => {
                unless_closed(flushed)?
            }
            _ => flushed?,
        }
        Ok(code)
    });
    match result {
        Ok(code) => code,
        Err(error) => {
            if !error.is_closed_pipe() {
                // Nobody listens when even this fails.
                let _ = writeln!(log, "error: {}", printed(&error.to_string()));
            }
            COULD_NOT_RUN
        }
    }
}

/// Printing that failed because the reader went away has not failed.
pub(super) fn unless_closed(printed: Result<(), CommandError>) -> Result<(), CommandError> {
    match printed {
        Err(error) if error.is_closed_pipe() => Ok(()),
        printed => printed,
    }
}

/// Runs the command, for each tree if several are named; the worst exit code counts.
fn each_tree(
    arguments: &Arguments,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let commands = one_tree_each(arguments.command.clone());
    if commands.len() > 1
        && let Some(problem) = problem_with_several(&arguments.command)
    {
        return Err(CommandError::Usage(problem.to_owned()));
    }
    let mut quiet = ErrorsOnly::new(log);
    let mut worst = 0;
    for command in &commands {
        let log: &mut dyn Write = if arguments.common.quiet { &mut quiet } else { &mut *quiet.log };
        worst = worst.max(dispatch(command, arguments.common.verbose, style, out, log)?);
    }
    Ok(worst)
}

fn dispatch(
    command: &Command,
    verbose: bool,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let (tree, answer): (TreeArguments, Answer<'_>) = match command {
        Command::Generate(arguments) => (
            arguments.tree.clone(),
            Box::new(|analysis, out, log| generate::run(analysis, arguments, out, log)),
        ),
        Command::Check(arguments) => return check::run(arguments, verbose, style, out, log),
        Command::Fix(arguments) => {
            (arguments.tree.clone(), Box::new(|analysis, out, log| fix::run(analysis, arguments, out, log)))
        }
        Command::Diff(arguments) => return diff::run(arguments, out, log),
        Command::Compare(arguments) => return compare::run(arguments, style, out, log),
        Command::Observe(arguments) => return observe::run(arguments, style, out, log),
        Command::History(arguments) => return history::run(arguments, out, log),
        Command::Model(tree) => (tree.clone(), Box::new(|analysis, out, _| model(analysis, out))),
        Command::Routes(arguments) => return routes::run(arguments, verbose, out, log),
        Command::Report(arguments) => return page::run(arguments, out, log),
        Command::Preview(arguments) => return preview::run(arguments, out, log),
        Command::Explain(arguments) => match &arguments.rule {
            Some(id) => return explain::rule(id, out),
            None => (
                arguments.tree.clone().into(),
                Box::new(|analysis, out, _| explain::run(analysis, arguments, out)),
            ),
        },
        Command::Rules(arguments) => return rules(arguments, out),
        Command::Config(ConfigCommand::Schema { name }) => return configuration::schema(*name, out),
        Command::Config(ConfigCommand::Show(tree)) => (
            tree.clone(),
            Box::new(|analysis, out, _| {
                baseline::read(analysis, None)?;
                configuration::show(analysis, out)
            }),
        ),
        Command::Init(arguments) => {
            (arguments.tree.clone(), Box::new(|analysis, out, log| init::run(analysis, arguments, out, log)))
        }
        Command::Completions { shell } => return manual::completions(*shell, out),
        Command::Man { command } => return manual::page(command.as_deref(), out),
    };
    let mut analysis = open::analysis(&tree)?;
    if tree.source.is_none() {
        open::tell_root(&analysis, log)?;
    }
    if verbose {
        open::tell_files(&analysis, log)?;
    }
    let code = answer(&mut analysis, out, log);
    // The process ends here: to give every small text back first would cost a tenth of the time.
    std::mem::forget(analysis);
    code
}

/// What a command does with the tree that it is about.
type Answer<'a> =
    Box<dyn FnOnce(&mut Analysis, &mut dyn Write, &mut dyn Write) -> Result<u8, CommandError> + 'a>;

fn model(analysis: &Analysis, out: &mut dyn Write) -> Result<u8, CommandError> {
    write_json(&analysis.model(), out)?;
    Ok(0)
}

fn rules(arguments: &RulesArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    if arguments.format == ListFormat::Json {
        write_rules(&all_rules(), out)?;
        return Ok(0);
    }
    for rule in all_rules() {
        writeln!(out, "{:<30} {:<8} {}", rule.id, rule.severity, rule.summary)?;
    }
    Ok(0)
}
