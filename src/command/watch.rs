//! A check that goes on: after each save it says what is new and what is mended.

use std::io::{IsTerminal, Write};
use std::slice::from_ref;
use std::sync::mpsc::channel;

use super::baseline;
use super::check::fail_on;
use super::check_arguments::CheckArguments;
use super::error::CommandError;
use super::since::States;
use super::watched::Watched;
use crate::analysis::{Analysis, Checked};
use crate::change;
use crate::report::{Format, Report, Style, printed};
use crate::triage::{Selection, number};

/// Empties the screen of a terminal, and what was scrolled out of it.
const CLEAR: &str = "\u{1b}[2J\u{1b}[3J\u{1b}[H";

/// Checks, and checks again after each save, until the process is ended or nobody listens.
pub(super) fn run(
    arguments: &CheckArguments,
    selection: &Selection,
    style: Style,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let (sender, saves) = channel();
    let mut watched = Watched::new(move || {
        let _ = sender.send(());
    })?;
    let mut seen = read(arguments, log)?;
    watched.follow(&seen.now)?;
    let screen = Screen { arguments, style, is_terminal: std::io::stdout().is_terminal() };
    screen.first(&seen, selection, out)?;
    writeln!(log, "watching the sources: each save is checked; Ctrl-C ends")?;
    while saves.recv().is_ok() {
        match read(arguments, log).and_then(|next| watched.follow(&next.now).map(|()| next)) {
            Ok(next) => {
                screen.change(&seen, &next, selection, out)?;
                seen = next;
            }
            // A file is half written, or about to be moved.
            Err(error) if !error.is_closed_pipe() => {
                watched.note_trouble();
                writeln!(log, "{}", printed(&format!("not now: {error}")))?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(0)
}

fn read(arguments: &CheckArguments, log: &mut dyn Write) -> Result<States, CommandError> {
    let mut states = States::read(&arguments.into(), log)?;
    for state in states.all() {
        baseline::read(state, arguments.baseline.as_deref())?;
    }
    Ok(states)
}

/// Where it is shown.
struct Screen<'a> {
    arguments: &'a CheckArguments,
    style: Style,
    is_terminal: bool,
}

impl Screen<'_> {
    /// All that a check says.
    fn first(&self, states: &States, selection: &Selection, out: &mut dyn Write) -> Result<(), CommandError> {
        let checked = states.check(selection)?;
        self.clear(out)?;
        self.report(&states.now, &checked, states, out)?;
        writeln!(out, "{}", checked.summary.line(&checked.findings))?;
        Ok(out.flush()?)
    }

    /// What a save brought, and the totals; nothing where it changed nothing.
    fn change(
        &self,
        before: &States,
        states: &States,
        selection: &Selection,
        out: &mut dyn Write,
    ) -> Result<(), CommandError> {
        let mut new = change::since(&states.now, from_ref(&before.now), selection)?;
        let mut mended = change::since(&before.now, from_ref(&states.now), selection)?;
        for checked in [&mut new, &mut mended] {
            checked.findings.retain(|finding| !finding.is_known());
        }
        let is_quiet = new.findings.is_empty() && mended.findings.is_empty();
        if is_quiet && same_texts(&before.now, &states.now) {
            return Ok(());
        }
        self.clear(out)?;
        self.report(&states.now, &new, states, out)?;
        if !mended.findings.is_empty() {
            writeln!(out, "{} mended:", number(mended.findings.len(), "findings"))?;
            self.told(&before.now, &mended, states).write_lines(out)?;
        }
        let all = states.check(selection)?;
        writeln!(out, "{}", new.summary.line(&all.findings))?;
        Ok(out.flush()?)
    }

    fn clear(&self, out: &mut dyn Write) -> Result<(), CommandError> {
        if self.is_terminal {
            write!(out, "{CLEAR}")?;
        }
        Ok(())
    }

    fn report(
        &self,
        analysis: &Analysis,
        checked: &Checked,
        states: &States,
        out: &mut dyn Write,
    ) -> Result<(), CommandError> {
        let mut presentation = self.arguments.reporting.presentation.in_style(self.style);
        presentation.no_summary = true;
        let format = match self.arguments.reporting.output_format {
            Format::Concise => Format::Concise,
            _ => Format::Text,
        };
        Ok(self.told(analysis, checked, states).write_as(format, &presentation, out)?)
    }

    fn told<'r>(&self, analysis: &'r Analysis, checked: &'r Checked, states: &States) -> Report<'r> {
        Report {
            findings: &checked.findings,
            sources: analysis.sources(),
            summary: &checked.summary,
            fail_on: fail_on(self.arguments, states),
        }
    }
}

/// Do both hold the same files with the same texts?
fn same_texts(one: &Analysis, other: &Analysis) -> bool {
    fn texts(analysis: &Analysis) -> impl Iterator<Item = (&str, &str)> {
        analysis.sources().iter().map(|(_, source)| (source.path.as_str(), source.text.as_str()))
    }
    texts(one).eq(texts(other))
}
